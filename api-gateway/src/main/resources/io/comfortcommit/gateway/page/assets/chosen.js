export const KEPT = 'comfort.language';

/** The language that was chosen here, else the document's: `ko` or `en`. */
export function chosen() {
  try {
    const kept = localStorage.getItem(KEPT);
    if (kept === 'ko' || kept === 'en') {
      return kept;
    }
  } catch {
    // not allowed to look: the browser's language decides
  }
  return ofDocument();
}

/** The server chose it by Accept-Language, which is the browser's own list of languages. */
export function ofDocument() {
  return document.documentElement.lang === 'ko' ? 'ko' : 'en';
}
