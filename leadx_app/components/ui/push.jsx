import { createElement, useEffect, useId, useState } from "react";

const WORKER = "/service-worker.js";
const canPush = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function subscription() {
  const worker = await navigator.serviceWorker.getRegistration("/");
  return worker ? worker.pushManager.getSubscription() : null;
}

/** Waits until a worker that was registered just now runs. */
const registered = async () => {
  await navigator.serviceWorker.register(WORKER, { scope: "/" });
  return navigator.serviceWorker.ready;
};

/** A fresh subscription: an old one may be another person's, who used this device before. */
async function subscribe(serverKey) {
  const worker = await registered();
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  return (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(serverKey) })).toJSON();
}

/** Off until the browser and the server agree that it is on. */
export function PushSwitch({ isOn, serverKey, label, hints, onLook, onSubscribe, onUnsubscribe }) {
  const id = useId();
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!canPush()) return setTrouble("unsupported");
    if (Notification.permission === "denied") return setTrouble("blocked");
    if (serverKey) subscription().then((found) => found && onLook(found.endpoint)).catch(() => {});
  }, [serverKey]);
  const turnOn = async () => {
    if ((await Notification.requestPermission()) !== "granted") return setTrouble(Notification.permission === "denied" ? "blocked" : "");
    const device = await subscribe(serverKey);
    onSubscribe(device.endpoint, device.keys.p256dh, device.keys.auth);
  };
  const turnOff = async () => {
    const device = await subscription();
    if (!device) return;
    onUnsubscribe(device.endpoint);
    await device.unsubscribe();
  };
  const toggle = async () => {
    setBusy(true);
    setTrouble("");
    try {
      await (isOn ? turnOff() : turnOn());
    } catch {
      setTrouble("failed");
    }
    setBusy(false);
  };
  const state = trouble || (isOn ? "on" : "off");
  const useless = trouble === "unsupported" || trouble === "blocked";
  return createElement("label", { className: "tick tick-switch" },
    createElement("input", {
      id, type: "checkbox", role: "switch", className: "switch", checked: isOn && !useless, disabled: useless || busy || !serverKey,
      onChange: toggle, "aria-describedby": `${id}-hint`, "data-state": state,
    }),
    createElement("span", { className: "tick-words" }, label,
      createElement("span", { className: "field-hint", id: `${id}-hint`, role: "status" }, hints[state])));
}
