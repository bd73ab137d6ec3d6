import { createElement, useEffect, useRef } from "react";

/** A button for more rows that presses itself when it comes near the view; once per number of rows. */
export function Endless({ words, count, onMore }) {
  const button = useRef(null);
  const asked = useRef(-1);
  const more = useRef(() => {});
  more.current = () => {
    if (asked.current === count) return;
    asked.current = count;
    onMore?.();
  };
  useEffect(() => {
    const root = button.current.closest(".content");
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more.current(), {
      root, rootMargin: "600px 0px",
    });
    watch.observe(button.current);
    return () => watch.disconnect();
  }, [count]);
  const press = () => {
    asked.current = -1;
    more.current();
  };
  return createElement("button", { ref: button, type: "button", className: "button button-ghost button-wide", onClick: press }, words);
}
