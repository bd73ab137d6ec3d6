import { createElement, useRef, useSyncExternalStore } from "react";

const MINUTE = 60_000;
const listeners = new Set();
let timer;

const look = () => listeners.forEach((listener) => listener());
const thisMinute = () => Math.floor(Date.now() / MINUTE);

/** One timer for all ages of the page, and a look at the clock when the tab is looked at again. */
function subscribe(listener) {
  if (!listeners.size) {
    timer = setInterval(look, MINUTE / 4);
    document.addEventListener("visibilitychange", look);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/** The words some minutes later: "now" → "5 min", "58 min ago" → "1 h ago"; months and dates stay as they are. */
function later(words, minutes, units, sentence) {
  const [now, minute, hour, day] = units.split(" ");
  const inMinutes = { [minute]: 1, [hour]: 60, [day]: 1440 };
  const found = words.match(/(\d+)\s(\S+)/);
  if (words !== now && !(found && inMinutes[found[2]])) return words;
  const age = minutes + (found ? Number(found[1]) * inMinutes[found[2]] : 0);
  const spelled =
    age < 60 ? `${age} ${minute}` : age < 1440 ? `${Math.floor(age / 60)} ${hour}` : `${Math.floor(age / 1440)} ${day}`;
  return found ? words.replace(found[0], spelled) : sentence.replace("{age}", spelled);
}

/** How long ago something was. It goes on counting here from the words that the server said last, and asks nobody. */
export function Age({ words, units, sentence, title, className }) {
  useSyncExternalStore(subscribe, thisMinute, thisMinute);
  const said = useRef({});
  if (said.current.words !== words) said.current = { words, at: Date.now() };
  const minutes = Math.floor((Date.now() - said.current.at) / MINUTE);
  return createElement("span", { className, title }, minutes < 1 ? words : later(words, minutes, units, sentence));
}
