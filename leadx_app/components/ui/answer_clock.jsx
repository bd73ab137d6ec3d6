import { createElement, useEffect, useState } from "react";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SOON = 2 * HOUR;

/** "3 d 4 h", "5 h 12 min", "12 min"; seconds too in the last minutes, where things may move. */
function spell(left, units, withSeconds) {
  const [day, hour, minute, second] = units.split(" ");
  const minutes = Math.floor(left / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days) return `${days} ${day} ${hours} ${hour}`;
  if (hours) return `${hours} ${hour} ${minutes % 60} ${minute}`;
  if (withSeconds && minutes < 10) return `${minutes} ${minute} ${Math.floor(left / 1000) % 60} ${second}`;
  return `${minutes + (withSeconds ? 0 : 1)} ${minute}`;
}

/** How long is left until `due`; once it has passed, since when it is overdue. It ticks here and asks nobody. */
export function AnswerClock({ due, left, overdue, units }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [now, setNow] = useState(Date.now());
  const remaining = Date.parse(due) - now;
  const pace = remaining <= 0 ? 0 : !calm && remaining < 10 * MINUTE + 1000 ? 1000 : Math.min(MINUTE, remaining);

  useEffect(() => {
    setNow(Date.now());
  }, [due]);
  useEffect(() => {
    if (!pace) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(pace, Math.max(remaining, 0) + 50));
    const look = () => document.visibilityState === "visible" && setNow(Date.now());
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [now, pace, due]);

  const isOver = remaining <= 0;
  const tone = isOver ? " clock-over" : remaining < SOON ? " clock-soon" : "";
  return createElement("span", { className: `clock figure${tone}`, role: "timer" },
    createElement("span", { className: `icon icon-${isOver ? "triangle-alert" : "clock"} icon-is-small`, "aria-hidden": true }),
    isOver ? overdue : left.replace("{time}", spell(remaining, units, !calm)));
}
