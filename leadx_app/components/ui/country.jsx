import { createElement, useMemo } from "react";

const NEAR = ["NO", "SE", "DK", "FI", "IS"];

function speaker(language) {
  return new Intl.DisplayNames([language], { type: "region", fallback: "code" });
}

/** All countries by their names in the reader's language, the Nordic ones first. */
export function CountrySelect({ controlId, name, codes, defaultValue, language, describedBy, invalid }) {
  const groups = useMemo(() => {
    const names = speaker(language);
    const named = (code) => [code, names.of(code)];
    const rest = codes.filter((code) => !NEAR.includes(code)).map(named).sort((one, other) => one[1].localeCompare(other[1], language));
    return [NEAR.map(named), rest];
  }, [codes, language]);
  const option = ([code, label]) => createElement("option", { key: code, value: code }, label);
  return createElement("span", { className: "select" },
    createElement("select", { id: controlId, name, defaultValue, className: "control control-select", "aria-describedby": describedBy || undefined, "aria-invalid": invalid || undefined },
      createElement("option", { value: "" }, "–"), groups[0].map(option), createElement("hr"), groups[1].map(option)),
    createElement("span", { className: "icon icon-chevron-down icon-is-small", "aria-hidden": true }));
}

/** A country's name in the reader's language. */
export function CountryName({ code, language }) {
  return code ? speaker(language).of(code) : null;
}
