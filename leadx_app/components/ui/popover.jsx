import { Children, createElement, useEffect, useId, useRef, useState } from "react";

/** A button and a panel below it; the first child is the button's face. */
export function Popover({ name, label, triggerClass, onOpen, children }) {
  const button = useRef(null);
  const panel = useRef(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const tell = useRef(onOpen);
  tell.current = onOpen;
  const [face, ...content] = Children.toArray(children);

  useEffect(() => {
    const box = panel.current;
    const place = () => {
      const from = button.current.getBoundingClientRect();
      const edge = 8;
      box.style.top = `${from.bottom + 4}px`;
      box.style.left = `${Math.max(edge, Math.min(from.right - box.offsetWidth, innerWidth - box.offsetWidth - edge))}px`;
      box.style.maxHeight = `${innerHeight - from.bottom - 4 - edge}px`;
    };
    const toggled = (event) => {
      const now = event.newState === "open";
      setOpen(now);
      tell.current?.(now);
      if (now) {
        place();
        box.focus();
      } else if (box.contains(document.activeElement) || document.activeElement === document.body) {
        button.current?.focus();
      }
    };
    const resized = () => box.matches(":popover-open") && place();
    box.addEventListener("toggle", toggled);
    addEventListener("resize", resized);
    return () => {
      box.removeEventListener("toggle", toggled);
      removeEventListener("resize", resized);
    };
  }, []);

  return createElement("span", { className: "menu" },
    createElement("button", {
      ref: button, type: "button", className: triggerClass, "aria-label": name, "aria-haspopup": "dialog", "aria-expanded": open,
      popoverTarget: id,
    }, face),
    createElement("div", {
      ref: panel, id, popover: "auto", role: "dialog", "aria-label": label, className: "popover", tabIndex: -1,
      onClick: (event) => event.target.closest("a[href], [data-closes]") && panel.current.hidePopover(),
      onKeyDown: (event) => {
        if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
        event.target.blur();
        panel.current.hidePopover();
      },
    }, open ? content : null));
}
