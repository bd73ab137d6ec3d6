import { createElement, useEffect, useRef } from "react";

const REST_MS = 300;

/** Tells what some fields of the form around it hold, when typing pauses and something is different. */
export function FormWatch({ names, onWrite }) {
  const mark = useRef(null);
  const tell = useRef(onWrite);
  tell.current = onWrite;
  const wanted = names.join(" ");
  useEffect(() => {
    const form = mark.current.closest("form");
    if (!form) return undefined;
    const read = () => Object.fromEntries(wanted.split(" ").map((name) => [name, form.elements.namedItem(name)?.value ?? ""]));
    let timer;
    let told = JSON.stringify(read());
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const fields = read();
        const text = JSON.stringify(fields);
        if (text === told) return;
        told = text;
        tell.current?.(fields);
      }, REST_MS);
    };
    form.addEventListener("input", heard);
    form.addEventListener("change", heard);
    return () => {
      clearTimeout(timer);
      form.removeEventListener("input", heard);
      form.removeEventListener("change", heard);
    };
  }, [wanted]);
  return createElement("span", { ref: mark, hidden: true });
}

/** A button that fills a combobox of the form around it with something that is there already. */
export function UseInstead({ name, value, text, label, className, onUse }) {
  const use = (event) => {
    const form = event.currentTarget.closest("form");
    const field = form?.elements.namedItem(name);
    const picked = form?.elements.namedItem(`${name}_id`);
    if (!field || !picked) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    picked.value = value;
    picked.dispatchEvent(new Event("input", { bubbles: true }));
    onUse?.(value, text);
  };
  return createElement("button", { type: "button", className, onClick: use }, createElement("span", { className: "button-label" }, label));
}
