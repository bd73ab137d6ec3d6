import { createElement, useEffect, useRef, useState } from "react";

const SIGNED_OUT = "leadx.signed-out";

/** Ends the session on the server, or all of the person's, forgets what was typed and not sent, and goes to the sign-in page. */
export function SignOut({ label, busy, everywhere, className }) {
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    try {
      const answer = await fetch(everywhere ? "/auth/sign-out-everywhere" : "/auth/sign-out", { method: "POST", credentials: "same-origin", headers: { "X-LeadX": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      Object.keys(localStorage).filter((key) => key.startsWith("leadx.draft.")).forEach((key) => localStorage.removeItem(key));
      sessionStorage.clear();
      localStorage.setItem(SIGNED_OUT, String(Date.now()));
      location.assign("/login");
    } catch {
      setLeaving(false);
    }
  };
  return createElement("button", { type: "button", role: everywhere ? undefined : "menuitem", className, onClick: leave, "aria-disabled": leaving },
    createElement("span", { className: "icon icon-log-out", "aria-hidden": true }),
    createElement("span", { className: everywhere ? "button-label" : "menu-words" }, leaving ? busy : label));
}

/** Loads the page anew, without what was chosen on it, when the person goes on in another organization or role. */
export function FollowPlace({ place, role }) {
  const shown = useRef("");
  const now = place && `${place} ${role}`;
  useEffect(() => {
    if (!now) return;
    if (shown.current && shown.current !== now) location.replace(location.pathname);
    shown.current = now;
  }, [now]);
  return null;
}

/**
 * Shows the theme and the language that the person chose, and leaves when they sign out in another tab.
 * `data-settled` on the root says that the page has read all that it asks for when it opens.
 */
export function ThemeSync({ theme, language, active, settled }) {
  useEffect(() => {
    if (active) window.leadxTheme?.(theme);
  }, [theme, active]);
  useEffect(() => {
    if (!active) return undefined;
    const leave = (event) => event.key === SIGNED_OUT && location.assign("/login");
    addEventListener("storage", leave);
    return () => removeEventListener("storage", leave);
  }, [active]);
  useEffect(() => {
    const root = document.documentElement;
    root.toggleAttribute("data-settled", settled);
    if (!settled) return;
    root.lang = language;
    delete root.dataset.words;
    try {
      localStorage.setItem("leadx.language", language);
    } catch {}
  }, [language, settled]);
  return null;
}
