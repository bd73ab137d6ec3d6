import { createElement } from "react";

function put(field, value) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * A button that opens a popup and fills fields of the form in it.
 *
 * The form may hold something that was typed before. Where its first field says the same already, empty values leave
 * what stands in the others.
 */
export function OpenFilled({ opens, form, fields, label, iconName, className, onFill }) {
  const fill = () => {
    const box = document.querySelector(`form[data-kept$=".${form}"]`);
    const entries = Object.entries(fields);
    const isSame = box?.elements.namedItem(entries[0][0])?.value === entries[0][1];
    for (const [name, value] of entries) {
      const field = box?.elements.namedItem(name);
      if (field && (value || !isSame)) put(field, value);
    }
    onFill?.();
  };
  return createElement("button", { type: "button", className, "data-opens": opens, onClick: fill },
    createElement("span", { className: `icon icon-${iconName}`, "aria-hidden": true }),
    createElement("span", { className: "button-label" }, label));
}
