const NAME = 'comfort-kept';

/**
 * What the server says, and what it said last where it can't be reached.
 *
 * @param {string} key such as `draft/<id>`
 * @param {() => Promise<object|null>} ask
 */
export async function keeping(key, ask) {
  try {
    const found = await ask();
    await remember(key, found);
    return found;
  } catch (failure) {
    const kept = failure.code === 'OFFLINE' ? await recall(key) : null;
    if (kept === null) {
      throw failure;
    }
    return kept;
  }
}

/** @param {object|null} value null forgets it */
export async function remember(key, value) {
  await using((cache) => (value === null ? cache.delete(address(key)) : cache.put(address(key), new Response(JSON.stringify(value)))));
}

/** Forgets all drafts but these, and what was decided about others. */
export async function keepOnly(ids) {
  await using(async (cache) => {
    const gone = (await cache.keys()).filter(({ url }) => {
      const [, kind, id] = new URL(url).pathname.match(/^\/kept\/(draft|diff|ended)\/(.+)$/) ?? [];
      return kind !== undefined && !ids.includes(decodeURIComponent(id));
    });
    await Promise.all(gone.map((request) => cache.delete(request)));
  });
}

/** For a browser that is not let in any more. */
export async function forgetAll() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith('graphiql:')) // what was asked there
    .forEach((key) => localStorage.removeItem(key));
  await globalThis.caches?.delete(NAME).catch(() => {});
}

/** @returns {Promise<object|null>} null where there is nothing */
export async function recall(key) {
  const kept = await using((cache) => cache.match(address(key)));
  return kept ? kept.json() : null;
}

/** Without a place to keep things in (no TLS, a full disk) the page works as long as the server can be reached. */
async function using(work) {
  try {
    return globalThis.caches ? await work(await caches.open(NAME)) : null;
  } catch {
    return null;
  }
}

function address(key) {
  return `/kept/${key.split('/').map(encodeURIComponent).join('/')}`;
}
