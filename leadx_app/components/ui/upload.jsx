import { createElement, useEffect, useRef, useState } from "react";

const AT_ONCE = 2;
// The file itself is refused: to send it again changes nothing.
const REFUSED = [413, 415, 422];
const icon = (name, small) => createElement("span", { className: `icon icon-${name}${small ? " icon-is-small" : ""}`, "aria-hidden": true });

function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let at = 0;
  while (bytes >= 1000 && at < units.length - 1) {
    bytes /= 1000;
    at += 1;
  }
  return `${at && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${units[at]}`;
}

let counter = 0;

/** Rows are kept in a ref (the transfers write to it) and copied to state to be drawn. */
export function FileUpload({ name, to, leadId, maxBytes, keep, words, onUploaded, onRemoved }) {
  const box = useRef(null);
  const rows = useRef([]);
  const transfers = useRef(new Map());
  const tell = useRef({});
  tell.current = { onUploaded, onRemoved, to, leadId, keep, words };
  const [shown, draw] = useState([]);
  const [over, setOver] = useState(false);

  const keptKey = () => {
    const form = box.current?.closest("form[data-kept]");
    return form && !tell.current.leadId ? `${form.dataset.kept}.files` : null;
  };
  const refresh = () => {
    draw([...rows.current]);
    const key = keptKey();
    if (!key) return;
    const done = rows.current.filter((row) => row.id).map(({ id, name, size, thumbnail }) => ({ id, name, size, thumbnail }));
    try {
      if (done.length) localStorage.setItem(key, JSON.stringify(done));
      else localStorage.removeItem(key);
    } catch {}
  };
  const isBusy = (list) => list.some((row) => row.state === "waiting" || row.state === "sending");
  const begun = () => {
    if (isBusy(rows.current)) box.current?.setAttribute("data-uploading", "true");
  };
  // Said only once the ids stand in the form's field: it reads them as soon as it hears this.
  useEffect(() => {
    if (isBusy(rows.current) || isBusy(shown)) return;
    box.current?.setAttribute("data-uploading", "false");
    box.current?.dispatchEvent(new CustomEvent("leadx:settled", { detail: { failed: shown.some((row) => row.state === "failed") } }));
  }, [shown]);
  const change = (key, values) => {
    rows.current = rows.current.map((row) => (row.key === key ? { ...row, ...values } : row));
    refresh();
  };

  const send = (row) => {
    const request = new XMLHttpRequest();
    transfers.current.set(row.key, request);
    change(row.key, { state: "sending", sent: 0, error: "" });
    request.open("POST", tell.current.to || "/files");
    request.responseType = "json";
    request.setRequestHeader("X-LeadX", "1");
    request.setRequestHeader("X-File-Name", encodeURIComponent(row.name.toWellFormed ? row.name.toWellFormed() : row.name));
    request.setRequestHeader("Content-Type", row.file.type || "application/octet-stream");
    const draftId = box.current?.closest("form")?.elements.namedItem("draft_id")?.value;
    if (tell.current.leadId) request.setRequestHeader("X-Lead-Id", tell.current.leadId);
    else if (draftId) request.setRequestHeader("X-Draft-Id", draftId);
    request.upload.onprogress = (event) => event.lengthComputable && change(row.key, { sent: event.loaded / event.total });
    const ended = (values) => {
      transfers.current.delete(row.key);
      change(row.key, values);
      next();
    };
    request.onload = () => {
      const answer = request.response || {};
      if (request.status >= 200 && request.status < 300 && answer.id) {
        const done = { state: "done", id: answer.id, name: answer.name || row.name, size: answer.size ?? row.size, thumbnail: Boolean(answer.has_thumbnail), file: null };
        if (!tell.current.keep) rows.current = rows.current.filter((one) => one.key !== row.key);
        ended(done);
        tell.current.onUploaded?.(answer.id, done.name);
      } else {
        ended({ state: "failed", error: answer.detail || tell.current.words.failed, final: REFUSED.includes(request.status) });
      }
    };
    request.onerror = request.ontimeout = () => ended({ state: "failed", error: tell.current.words.failed });
    request.send(row.file);
  };

  const next = () => {
    for (const row of rows.current) {
      if (transfers.current.size >= AT_ONCE) break;
      if (row.state === "waiting") send(row);
    }
    begun();
  };

  const add = (files) => {
    for (const file of files) {
      const tooLarge = maxBytes > 0 && file.size > maxBytes;
      rows.current = [...rows.current, {
        key: (counter += 1), file, name: file.name, size: file.size, sent: 0, id: "", thumbnail: false,
        state: tooLarge ? "failed" : "waiting", error: tooLarge ? words.tooLarge : "", final: tooLarge,
      }];
    }
    refresh();
    next();
  };
  const pick = (event) => {
    add([...event.target.files]);
    event.target.value = "";
  };
  const drop = (row) => {
    transfers.current.get(row.key)?.abort();
    transfers.current.delete(row.key);
    rows.current = rows.current.filter((one) => one.key !== row.key);
    refresh();
    if (row.id) tell.current.onRemoved?.(row.id);
    next();
    box.current?.querySelector("input[type=file]")?.focus();
  };

  useEffect(() => {
    const key = keptKey();
    if (key) {
      try {
        const kept = JSON.parse(localStorage.getItem(key)) || [];
        rows.current = kept.map((row) => ({ ...row, key: (counter += 1), state: "done", sent: 1, error: "" }));
        draw(rows.current);
      } catch {}
    }
    const form = box.current.closest("form");
    const clear = () => {
      transfers.current.forEach((request) => request.abort());
      transfers.current.clear();
      rows.current = [];
      refresh();
    };
    form?.addEventListener("reset", clear);
    return () => {
      form?.removeEventListener("reset", clear);
      transfers.current.forEach((request) => request.abort());
    };
  }, []);

  const field = (label, drawing, extra, className) => createElement("label", { className: `button button-secondary file-button ${className}` },
    icon(drawing), createElement("span", { className: "button-label" }, label),
    createElement("input", { type: "file", className: "file-input", "aria-label": label, onChange: pick, tabIndex: 0, ...extra }));

  const line = (row) => createElement("li", { key: row.key, className: `upload-file${row.state === "failed" ? " is-failed" : ""}` },
    row.thumbnail
      ? createElement("img", { className: "upload-picture", src: `/files/${row.id}/thumbnail`, alt: "", loading: "lazy" })
      : icon(row.state === "failed" ? "circle-alert" : "file"),
    createElement("span", { className: "upload-words" },
      createElement("span", { className: "upload-name", title: row.name }, row.name),
      createElement("span", { className: "upload-meta figure", role: row.state === "failed" ? "alert" : undefined },
        row.state === "failed" ? row.error : row.state === "sending" ? `${Math.round(row.sent * 100)} %` : size(row.size))),
    createElement("span", { className: "upload-tools" },
      row.state === "failed" && !row.final && createElement("button", { type: "button", className: "button button-ghost button-small", "aria-label": `${words.retry}: ${row.name}`, onClick: () => { change(row.key, { state: "waiting", error: "" }); next(); } }, words.retry),
      createElement("button", { type: "button", className: "button button-ghost button-icon button-small", "aria-label": `${words.remove}: ${row.name}`, onClick: () => drop(row) }, icon("x", true))),
    row.state === "sending" && createElement("span", { className: "upload-bar", role: "progressbar", "aria-label": row.name, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(row.sent * 100), style: { transform: `scaleX(${row.sent})` } }));

  const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  return createElement("div", {
    ref: box, className: "upload", role: "group", "aria-label": words.label, "data-uploading": "false",
    onDragOver: (event) => { if (hasFiles(event)) { event.preventDefault(); setOver(true); } },
    onDragLeave: (event) => !event.currentTarget.contains(event.relatedTarget) && setOver(false),
    onDrop: (event) => { if (hasFiles(event)) { event.preventDefault(); setOver(false); add([...event.dataTransfer.files]); } },
  },
  createElement("div", { className: `upload-zone${over ? " is-over" : ""}` },
    field(words.browse, "paperclip", { multiple: true }, ""),
    words.capture && field(words.capture, "camera", { accept: "image/*", capture: "environment" }, "upload-camera"),
    createElement("span", { className: "upload-hint" }, over ? words.drop : words.hint)),
  shown.length > 0 && createElement("ul", { className: "upload-list" }, shown.map(line)),
  createElement("input", { type: "hidden", name, value: shown.filter((row) => row.id).map((row) => row.id).join(","), readOnly: true }));
}
