import { el, fill } from './dom.js';
import { t } from './language.js';

const SVG = 'http://www.w3.org/2000/svg';

/** The views that are always one tap away, with what is drawn for each on a field of 24 by 24. */
const VIEWS = [
  { path: '/', name: 'nav.drafts', icon: 'M4 13h4l2 3h4l2-3h4M4 13l3-8h10l3 8v6H4z' },
  { path: '/history', name: 'nav.history', icon: 'M12 7v5l3 2M4.5 12a7.5 7.5 0 1 1 2.2 5.3M4.5 12V8M4.5 12h4' },
  { path: '/devices', name: 'nav.devices', icon: 'M3 5h13v9H3zM1.5 18h12M17 9h5v10h-5z' },
  { path: '/settings', name: 'nav.settings', icon: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5' },
];

/** Fills the navigation for where the browser is; without a view there is none to go to. */
export function showNav(nav, shown) {
  nav.hidden = !shown;
  nav.setAttribute('aria-label', t('nav'));
  fill(nav, el('ul', {}, VIEWS.map(({ path, name, icon }) => el('li', {}, link(path, t(name), icon)))));
}

function link(path, name, icon) {
  return el('a', { href: path, 'aria-current': location.pathname === path && 'page' }, drawn(icon), el('span', {}, name));
}

function drawn(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
