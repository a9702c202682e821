import { addMember, findMembers, removeMember } from './api.js';
import { really } from './dialog.js';
import { announce, breakable, el, fill, warning } from './dom.js';
import { date, parts, reason, t } from './language.js';

/** Who else sees what is drafted for the caller's repositories; null for a device that may not know. */
export async function members(repositories) {
  try {
    return shown(await repositories);
  } catch (failure) {
    // What else is on the page does not need them.
    return failure.code === 'FORBIDDEN' ? null : card(warning(reason(failure)));
  }
}

function shown({ me, repositories }) {
  return card(
    el('p', { class: 'quiet' }, t('members.why')),
    repositories.length === 0 ? el('p', {}, t('members.no-repositories')) : repositories.map(repository),
    el('p', { class: 'quiet' }, parts('members.me', { id: el('code', { id: 'own-id' }, me.id) })),
  );
}

function card(...content) {
  return el('section', { class: 'card settings', 'aria-labelledby': 'members-title' }, el('h2', { id: 'members-title' }, t('members.title')), ...content);
}

/** Asked for once it is opened. */
function repository({ id, remote }) {
  const box = el('div', { class: 'members' });
  const notice = el('div', { class: 'notices' });
  const list = el('ul');
  const person = el('input', { id: `member-of-${id}`, type: 'text', required: true, maxlength: 254, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  const form = el(
    'form',
    { class: 'field', on: { submit: add } },
    el('label', { for: person.id, class: 'label' }, t('members.person')),
    person,
    el('button', { type: 'submit', class: 'button secondary' }, t('members.add')),
  );
  return el('details', { class: 'repository', on: { toggle: open } }, el('summary', {}, breakable(remote)), box);

  async function open({ target }) {
    if (!target.open) {
      return;
    }
    try {
      show(await findMembers(id));
      fill(box, notice, list, form);
    } catch (failure) {
      fill(box, warning(reason(failure)));
    }
  }

  function show(now) {
    fill(
      list,
      now.length === 0
        ? el('li', { class: 'quiet' }, t('members.none'))
        : now.map(({ user, addedAt }) =>
            el(
              'li',
              { class: 'member' },
              el('code', {}, user),
              el('span', { class: 'quiet' }, t('members.since', { date: date(addedAt) })),
              el('button', { type: 'button', class: 'button secondary', 'aria-label': t('members.remove-long', { user }), on: { click: () => remove(user) } }, t('members.remove')),
            ),
          ),
    );
  }

  async function add(event) {
    event.preventDefault();
    await change(() => addMember({ repositoryId: id, person: person.value.trim() }), 'members.added');
    if (!notice.firstChild) {
      person.value = '';
    }
  }

  async function remove(user) {
    if (await really({ title: t('members.really'), why: t('members.really-why'), yes: t('members.remove') })) {
      await change(() => removeMember({ repositoryId: id, person: user }), 'members.removed');
      person.focus();
    }
  }

  async function change(asked, done) {
    try {
      show(await asked());
      fill(notice);
      announce(t(done));
    } catch (failure) {
      fill(notice, warning(reason(failure, 'settings.offline')));
    }
  }
}
