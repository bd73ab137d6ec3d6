import { useEffect } from "react";

const BANNER = "reflex-new-version-banner";

/** Reflex puts a line of its own over a page that is older than the server; here it gets our words and our looks. */
export function NewVersion({ words, again }) {
  useEffect(() => {
    const dress = () => {
      const banner = document.getElementById(BANNER);
      const button = banner?.querySelector("button");
      if (!button) return;
      banner.removeAttribute("style");
      banner.className = "new-version";
      button.removeAttribute("style");
      button.className = "button button-secondary button-small";
      button.textContent = again;
      banner.firstChild.textContent = words;
    };
    dress();
    const observer = new MutationObserver(dress);
    observer.observe(document.body, { childList: true });
    return () => observer.disconnect();
  }, [words, again]);
  return null;
}
