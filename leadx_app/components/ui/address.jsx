import { useEffect, useRef } from "react";

/** Keeps the part of the address behind the question mark as the page wants it, without a navigation. What lies over the
 * page, named by the parameter `over`, has a place of its own in the browser's history: Back closes it. */
export function Address({ query, over, onBack }) {
  const last = useRef(query);
  const page = useRef("");
  const lies = useRef(false);
  const closing = useRef(null);
  const back = useRef(onBack);
  back.current = onBack;

  useEffect(() => {
    const url = location.pathname + (query ? `?${query}` : "");
    if (query !== last.current && url !== location.pathname + location.search) {
      const wanted = over && new URLSearchParams(query).has(over);
      const shown = over && new URLSearchParams(location.search).has(over);
      if (wanted && !shown) history.pushState({ ...history.state, over }, "", url);
      else if (shown && !wanted && history.state?.over) {
        closing.current = url;
        history.back();
      } else history.replaceState(history.state, "", url);
    }
    last.current = query;
    page.current ||= location.pathname;
    lies.current = history.state?.over === over;
  }, [query]);

  useEffect(() => {
    if (!over) return;
    const popped = (event) => {
      if (closing.current !== null) {
        event.stopImmediatePropagation();
        if (closing.current !== location.pathname + location.search) history.replaceState(history.state, "", closing.current);
      } else if (lies.current && !event.state?.over && location.pathname === page.current) {
        event.stopImmediatePropagation();
        back.current?.();
      } else return;
      closing.current = null;
      lies.current = false;
    };
    addEventListener("popstate", popped, true);
    return () => removeEventListener("popstate", popped, true);
  }, []);
  return null;
}
