import { createElement, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { marks, wordsOf } from "$/public/external/leadx_app/components/ui/marked/marked.jsx";
import { topDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

const RECENT = "leadx.recent";
const MOST_RECENT = 5;

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(RECENT)) || [];
  } catch {
    return [];
  }
}

function remember(place) {
  try {
    const others = remembered().filter((one) => one.href !== place.href);
    sessionStorage.setItem(RECENT, JSON.stringify([place, ...others].slice(0, MOST_RECENT + 1)));
  } catch {}
}

function openDialog(name) {
  const button = document.createElement("button");
  button.dataset.opens = name;
  button.hidden = true;
  document.body.append(button);
  button.click();
  button.remove();
}

/** What is offered, in the order of the list: while nothing is typed recent places and commands, else what matches. */
function offered(text, places, commands, recent) {
  const words = wordsOf(text);
  const allowed = commands.filter((one) => one.allowed !== false);
  if (!words.length) return [...recent, ...allowed];
  const matching = allowed.filter((one) => {
    const held = wordsOf(`${one.label} ${one.also || ""}`);
    return words.every((word) => held.some((other) => other.startsWith(word)));
  });
  return [...places, ...matching];
}

/** Search and commands as one combobox (WAI-ARIA): the input keeps the focus, arrows move, Enter goes there. */
export function Palette({ name, words, places, asked, commands, onAsk, onTheme }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [recent, setRecent] = useState([]);
  const input = useRef(null);
  const close = useRef(null);
  const list = useRef(null);
  const timer = useRef(0);
  const waits = useRef(false);
  const navigate = useNavigate();
  const { pathname } = useLocation();

  useEffect(() => {
    const page = commands.find((one) => one.href && one.href === pathname.replace(/\/$/, ""));
    if (page) remember({ group: "recent", key: page.key, label: page.label, hint: "", href: page.href, icon: page.icon });
  }, [pathname]);

  useEffect(() => {
    const pressed = (event) => {
      const isLetter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isLetter || event.repeat) return;
      const top = topDialog();
      if (top && top !== input.current?.closest("dialog")) return;
      event.preventDefault();
      if (top) close.current.click();
      else openDialog(name);
    };
    const begin = (event) => {
      if (!(event.target instanceof Element) || event.target.closest("[data-opens]")?.dataset.opens !== name) return;
      setText("");
      setActive(0);
      setRecent(remembered().filter((one) => one.href !== location.pathname.replace(/\/$/, "")).slice(0, MOST_RECENT));
      setTimeout(() => input.current?.focus());
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("click", begin);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("click", begin);
      clearTimeout(timer.current);
    };
  }, [name]);

  const said = text.trim();
  const isSettled = !wordsOf(said).length || asked.trim() === said;
  const options = offered(said, wordsOf(said).length && asked.trim() ? places : [], commands, recent);
  const chosen = Math.min(active, options.length - 1);

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const typed = (event) => {
    const value = event.target.value;
    setText(value);
    setActive(0);
    waits.current = false;
    clearTimeout(timer.current);
    if (wordsOf(value).length) timer.current = setTimeout(() => onAsk?.(value), 150);
  };
  const choose = (place) => {
    close.current.click();
    if (place.theme) onTheme?.(place.theme);
    else if (place.opens) openDialog(place.opens);
    else if (place.href.startsWith("mailto:")) location.href = place.href;
    else {
      if (place.group !== "recent") remember({ ...place, group: "recent" });
      navigate(place.href);
    }
  };
  const keys = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      setActive((chosen + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!isSettled) waits.current = true;
      else if (chosen >= 0) choose(options[chosen]);
    }
  };
  useEffect(() => {
    if (isSettled && waits.current && chosen >= 0) choose(options[chosen]);
    if (isSettled) waits.current = false;
  }, [isSettled]);

  const found = wordsOf(said);
  const groups = Object.keys(words.groups).filter((group) => options.some((one) => one.group === group));
  const option = (place) => {
    const at = options.indexOf(place);
    return createElement("li", {
      key: place.key, id: `${name}-${at}`, role: "option", "aria-selected": at === chosen, className: "palette-option",
      onMouseMove: () => at !== chosen && setActive(at), onClick: () => choose(place),
    },
      place.color ? createElement("span", { key: "d", className: "stage-dot", style: { "--stage": place.color } })
        : createElement("span", { key: "i", className: `icon icon-${place.icon}`, "aria-hidden": true }),
      createElement("span", { key: "w", className: "palette-words" },
        createElement("span", { key: "l", className: "palette-label" }, marks(place.label, found)),
        place.hint && createElement("span", { key: "h", className: "palette-hint" }, marks(place.hint, found))));
  };

  return createElement("div", { className: "palette" },
    createElement("div", { className: "palette-head" },
      createElement("span", { className: "icon icon-search", "aria-hidden": true }),
      createElement("input", {
        ref: input, className: "palette-input", type: "text", role: "combobox", autoComplete: "off", spellCheck: false, maxLength: 100, autoFocus: true,
        "data-first": "", enterKeyHint: "go", placeholder: words.placeholder, "aria-label": words.label, value: text, "aria-expanded": options.length > 0,
        "aria-controls": `${name}-list`, "aria-autocomplete": "list", "aria-activedescendant": chosen >= 0 ? `${name}-${chosen}` : undefined,
        onChange: typed, onKeyDown: keys,
      }),
      createElement("button", { ref: close, type: "button", className: "button button-icon button-ghost", "data-closes": "", "aria-label": words.close },
        createElement("span", { className: "icon icon-x", "aria-hidden": true }))),
    createElement("div", { ref: list, id: `${name}-list`, className: "palette-list", role: "listbox", "aria-label": words.label, "aria-busy": !isSettled },
      groups.map((group) => createElement("ul", { key: group, role: "group", "aria-label": words.groups[group], className: "palette-group" },
        createElement("li", { key: "name", role: "presentation", className: "palette-name" }, words.groups[group]),
        options.filter((one) => one.group === group).map(option)))),
    createElement("p", { className: "palette-none", role: "status", hidden: !isSettled || options.length > 0 }, options.length ? "" : words.none),
    createElement("p", { className: "palette-foot", "aria-hidden": true }, words.keys));
}
