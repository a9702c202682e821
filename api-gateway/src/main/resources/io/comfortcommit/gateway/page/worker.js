// Filled in by the server, so that every version of the page has a worker of its own.
const CACHE = 'comfort-page-{{version}}';
const FILES = {{files}};
/** The one document of every view. */
const DOCUMENT = '/';
const VIEWS = {{views}};

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([DOCUMENT, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('comfort-page-') && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) {
    return;
  }
  if (FILES.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && (VIEWS.includes(pathname) || pathname.startsWith('/d/'))) {
    event.respondWith(fetch(request).catch(() => caches.match(DOCUMENT).then((kept) => kept ?? Response.error())));
  }
});

self.addEventListener('push', (event) => {
  const { title, body, lang, tag, path, open } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, lang, tag, renotify: true, data: { path }, actions: [{ action: 'open', title: open }] }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(new URL(event.notification.data.path, self.location.origin)));
});

/** In the window that shows it already, or else in a new one. */
async function show(address) {
  if (address.origin !== self.location.origin) {
    return;
  }
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === address.pathname);
  await (there ? there.focus() : self.clients.openWindow(address.href));
}
