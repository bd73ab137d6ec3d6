import { createElement, useEffect, useRef, useState } from "react";

const icon = (name) => createElement("span", { className: `icon icon-${name}`, "aria-hidden": true });

/** Only an address of this application. */
const safe = (next) => (typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/");

export async function post(action, body) {
  const answer = await fetch(action, {
    method: "POST", credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-LeadX": "1", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  return { ok: answer.ok, body: await answer.json().catch(() => ({})) };
}

export function Field({ field, options, error, words, scope = "post" }) {
  const [seen, setSeen] = useState(false);
  const id = `${scope}-${field.name}`;
  const isSecret = field.type === "password";
  const said = [field.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const input = options ? createElement("span", { className: "select" },
    createElement("select", { id, name: field.name, className: "control control-select", "aria-invalid": Boolean(error), "aria-describedby": said },
      options.map((one) => createElement("option", { key: one.id, value: one.id }, one.name))), icon("chevron-down icon-small")) : createElement("input", {
    id, name: field.name, type: isSecret && seen ? "text" : field.type, className: "control", autoComplete: field.autoComplete, required: field.required,
    ...(field.inputMode ? { inputMode: field.inputMode, autoCapitalize: "none", spellCheck: false } : {}),
    ...(field.type === "email" ? { autoCapitalize: "none", spellCheck: false } : {}),
    "aria-invalid": Boolean(error), "aria-describedby": said,
  });
  return createElement("div", { className: "field" },
    createElement("label", { htmlFor: id, className: "field-label" }, field.label),
    isSecret ? createElement("span", { className: "secret" }, input,
      createElement("button", { type: "button", className: "button button-icon button-ghost", "aria-label": seen ? words.hide : words.show, onClick: () => setSeen(!seen) },
        icon(seen ? "eye-off" : "eye"))) : input,
    field.hint && createElement("p", { className: "field-hint", id: `${id}-hint` }, field.hint),
    error && createElement("p", { className: "field-error", id: `${id}-error`, role: "alert" }, icon("circle-alert"), error));
}

export function PostForm({ action, fields, words, byLink, look: lookAt, children }) {
  const form = useRef(null);
  const first = useRef(null);
  const token = useRef("");
  const [state, setState] = useState(byLink ? "looking" : "open");
  const [whose, setWhose] = useState(null);
  const [problem, setProblem] = useState("");
  const [errors, setErrors] = useState({});
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const shown = fields.filter((field) => field.type !== "select" || whose?.[field.name]?.length);

  const look = async () => {
    token.current = location.hash.slice(1);
    setState("looking");
    setProblem("");
    try {
      const { ok, body } = await post(lookAt, { token: token.current });
      setState(ok ? "open" : "dead");
      if (ok) setWhose(body);
      else setProblem(body.detail || words.unreachable);
    } catch {
      setState("dead");
      setProblem(words.unreachable);
    }
  };
  useEffect(() => {
    if (!byLink) return undefined;
    look();
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  useEffect(() => {
    if (problem || state === "done") first.current?.focus();
  }, [problem, state]);
  useEffect(() => {
    form.current?.querySelector("[aria-invalid=true]")?.focus();
  }, [errors]);

  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    const written = Object.fromEntries(shown.map(({ name }) => [name, form.current.elements[name].value]));
    setBusy(true);
    setProblem("");
    setErrors({});
    try {
      const { ok, body } = await post(action, { ...written, ...(byLink ? { token: token.current } : {}) });
      if (ok && body.next) {
        location.assign(safe(body.next));
        return;
      }
      setSaid(body.said || "");
      if (ok) setState("done");
      else if (body.errors?.length) setErrors(Object.fromEntries(body.errors.map((one) => [one.field, one.detail])));
      else setProblem(body.detail || words.unreachable);
    } catch {
      setProblem(words.unreachable);
    }
    setBusy(false);
  };

  const notice = (kind, name, text, role) => createElement("p", { ref: first, className: `notice notice-${kind}`, role, tabIndex: -1 }, icon(name), text);
  return createElement("div", { className: "stack", "aria-busy": state === "looking" },
    problem && notice("problem", "circle-alert", problem, "alert"),
    state === "done" && notice("done", "circle-check", said || words.done, "status"),
    state === "open" && createElement("form", { ref: form, className: `stack${busy ? " is-sending" : ""}`, "aria-busy": busy, onSubmit: send },
      whose && createElement("p", { className: "muted" }, [whose.email, whose.organization].filter(Boolean).join(" · ")),
      whose?.email && createElement("input", { type: "hidden", name: "username", autoComplete: "username", value: whose.email, readOnly: true }),
      shown.map((field) => createElement(Field, { key: field.name, field, words, error: errors[field.name], options: field.type === "select" ? whose[field.name] : null })),
      createElement("button", { type: "submit", className: "button button-primary button-wide button-tall", "aria-disabled": busy }, words.send)),
    children);
}
