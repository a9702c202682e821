// Before anything is drawn, so that nobody who wants the dark sees a flash of light.
{
  const COLORS = { light: '#f6f5f1', dark: '#14161a' };

  /** @param {string|null} chosen `light`, `dark`, or neither: then as the system says */
  const apply = (chosen) => {
    const root = document.documentElement;
    if (Object.hasOwn(COLORS, chosen ?? '')) {
      root.dataset.theme = chosen;
    } else {
      delete root.dataset.theme;
    }
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.content = COLORS[root.dataset.theme ?? (meta.media.includes('dark') ? 'dark' : 'light')];
    }
  };

  const kept = () => {
    try {
      return localStorage.getItem('comfort.theme');
    } catch {
      return null;
    }
  };

  apply(kept());
  window.addEventListener('storage', ({ key }) => key === 'comfort.theme' && apply(kept()));
  window.comfortTheme = {
    get chosen() {
      return document.documentElement.dataset.theme ?? 'system';
    },
    choose(theme) {
      apply(theme);
      try {
        localStorage.setItem('comfort.theme', theme);
      } catch {
        // then until the page is loaded again
      }
    },
  };
}
