import { useEffect, useRef } from "react";

const LOOK_EVERY = 20_000;
const PATIENCE = [0, 20_000, 60_000, 300_000, 1_800_000];

/** The present day there, as the server writes it. */
function dayIn(zone) {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
  } catch {
    return "";
  }
}

/** Asks for the page of the new day; seldom, when the server's clock does not agree with this one. */
export function NextDay({ day, zone, onTurn }) {
  const now = useRef({});
  now.current = { day, onTurn };
  useEffect(() => {
    let asked = 0;
    let last = 0;
    const look = () => {
      const shown = now.current.day;
      if (!shown || document.visibilityState !== "visible" || dayIn(zone) <= shown) return;
      if (Date.now() - last < PATIENCE[Math.min(asked, PATIENCE.length - 1)]) return;
      asked += 1;
      last = Date.now();
      now.current.onTurn?.();
    };
    const timer = setInterval(look, LOOK_EVERY);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [day, zone]);
  return null;
}
