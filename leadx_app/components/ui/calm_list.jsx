import { Children, createElement, useEffect, useRef, useState } from "react";
import { topDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

const REST_MS = 1500;
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=menu]";

/** Rows change in place at once; while the pointer moves over them they keep their places. J and K walk along. */
export function CalmList({ label, className, children }) {
  const list = useRef(null);
  const before = useRef({ order: [], rows: new Map() });
  const moved = useRef(-Infinity);
  const [, again] = useState(0);
  const rows = new Map(Children.toArray(children).map((row) => [row.key, row]));
  const kept = before.current.order.filter((key) => rows.has(key));
  const isHeld = performance.now() - moved.current < REST_MS && kept.length * 2 > before.current.order.length;
  const order = isHeld ? before.current.order : [...rows.keys()];
  const waits = isHeld && order.join() !== [...rows.keys()].join();
  before.current = { order, rows: isHeld ? new Map([...before.current.rows, ...rows]) : rows };

  useEffect(() => {
    if (!waits) return undefined;
    const timer = setTimeout(() => again((count) => count + 1), REST_MS - (performance.now() - moved.current) + 20);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const walk = (event) => {
      const by = { j: 1, k: -1 }[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || topDialog()) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      const links = [...list.current.querySelectorAll("li a[href]")];
      const at = links.indexOf(document.activeElement?.closest("li")?.querySelector("a[href]"));
      const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
      if (!next) return;
      event.preventDefault();
      next.focus({ focusVisible: true });
    };
    document.addEventListener("keydown", walk);
    return () => document.removeEventListener("keydown", walk);
  }, []);

  const touched = (event) => {
    if (event.pointerType === "mouse") moved.current = performance.now();
  };
  const left = () => {
    moved.current = -Infinity;
    again((count) => count + 1);
  };
  return createElement("ul", { ref: list, className, "aria-label": label, onPointerMove: touched, onPointerLeave: left },
    order.map((key) => before.current.rows.get(key)));
}
