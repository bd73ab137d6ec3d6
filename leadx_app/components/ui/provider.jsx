import { createElement, useState } from "react";
import { post } from "$/public/external/leadx_app/components/ui/post_form/post_form.jsx";

const icon = (name) => createElement("span", { className: `icon icon-${name}`, "aria-hidden": true });
const own = (url) => typeof url === "string" && url.startsWith("/auth/provider/start?");

/** Finds where the email above the button signs in: goes there, or lets choose where several organizations do. */
export function ProviderFinder({ words }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [choices, setChoices] = useState([]);

  const find = async () => {
    const typed = document.getElementById("sign-in-email");
    const email = typed?.value.trim();
    setChoices([]);
    if (!email || busy) {
      setProblem(busy ? "" : words.ask);
      typed?.focus();
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      const next = new URLSearchParams(location.search).get("next");
      const { ok, body } = await post("/auth/provider/find", { email, ...(next ? { next } : {}) });
      const found = ok ? body.choices.filter((one) => own(one.url)) : [];
      if (found.length === 1) {
        location.assign(found[0].url);
        return;
      }
      setChoices(found);
      if (!found.length) setProblem(body.detail || words.unreachable);
    } catch {
      setProblem(words.unreachable);
    }
    setBusy(false);
  };
  return createElement("div", { className: "stack" },
    problem && createElement("p", { className: "notice notice-problem", role: "alert" }, icon("circle-alert"), problem),
    createElement("button", { type: "button", className: "button button-secondary button-wide button-tall", "aria-disabled": busy, onClick: find },
      icon("shield"), createElement("span", { className: "button-label" }, words.find)),
    choices.length > 0 && createElement("div", { className: "stack" },
      createElement("p", { role: "status" }, words.which),
      choices.map((one) => createElement("a", { key: one.url, href: one.url, className: "button button-secondary button-wide" },
        createElement("span", { className: "button-label" }, `${one.organization}: ${one.label}`)))));
}
