import { createElement, useEffect, useRef, useState } from "react";
import { topDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

const BOX = "main .lead-check";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=menu]";
const boxes = () => [...document.querySelectorAll(BOX)];
const idOf = (box) => box.dataset.lead;

/** Which rows are ticked. The browser keeps it, so that a tick never waits for the server, which hears of it. */
export function LeadSelection({ count, isAll, place, rows, label, onPick }) {
  const picked = useRef(new Set());
  const last = useRef("");
  const now = useRef({});
  const [selecting, setSelecting] = useState(false);
  now.current = { onPick, isAll };

  const show = () => boxes().forEach((box) => { box.checked = now.current.isAll || picked.current.has(idOf(box)); });
  const tell = () => now.current.onPick?.([...picked.current]);
  const set = (box, on, through) => {
    const all = boxes();
    if (now.current.isAll) picked.current = new Set(all.map(idOf));
    const ends = [all.findIndex((one) => idOf(one) === last.current), all.indexOf(box)].sort((a, b) => a - b);
    const some = through && ends[0] >= 0 ? all.slice(ends[0], ends[1] + 1) : [box];
    for (const one of some) {
      one.checked = on;
      picked.current[on ? "add" : "delete"](idOf(one));
    }
    last.current = idOf(box);
    tell();
  };
  const clear = () => {
    if (!picked.current.size && !now.current.isAll) return;
    picked.current.clear();
    boxes().forEach((box) => { box.checked = false; });
    tell();
  };

  useEffect(() => {
    const clicked = (event) => {
      const box = event.target instanceof Element && event.target.closest(BOX);
      if (box) set(box, box.checked, event.shiftKey);
    };
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || topDialog()) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      if (event.key === "Escape") return clear();
      const key = event.key.toLowerCase();
      if (key !== "x" && key !== "e") return;
      const row = document.activeElement?.closest("main .lead") || document.querySelector("main .lead:hover");
      if (key === "e") return row?.querySelector(".lead-pencil button")?.click();
      const box = row?.querySelector(BOX);
      if (!box) return;
      event.preventDefault();
      set(box, !box.checked, event.shiftKey);
    };
    document.addEventListener("click", clicked);
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("click", clicked);
      document.removeEventListener("keydown", pressed);
      delete document.documentElement.dataset.selecting;
    };
  }, []);

  // What the server forgot or has done is not ticked any more; another page or filter begins with nothing.
  const before = useRef({ count, place });
  useEffect(() => {
    const { count: was, place: there } = before.current;
    before.current = { count, place };
    if (there !== place) clear();
    else if (was && !count) {
      picked.current.clear();
      setSelecting(false);
    }
    show();
  }, [count, isAll, place, rows]);

  useEffect(() => {
    if (selecting) document.documentElement.dataset.selecting = "";
    else delete document.documentElement.dataset.selecting;
  }, [selecting]);

  return createElement("div", { className: "select-line" }, createElement("button", {
    type: "button", className: "button button-secondary button-small", "aria-pressed": selecting,
    onClick: () => {
      if (selecting) clear();
      setSelecting(!selecting);
    },
  }, label));
}
