import { createElement, useEffect, useRef, useState } from "react";

const BLOCKS = { P: "p", DIV: "p", PRE: "p", SECTION: "p", ARTICLE: "p", TR: "p", H1: "h3", H2: "h3", H3: "h3", H4: "h3", H5: "h3", H6: "h3", BLOCKQUOTE: "blockquote", UL: "ul", OL: "ol" };
const MARKS = { B: "strong", STRONG: "strong", I: "em", EM: "em", U: "u", S: "s", STRIKE: "s", DEL: "s", CODE: "code" };
const SKIPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "HEAD", "TITLE", "NOSCRIPT", "IFRAME", "OBJECT"]);
const ADDRESS = /^(https?:\/\/|mailto:)\S+$/i;
const DEEPEST = 20;

const icon = (name) => createElement("span", { className: `icon icon-${name}`, "aria-hidden": true });
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

function inline(node, depth) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName) || depth > DEEPEST) return "";
  if (node.tagName === "BR") return "<br>";
  const inner = [...node.childNodes].map((child) => inline(child, depth + 1)).join("");
  const href = node.tagName === "A" && node.getAttribute("href")?.trim();
  if (href && ADDRESS.test(href)) return `<a href="${escape(href)}">${inner}</a>`;
  const mark = MARKS[node.tagName];
  return mark && inner ? `<${mark}>${inner}</${mark}>` : inner;
}

const hasBlock = (node) => [...node.children].some((child) => BLOCKS[child.tagName] || child.tagName === "LI" || hasBlock(child));

/** What stands in a node, with only the tags that the server keeps; text outside of blocks becomes paragraphs. */
function flow(node, depth = 0) {
  let out = "";
  let line = "";
  const flush = () => {
    if (line.replace(/<br>|\s/g, "")) out += `<p>${line.trim()}</p>`;
    line = "";
  };
  for (const child of depth > DEEPEST ? [] : node.childNodes) {
    const block = BLOCKS[child.tagName];
    if (block === "ul" || block === "ol") {
      flush();
      out += `<${block}>${list(child, depth + 1)}</${block}>`;
    } else if (block === "blockquote") {
      flush();
      out += `<blockquote>${flow(child, depth + 1)}</blockquote>`;
    } else if (child.nodeType === Node.ELEMENT_NODE && !SKIPPED.has(child.tagName) && hasBlock(child)) {
      flush();
      out += flow(child, depth + 1);
    } else if (block) {
      flush();
      out += `<${block}>${inline(child, 0) || "<br>"}</${block}>`;
    } else {
      line += inline(child, 0);
    }
  }
  flush();
  return out;
}

function list(node, depth) {
  return [...node.children].filter((child) => !SKIPPED.has(child.tagName)).map((item) => {
    const nested = [...item.children].filter((child) => child.tagName === "UL" || child.tagName === "OL");
    const words = [...item.childNodes].filter((child) => !nested.includes(child)).map((child) => inline(child, 0)).join("");
    const below = depth > DEEPEST ? "" : nested.map((one) => `<${one.tagName.toLowerCase()}>${list(one, depth + 1)}</${one.tagName.toLowerCase()}>`).join("");
    return `<li>${words}${below}</li>`;
  }).join("");
}

const parsed = (html) => flow(new DOMParser().parseFromString(html, "text/html").body);

/** A place to write rich text in. The form gets its HTML through a field that nobody sees. */
export function RichText({ name, initial, label, words, describedBy, invalid, focused }) {
  const box = useRef(null);
  const field = useRef(null);
  const place = useRef(null);
  const linkField = useRef(null);
  const [linking, setLinking] = useState(false);
  const [active, setActive] = useState({});

  const load = (html) => {
    box.current.innerHTML = parsed(html);
  };
  const copy = () => {
    field.current.value = parsed(box.current.innerHTML);
  };
  const mark = () => {
    const said = {};
    for (const command of ["bold", "italic", "insertUnorderedList", "insertOrderedList"]) said[command] = document.queryCommandState(command);
    said.heading = /^h3$/i.test(document.queryCommandValue("formatBlock"));
    setActive(said);
  };
  const run = (command, value) => {
    box.current.focus();
    document.execCommand(command, false, value);
    mark();
  };

  useEffect(() => {
    const restored = (event) => event.target === field.current && load(field.current.value);
    const reset = () => setTimeout(() => box.current && load(initial));
    const moved = () => box.current?.contains(getSelection()?.anchorNode) && mark();
    const form = box.current.closest("form");
    load(initial);
    field.current.addEventListener("input", restored);
    form?.addEventListener("reset", reset);
    document.addEventListener("selectionchange", moved);
    document.execCommand("defaultParagraphSeparator", false, "p");
    if (focused) {
      box.current.focus();
      getSelection()?.selectAllChildren(box.current);
      getSelection()?.collapseToEnd();
    }
    return () => {
      form?.removeEventListener("reset", reset);
      document.removeEventListener("selectionchange", moved);
    };
  }, []);

  const paste = (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    const blocks = html ? parsed(html) : text.split(/\r?\n/).filter((line) => line.trim()).map((line) => `<p>${escape(line)}</p>`).join("");
    const single = /^<p>((?:(?!<\/?p>).)*)<\/p>$/s.exec(blocks);
    document.execCommand("insertHTML", false, single ? single[1] : blocks);
  };
  const askLink = () => {
    const selection = getSelection();
    place.current = selection.rangeCount && box.current.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
    setLinking(true);
  };
  useEffect(() => {
    if (linking) linkField.current.focus();
  }, [linking]);
  const link = (written) => {
    setLinking(false);
    box.current.focus();
    if (place.current) {
      getSelection().removeAllRanges();
      getSelection().addRange(place.current);
    }
    const bare = written.trim();
    if (!bare) return document.execCommand("unlink");
    const address = ADDRESS.test(bare) ? bare : bare.includes("@") && !bare.includes("/") ? `mailto:${bare}` : `https://${bare}`;
    if (!ADDRESS.test(address)) return null;
    if (getSelection().isCollapsed) return document.execCommand("insertHTML", false, `<a href="${escape(address)}">${escape(bare)}</a>`);
    return document.execCommand("createLink", false, address);
  };
  const keys = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      askLink();
    }
  };
  const linkKeys = (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") link(event.target.value);
    else {
      setLinking(false);
      box.current.focus();
    }
  };
  const tool = (drawing, words, command, value, pressed) => createElement("button", {
    type: "button", key: drawing, className: "button button-icon button-ghost button-small has-tip", "aria-label": words, "data-tip": words, "aria-pressed": Boolean(pressed),
    onMouseDown: (event) => event.preventDefault(), onClick: () => (command ? run(command, value) : askLink()),
  }, icon(drawing));

  return createElement("div", { className: "rich-editor" },
    createElement("div", { className: "rich-tools", role: "toolbar", "aria-label": words.tools },
      tool("bold", words.bold, "bold", null, active.bold),
      tool("italic", words.italic, "italic", null, active.italic),
      tool("heading", words.heading, "formatBlock", active.heading ? "<p>" : "<h3>", active.heading),
      tool("list", words.list, "insertUnorderedList", null, active.insertUnorderedList),
      tool("list-ordered", words.numbers, "insertOrderedList", null, active.insertOrderedList),
      tool("quote", words.quote, "formatBlock", "<blockquote>"),
      tool("link", words.link)),
    linking && createElement("div", { className: "rich-link" },
      createElement("input", { ref: linkField, className: "control control-small", type: "text", inputMode: "url", "aria-label": words.address, placeholder: "https://", onKeyDown: linkKeys }),
      createElement("button", { type: "button", className: "button button-secondary button-small", onClick: () => link(linkField.current.value) }, words.set)),
    createElement("div", {
      ref: box, className: "rich rich-box", contentEditable: true, suppressContentEditableWarning: true, role: "textbox", "aria-multiline": true,
      "aria-label": label, "aria-describedby": describedBy || undefined, "aria-invalid": invalid === "true" || undefined, spellCheck: true,
      "data-placeholder": words.placeholder, onInput: copy, onPaste: paste, onDrop: (event) => event.preventDefault(), onKeyDown: keys,
    }),
    createElement("textarea", { ref: field, name, defaultValue: initial, className: "rich-field", tabIndex: -1, "aria-hidden": true }));
}

/** Sanitized rich text. A click on it, but not on a link in it or at the end of a selection, begins to edit. */
export function RichBody({ html, onEdit, className }) {
  return createElement("div", { className: `rich ${className || ""}`, onClick: onEdit ? (event) => begins(event) && onEdit() : undefined, dangerouslySetInnerHTML: { __html: html } });
}

const begins = (event) => !event.target.closest("a, button") && getSelection().isCollapsed;

/** The title of an item; a click begins to edit. */
export function NewsTitle({ title, onEdit }) {
  return createElement("h2", { className: "news-title", onClick: onEdit ? (event) => begins(event) && onEdit() : undefined }, title);
}

/** One picture: chosen, sent to our own route, shown, taken off. The form gets its id. */
export function NewsPicture({ name, initial, words }) {
  const box = useRef(null);
  const field = useRef(null);
  const [id, setId] = useState(initial);
  const [sending, setSending] = useState(null);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    const restored = () => setId(field.current.value);
    field.current.addEventListener("input", restored);
  }, []);
  const settled = (failed) => {
    box.current?.setAttribute("data-uploading", "false");
    box.current?.dispatchEvent(new CustomEvent("leadx:settled", { detail: { failed } }));
  };
  const send = (file) => {
    if (!file) return;
    setProblem("");
    const request = new XMLHttpRequest();
    box.current.setAttribute("data-uploading", "true");
    setSending(0);
    request.open("POST", "/files");
    request.responseType = "json";
    request.setRequestHeader("X-LeadX", "1");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed ? file.name.toWellFormed() : file.name));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && setSending(event.loaded / event.total);
    const ended = (done, text) => {
      setSending(null);
      setProblem(done ? "" : text || words.failed);
      if (done) setId(done);
      setTimeout(() => settled(!done));
    };
    request.onload = () => {
      const answer = request.response || {};
      const fits = request.status >= 200 && request.status < 300 && answer.id;
      ended(fits && answer.has_thumbnail && answer.id, fits ? words.noPicture : answer.detail);
    };
    request.onerror = request.ontimeout = () => ended("", words.failed);
    request.send(file);
  };
  const pick = (event) => {
    send(event.target.files[0]);
    event.target.value = "";
  };
  const button = (label, extra) => createElement("label", { className: "button button-secondary button-small file-button" },
    icon("image"), createElement("span", { className: "button-label" }, label),
    createElement("input", { type: "file", className: "file-input", accept: "image/*", "aria-label": label, onChange: pick, tabIndex: 0, ...extra }));
  return createElement("div", { ref: box, className: "news-picture-edit", role: "group", "aria-label": words.label, "data-uploading": "false" },
    id && createElement("img", { className: "news-picture", src: `/files/${id}/preview`, alt: "" }),
    createElement("div", { className: "news-picture-tools" },
      button(id ? words.change : words.add),
      id && createElement("button", { type: "button", className: "button button-ghost button-small", onClick: () => setId("") }, words.remove),
      sending !== null && createElement("span", { className: "upload-meta figure", role: "status" }, `${Math.round(sending * 100)} %`),
      problem && createElement("span", { className: "field-error", role: "alert" }, problem)),
    createElement("input", { ref: field, type: "hidden", name, value: id, readOnly: true, "data-keep": "", "data-began": initial }));
}

const isChanged = (form) => [...form.elements].some((field) => {
  if (!field.name || field.name === "draft_id" || ["submit", "button"].includes(field.type)) return false;
  if (field.dataset.began !== undefined) return field.value !== field.dataset.began;
  if (field.type === "hidden") return false;
  return field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
});

/** Cancel, also by Escape: at once when nothing was written, else after the question `asks`. Enter leaves the title. */
export function LeaveEditor({ label, asks, onLeave }) {
  const here = useRef(null);
  const ask = useRef(null);
  const tell = useRef(onLeave);
  tell.current = onLeave;
  const leave = () => (isChanged(here.current.form) ? ask.current.click() : tell.current?.());
  useEffect(() => {
    const form = here.current.form;
    const keys = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest(".rich-link")) {
        event.preventDefault();
        event.stopPropagation();
        leave();
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.name === "title" && !event.isComposing) {
        event.preventDefault();
        form.querySelector(".rich-box")?.focus();
      }
    };
    form.addEventListener("keydown", keys);
    form.scrollIntoView({ block: "nearest" });
    if (!form.contains(document.activeElement)) form.querySelector("[name=title]")?.focus();
    return () => form.removeEventListener("keydown", keys);
  }, []);
  return createElement("span", { className: "leave-editor" },
    createElement("button", { ref: here, type: "button", className: "button button-ghost", onClick: leave }, label),
    createElement("button", { ref: ask, type: "button", hidden: true, tabIndex: -1, "data-opens": asks }));
}

/** Forgets the kept text of an item that was saved or thrown away, and finds one that was left behind. */
export function NewsDrafts({ userKey, editing, dropToken, mayWrite, isLoaded, onFound }) {
  const seen = useRef({ dropToken, editing });
  const tell = useRef(onFound);
  tell.current = onFound;
  const prefix = `leadx.draft.${userKey}.news-`;
  useEffect(() => {
    const before = seen.current;
    seen.current = { dropToken, editing };
    if (!before.editing || editing || before.dropToken === dropToken) return;
    try {
      localStorage.removeItem(prefix + before.editing);
    } catch {}
  }, [dropToken, editing, prefix]);
  useEffect(() => {
    if (!userKey || !mayWrite || !isLoaded || editing) return;
    try {
      const key = Object.keys(localStorage).find((one) => one.startsWith(prefix) && !one.startsWith(`${prefix}comment-`));
      if (key) tell.current?.(key.slice(prefix.length));
    } catch {}
  }, [prefix, mayWrite, isLoaded, editing]);
  return null;
}

/** Says which items stood before the reader's eyes for a moment. */
export function SeenReporter({ items, onSeen }) {
  const tell = useRef(onSeen);
  const told = useRef(new Set());
  tell.current = onSeen;
  useEffect(() => {
    const looked = new Map();
    let timer;
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) looked.set(entry.target.dataset.unread, entry.target);
        else looked.delete(entry.target.dataset.unread);
      }
      clearTimeout(timer);
      timer = setTimeout(() => {
        const ids = document.visibilityState === "visible" ? [...looked.keys()].filter((id) => !told.current.has(id)) : [];
        ids.forEach((id) => told.current.add(id));
        if (ids.length) tell.current?.(ids);
      }, 700);
    }, { threshold: 0, rootMargin: "0px 0px -20% 0px" });
    document.querySelectorAll("[data-unread]").forEach((one) => one.dataset.unread && watcher.observe(one));
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
    };
  }, [items]);
  return null;
}
