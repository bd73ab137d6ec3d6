// Shows what is pushed to this device. It keeps nothing and answers no request, so that pages are always the server's.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const said = (event) => {
  try {
    return event.data.json();
  } catch {
    return {};
  }
};

self.addEventListener("push", (event) => {
  const note = said(event);
  if (!note.title) return;
  event.waitUntil(
    self.registration.showNotification(note.title, {
      body: note.text || "", tag: note.tag, icon: "/icons/leadx-192.png", badge: "/icons/leadx-192.png", data: { page: note.page },
    }));
});

const open = async (page) => {
  const own = typeof page === "string" && /^\/[a-z0-9/?=-]*$/.test(page) && !page.startsWith("//") ? page : "/";
  const [tab] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!tab) return self.clients.openWindow(own);
  await tab.focus();
  return tab.navigate(own).catch(() => self.clients.openWindow(own));
};

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.page));
});
