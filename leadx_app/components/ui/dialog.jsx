import { createElement, useEffect, useRef } from "react";
import { dialogChanged } from "$/public/external/leadx_app/components/ui/base/top_dialog.jsx";

/** A modal <dialog>. Opens by `open`, or at once by a click on any [data-opens=name]; [data-closes] inside closes it. */
export function Dialog({ name, open, label, onOpen, onClose, className, children }) {
  const ref = useRef(null);
  const tell = useRef({});
  tell.current = { onOpen, onClose };
  const wanted = useRef(false);

  const show = () => {
    const box = ref.current;
    if (!box || box.open) return;
    box.showModal();
    dialogChanged(box, true);
    const first = box.querySelector("[autofocus], [data-first]") || (matchMedia("(pointer: fine)").matches && box.querySelector(
      ".dialog-body :is(input:not([type=hidden]):not([type=file]), textarea, select):not([disabled])"));
    if (first) first.focus();
  };
  const hide = () => {
    if (!ref.current?.open) return;
    ref.current.close();
    dialogChanged(ref.current, false);
  };

  useEffect(() => {
    if (open === wanted.current) return;
    wanted.current = open;
    if (open) show();
    else hide();
  }, [open]);

  useEffect(() => {
    const box = ref.current;
    const byButton = (event) => {
      const target = event.target instanceof Element && event.target.closest("[data-opens]");
      if (target && target.dataset.opens === name && !target.disabled) {
        show();
        wanted.current = true;
        tell.current.onOpen?.();
      }
    };
    const leave = () => {
      hide();
      wanted.current = false;
      tell.current.onClose?.();
    };
    const inside = (event) => {
      const target = event.target instanceof Element && event.target.closest("[data-closes]");
      if (target && target.closest("dialog") === box) leave();
    };
    let pressed = null;
    const press = (event) => (pressed = event.target);
    const outside = (event) => {
      if (event.target === box && pressed === box) leave();
    };
    const cancel = (event) => {
      if (event.target !== box) return;
      event.preventDefault();
      leave();
    };
    const closed = () => dialogChanged(box, false);
    document.addEventListener("click", byButton);
    box.addEventListener("close", closed);
    box.addEventListener("click", inside);
    box.addEventListener("mousedown", press);
    box.addEventListener("mouseup", outside);
    box.addEventListener("cancel", cancel);
    return () => {
      document.removeEventListener("click", byButton);
      box.removeEventListener("click", inside);
      box.removeEventListener("mousedown", press);
      box.removeEventListener("mouseup", outside);
      box.removeEventListener("cancel", cancel);
      box.removeEventListener("close", closed);
      dialogChanged(box, false);
    };
  }, [name]);

  return createElement("dialog", { ref, className, "aria-label": label || undefined }, createElement("div", { className: "dialog-frame" }, children));
}
