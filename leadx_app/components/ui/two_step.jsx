import { createElement, useEffect, useRef, useState } from "react";
import { Field, post } from "$/public/external/leadx_app/components/ui/post_form/post_form.jsx";

const icon = (name) => createElement("span", { className: `icon icon-${name}`, "aria-hidden": true });
const PASSWORD = { name: "current_password", type: "password", autoComplete: "current-password", required: true };
const CODE = { name: "code", type: "text", autoComplete: "one-time-code", inputMode: "numeric", required: true };

/** What each form asks for, where it sends it and what its button says. */
const FORMS = {
  begin: { to: "begin", asks: [PASSWORD], send: "next" },
  on: { to: "on", asks: [CODE], send: "turnOn" },
  codes: { to: "codes", asks: [PASSWORD, { ...CODE, inputMode: "text" }], send: "newCodes" },
  off: { to: "off", asks: [PASSWORD, { ...CODE, inputMode: "text" }], send: "turnOff" },
};

function download(codes) {
  const address = URL.createObjectURL(new Blob([`${codes.join("\n")}\n`], { type: "text/plain" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: "leadx-recovery-codes.txt" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export function TwoStepSetUp({ isOn, words, onChanged }) {
  const box = useRef(null);
  const [view, setView] = useState("rest");
  const [app, setApp] = useState(null);
  const [codes, setCodes] = useState([]);
  const [problem, setProblem] = useState("");
  const [errors, setErrors] = useState({});
  const [busy, setBusy] = useState(false);

  const show = (next) => {
    setView(next);
    setProblem("");
    setErrors({});
  };
  useEffect(() => {
    if (view !== "rest") box.current?.querySelector(view === "kept" ? "button" : "input:not([readonly])")?.focus();
  }, [view]);
  useEffect(() => {
    box.current?.querySelector("[aria-invalid=true]")?.focus();
  }, [errors]);

  const took = (body) => {
    if (view === "begin") {
      setApp(body);
      show("on");
      return;
    }
    setApp(null);
    setCodes(body.recovery_codes || []);
    show(view === "off" ? "rest" : "kept");
    onChanged?.();
  };
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    const form = FORMS[view];
    const written = Object.fromEntries(form.asks.map(({ name }) => [name, event.target.elements[name].value]));
    setBusy(true);
    setProblem("");
    setErrors({});
    try {
      const { ok, body } = await post(`/auth/two-step/${form.to}`, written);
      if (ok) took(body);
      else if (body.errors?.length) setErrors(Object.fromEntries(body.errors.map((one) => [one.field, one.detail])));
      else setProblem(body.detail || words.unreachable);
    } catch {
      setProblem(words.unreachable);
    }
    setBusy(false);
  };
  const leave = () => {
    setApp(null);
    setCodes([]);
    show("rest");
  };

  const press = (label, act, kind = "secondary") => createElement("button", { type: "button", className: `button button-${kind}`, onClick: act },
    createElement("span", { className: "button-label" }, label));
  const notice = problem && createElement("p", { className: "notice notice-problem", role: "alert" }, icon("circle-alert"), problem);
  const labels = { current_password: words.password, code: view === "on" ? words.firstCode : words.code };
  const hints = { code: view === "on" ? "" : words.codeHint };

  const scan = view === "on" && app && createElement("div", { className: "two-step-scan" },
    createElement("img", { src: app.picture, alt: words.picture, className: "two-step-picture" }),
    createElement("div", { className: "stack" },
      createElement("p", null, words.scan),
      createElement("label", { className: "field" },
        createElement("span", { className: "field-label" }, words.key),
        createElement("input", { className: "control two-step-key", readOnly: true, value: app.secret.replace(/(.{4})(?=.)/g, "$1 ") }))));
  const form = FORMS[view] && createElement("form", { key: view, className: `stack two-step-form${busy ? " is-sending" : ""}`, "aria-busy": busy, onSubmit: send },
    FORMS[view].asks.map((field) => createElement(Field, {
      key: field.name, field: { ...field, label: labels[field.name], hint: hints[field.name] }, error: errors[field.name], words, scope: "two-step",
    })),
    createElement("div", { className: "two-step-acts" },
      createElement("button", { type: "submit", className: `button button-${view === "off" ? "danger" : "primary"}`, "aria-disabled": busy }, words[FORMS[view].send]),
      press(words.cancel, leave, "ghost")));
  const kept = view === "kept" && createElement("div", { className: "stack" },
    createElement("p", { role: "status" }, words.keep),
    createElement("ul", { className: "two-step-codes", "aria-label": words.codes }, codes.map((code) => createElement("li", { key: code }, createElement("code", null, code)))),
    createElement("div", { className: "two-step-acts" },
      press(words.done, leave, "primary"),
      press(words.download, () => download(codes)),
      navigator.clipboard && press(words.copy, () => navigator.clipboard.writeText(codes.join("\n")))));
  const rest = view === "rest" && createElement("div", { className: "two-step-acts" },
    isOn ? [createElement("span", { key: "codes" }, press(words.newCodes, () => show("codes"))), createElement("span", { key: "off" }, press(words.turnOff, () => show("off")))]
      : press(words.turnOn, () => show("begin")));
  return createElement("div", { ref: box, className: "stack two-step" }, notice, rest, scan, form, kept);
}
