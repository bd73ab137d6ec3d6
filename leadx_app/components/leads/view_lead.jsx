import { createElement, useEffect, useRef } from "react";
import { useNavigate } from "react-router";

const PAGE = "/leads/";
const LEAVE_EVERY_MS = 30;
const LEAVE_TRIES = 200;

/** The popup's own address: set without leaving the page behind, so that Back closes it and a copied address works.
 * A plain click on a link to a lead opens the popup instead of leaving the page. */
export function LeadAddress({ open, leadId, opened, onShow, onHide }) {
  const now = useRef({});
  now.current = { open, onShow, onHide };
  const shown = useRef("");
  const passing = useRef(false);

  useEffect(() => {
    // A reload at the popup's address loads the lead's own page: there is no page behind it any more to go back to.
    if (location.pathname.startsWith(PAGE) && history.state?.leadx) history.replaceState({ ...history.state, leadx: undefined }, "");
  }, []);

  useEffect(() => {
    if (open && leadId && location.pathname.startsWith(PAGE) && !history.state?.leadx) return;
    if (open && leadId) {
      shown.current = leadId;
      const state = { ...history.state, leadx: leadId };
      if (!history.state?.leadx) history.pushState(state, "", PAGE + leadId);
      else if (history.state.leadx !== leadId) history.replaceState(state, "", PAGE + leadId);
    } else if (!open && shown.current && opened === 0) {
      now.current.onShow?.(shown.current); // Nobody closed it: the server has forgotten this tab.
    } else if (!open && shown.current) {
      shown.current = "";
      if (history.state?.leadx) {
        passing.current = true;
        history.back();
      }
    }
  }, [open, leadId, opened]);

  useEffect(() => {
    const popped = (event) => {
      const id = event.state?.leadx;
      if (passing.current) {
        passing.current = false;
        event.stopImmediatePropagation();
      } else if (now.current.open && !id) {
        shown.current = "";
        event.stopImmediatePropagation();
        now.current.onHide?.();
      }
    };
    const clicked = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || location.pathname.startsWith(PAGE)) return;
      const link = event.target instanceof Element && event.target.closest(`main a[href^="${PAGE}"]`);
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      now.current.onShow?.(link.getAttribute("href").slice(PAGE.length));
    };
    addEventListener("popstate", popped, true);
    document.addEventListener("click", clicked, true);
    return () => {
      removeEventListener("popstate", popped, true);
      document.removeEventListener("click", clicked, true);
    };
  }, []);
  return null;
}

/** A way out of the popup to another page: closes it first, so that its own address is gone when the page changes. */
export function LeavingLink({ href, className, onLeave, children }) {
  const navigate = useNavigate();
  const leave = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!history.state?.leadx) return navigate(href);
    onLeave?.();
    let tries = 0;
    const go = () => (history.state?.leadx && tries++ < LEAVE_TRIES ? setTimeout(go, LEAVE_EVERY_MS) : navigate(href));
    setTimeout(go, LEAVE_EVERY_MS);
  };
  return createElement("a", { href, className, onClick: leave }, children);
}

/** Forgets a draft when it was saved or thrown away; finds one that was left behind. */
export function LeadDraft({ userKey, leadId, dropToken, mayEdit, isEditing, onFound }) {
  const key = `leadx.draft.${userKey}.lead-${leadId}`;
  const seen = useRef({ dropToken, isEditing });
  const tell = useRef(onFound);
  tell.current = onFound;
  useEffect(() => {
    const before = seen.current;
    seen.current = { dropToken, isEditing };
    if (!before.isEditing || isEditing || before.dropToken === dropToken) return; // A token that changes on a reload drops nothing.
    try {
      localStorage.removeItem(key);
    } catch {}
  }, [dropToken, isEditing, key]);
  useEffect(() => {
    if (!userKey || !leadId || !mayEdit || isEditing) return;
    try {
      if (localStorage.getItem(key)) tell.current?.();
    } catch {}
  }, [key, mayEdit, isEditing]);
  return null;
}

/** Steps through the leads of the list behind the popup. */
export function LeadNeighbours({ leadId, next, prev, onShow }) {
  const ids = () => [...new Set([...document.querySelectorAll(`main a[href^="${PAGE}"]`)].map((link) => link.getAttribute("href").slice(PAGE.length)))];
  const step = (by) => {
    const all = ids();
    const id = all[all.indexOf(leadId) + by];
    if (id && all.includes(leadId)) onShow?.(id);
  };
  const one = (by, name, key, drawing) => createElement("button", {
    type: "button", className: "button button-icon button-ghost has-tip", "aria-label": name, "data-tip": `${name} (${key.toUpperCase()})`, "data-step": key, onClick: () => step(by),
  }, createElement("span", { className: `icon icon-${drawing}`, "aria-hidden": true }));
  return createElement("span", { className: "neighbours" }, one(-1, prev, "k", "arrow-up"), one(1, next, "j", "arrow-down"));
}

/** The title, written in place: Enter or leaving saves, Escape takes back. */
export function TitleInPlace({ title, version, editable, label, fresh, onSave }) {
  const box = useRef(null);
  const began = useRef(null);
  useEffect(() => {
    if (box.current && began.current === null) box.current.value = title;
  }, [title]);
  if (!editable) return createElement("h2", { className: `view-title${fresh ? " is-fresh" : ""}` }, title);
  const end = () => {
    const written = box.current.value.trim();
    const { title: before, version: from } = began.current || {};
    began.current = null;
    if (before === undefined) return;
    if (written && written !== before) onSave?.(written, from);
    else box.current.value = title;
  };
  return createElement("h2", { className: `view-title${fresh ? " is-fresh" : ""}` },
    createElement("textarea", {
      ref: box, className: "view-title-input", rows: 1, maxLength: 200, defaultValue: title, "aria-label": label, spellCheck: false,
      onFocus: () => { began.current = { title, version }; },
      onBlur: end,
      onKeyDown: (event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          event.target.blur();
        } else if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          event.target.value = began.current?.title ?? title;
          event.target.blur();
        }
      },
    }));
}
