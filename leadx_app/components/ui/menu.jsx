import { Children, createElement, useEffect, useId, useRef, useState } from "react";

/** A button and a popover list; the first child is the button's face, the others are the items. */
export function Menu({ label, triggerClass, side, children }) {
  const button = useRef(null);
  const list = useRef(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [face, ...items] = Children.toArray(children);

  const choices = () => [...list.current.querySelectorAll("[role^=menuitem]:not([disabled])")];
  const place = () => {
    const from = button.current.getBoundingClientRect();
    const box = list.current.getBoundingClientRect();
    const edge = 8;
    const below = from.bottom + 4;
    const top = below + box.height > innerHeight - edge && from.top - box.height - 4 > edge ? from.top - box.height - 4 : below;
    const left = side === "start" ? from.left : from.right - box.width;
    list.current.style.top = `${top}px`;
    list.current.style.left = `${Math.max(edge, Math.min(left, innerWidth - box.width - edge))}px`;
  };

  useEffect(() => {
    const box = list.current;
    const toggled = (event) => {
      const now = event.newState === "open";
      setOpen(now);
      if (now) {
        place();
        choices()[0]?.focus();
      } else if (box.contains(document.activeElement) || document.activeElement === document.body) {
        button.current?.focus();
      }
    };
    box.addEventListener("toggle", toggled);
    return () => box.removeEventListener("toggle", toggled);
  }, []);

  useEffect(() => {
    if (!open) return;
    const close = (event) => {
      if (event.target instanceof Node && list.current.contains(event.target)) return;
      list.current.hidePopover();
    };
    addEventListener("resize", close);
    document.addEventListener("scroll", close, true);
    return () => {
      removeEventListener("resize", close);
      document.removeEventListener("scroll", close, true);
    };
  }, [open]);

  const keys = (event) => {
    const all = choices();
    const at = all.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 };
    if (event.key in moves) {
      event.preventDefault();
      all[(moves[event.key] + all.length) % all.length]?.focus();
    } else if (event.key === "Tab" || event.key === "Escape") {
      event.stopPropagation();
      if (event.key === "Escape") event.preventDefault();
      list.current.hidePopover();
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) =>
        item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
      if (next) next.focus();
      event.stopPropagation();
    }
  };

  return createElement("span", { className: "menu" },
    createElement("button", {
      ref: button, type: "button", className: triggerClass, "aria-label": label, "aria-haspopup": "menu", "aria-expanded": open,
      popoverTarget: id, onKeyDown: (event) => {
        if (event.key === "ArrowDown" && !open) {
          event.preventDefault();
          list.current.showPopover();
        }
      },
    }, face),
    createElement("div", {
      ref: list, id, popover: "auto", role: "menu", "aria-label": label, className: "menu-list", onKeyDown: keys,
      onClick: (event) => event.target.closest("[role^=menuitem]") && list.current.hidePopover(),
    }, items));
}
