import { createElement } from "react";

/** A link whose plain click opens something over the page; with Ctrl, Shift, or the middle button it stays a link. */
export function OpeningLink({ href, onOpen, children, ...rest }) {
  const open = (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen?.();
  };
  return createElement("a", { ...rest, href, onClick: open }, children);
}
