import { createElement, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTopDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

/**
 * One menu for many buttons: a button [data-menu=name] says whose it is and which of the items it offers.
 *
 * It is drawn into the upmost dialog, outside of which nothing can be clicked.
 */
export function SharedMenu({ name, label, items, onPick }) {
  const list = useRef(null);
  const top = useTopDialog();
  const [asked, setAsked] = useState(null);
  const button = useRef(null);
  const left = useRef(0);

  useEffect(() => {
    const open = (event) => {
      const from = event.target instanceof Element && event.target.closest(`[data-menu="${name}"]`);
      if (!from) return;
      event.preventDefault();
      if (button.current === from && event.timeStamp - left.current < 300) return;
      button.current = from;
      setAsked({ owner: from.dataset.owner, choices: (from.dataset.choices || "").split(" ") });
    };
    document.addEventListener("click", open);
    return () => document.removeEventListener("click", open);
  }, [name]);

  useEffect(() => {
    if (!asked) return;
    const box = list.current;
    const from = button.current.getBoundingClientRect();
    box.showPopover();
    const { width, height } = box.getBoundingClientRect();
    const edge = 8;
    const above = from.top - height - 4;
    box.style.top = `${from.bottom + 4 + height > innerHeight - edge && above > edge ? above : from.bottom + 4}px`;
    box.style.left = `${Math.max(edge, Math.min(from.right - width, innerWidth - width - edge))}px`;
    button.current.setAttribute("aria-expanded", "true");
    choices()[0]?.focus();
    const closed = (event) => {
      if (event.newState === "open") return;
      left.current = event.timeStamp;
      button.current?.setAttribute("aria-expanded", "false");
      if (box.contains(document.activeElement) || document.activeElement === document.body) button.current?.focus();
      setAsked(null);
    };
    const leave = (event) => !(event.target instanceof Node && box.contains(event.target)) && box.hidePopover();
    box.addEventListener("toggle", closed);
    addEventListener("resize", leave);
    document.addEventListener("scroll", leave, true);
    return () => {
      box.removeEventListener("toggle", closed);
      removeEventListener("resize", leave);
      document.removeEventListener("scroll", leave, true);
    };
  }, [asked]);

  const choices = () => [...list.current.querySelectorAll("[role=menuitem]")];
  const keys = (event) => {
    const all = choices();
    const at = all.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 };
    if (event.key in moves) {
      event.preventDefault();
      all[(moves[event.key] + all.length) % all.length]?.focus();
    } else if (event.key === "Tab" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      list.current.hidePopover();
    }
  };
  const pick = (key) => {
    const { owner } = asked;
    list.current.hidePopover();
    onPick?.(owner, key);
  };

  const menu = createElement("div", { ref: list, popover: "auto", role: "menu", "aria-label": label, className: "menu-list", onKeyDown: keys },
    createElement("div", { className: "menu-label", role: "presentation" }, label),
    asked && items.filter((item) => asked.choices.includes(item.key)).map((item) =>
      createElement("button", { key: item.key, type: "button", role: "menuitem", className: "menu-item", onClick: () => pick(item.key) },
        item.color
          ? createElement("span", { className: "stage-dot", style: { "--stage": item.color }, "aria-hidden": true })
          : createElement("span", { className: `icon icon-${item.icon}`, "aria-hidden": true }),
        createElement("span", { className: "menu-words" }, item.label))));
  return top ? createPortal(menu, top) : menu;
}
