import { createElement, useEffect, useState } from "react";

/** A plain jump would go through the router; this one moves the focus. */
export function SkipLink({ words }) {
  const jump = (event) => {
    event.preventDefault();
    document.getElementById("content")?.focus();
  };
  return createElement("a", { href: "#content", className: "skip", onClick: jump }, words);
}

/** Folds and unfolds the rail by <html data-rail>; kept in localStorage by /theme.js's key. */
export function RailToggle({ fold, unfold }) {
  const [slim, setSlim] = useState(false);
  useEffect(() => setSlim(document.documentElement.dataset.rail === "slim"), []);
  const toggle = () => {
    const next = !slim;
    setSlim(next);
    if (next) document.documentElement.dataset.rail = "slim";
    else delete document.documentElement.dataset.rail;
    try {
      localStorage.setItem("leadx.rail", next ? "slim" : "full");
    } catch {}
  };
  const words = slim ? unfold : fold;
  return createElement("button", { type: "button", className: "nav-item rail-toggle", onClick: toggle, "aria-expanded": !slim, "data-tip": words },
    createElement("span", { className: "icon icon-panel-left", "aria-hidden": true }),
    createElement("span", { className: "nav-words" }, words));
}
