import { createElement, useContext, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTopDialog } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";
import { EventLoopContext } from "$/utils/context";

/** Nothing while all is well; after a second of trouble a line, after five the words, then a short "back". */
export function ConnectionBanner({ trying, lost, back }) {
  const errors = useContext(EventLoopContext)?.[1] || [];
  const [offline, setOffline] = useState(false);
  const [stage, setStage] = useState("");
  const shown = useRef(false);

  useEffect(() => {
    const update = () => setOffline(!navigator.onLine);
    update();
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);

  const broken = offline || errors.length > 0;
  useEffect(() => {
    const timers = [];
    const later = (name, wait) => timers.push(setTimeout(() => {
      shown.current = name !== "";
      setStage(name);
    }, wait));
    if (broken) {
      later("trying", 1000);
      later("lost", 5000);
    } else if (shown.current) {
      later("back", 0);
      later("", 2000);
    }
    return () => timers.forEach(clearTimeout);
  }, [broken]);

  const words = { trying, lost, back }[stage];
  const top = useTopDialog();
  const line = createElement("div", { className: `connection connection-${stage || "well"}`, role: "status" },
    words && createElement("div", { className: "connection-line" }),
    words && createElement("div", { className: "connection-words" }, words));
  return top ? createPortal(line, top) : line;
}
