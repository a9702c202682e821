// Reports what Node's test runner did as Surefire does, one suite for each file, so that CI counts it with all the others.

/** @param source events of the test runner */
export default async function* surefire(source) {
  const suites = new Map();
  for await (const { type, data } of source) {
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0) {
      const name = /([^/\\]+?)(\.test)?\.[cm]?[jt]s$/.exec(data.file ?? '')?.[1] ?? 'vscode';
      suites.set(name, [...(suites.get(name) ?? []), { ...data, failed: type === 'test:fail' && data.todo === undefined }]);
    }
  }
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  for (const [name, tests] of suites) {
    const count = (which) => tests.filter(which).length;
    const seconds = tests.reduce((sum, { details }) => sum + details.duration_ms, 0) / 1000;
    yield `<testsuite name="${attribute(name)}" tests="${tests.length}" failures="${count(({ failed }) => failed)}" errors="0"` +
      ` skipped="${count(({ skip }) => skip !== undefined)}" time="${seconds.toFixed(3)}">\n`;
    for (const test of tests) {
      yield `  <testcase name="${attribute(test.name)}" classname="${attribute(name)}" time="${(test.details.duration_ms / 1000).toFixed(3)}">${inside(test)}</testcase>\n`;
    }
    yield '</testsuite>\n';
  }
  yield '</testsuites>\n';
}

function inside({ failed, skip, details }) {
  if (failed) {
    const error = details.error?.cause ?? details.error;
    return `<failure message="${attribute(error?.message ?? error)}">${attribute(error?.stack ?? '')}</failure>`;
  }
  return skip === undefined ? '' : `<skipped message="${attribute(skip)}"/>`;
}

function attribute(text) {
  // Terminal colours and other controls are not allowed in XML.
  return String(text)
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, '')
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
