import { useEffect } from "react";

export function Preferences({ theme, language, known }) {
  useEffect(() => {
    if (known && theme) window.leadxTheme?.(theme);
  }, [theme, known]);
  useEffect(() => {
    if (language) document.documentElement.lang = language;
  }, [language]);
  return null;
}
