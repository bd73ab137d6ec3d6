import { createElement, useEffect, useRef } from "react";

/** A list whose rows go while they have the keyboard's focus, such as tasks that are done: the next row gets it then. */
export function KeptFocus({ label, className, fallback, children }) {
  const list = useRef(null);
  useEffect(() => {
    const box = list.current;
    let last = null;
    const note = (event) => {
      const row = event.target.closest("li");
      const isByKey = event.target.matches(":focus-visible");
      last = row && isByKey ? { row, at: [...box.children].indexOf(row), kind: event.target.classList[0] } : null;
    };
    const left = (event) => {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) last = null;
    };
    const heal = () => {
      if (!last || last.row.isConnected || document.activeElement !== document.body) return;
      const row = box.children[Math.min(last.at, box.children.length - 1)];
      const next = row?.querySelector(`.${last.kind}`) || row?.querySelector("button, a[href]");
      next?.focus({ focusVisible: true });
    };
    const watcher = new MutationObserver(heal);
    watcher.observe(box, { childList: true });
    box.addEventListener("focusin", note);
    box.addEventListener("focusout", left);
    return () => {
      watcher.disconnect();
      box.removeEventListener("focusin", note);
      box.removeEventListener("focusout", left);
      if (last && document.activeElement === document.body) document.querySelector(fallback)?.focus();
    };
  }, []);
  return createElement("ul", { ref: list, className, "aria-label": label }, children);
}
