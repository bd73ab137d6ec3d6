import { createElement, useEffect, useRef } from "react";

/** Focus goes into the form and, when it is gone, back to the row that stands there again; Escape leaves. */
export function InlineKeys({ leadId, onCancel }) {
  const here = useRef(null);
  const cancel = useRef(onCancel);
  cancel.current = onCancel;
  useEffect(() => {
    const form = here.current.closest("form");
    const first = form.querySelector("input:not([type=hidden])");
    first?.focus();
    first?.select();
    const pressed = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      cancel.current?.();
    };
    form.addEventListener("keydown", pressed);
    return () => {
      form.removeEventListener("keydown", pressed);
      const within = form.contains(document.activeElement) || document.activeElement === document.body;
      if (within) setTimeout(() => document.querySelector(`main a[href="/leads/${leadId}"]`)?.focus());
    };
  }, [leadId]);
  return createElement("span", { ref: here, hidden: true });
}
