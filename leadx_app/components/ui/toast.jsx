import { createElement, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTopDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

const SECONDS = { info: 6, done: 5, problem: 0 };
const DRAWING = { info: "info", done: "circle-check", problem: "circle-alert" };

function Toast({ item, closeName, onDismiss, onAction, held }) {
  const left = useRef((SECONDS[item.kind] ?? 6) * 1000 + (item.action_label ? 3000 : 0));
  useEffect(() => {
    if (held || !SECONDS[item.kind]) return;
    const began = Date.now();
    const timer = setTimeout(onDismiss, left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(1000, left.current - (Date.now() - began));
    };
  }, [held]);
  return createElement("li", { className: `toast toast-${item.kind}` },
    createElement("span", { className: `icon icon-${DRAWING[item.kind] || "info"}`, "aria-hidden": true }),
    createElement("span", { className: "toast-text" }, item.text),
    item.action_label && createElement("button", { type: "button", className: "toast-action", onClick: onAction }, item.action_label),
    createElement("button", { type: "button", className: "toast-close", "aria-label": closeName, onClick: onDismiss },
      createElement("span", { className: "icon icon-x icon-is-small", "aria-hidden": true })));
}

/** A stack above everything; it is drawn into the upmost dialog, so that it can be clicked and is read out there too. */
export function ToastStack({ items, label, closeName, onDismiss, onAction }) {
  const top = useTopDialog();
  const box = useRef(null);
  const before = useRef(null);
  const [held, setHeld] = useState(false);
  const [gone, setGone] = useState([]);
  const rows = (items || []).filter((item) => !gone.includes(item.id));
  useEffect(() => setGone((ids) => ids.filter((id) => (items || []).some((item) => item.id === id))), [items]);
  useEffect(() => {
    if (!rows.length) setHeld(false);
  }, [rows.length]);
  const leave = (item, tell) => {
    const hadFocus = box.current?.contains(document.activeElement);
    setGone((ids) => [...ids, item.id]);
    tell?.(item.id);
    if (hadFocus) before.current?.focus();
  };
  const region = createElement("div", {
    ref: box, className: "toasts", role: "region", "aria-label": label,
    onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false),
    onFocus: (event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) before.current = event.relatedTarget;
      setHeld(true);
    },
    onBlur: () => setHeld(false),
  }, createElement("ol", { "aria-live": "polite", "aria-relevant": "additions text" }, rows.map((item) =>
    createElement(Toast, {
      key: item.id, item, closeName, held, onDismiss: () => leave(item, onDismiss), onAction: () => leave(item, onAction),
    }))));
  return top ? createPortal(region, top) : region;
}
