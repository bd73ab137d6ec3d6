import { createElement, useRef, useState } from "react";

/** A text that is only read, and a button that puts it on the clipboard; without one the text is selected. */
export function CopyField({ id, value, label, words }) {
  const input = useRef(null);
  const [copied, setCopied] = useState("");
  const copy = async () => {
    input.current.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(value);
    } catch {
      input.current.focus();
    }
  };
  const done = copied === value;
  return createElement("div", { className: "field copy-field" },
    createElement("label", { htmlFor: id, className: "field-label" }, label),
    createElement("div", { className: "copy-line" },
      createElement("input", { ref: input, id, value, readOnly: true, className: "control", onFocus: (event) => event.target.select() }),
      createElement("button", { type: "button", className: "button button-secondary", onClick: copy },
        createElement("span", { className: `icon icon-${done ? "check" : "copy"}`, "aria-hidden": true }),
        createElement("span", { className: "button-label", "aria-live": "polite" }, done ? words.copied : words.copy))));
}
