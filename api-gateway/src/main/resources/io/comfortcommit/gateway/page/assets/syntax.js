/** What is coloured: enough to read a change by, told by the words of a line alone. */
const WORDS =
  'abstract and as async await break case catch class const continue def default defer del do elif else end enum export extends extension ' +
  'final finally fn for from func function go if impl implements import in instanceof interface is let match module mut new not null object of ' +
  'or override package pass private protected pub public raise record return sealed self static struct super switch this throw throws trait try ' +
  'type typeof use using val var void when where while with yield true false True False None nil';
const KEYWORDS = new Set(WORDS.split(' '));
const SLASHES = 'java kt kts js mjs cjs ts tsx jsx go rs c h cc cpp hpp cs swift scala php css scss proto gradle groovy dart'.split(' ');
const HASHES = 'py rb sh bash yml yaml toml properties tf mk pl'.split(' ');
/** Characters; longer lines were written by no hand. */
const LONGEST = 500;

const TEXT = String.raw`(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|${'`'}(?:\\.|[^${'`'}\\])*${'`'})`;
const REST = String.raw`(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_$][\w$]*)`;
const SLASHED = new RegExp(String.raw`${TEXT}|(?<comment>\/\/.*|\/\*.*?(?:\*\/|$)|^\s*\*(?:[\s/].*|$))|${REST}`, 'g');
const HASHED = new RegExp(String.raw`${TEXT}|(?<comment>(?:^|(?<=\s))#.*)|${REST}`, 'g');

/**
 * The pieces of a line of code, in its order; together they are the line.
 *
 * @param {string} path whose ending says what is a comment there; of other files nothing is told apart
 * @returns {{kind: 'string'|'comment'|'number'|'keyword'|null, text: string}[]}
 */
export function pieces(path, line) {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  const grammar = SLASHES.includes(ending) ? SLASHED : HASHES.includes(ending) ? HASHED : null;
  if (grammar === null || line.length > LONGEST) {
    return [{ kind: null, text: line }];
  }
  const found = [];
  let done = 0;
  for (const { 0: text, index, groups } of line.matchAll(grammar)) {
    const kind = groups.word ? (KEYWORDS.has(text) ? 'keyword' : null) : ['string', 'comment', 'number'].find((one) => groups[one] !== undefined);
    if (kind !== null) {
      found.push({ kind: null, text: line.slice(done, index) }, { kind, text });
      done = index + text.length;
    }
  }
  found.push({ kind: null, text: line.slice(done) });
  return found.filter(({ text }) => text !== '');
}
