import { useEffect, useRef } from "react";

/** Keeps the part of the address behind the question mark as the page wants it, without a navigation. */
export function Address({ query }) {
  const last = useRef(query);
  useEffect(() => {
    if (query === last.current) return;
    last.current = query;
    const url = location.pathname + (query ? `?${query}` : "");
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }, [query]);
  return null;
}
