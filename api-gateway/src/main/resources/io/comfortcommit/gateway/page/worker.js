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

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribeAnew());
});

/** The push service reaches this browser elsewhere from now on: the server is told, for whoever is let in here. */
async function subscribeAnew() {
  const { key } = (await graphql('{ webPush { key } }')).webPush;
  const made = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  try {
    const input = { endpoint, p256dh: keys.p256dh, auth: keys.auth };
    await graphql('mutation($input: SubscribeWebPushInput!) { subscribeWebPush(input: $input) { on } }', { input });
  } catch (failure) {
    await made.unsubscribe(); // the settings show it as off
    throw failure;
  }
}

async function graphql(query, variables = {}) {
  const asked = () => ask('/graphql', { query, variables });
  let response = await asked();
  if (response.status === 401) {
    response = await navigator.locks.request('comfort-session', () => renewedFor(asked));
  }
  const { data, errors } = response.ok ? await response.json() : {};
  if (!data || errors?.length) {
    throw new Error(`refused (${response.status})`);
  }
  return data;
}

/** In milliseconds, as for pages. */
const ANSWERED_WITHIN = 5_000;

/**
 * What renews a session is good once, and a page may have been left before its answer came: if it comes, the browser has
 * another session.
 */
async function renewedFor(asked) {
  for (const begun = Date.now(); Date.now() - begun < ANSWERED_WITHIN; await new Promise((done) => setTimeout(done, 500))) {
    const response = await asked();
    if (response.status !== 401) {
      return response;
    }
  }
  await ask('/api/sessions/renewals', {});
  return asked();
}

function ask(path, body) {
  return fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'comfort-client': 'page/1' },
    body: JSON.stringify(body),
  });
}

/** In the window that shows it already, or else in a new one. */
async function show(address) {
  if (address.origin !== self.location.origin) {
    return;
  }
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === address.pathname);
  await (there ? there.focus() : self.clients.openWindow(address.href));
}
