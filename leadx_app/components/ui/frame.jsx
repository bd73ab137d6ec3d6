import { createElement, useEffect, useState } from "react";

/** A plain jump would go through the router; this one moves the focus. */
export function SkipLink({ words }) {
  const jump = (event) => {
    event.preventDefault();
    document.getElementById("content")?.focus();
  };
  return createElement("a", { href: "#content", className: "skip", onClick: jump }, words);
}

const NARROW = "(width < 64em)";

function setRail(slim) {
  if (slim) document.documentElement.dataset.rail = "slim";
  else delete document.documentElement.dataset.rail;
}

/** In a narrow window the menu lies over the page; a way chosen, a click beside it or Escape folds it again. */
function foldWhenDone() {
  if (!matchMedia(NARROW).matches) return undefined;
  const fold = (event) => {
    const isDone = event.type === "keydown" ? event.key === "Escape" : event.target.closest("a") || !event.target.closest(".rail");
    if (isDone) setRail(true);
  };
  document.addEventListener("click", fold);
  document.addEventListener("keydown", fold);
  return () => {
    document.removeEventListener("click", fold);
    document.removeEventListener("keydown", fold);
  };
}

/** Folds and unfolds the rail by <html data-rail>; a wide window keeps it in localStorage by /theme.js's key. */
export function RailToggle({ fold, unfold }) {
  const [slim, setSlim] = useState(false);
  useEffect(() => {
    const read = () => setSlim(document.documentElement.dataset.rail === "slim");
    const watch = new MutationObserver(read);
    watch.observe(document.documentElement, { attributeFilter: ["data-rail"] });
    read();
    return () => watch.disconnect();
  }, []);
  useEffect(() => (slim ? undefined : foldWhenDone()), [slim]);
  const toggle = () => {
    setRail(!slim);
    if (matchMedia(NARROW).matches) return;
    try {
      localStorage.setItem("leadx.rail", slim ? "full" : "slim");
    } catch {}
  };
  const words = slim ? unfold : fold;
  return createElement("button", { type: "button", className: "nav-item rail-toggle", onClick: toggle, "aria-expanded": !slim, "data-tip": words },
    createElement("span", { className: "icon icon-panel-left", "aria-hidden": true }),
    createElement("span", { className: "nav-words" }, words));
}
