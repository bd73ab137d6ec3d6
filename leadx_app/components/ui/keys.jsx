import { createElement, useEffect, useRef } from "react";
import { topDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=menu]";

export function Shortcuts({ keys, presses, onKey }) {
  const here = useRef(null);
  const now = useRef({});
  now.current = { keys, presses, onKey };
  useEffect(() => {
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat && event.key.length > 1) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      const mine = here.current?.closest("dialog") ?? null;
      if (topDialog() !== mine) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const selector = now.current.presses?.[key];
      const target = selector && [...document.querySelectorAll(selector)].find((one) => one.offsetParent !== null);
      if (target) {
        event.preventDefault();
        if (target.matches("input, textarea, select")) target.focus();
        else target.click();
      } else if (now.current.keys?.includes(key)) {
        event.preventDefault();
        now.current.onKey?.(key);
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return createElement("span", { ref: here, hidden: true });
}
