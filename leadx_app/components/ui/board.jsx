import { createElement, useRef } from "react";

let dragged = null;

function light(on) {
  document.documentElement.classList.toggle("is-dragging", on);
  document.querySelectorAll("[data-column]").forEach((column) =>
    column.classList.toggle("is-target", Boolean(on && dragged?.targets.includes(column.dataset.column))));
  if (!on) document.querySelectorAll(".is-over").forEach((column) => column.classList.remove("is-over"));
}

export function DragCard({ cardId, targets, className, children }) {
  const ref = useRef(null);
  const movable = (targets || []).length > 0;
  return createElement("div", {
    ref, className, draggable: movable,
    onDragStart: (event) => {
      dragged = { id: cardId, targets, from: ref.current.closest("[data-column]")?.dataset.column };
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", cardId);
      setTimeout(() => {
        ref.current?.classList.add("is-dragged");
        light(true);
      });
    },
    onDragEnd: () => {
      dragged = null;
      ref.current?.classList.remove("is-dragged");
      light(false);
    },
  }, children);
}

export function DragColumn({ columnId, label, onDrop, className, children }) {
  const ref = useRef(null);
  const welcome = () => dragged?.targets.includes(columnId);
  const elsewhere = () => dragged && dragged.from !== columnId;
  return createElement("section", {
    ref, className, "aria-label": label, "data-column": columnId,
    onDragOver: (event) => {
      if (!elsewhere()) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      if (welcome()) ref.current.classList.add("is-over");
    },
    onDragLeave: (event) => !event.currentTarget.contains(event.relatedTarget) && ref.current.classList.remove("is-over"),
    onDrop: (event) => {
      if (!elsewhere()) return;
      event.preventDefault();
      const { id } = dragged;
      dragged = null;
      light(false);
      onDrop?.(id, columnId);
    },
  }, children);
}
