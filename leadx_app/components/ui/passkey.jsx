import { createElement, useEffect, useRef, useState } from "react";
import { Field, post } from "$/public/external/leadx_app/components/ui/post_form/post_form.jsx";

const icon = (name) => createElement("span", { className: `icon icon-${name}`, "aria-hidden": true });
const safe = (next) => (typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/");
const known = () => typeof window !== "undefined" && "PublicKeyCredential" in window;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

/** The parts of an answer that are bytes, as base64url. */
function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

async function make(options) {
  return written(await navigator.credentials.create({
    publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  }));
}

async function use(options) {
  return written(await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials) },
  }));
}

const NAME = { name: "name", type: "text", autoComplete: "off", required: true };
const PASSWORD = { name: "current_password", type: "password", autoComplete: "current-password", required: true };

export function NewPasskey({ words, onAdded }) {
  const box = useRef(null);
  const [able, setAble] = useState(null);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [errors, setErrors] = useState({});
  useEffect(() => setAble(known()), []);
  useEffect(() => {
    if (open) box.current?.querySelector("input")?.focus();
  }, [open]);

  const wrong = (body) => {
    if (body.errors?.length) setErrors(Object.fromEntries(body.errors.map((one) => [one.field, one.detail])));
    else setProblem(body.detail || words.unreachable);
  };
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    const { name, current_password: password } = event.target.elements;
    setBusy(true);
    setProblem("");
    setErrors({});
    try {
      const asked = await post("/auth/passkey/new", { current_password: password.value });
      if (!asked.ok) wrong(asked.body);
      else {
        const credential = await make(asked.body).catch(() => null);
        const added = credential && await post("/auth/passkey/add", { name: name.value, credential });
        if (!credential) setProblem(words.unmade);
        else if (!added.ok) wrong(added.body);
        else {
          setOpen(false);
          onAdded?.();
        }
      }
    } catch {
      setProblem(words.unreachable);
    }
    setBusy(false);
  };

  if (able === null) return null;
  if (!able) return createElement("p", { className: "muted" }, words.unable);
  if (!open) {
    return createElement("div", null, createElement("button", { type: "button", className: "button button-secondary", onClick: () => setOpen(true) },
      icon("key-round"), createElement("span", { className: "button-label" }, words.add)));
  }
  const fields = [{ ...NAME, label: words.name, hint: words.nameHint }, { ...PASSWORD, label: words.password, hint: "" }];
  return createElement("form", { ref: box, className: `stack two-step-form${busy ? " is-sending" : ""}`, "aria-busy": busy, onSubmit: send },
    problem && createElement("p", { className: "notice notice-problem", role: "alert" }, icon("circle-alert"), problem),
    fields.map((field) => createElement(Field, { key: field.name, field, words, error: errors[field.name], scope: "passkey" })),
    createElement("div", { className: "two-step-acts" },
      createElement("button", { type: "submit", className: "button button-primary", "aria-disabled": busy }, words.add),
      createElement("button", { type: "button", className: "button button-ghost", onClick: () => { setOpen(false); setProblem(""); setErrors({}); } }, words.cancel)));
}

export function PasskeySignIn({ words }) {
  const [able, setAble] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => setAble(known()), []);

  const enter = async () => {
    if (busy) return;
    setBusy(true);
    setProblem("");
    try {
      const asked = await post("/auth/passkey/begin", {});
      const credential = asked.ok && await use(asked.body).catch(() => null);
      const next = new URLSearchParams(location.search).get("next");
      const answer = credential ? await post("/auth/passkey/sign-in", { credential, ...(next ? { next } : {}) }) : asked;
      if (credential && answer.ok) {
        location.assign(safe(answer.body.next));
        return;
      }
      setProblem(answer.ok ? words.unused : answer.body.detail || words.unreachable);
    } catch {
      setProblem(words.unreachable);
    }
    setBusy(false);
  };
  if (!able) return null;
  return createElement("div", { className: "stack" },
    problem && createElement("p", { className: "notice notice-problem", role: "alert" }, icon("circle-alert"), problem),
    createElement("button", { type: "button", className: "button button-secondary button-wide button-tall", "aria-disabled": busy, onClick: enter },
      icon("key-round"), createElement("span", { className: "button-label" }, words.signIn)));
}
