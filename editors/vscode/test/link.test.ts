import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLink } from '../src/extension/link';

const CODE = 'AbCdEfGhIjKlMnOpQrSt-_';
const cases: [name: string, text: string, expected: ReturnType<typeof readLink>][] = [
  ['an address', 'http://127.0.0.1:7878', { url: 'http://127.0.0.1:7878', proof: '', toADraft: false }],
  ['a pairing link', ` https://c.example.org/#k=${CODE}\n`, { url: 'https://c.example.org', proof: CODE, toADraft: false }],
  [
    'a pairing link of a server behind a path',
    `https://example.org/commits/#k=${CODE}`,
    { url: 'https://example.org/commits', proof: CODE, toADraft: false },
  ],
  [
    'a link to a draft, which lets in browsers only',
    `http://127.0.0.1:7878/d/01890a5d-ac96-774b-bcce-b302099a8057#k=${CODE}`,
    { url: 'http://127.0.0.1:7878', proof: CODE, toADraft: true },
  ],
  ['a code alone', CODE, { url: '', proof: CODE, toADraft: false }],
  [
    'the line of comfort up',
    '{"url":"http://127.0.0.1:7878","token":"secret","pid":1,"ready":true}',
    { url: 'http://127.0.0.1:7878', proof: 'secret', toADraft: false },
  ],
  ['another protocol', 'ftp://127.0.0.1/', undefined],
  ['something else', 'hello', undefined],
  ['a broken line', '{"url":', undefined],
];

for (const [name, text, expected] of cases) {
  test(`${name} is ${expected ? 'understood' : 'not taken'} when pairing`, () => {
    assert.deepEqual(readLink(text), expected);
  });
}
