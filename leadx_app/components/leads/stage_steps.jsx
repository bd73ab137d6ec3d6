import { createElement, useEffect, useRef, useState } from "react";

/** The stages as radios in the order of the journey, with buttons that move along it. */
export function StageSteps({ name, stages, label, next, prev }) {
  const box = useRef(null);
  const [at, setAt] = useState(0);
  const rows = stages || [];
  const radios = () => [...box.current.querySelectorAll("input[type=radio]")];
  const look = () => setAt(Math.max(0, radios().findIndex((radio) => radio.checked)));
  const move = (step) => radios()[at + step]?.click();

  useEffect(() => {
    const form = box.current.closest("form");
    const later = () => setTimeout(() => box.current && look());
    form?.addEventListener("reset", later);
    return () => form?.removeEventListener("reset", later);
  }, []);
  useEffect(look, [rows.length]);

  return createElement("fieldset", { ref: box, className: "steps", onChange: look },
    createElement("legend", { className: "field-label" }, label),
    createElement("div", { className: "steps-line" },
      createElement("button", { type: "button", className: "button button-secondary", disabled: at === 0, onClick: () => move(-1) }, prev),
      createElement("div", { className: "steps-track" }, rows.map((stage, index) =>
        createElement("label", {
          key: stage.value, style: { "--stage": stage.color },
          className: `step${index < at ? " step-past" : ""}${index === at ? " step-current" : ""}`,
        },
        createElement("input", { type: "radio", name, value: stage.value, defaultChecked: index === 0, className: "step-radio" }),
        createElement("span", { className: "step-name" }, stage.label)))),
      createElement("button", { type: "button", className: "button button-secondary", disabled: at >= rows.length - 1, onClick: () => move(1) }, next)));
}
