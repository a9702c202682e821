/** Characters of a subject that every tool shows whole. */
export const SUBJECT_LIMIT = 72;
/** Characters that the server takes. */
export const MESSAGE_LIMIT = 20_000;

/**
 * What is to be said about a message.
 *
 * @returns {{length: number, hints: {key: string, blocks: boolean}[]}} length of the subject, in characters as people count
 */
export function check(message) {
  const clean = message.replaceAll('\r\n', '\n').trim();
  const [subject = '', second = ''] = clean.split('\n');
  const length = characters(subject);
  const hints = [];
  if (clean === '') {
    hints.push({ key: 'hint.empty', blocks: true });
  }
  if (clean.length > MESSAGE_LIMIT) {
    hints.push({ key: 'hint.message-too-long', blocks: true });
  }
  if (length > SUBJECT_LIMIT) {
    hints.push({ key: 'hint.subject-too-long', blocks: false });
  }
  if (second.trim() !== '') {
    hints.push({ key: 'hint.blank-line', blocks: false });
  }
  return { length, hints };
}

function characters(text) {
  return Intl.Segmenter ? [...new Intl.Segmenter().segment(text)].length : [...text].length;
}
