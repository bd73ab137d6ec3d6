import { createElement, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTopDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

const SECONDS = 8;
const PIECES = 18;
const KEY = "leadx.rung";

const known = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) || "[]");
  } catch {
    return [];
  }
};

const remember = (ids) => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...known(), ...ids].slice(-50)));
  } catch {}
};

/** Plays only after somebody has clicked or typed on the page, as browsers demand; before that it stays silent. */
function play(sound) {
  if (!navigator.userActivation?.hasBeenActive) return;
  const bell = new Audio(sound);
  bell.volume = 0.6;
  bell.play().catch(() => {});
}

function Confetti() {
  return createElement("span", { className: "bell-confetti", "aria-hidden": true },
    Array.from({ length: PIECES }, (_, at) =>
      createElement("i", { key: at, style: { left: `${(at * 53) % 100}%`, animationDelay: `${(at * 7) % 5 * 90}ms` } })));
}

function Ring({ ring, muted, mute, unmute, close, onMute, onClose }) {
  const button = (name, icon, onClick, more) =>
    createElement("button", { type: "button", className: "button button-icon button-ghost has-tip", "aria-label": name, "data-tip": name, onClick, ...more },
      createElement("span", { className: `icon icon-${icon}`, "aria-hidden": true }));
  return createElement("div", { className: "bell-card" },
    ring.is_mine && createElement(Confetti),
    createElement("span", { className: "bell-drawing", "aria-hidden": true }, createElement("span", { className: "icon icon-bell" })),
    createElement("p", { className: "bell-words" },
      createElement("strong", { className: "bell-headline" }, ring.headline),
      createElement("span", { className: "bell-title" }, ring.title),
      ring.thanks && createElement("span", { className: "bell-thanks" }, ring.thanks)),
    button(muted ? unmute : mute, muted ? "volume-x" : "volume-2", () => onMute(!muted)),
    button(close, "x", onClose));
}

/** One ring after the other, drawn into the upmost dialog so that it is seen and read out there too. */
export function BellBanner({ rings, sound, muted, label, mute, unmute, close, onMute }) {
  const top = useTopDialog();
  const [queue, setQueue] = useState([]);
  const ring = queue[0];
  const silent = useRef(muted);
  silent.current = muted;
  useEffect(() => {
    const seen = known();
    const fresh = (rings || []).filter((one) => !seen.includes(one.id));
    if (!fresh.length) return;
    remember(fresh.map((one) => one.id));
    setQueue((waiting) => [...waiting, ...fresh]);
  }, [rings]);
  const next = () => setQueue((waiting) => waiting.slice(1));
  useEffect(() => {
    if (!ring) return;
    if (!silent.current) play(sound);
    const timer = setTimeout(next, SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [ring?.id]);
  const region = createElement("div", { className: "bells", role: "status", "aria-label": label },
    ring && createElement(Ring, { key: ring.id, ring, muted, mute, unmute, close, onMute, onClose: next }));
  return top ? createPortal(region, top) : region;
}
