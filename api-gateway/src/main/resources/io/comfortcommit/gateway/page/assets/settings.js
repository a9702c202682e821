import { beginKakao, disconnectKakao, findPreferences, findRepositories, finishKakao, savePreferences } from './api.js';
import { choices } from './choices.js';
import { announce, el, fill, warning } from './dom.js';
import { drafting } from './drafting.js';
import { count, language, reason, t } from './language.js';
import { members } from './members.js';
import { canPush, isPushed, pushHere, stopPush } from './push.js';

/** In the order in which they are tried where nobody chose another. */
const CHANNELS = ['SLACK', 'WEB_PUSH', 'KAKAO', 'EMAIL', 'SLACK_WEBHOOK'];
const DIGESTS = [0, 2, 3, 5, 10, 20];
/** Where somebody wants some quiet and has not said yet when. */
const NIGHT = { from: '22:00', to: '07:00' };

/**
 * How this browser looks, and how its user is told of drafts. What is chosen holds at once. Returns the function that ends it.
 *
 * @param {(language: string) => void} speak shows the page in a language
 */
export async function settings(main, speak) {
  const told = el('section', { class: 'card settings', 'aria-labelledby': 'told-title' });
  const found = await findPreferences().catch((failure) => {
    if (failure.code !== 'FORBIDDEN') {
      throw failure;
    }
    return null; // a device that may not know
  });
  const repositories = findRepositories();
  const [messages, others] = await Promise.all([drafting(repositories), members(repositories)]);
  fill(
    main,
    el('h1', { class: 'page-title' }, t('settings.title')),
    el('div', { class: 'home' }, looks(speak), found && told, messages, others, document.body.dataset.graphiql === 'true' && developers()),
  );
  document.title = t('title.settings');
  if (found) {
    const view = new Told(told, found.preferences, found.push.key, found.push.on && (await isPushed(found.push.key)), found.kakao);
    view.show();
    await view.comeBack();
  }
  return () => {};
}

function looks(speak) {
  return el(
    'section',
    { class: 'card settings', 'aria-labelledby': 'looks-title' },
    el('h2', { id: 'looks-title' }, t('settings.looks')),
    choices('speak', t('settings.language'), ['ko', 'en'].map((one) => [one, t(`language.${one}`), one]), language(), speak),
    choices(
      'theme',
      t('settings.theme'),
      ['system', 'light', 'dark'].map((theme) => [theme, t(`theme.${theme}`)]),
      window.comfortTheme.chosen,
      (theme) => window.comfortTheme.choose(theme),
    ),
    el('p', { class: 'quiet' }, t('settings.here')),
  );
}

function developers() {
  return el(
    'section',
    { class: 'card settings', 'aria-labelledby': 'developers-title' },
    el('h2', { id: 'developers-title' }, t('settings.developers')),
    el('p', {}, el('a', { class: 'button secondary', id: 'graphiql', href: '/graphiql' }, t('settings.graphiql'))),
    el('p', { class: 'quiet' }, t('settings.graphiql-hint')),
  );
}

/** How somebody is told; saved one change after the other. */
class Told {
  constructor(element, preferences, key, pushed, kakao) {
    this.element = element;
    this.key = key;
    this.pushed = pushed;
    this.kakao = kakao;
    this.kept = preferences;
    this.wanted = preferences;
    this.saving = Promise.resolve();
    this.notice = el('div', { class: 'notices' });
  }

  show() {
    const { channels, language: spoken, quiet, digestFrom, slackUser, email } = this.wanted;
    const focused = document.activeElement?.id;
    fill(
      this.element,
      el('h2', { id: 'told-title' }, t('settings.told')),
      this.notice,
      el(
        'fieldset',
        { class: 'channels' },
        el('legend', { class: 'label' }, t('settings.channels')),
        el('p', { class: 'quiet' }, t('settings.channels-why')),
        el('ol', {}, [...channels, ...CHANNELS.filter((channel) => !channels.includes(channel))].map((channel, place) => this.channel(channel, place))),
      ),
      this.here(),
      this.kakao.available && this.talk(),
      this.field(
        'slack-user',
        t('settings.slack-user'),
        el('input', {
          id: 'slack-user',
          type: 'text',
          value: slackUser ?? '',
          maxlength: 21,
          pattern: '[UW][A-Z0-9]{2,20}',
          placeholder: 'U012AB3CD',
          autocomplete: 'off',
          autocapitalize: 'characters',
          spellcheck: 'false',
          'aria-describedby': 'slack-user-hint',
          on: { change: ({ target }) => target.reportValidity() && this.change({ slackUser: target.value.trim() || null }) },
        }),
        t('settings.slack-user-hint'),
      ),
      this.field(
        'email',
        t('settings.email'),
        el('input', {
          id: 'email',
          type: 'email',
          value: email ?? '',
          maxlength: 254,
          autocomplete: 'email',
          'aria-describedby': 'email-hint',
          on: { change: ({ target }) => target.reportValidity() && this.change({ email: target.value.trim() || null }) },
        }),
        t('settings.email-hint'),
      ),
      choices('told-language', t('settings.told-language'), ['ko', 'en'].map((one) => [one, t(`language.${one}`), one]), spoken, (next) => this.change({ language: next })),
      this.field(
        'digest',
        t('settings.digest'),
        el(
          'select',
          { id: 'digest', 'aria-describedby': 'digest-hint', on: { change: ({ target }) => this.change({ digestFrom: Number(target.value) }) } },
          [...new Set([...DIGESTS, digestFrom])]
            .sort((one, other) => one - other)
            .map((from) => el('option', { value: from, selected: from === digestFrom }, from === 0 ? t('settings.digest-never') : count('settings.digest-from', from))),
        ),
        t('settings.digest-hint'),
      ),
      el(
        'label',
        { class: 'switch' },
        el('input', { id: 'quiet', type: 'checkbox', role: 'switch', checked: quiet !== null, on: { change: ({ target }) => this.change({ quiet: target.checked ? { ...NIGHT, zone: ownZone() } : null }) } }),
        el('span', {}, t('settings.quiet')),
      ),
      quiet && this.hours(quiet),
    );
    document.getElementById(focused)?.focus();
  }

  channel(channel, place) {
    const { channels } = this.wanted;
    const name = t(`channel.${channel}`);
    const wanted = channels.includes(channel);
    return el(
      'li',
      {},
      el(
        'label',
        { class: 'switch' },
        el('input', {
          id: `channel-${channel}`,
          type: 'checkbox',
          role: 'switch',
          checked: wanted,
          on: { change: ({ target }) => this.change({ channels: target.checked ? [...channels, channel] : channels.filter((one) => one !== channel) }) },
        }),
        el('span', {}, name),
      ),
      wanted &&
        place > 0 &&
        el('button', { type: 'button', class: 'up', 'aria-label': t('settings.earlier', { name }), on: { click: () => this.change({ channels: earlier(channels, place) }) } }, '↑'),
    );
  }

  /** Whether this browser is one of those that Web Push goes to. */
  here() {
    return el(
      'div',
      { class: 'field' },
      el(
        'label',
        { class: 'switch' },
        el('input', { id: 'push', type: 'checkbox', role: 'switch', checked: this.pushed, disabled: !canPush(), 'aria-describedby': 'push-hint', on: { change: ({ target }) => this.push(target.checked) } }),
        el('span', {}, t('settings.push')),
      ),
      el('p', { id: 'push-hint', class: 'quiet' }, t(canPush() ? 'settings.push-hint' : 'settings.push-cannot')),
    );
  }

  talk() {
    const { connected } = this.kakao;
    return el(
      'div',
      { class: 'field' },
      el('p', { class: 'label' }, t(connected ? 'settings.kakao-on' : 'settings.kakao')),
      el('button', { type: 'button', class: 'button secondary', id: 'kakao', 'aria-describedby': 'kakao-hint', on: { click: () => (connected ? this.disconnect() : this.leave()) } }, t(connected ? 'settings.kakao-disconnect' : 'settings.kakao-connect')),
      el('p', { id: 'kakao-hint', class: 'quiet' }, t('settings.kakao-hint')),
    );
  }

  async leave() {
    try {
      location.assign(await beginKakao());
    } catch (failure) {
      fill(this.notice, warning(reason(failure, 'settings.offline')));
    }
  }

  async disconnect() {
    try {
      this.kakao = await disconnectKakao();
      fill(this.notice);
      announce(t('settings.saved'));
      this.show();
    } catch (failure) {
      fill(this.notice, warning(reason(failure, 'settings.offline')));
    }
  }

  /** From Kakao, with a code or with a no. */
  async comeBack() {
    const answer = new URLSearchParams(location.search);
    if (!answer.has('state')) {
      return;
    }
    history.replaceState(history.state, '', location.pathname); // good once, and nobody else's
    if (!answer.has('code')) {
      fill(this.notice, warning(t('settings.kakao-no')));
      return;
    }
    try {
      this.kakao = await finishKakao({ code: answer.get('code'), state: answer.get('state') });
      const { channels } = this.wanted;
      if (!channels.includes('KAKAO')) {
        this.change({ channels: [...channels, 'KAKAO'] });
      }
      announce(t('settings.saved'));
      this.show();
    } catch (failure) {
      fill(this.notice, warning(reason(failure, 'settings.offline')));
    }
  }

  async push(on) {
    try {
      await (on ? pushHere(this.key) : stopPush());
      this.pushed = on;
      fill(this.notice);
      announce(t('settings.saved'));
      const { channels } = this.wanted;
      if (on && !channels.includes('WEB_PUSH')) {
        this.change({ channels: [...channels, 'WEB_PUSH'] });
      }
    } catch (failure) {
      fill(this.notice, warning(failure.name === 'NotAllowedError' ? t('settings.push-denied') : failure.name === 'AbortError' ? t('settings.push-no-service') : reason(failure, 'settings.offline')));
    }
    this.show();
  }

  hours(quiet) {
    const time = (end) =>
      el('input', {
        id: `quiet-${end}`,
        type: 'time',
        required: true,
        value: quiet[end],
        on: { change: ({ target }) => target.value && this.change({ quiet: { ...this.wanted.quiet, [end]: target.value } }) },
      });
    return el(
      'div',
      { class: 'hours' },
      this.field('quiet-from', t('settings.quiet-from'), time('from')),
      this.field('quiet-to', t('settings.quiet-to'), time('to')),
      this.field(
        'quiet-zone',
        t('settings.quiet-zone'),
        el(
          'select',
          { id: 'quiet-zone', on: { change: ({ target }) => this.change({ quiet: { ...this.wanted.quiet, zone: target.value } }) } },
          [...new Set([quiet.zone, ownZone(), ...(Intl.supportedValuesOf?.('timeZone') ?? [])])].map((zone) => el('option', { value: zone, selected: zone === quiet.zone }, zone)),
        ),
      ),
    );
  }

  field(id, label, input, hint) {
    return el('div', { class: 'field' }, el('label', { for: id, class: 'label' }, label), input, hint && el('p', { id: `${id}-hint`, class: 'quiet' }, hint));
  }

  /** Shown at once, and taken back where the server does not want it. */
  change(part) {
    this.wanted = { ...this.wanted, ...part };
    this.show();
    this.saving = this.saving.then(async () => {
      const { wanted } = this;
      try {
        this.kept = await savePreferences(wanted);
        fill(this.notice);
        announce(t('settings.saved'));
      } catch (failure) {
        if (this.wanted === wanted) {
          this.wanted = this.kept;
          this.show();
        }
        fill(this.notice, warning(reason(failure, 'settings.offline')));
      }
    });
  }
}

function earlier(channels, place) {
  const next = [...channels];
  next.splice(place - 1, 0, ...next.splice(place, 1));
  return next;
}

function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
