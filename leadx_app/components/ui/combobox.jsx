import { createElement, Fragment, useEffect, useRef, useState } from "react";

/** The part of the label that was typed, in bold. */
function marked(label, text) {
  const at = text ? label.toLowerCase().indexOf(text.toLowerCase()) : -1;
  if (at < 0) return label;
  return [label.slice(0, at), createElement("mark", { key: "m" }, label.slice(at, at + text.length)), label.slice(at + text.length)];
}

const LOOK_UP_AFTER = 350;
const plain = (text) => text.trim().toLowerCase();

/**
 * A text input with a listbox (WAI-ARIA combobox); the picked value travels in a hidden field beside the text.
 *
 * Where it `looksUp`, rows that come from further away stand below the suggestions as soon as they answer the text that
 * is there; what such a row knows travels in a second hidden field, until the text is another one.
 */
export function Combobox({
  controlId, name, suggestions, defaultText, defaultId, placeholder, add, required, maxLength, describedBy, invalid, onQuery, onPick,
  looksUp, further, furtherFor, furtherNote, takenWords, onLookUp,
}) {
  const input = useRef(null);
  const hidden = useRef(null);
  const facts = useRef(null);
  const list = useRef(null);
  const picked = useRef(defaultId ? defaultText : null);
  const timer = useRef(0);
  const lookUp = useRef(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [text, setText] = useState(defaultText || "");
  const [taken, setTaken] = useState("");

  const near = suggestions || [];
  const isAnswered = looksUp && furtherFor && plain(furtherFor) === plain(text);
  const far = isAnswered ? (further || []).filter((row) => !near.some((one) => one.value && one.value === row.value)) : [];
  const rows = [...near, ...far.filter((row) => row.value)];
  const exact = rows.some((row) => row.label.trim().toLowerCase() === text.trim().toLowerCase());
  const choices = [
    ...rows.map((row) => ({ ...row, kind: "old" })),
    ...far.filter((row) => !row.value).map((row) => ({ ...row, kind: "far" })),
    ...(add && text.trim() && !exact ? [{ value: "", label: text.trim(), kind: "new" }] : []),
  ];
  const visible = open && choices.length > 0;

  const setId = (value) => {
    if (hidden.current.value === value) return;
    hidden.current.value = value;
    hidden.current.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const setFacts = (value) => {
    if (!facts.current || facts.current.value === value) return;
    facts.current.value = value;
    facts.current.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const ask = (value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onQuery?.(value), 150);
  };
  const typed = (event) => {
    const value = event.target.value;
    setText(value);
    if (picked.current !== null && value !== picked.current) {
      picked.current = null;
      setId("");
      setFacts("");
      setTaken("");
    }
    clearTimeout(lookUp.current);
    if (document.activeElement !== input.current) return;
    ask(value);
    if (looksUp && value.trim() && plain(value) !== plain(furtherFor || "")) lookUp.current = setTimeout(() => onLookUp?.(value), LOOK_UP_AFTER);
    setOpen(true);
    setActive(-1);
  };
  const choose = (choice) => {
    const field = input.current;
    if (choice.kind !== "new") {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, choice.label);
      picked.current = choice.label;
      setText(choice.label);
      setId(choice.value);
      setFacts(choice.facts || "");
      setTaken(choice.facts ? choice.hint : "");
      clearTimeout(lookUp.current);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    onPick?.(choice.value, choice.label);
    setOpen(false);
    setActive(-1);
  };
  const keys = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        ask(input.current.value);
        setOpen(true);
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((at) => (choices.length ? (at + step + choices.length + (at < 0 && step < 0 ? 1 : 0)) % choices.length : -1));
    } else if (event.key === "Enter" && visible && active >= 0) {
      event.preventDefault();
      choose(choices[active]);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      setOpen(false);
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
    if (!hidden.current.value) hidden.current.value = defaultId || "";
    const reset = () => setTimeout(() => {
      if (!input.current) return;
      setText(input.current.value);
      picked.current = defaultId ? defaultText : null;
      hidden.current.value = defaultId || "";
      if (facts.current) facts.current.value = "";
      setTaken("");
    });
    const restored = () => {
      if (hidden.current.value) {
        picked.current = input.current.value;
        setFacts("");
        setTaken("");
      } else if (facts.current?.value) picked.current = input.current.value;
      setText(input.current.value);
    };
    const link = hidden.current;
    form?.addEventListener("reset", reset);
    link.addEventListener("input", restored);
    facts.current?.addEventListener("input", restored);
    return () => {
      clearTimeout(timer.current);
      clearTimeout(lookUp.current);
      form?.removeEventListener("reset", reset);
      link.removeEventListener("input", restored);
    };
  }, []);

  const line = taken ? takenWords.replace("{about}", taken) : isAnswered ? furtherNote : "";
  const field = createElement("div", { className: "combo" },
    createElement("input", {
      ref: input, id: controlId, name, className: "control", type: "text", role: "combobox", autoComplete: "off", spellCheck: false, placeholder, required, maxLength,
      defaultValue: defaultText, "aria-expanded": visible, "aria-controls": `${controlId}-list`, "aria-autocomplete": "list",
      "aria-activedescendant": visible && active >= 0 ? `${controlId}-${active}` : undefined, "aria-describedby": describedBy || undefined, "aria-invalid": invalid,
      onInput: typed, onKeyDown: keys, onFocus: (event) => ask(event.target.value),
      onClick: () => setOpen(true), onBlur: () => setOpen(false),
    }),
    createElement("input", { ref: hidden, type: "hidden", name: `${name}_id`, "data-keep": "" }),
    takenWords && createElement("input", { ref: facts, type: "hidden", name: `${name}_facts`, "data-keep": "" }),
    createElement("ul", { ref: list, id: `${controlId}-list`, role: "listbox", className: "combo-list", hidden: !visible }, choices.map((choice, at) =>
      createElement("li", {
        key: `${choice.kind}-${choice.value || at}`, id: `${controlId}-${at}`, role: "option", "aria-selected": at === active,
        className: `combo-option${{ new: " combo-new", far: " combo-far" }[choice.kind] || ""}`,
        onMouseDown: (event) => { event.preventDefault(); choose(choice); }, onMouseMove: () => at !== active && setActive(at),
      }, choice.kind === "new"
        ? add.replace("{text}", choice.label)
        : [createElement("span", { key: "l" }, marked(choice.label, text.trim())), choice.hint && createElement("span", { key: "h", className: "combo-option-hint" }, choice.hint)]))));
  return takenWords ? createElement(Fragment, null, field, createElement("p", { className: "field-hint combo-line", role: "status" }, line)) : field;
}
