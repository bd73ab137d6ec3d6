import { useSyncExternalStore } from "react";

// The open dialogs, the upmost last. What lies outside the upmost one cannot be clicked and is not read out.
const opened = [];
const watchers = new Set();

export function dialogChanged(box, isOpen) {
  const at = opened.indexOf(box);
  if (isOpen === (at >= 0)) return;
  if (isOpen) opened.push(box);
  else opened.splice(at, 1);
  watchers.forEach((watcher) => watcher());
}

export const topDialog = () => opened.at(-1) ?? null;

/** The upmost open dialog: what must be seen over it (toasts, the connection line) is drawn into it. */
export function useTopDialog() {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, topDialog, () => null);
}
