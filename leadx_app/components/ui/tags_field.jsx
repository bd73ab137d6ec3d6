import { createElement, useEffect, useRef, useState } from "react";

const MOST_SHOWN = 8;
const plain = (text) => text.trim().toLowerCase();
const split = (text) => [...new Set((text || "").split(",").map((one) => one.trim()).filter(Boolean))];

/**
 * Words as chips, and a combobox that adds one: a known word, or a new one. The field `name` holds all of them with commas
 * between, also the one that is being typed, so that nothing is lost when somebody saves in the middle of a word.
 */
export function TagsField({ controlId, name, known, defaultValue, placeholder, removeWords, add, describedBy, invalid, onWrite }) {
  const entry = useRef(null);
  const whole = useRef(null);
  const list = useRef(null);
  const writing = useRef(false);
  const tell = useRef(onWrite);
  tell.current = onWrite;
  const [names, setNames] = useState(split(defaultValue));
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);

  const has = (word) => names.some((one) => plain(one) === plain(word));
  const holds = (known || []).filter((one) => !has(one) && plain(one).includes(plain(text)));
  const begins = (one) => plain(one).startsWith(plain(text));
  const fitting = [...holds.filter(begins), ...holds.filter((one) => !begins(one))].slice(0, MOST_SHOWN);
  const isNew = text.trim() && !has(text) && !fitting.some((one) => plain(one) === plain(text));
  const choices = [...fitting.map((word) => ({ word })), ...(isNew ? [{ word: text.trim(), isNew: true }] : [])];
  const visible = open && choices.length > 0;

  const put = (words, rest) => {
    setNames(words);
    setText(rest);
    setActive(-1);
    const value = split([...words, rest].join(",")).join(", ");
    if (whole.current.value === value) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(whole.current, value);
    writing.current = true;
    whole.current.dispatchEvent(new Event("input", { bubbles: true }));
    writing.current = false;
    tell.current?.(value);
  };
  const spelled = (word) => (known || []).find((one) => plain(one) === plain(word)) || word.trim();
  const joined = (words) => words.reduce((all, word) => (plain(word) && !all.some((one) => plain(one) === plain(word)) ? [...all, spelled(word)] : all), names);
  const choose = (word) => {
    put(joined([word]), "");
    setOpen(false);
    entry.current.focus();
  };
  const typed = (event) => {
    const parts = event.target.value.split(",");
    const rest = parts.pop().trimStart();
    put(joined(parts), rest);
    setOpen(true);
  };
  const left = () => {
    setOpen(false);
    if (text.trim()) put(joined([text]), "");
  };
  const remove = (word) => {
    put(names.filter((one) => one !== word), text);
    entry.current.focus();
  };
  const keys = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!visible) return setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((at) => (at + step + choices.length + (at < 0 && step < 0 ? 1 : 0)) % choices.length);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing) {
      if (visible && active >= 0) choose(choices[active].word);
      else if (text.trim()) choose(text);
      else return setOpen(false);
      event.preventDefault();
    } else if (event.key === "Backspace" && !text && names.length) {
      put(names.slice(0, -1), "");
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
    const field = whole.current;
    const form = field.form;
    const read = () => {
      if (writing.current || !whole.current) return;
      setNames(split(field.value));
      setText("");
    };
    const reset = () => setTimeout(read);
    field.addEventListener("input", read);
    form?.addEventListener("reset", reset);
    return () => {
      field.removeEventListener("input", read);
      form?.removeEventListener("reset", reset);
    };
  }, []);

  return createElement("div", { className: "combo" },
    createElement("div", { className: "control tags-box", onClick: (event) => event.target === event.currentTarget && entry.current.focus() },
      names.map((word) => createElement("span", { key: word, className: "tag" }, word,
        createElement("button", { type: "button", className: "tag-remove", "aria-label": removeWords.replace("{name}", word), onClick: () => remove(word) },
          createElement("span", { className: "tag-cross", "aria-hidden": true })))),
      createElement("input", {
        ref: entry, id: controlId, className: "tags-entry", type: "text", role: "combobox", autoComplete: "off", spellCheck: false, maxLength: 200,
        placeholder: names.length ? undefined : placeholder, value: text, "aria-expanded": visible, "aria-controls": `${controlId}-list`, "aria-autocomplete": "list",
        "aria-activedescendant": visible && active >= 0 ? `${controlId}-${active}` : undefined, "aria-describedby": describedBy || undefined, "aria-invalid": invalid,
        onChange: typed, onKeyDown: keys, onClick: () => setOpen(true), onBlur: left,
      })),
    createElement("input", { ref: whole, type: "text", name, defaultValue, hidden: true, tabIndex: -1, "aria-hidden": true, autoComplete: "off" }),
    createElement("ul", { ref: list, id: `${controlId}-list`, role: "listbox", className: "combo-list", hidden: !visible }, choices.map((choice, at) =>
      createElement("li", {
        key: `${choice.isNew ? "new" : "old"}-${choice.word}`, id: `${controlId}-${at}`, role: "option", "aria-selected": at === active,
        className: `combo-option${choice.isNew ? " combo-new" : ""}`,
        onMouseDown: (event) => { event.preventDefault(); choose(choice.word); }, onMouseMove: () => at !== active && setActive(at),
      }, choice.isNew ? add.replace("{text}", choice.word) : choice.word))));
}
