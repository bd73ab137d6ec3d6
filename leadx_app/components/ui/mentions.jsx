import { createElement, useEffect, useRef, useState } from "react";

const MENTION = /(?:^|[\s(])@([^@\n]{0,60})$/;
const MOST = 6;

/** What is being typed behind an "@", or null. */
function asked(field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = field.selectionStart === field.selectionEnd && MENTION.exec(before);
  return found ? found[1] : null;
}

/** A listbox of people for the text area; picking one writes the name into it. */
export function Mentions({ controlId, people, label, onAsk }) {
  const [typed, setTyped] = useState(null);
  const [active, setActive] = useState(0);
  const ask = useRef(onAsk);
  ask.current = onAsk;

  const words = (typed ?? "").toLowerCase();
  const fits = typed === null ? [] : (people || []).filter(({ label: name }) =>
    name.toLowerCase().startsWith(words) || name.toLowerCase().split(" ").some((part) => part.startsWith(words))).slice(0, MOST);
  const open = fits.length > 0;
  const now = useRef({});
  now.current = { fits, active: Math.min(active, fits.length - 1), open };

  const choose = (person) => {
    const field = document.getElementById(controlId);
    const at = field.value.lastIndexOf("@", field.selectionStart - 1);
    const text = `${field.value.slice(0, at)}@${person.label} `;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text + field.value.slice(field.selectionStart));
    field.setSelectionRange(text.length, text.length);
    field.focus();
    setTyped(null);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const pick = useRef(choose);
  pick.current = choose;

  useEffect(() => {
    const field = document.getElementById(controlId);
    if (!field) return undefined;
    let before = null;
    const look = () => {
      const name = asked(field);
      const fresh = name !== null && before === null;
      before = name;
      if (fresh) ask.current?.();
      setTyped(name);
      setActive(0);
    };
    const keys = (event) => {
      const { fits: rows, active: at, open: shown } = now.current;
      if (!shown) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        setActive((at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
      } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") {
        pick.current(rows[at]);
      } else if (event.key === "Escape") {
        setTyped(null);
      } else {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const leave = () => setTyped(null);
    field.addEventListener("input", look);
    field.addEventListener("click", look);
    field.addEventListener("keydown", keys, true);
    field.addEventListener("blur", leave);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", `${controlId}-people`);
    return () => {
      field.removeEventListener("input", look);
      field.removeEventListener("click", look);
      field.removeEventListener("keydown", keys, true);
      field.removeEventListener("blur", leave);
    };
  }, [controlId]);

  useEffect(() => {
    const field = document.getElementById(controlId);
    if (open) field?.setAttribute("aria-activedescendant", `${controlId}-person-${now.current.active}`);
    else field?.removeAttribute("aria-activedescendant");
  });

  return createElement("div", { className: "combo mentions" },
    createElement("ul", { id: `${controlId}-people`, role: "listbox", "aria-label": label, className: "combo-list", hidden: !open }, fits.map((person, at) =>
      createElement("li", {
        key: person.value, id: `${controlId}-person-${at}`, role: "option", "aria-selected": at === now.current.active, className: "combo-option",
        onMouseDown: (event) => { event.preventDefault(); choose(person); }, onMouseMove: () => at !== active && setActive(at),
      }, person.label))));
}
