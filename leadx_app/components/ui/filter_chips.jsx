import { createElement, useEffect, useRef } from "react";

const CONTROL = "select, input, button";

/** Chips in a row. A new one gets the focus, one that goes passes it on; Delete and Backspace take a chip away. */
export function FilterChips({ label, adding, children }) {
  const row = useRef(null);
  const before = useRef([]);
  const going = useRef("");

  useEffect(() => {
    const chips = [...row.current.querySelectorAll("[data-filter]")];
    const keys = chips.map((chip) => chip.dataset.filter);
    const left = before.current.indexOf(going.current);
    if (adding && keys.includes(adding) && !before.current.includes(adding)) {
      const control = chips[keys.indexOf(adding)].querySelector(CONTROL);
      control?.focus();
      if (control?.popoverTargetElement) control.click();
    } else if (left >= 0 && !keys.includes(going.current)) {
      const next = chips[Math.min(left, chips.length - 1)];
      (next?.querySelector("[data-remove]") || (next?.matches("[data-remove]") && next) || row.current.parentElement.querySelector("[data-add] button"))?.focus();
      going.current = "";
    }
    before.current = keys;
  });

  const clicked = (event) => {
    if (event.target.closest("[data-remove]")) going.current = event.target.closest("[data-filter]").dataset.filter;
  };
  const pressed = (event) => {
    if (!["Delete", "Backspace"].includes(event.key) || event.target.closest("input, [popover]")) return;
    const chip = event.target.closest("[data-filter]");
    const remove = chip?.matches("[data-remove]") ? chip : chip?.querySelector("[data-remove]");
    if (!remove) return;
    event.preventDefault();
    remove.click();
  };
  return createElement("div", { ref: row, role: "group", "aria-label": label, className: "filter-chips", onClick: clicked, onKeyDown: pressed }, children);
}
