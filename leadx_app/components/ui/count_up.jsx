import { createElement, useEffect, useRef, useState } from "react";

const TAKES_MS = 700;

/** A figure that counts up to its text once, when it comes on the page; not for those who want no motion. */
export function CountUp({ text }) {
  const [shown, setShown] = useState(text);
  const begun = useRef(false);
  useEffect(() => {
    const goal = Number(text.replace(/\D/g, ""));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (begun.current || calm || document.hidden || !/^\d/.test(text) || goal < 2) {
      setShown(text);
      begun.current = true;
      return;
    }
    begun.current = true;
    const sign = (text.match(/\d(\D)\d{3}/) || [])[1] || "";
    const start = performance.now();
    let frame = 0;
    const step = (now) => {
      const part = Math.min((now - start) / TAKES_MS, 1);
      const value = Math.round(goal * (1 - (1 - part) ** 3));
      setShown(part < 1 ? String(value).replace(/\B(?=(\d{3})+$)/g, sign) : text);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      setShown(text);
    };
  }, [text]);
  return createElement("span", { className: "count-up" }, shown);
}
