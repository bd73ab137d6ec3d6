import { useEffect, useRef } from "react";

let hasArrived = false;

/** Tells when the tab is shown or hidden, and once per document that it is a new one. */
export function VisibilityReporter({ onVisible, onArrive }) {
  const tell = useRef(onVisible);
  tell.current = onVisible;
  useEffect(() => {
    if (hasArrived) return;
    hasArrived = true;
    onArrive?.(performance.getEntriesByType("navigation")[0]?.type === "reload");
  }, []);
  useEffect(() => {
    let timer;
    let told = true;
    const say = (visible) => {
      if (visible === told) return;
      told = visible;
      tell.current?.(visible);
    };
    const changed = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") say(true);
      else timer = setTimeout(() => say(false), 5000);
    };
    document.addEventListener("visibilitychange", changed);
    changed();
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", changed);
    };
  }, []);
  return null;
}
