export const GRAPHQL = 'application/graphql-response+json, application/json';

/**
 * Sends a request by the session; rejected where the server can't be reached.
 *
 * @param {string} language of what the server says
 * @param {RequestInit} [more]
 */
export function request(path, body, accept, language, more = {}) {
  return fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'Content-Type': 'application/json',
      Accept: accept,
      'Accept-Language': language,
      'comfort-client': 'page/1',
    },
    body: JSON.stringify(body),
    ...more,
  });
}
