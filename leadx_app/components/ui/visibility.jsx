import { useEffect, useRef } from "react";

export function VisibilityReporter({ onVisible }) {
  const tell = useRef(onVisible);
  tell.current = onVisible;
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
