import { chosen } from './chosen.js';
import { DRAFT } from './fields.js';
import { GRAPHQL, request } from './request.js';

// The page's script is larger, and has to be read by a slow processor: what it needs first is asked for meanwhile. Where that
// script was here first, it asks by itself.
window.comfortBegun ??= begin();

/**
 * @returns {{code: string|null, paired: Promise<Response|null>|null, draft: {id: string, answer: Promise<Response|null>}|null}}
 *   null in the place of a response where the server could not be reached
 */
function begin() {
  const code = new URLSearchParams(location.hash.slice(1)).get('k');
  if (code) {
    // It is in the fragment, so that only we see it, and is taken out of the address before it is used.
    history.replaceState(null, '', location.pathname + location.search);
  }
  const paired = code && answered(request('/api/sessions', { code }, 'application/json', chosen()));
  const [, id] = location.pathname.match(/^\/d\/([0-9a-f-]{36})$/) ?? [];
  const answer = id && Promise.resolve(paired).then(() => answered(request('/graphql', { query: DRAFT, variables: { id } }, GRAPHQL, chosen())));
  return { code, paired, draft: id ? { id, answer } : null };
}

function answered(response) {
  return response.catch(() => null);
}
