import { createElement, useContext, useEffect, useRef } from "react";
import { EventLoopContext } from "$/utils/context";

const ANSWER_WITHIN = 12000;
const SETTLE_AFTER_RECONNECT = 2500;

/** randomUUID exists on https and localhost only. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) || null;
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {}
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const isKept = (field) =>
  field.name && field.name !== "draft_id" && !["file", "password", "submit", "button", "reset"].includes(field.type) &&
  (field.type !== "hidden" || "keep" in field.dataset);

/** What is typed, by name; radios by their chosen value. */
function snapshot(form) {
  const fields = {};
  let typed = false;
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    if (field.type === "radio") {
      if (field.checked) fields[field.name] = field.value;
    } else {
      fields[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
    if (isTick(field)) typed ||= field.checked !== field.defaultChecked;
    else if (field.tagName === "SELECT") typed ||= [...field.options].some((option) => option.selected !== option.defaultSelected && option.value !== "");
    else if (field.type !== "hidden") typed ||= field.value !== field.defaultValue;
  }
  return { fields, typed };
}

/** Sets a field as a person would, so that React and other listeners notice. */
function put(field, value) {
  if (isTick(field)) {
    const wanted = field.type === "radio" ? field.value === value : Boolean(value);
    if (field.checked !== wanted) field.click();
    return field.checked === wanted;
  }
  const kind = { TEXTAREA: HTMLTextAreaElement, SELECT: HTMLSelectElement }[field.tagName] || HTMLInputElement;
  if (field.value !== value) {
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
  return field.value === value;
}

function collect(form, submitter) {
  const data = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || ["file", "submit", "button", "reset"].includes(field.type)) continue;
    if (field.type === "radio" && !field.checked) continue;
    const value = field.type === "checkbox" ? field.checked : field.value;
    if (field.name in data && field.type !== "radio") data[field.name] = [data[field.name], value].flat();
    else data[field.name] = value;
  }
  if (submitter?.name) data[submitter.name] = submitter.value;
  return data;
}

export function KeptForm({ formKey, userKey, clearToken, answerToken, label, onSubmit, onRestored, className, children }) {
  const form = useRef(null);
  const draft = useRef(null);
  const now = useRef({});
  const errors = useContext(EventLoopContext)?.[1] || [];
  const key = `leadx.draft.${userKey}.${formKey}`;
  now.current = { onSubmit, onRestored, key };

  const lock = (locked) => {
    const box = form.current;
    if (!box) return;
    clearTimeout(draft.current?.timer);
    box.classList.toggle("is-sending", locked);
    box.setAttribute("aria-busy", String(locked));
    box.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", String(locked)));
    if (draft.current) {
      draft.current.sending = locked;
      if (locked) draft.current.timer = setTimeout(() => lock(false), ANSWER_WITHIN);
    }
  };

  const begin = (id) => {
    draft.current = { ...draft.current, id, pending: {}, sending: false };
    const hidden = form.current?.elements.namedItem("draft_id");
    if (hidden) hidden.value = id;
  };

  useEffect(() => {
    const box = form.current;
    const kept = userKey ? load(key) : null;
    begin(kept?.id || newId());
    let told = false;
    const restore = () => {
      const { pending } = draft.current;
      for (const field of box.elements) {
        if (!isKept(field) || !(field.name in pending)) continue;
        draft.current.restoring = true;
        const fits = put(field, pending[field.name]);
        draft.current.restoring = false;
        if (fits && field.type !== "radio") delete pending[field.name];
        if (fits && !told) {
          told = true;
          now.current.onRestored?.();
        }
      }
    };
    if (kept?.fields) {
      draft.current.pending = kept.fields;
      restore();
    }
    const watcher = new MutationObserver(() => Object.keys(draft.current.pending).length && restore());
    watcher.observe(box, { childList: true, subtree: true });

    let waiting;
    const save = () => {
      clearTimeout(waiting);
      if (!userKey) return;
      const { fields, typed } = snapshot(box);
      store(key, typed ? { id: draft.current.id, fields: { ...draft.current.pending, ...fields } } : null);
    };
    const typed = (event) => {
      if (draft.current.restoring) return;
      delete draft.current.pending[event.target?.name];
      clearTimeout(waiting);
      waiting = setTimeout(save, 120);
    };
    const flush = () => waiting && save();
    const elsewhere = (event) => {
      if (event.key === key && event.newValue === null && !draft.current.sending) begin(newId());
    };
    box.addEventListener("input", typed);
    box.addEventListener("change", typed);
    addEventListener("pagehide", flush);
    addEventListener("storage", elsewhere);
    return () => {
      flush();
      watcher.disconnect();
      box.removeEventListener("input", typed);
      box.removeEventListener("change", typed);
      removeEventListener("pagehide", flush);
      removeEventListener("storage", elsewhere);
      clearTimeout(draft.current?.timer);
    };
  }, [key]);

  const seen = useRef(clearToken);
  useEffect(() => {
    if (seen.current === clearToken) return;
    seen.current = clearToken;
    store(key, null);
    draft.current.pending = {};
    form.current.reset();
    begin(newId());
    store(key, null);
    lock(false);
    form.current.querySelector("input:not([type=hidden]):not([type=file]), textarea")?.focus();
  }, [clearToken, key]);

  useEffect(() => {
    const wasSending = draft.current?.sending;
    lock(false);
    const wrong = wasSending && form.current.querySelector("[aria-invalid=true]");
    if (!wrong) return;
    const folded = wrong.closest("details");
    if (folded) folded.open = true;
    wrong.focus();
  }, [answerToken]);

  const broken = errors.length > 0;
  const wasBroken = useRef(false);
  useEffect(() => {
    if (wasBroken.current && !broken && draft.current?.sending) {
      clearTimeout(draft.current.timer);
      draft.current.timer = setTimeout(() => lock(false), SETTLE_AFTER_RECONNECT);
    }
    wasBroken.current = broken;
  }, [broken]);

  const send = (submitter) => {
    const { fields } = snapshot(form.current);
    if (userKey) store(key, { id: draft.current.id, fields });
    lock(true);
    now.current.onSubmit?.(collect(form.current, submitter));
  };

  const submit = (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (draft.current.sending) return;
    const submitter = event.nativeEvent.submitter;
    const uploading = form.current.querySelector('[data-uploading="true"]');
    if (!uploading) return send(submitter);
    lock(true);
    clearTimeout(draft.current.timer);
    uploading.addEventListener("leadx:settled", (settled) => (settled.detail.failed ? lock(false) : send(submitter)), { once: true });
  };

  const keys = (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.current.requestSubmit();
      return;
    }
    const field = event.target;
    if (field.tagName !== "INPUT" || ["submit", "button", "file"].includes(field.type)) return;
    event.preventDefault();
    const stops = [...form.current.elements].filter((one) =>
      ["INPUT", "SELECT", "TEXTAREA"].includes(one.tagName) && !["hidden", "file"].includes(one.type) && !one.disabled && one.tabIndex >= 0 && one.offsetParent !== null);
    const next = stops[stops.indexOf(field) + 1];
    if (next) next.focus();
    else form.current.requestSubmit();
  };

  return createElement("form", { ref: form, className, "aria-label": label || undefined, "data-kept": key, autoComplete: "off", noValidate: true, onSubmit: submit, onKeyDown: keys },
    createElement("input", { type: "hidden", name: "draft_id" }), children);
}

/** Forgets what was kept of a form that was saved or thrown away; a form that was only left stays kept. */
export function DraftEnd({ formKey, userKey, open, token }) {
  const seen = useRef({ formKey, open, token });
  useEffect(() => {
    const before = seen.current;
    seen.current = { formKey, open, token };
    if (before.open && !open && before.token !== token) store(`leadx.draft.${userKey}.${before.formKey}`, null);
  }, [formKey, open, token]);
  return null;
}
