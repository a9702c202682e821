import { events, send } from './api.js';
import { beginToSpeak, t } from './language.js';

const { GraphiQL, React, ReactDOM } = window;
const main = document.getElementById('content');

// What it makes of the descriptions in our own schema is markup. Code and addresses of scripts are refused as everywhere.
window.trustedTypes?.createPolicy('default', { createHTML: (markup) => markup });
giveStylesTheirNonce(document.getElementById('explorer').nonce);

const [answer] = await Promise.all([send('/graphql', { query: '{ __typename }' }, 'application/json').catch(() => null), beginToSpeak()]);
if (answer?.status === 401) {
  location.replace('/'); // where it is said how one is let in
} else {
  show();
}

function show() {
  const back = React.createElement('a', { href: '/settings', className: 'graphiql-logo-link' }, t('explorer.back'));
  ReactDOM.createRoot(main).render(
    React.createElement(
      GraphiQL,
      {
        fetcher,
        isHeadersEditorEnabled: false, // ours go with each request
        defaultQuery: `# ${t('explorer.query')}\n{\n  drafts(first: 5) {\n    edges {\n      node {\n        id\n        subject\n        status\n      }\n    }\n  }\n}\n`,
      },
      React.createElement(GraphiQL.Logo, null, back),
    ),
  );
}

/** By the session, as the rest of the page asks, which is renewed where it is over. */
async function fetcher(request) {
  return isSubscription(request) ? followed(request) : (await send('/graphql', request, 'application/json')).json();
}

/** Read from what is sent: the document that GraphiQL hands along is a moment older than what was just pasted. */
function isSubscription({ query, operationName }) {
  const { getOperationAST, parse } = GraphiQL.GraphQL;
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false; // the answer says what is wrong with it
  }
}

/** Answers as they come, until somebody stops it. */
async function followed(request) {
  const end = new AbortController();
  const response = await send('/graphql', request, 'text/event-stream', end.signal);
  if (!response.ok) {
    return response.json();
  }
  const answers = untilStopped(response.body, end.signal);
  const iterator = {
    next: () => answers.next(),
    return: () => {
      end.abort(); // a generator that waits for an answer can't be told otherwise
      return answers.return();
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

async function* untilStopped(body, signal) {
  try {
    yield* events(body);
  } catch (failure) {
    if (!signal.aborted) {
      throw failure;
    }
  }
}

/** What a dialog adds so that nothing scrolls behind it; its library reads a nonce only where it was built with one. */
function giveStylesTheirNonce(nonce) {
  const create = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const element = create(name, options);
    if (name === 'style') {
      element.nonce = nonce;
    }
    return element;
  };
}
