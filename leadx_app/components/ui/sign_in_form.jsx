import { createElement, useEffect, useRef, useState } from "react";

const field = (id, label, control) => createElement("div", { className: "field" },
  createElement("label", { htmlFor: id, className: "field-label" }, label), control);

/** Only an address of this application. */
const safe = (next) => (typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/");

/** Why a provider sent somebody back in vain, and the number that the log knows: only words and numbers of ours. */
const sentBack = () => {
  const asked = new URLSearchParams(location.search);
  const number = asked.get("number") || "";
  return { why: asked.get("refused") || "", number: /^[0-9a-f]{10}$/.test(number) ? number : "" };
};

export function SignInForm({ words, refused, children }) {
  const form = useRef(null);
  const problem = useRef(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [organizations, setOrganizations] = useState([]);
  const [asksCode, setAsksCode] = useState(false);
  const [news, setNews] = useState("");
  const [back, setBack] = useState({ why: "", number: "" });

  useEffect(() => {
    setBack(sentBack());
    const asked = new URLSearchParams(location.search);
    setNews(asked.has("chosen") ? "chosen" : asked.has("joined") ? "joined" : asked.has("ended") ? "ended" : "");
  }, []);

  const send = async () => {
    const { email, password, organization, code } = form.current.elements;
    const next = new URLSearchParams(location.search).get("next");
    setBusy(true);
    setError("");
    setBack({ why: "", number: "" });
    try {
      const answer = await fetch("/auth/sign-in", {
        method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-LeadX": "1", Accept: "application/json" },
        body: JSON.stringify({ email: email.value.trim(), password: password.value, ...(organization?.value ? { organization_id: organization.value } : {}), ...(code ? { code: code.value } : {}), ...(next ? { next } : {}) }),
      });
      const body = await answer.json().catch(() => ({}));
      if (answer.ok) {
        location.assign(safe(body.next));
        return;
      }
      if (answer.status === 409 && body.organizations?.length) setOrganizations(body.organizations);
      else if (body.second_step && !code) setAsksCode(true);
      else setError(body.detail || words.unreachable);
    } catch {
      setError(words.unreachable);
    }
    setBusy(false);
  };

  useEffect(() => {
    if (organizations.length) form.current.elements.organization?.focus();
  }, [organizations]);
  useEffect(() => {
    if (asksCode) form.current.elements.code?.focus();
  }, [asksCode]);
  const vain = back.why !== "number" && Object.hasOwn(refused, back.why) ? refused[back.why] : "";
  const trouble = error || (vain && back.number ? `${vain} ${refused.number.replace("%", back.number)}` : vain);
  useEffect(() => {
    if (trouble) problem.current?.focus();
  }, [error, vain !== ""]);

  const fill = (event) => {
    const account = event.target.closest("[data-email]");
    if (!account || busy) return;
    form.current.elements.email.value = account.dataset.email;
    form.current.elements.password.value = account.dataset.password || "";
    setOrganizations([]);
    setAsksCode(false);
    setTimeout(send);
  };

  return createElement("div", { className: "stack", onClick: fill },
    createElement("form", {
      ref: form, className: `stack${busy ? " is-sending" : ""}`, "aria-busy": busy,
      onSubmit: (event) => { event.preventDefault(); if (!busy) send(); },
    },
    news && !trouble && createElement("p", { className: `notice notice-${news === "ended" ? "waiting" : "done"}`, role: "status" },
      createElement("span", { className: `icon icon-${news === "ended" ? "info" : "circle-check"}`, "aria-hidden": true }), words[news]),
    trouble && createElement("p", { ref: problem, className: "notice notice-problem", role: "alert", tabIndex: -1 },
      createElement("span", { className: "icon icon-circle-alert", "aria-hidden": true }), trouble),
    field("sign-in-email", words.email, createElement("input", {
      id: "sign-in-email", name: "email", type: "email", className: "control", autoComplete: "username", required: true, autoCapitalize: "none", spellCheck: false,
      onInput: () => { setOrganizations([]); setAsksCode(false); },
    })),
    field("sign-in-password", words.password, createElement("span", { className: "secret" },
      createElement("input", { id: "sign-in-password", name: "password", type: shown ? "text" : "password", className: "control", autoComplete: "current-password", required: true }),
      createElement("button", { type: "button", className: "button button-icon button-ghost", "aria-label": shown ? words.hide : words.show, onClick: () => setShown(!shown) },
        createElement("span", { className: `icon icon-${shown ? "eye-off" : "eye"}`, "aria-hidden": true })))),
    organizations.length > 0 && field("sign-in-organization", words.which, createElement("span", { className: "select" },
      createElement("select", { id: "sign-in-organization", name: "organization", className: "control control-select", "aria-label": words.organization },
        organizations.map((one) => createElement("option", { key: one.id, value: one.id }, one.name))),
      createElement("span", { className: "icon icon-chevron-down icon-is-small", "aria-hidden": true }))),
    asksCode && createElement("div", { className: "field" },
      createElement("label", { htmlFor: "sign-in-code", className: "field-label" }, words.code),
      createElement("input", {
        id: "sign-in-code", name: "code", type: "text", className: "control", autoComplete: "one-time-code", required: true, autoCapitalize: "none", spellCheck: false,
        "aria-describedby": "sign-in-code-hint",
      }),
      createElement("p", { id: "sign-in-code-hint", className: "field-hint" }, words.codeHint)),
    createElement("button", { type: "submit", className: "button button-primary button-wide button-tall", "aria-disabled": busy }, words.signIn)),
    children);
}
