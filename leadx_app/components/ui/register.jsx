import { createElement, useEffect, useRef, useState } from "react";

const ASK_AFTER = 300;

/** Sets a field as a person would, so that React and other listeners notice. */
function put(field, value) {
  const kind = { TEXTAREA: HTMLTextAreaElement, SELECT: HTMLSelectElement }[field.tagName] || HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  field.dataset.filled = field.value;
}

const labelOf = (field) => field.labels?.[0]?.firstChild?.textContent || field.name;

/**
 * A combobox whose choice fills the fields of the form around it. It has no name: the form neither keeps nor sends it.
 * A field that a person wrote is left as it is until they press the button that the notice offers.
 */
export function RegisterLookup({ controlId, asked, companies, note, placeholder, filledWords, keptWords, useWords, describedBy, onQuery }) {
  const input = useRef(null);
  const list = useRef(null);
  const timer = useRef(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [kept, setKept] = useState([]);
  const [filled, setFilled] = useState("");

  const choices = companies || [];
  const visible = open && choices.length > 0;
  const begin = () => {
    setFilled("");
    setKept([]);
    setOpen(true);
    setActive(-1);
  };
  const typed = (event) => {
    const text = event.target.value;
    begin();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onQuery?.(text), ASK_AFTER);
  };
  const choose = (choice) => {
    const written = [];
    for (const [name, value] of Object.entries(choice.fills)) {
      const field = input.current.form?.elements.namedItem(name);
      if (!field || !("value" in field) || field.value === value) continue;
      if (field.value.trim() && field.dataset.filled !== field.value) written.push({ field, value });
      else put(field, value);
    }
    input.current.value = choice.label;
    setKept(written);
    setFilled(choice.label);
    setOpen(false);
    setActive(-1);
  };
  const overwrite = () => {
    kept.forEach(({ field, value }) => put(field, value));
    setKept([]);
    input.current.focus();
  };
  const keys = (event) => {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && choices.length) {
      event.preventDefault();
      if (!visible) return setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((at) => (at + step + choices.length + (at < 0 && step < 0 ? 1 : 0)) % choices.length);
    } else if (event.key === "Enter" && visible && active >= 0) {
      event.preventDefault();
      choose(choices[active]);
    } else if (event.key === "Escape" && visible) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  useEffect(() => {
    const form = input.current.form;
    const reset = () => {
      setFilled("");
      setKept([]);
    };
    form?.addEventListener("reset", reset);
    return () => {
      clearTimeout(timer.current);
      form?.removeEventListener("reset", reset);
    };
  }, []);

  const line = filled ? filledWords.replace("{name}", filled) : asked ? note : "";
  return createElement("div", { className: "register-field" },
    createElement("div", { className: "combo" },
      createElement("input", {
        ref: input, id: controlId, className: "control", type: "search", role: "combobox", autoComplete: "off", spellCheck: false, placeholder, maxLength: 180,
        "aria-expanded": visible, "aria-controls": `${controlId}-list`, "aria-autocomplete": "list", "aria-describedby": describedBy || undefined,
        "aria-activedescendant": visible && active >= 0 ? `${controlId}-${active}` : undefined,
        onInput: typed, onKeyDown: keys, onClick: () => setOpen(true), onBlur: () => setOpen(false),
      }),
      createElement("ul", { ref: list, id: `${controlId}-list`, role: "listbox", className: "combo-list", hidden: !visible }, choices.map((choice, at) =>
        createElement("li", {
          key: choice.value, id: `${controlId}-${at}`, role: "option", "aria-selected": at === active, className: "combo-option",
          onMouseDown: (event) => { event.preventDefault(); choose(choice); }, onMouseMove: () => at !== active && setActive(at),
        }, createElement("span", { key: "l" }, choice.label), choice.hint && createElement("span", { key: "h", className: "combo-option-hint" }, choice.hint))))),
    createElement("p", { className: "field-hint", role: "status" }, line),
    kept.length > 0 && createElement("div", { className: "register-kept" },
      createElement("span", null, keptWords.replace("{fields}", kept.map(({ field }) => labelOf(field)).join(", "))),
      createElement("button", { type: "button", className: "button button-secondary button-small", onClick: overwrite }, useWords)));
}
