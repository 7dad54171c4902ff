import { createHash } from 'node:crypto';
import { CSS } from './style.js';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2458d3"/>
<g fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"><circle cx="12" cy="16" r="5"/><path d="M17 16h9M22.500 16v4.500"/></g></svg>
`;

/**
 * Replaces the figures of an open front page every five seconds, unless the focus is among them. The page is complete
 * without this.
 */
const JS = `(() => {
  const live = document.getElementById('live');
  if (!live) return;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.source, { headers: { accept: 'text/html' } });
      if (!answer.ok) return;
      const text = await answer.text();
      if (live.contains(document.activeElement)) return;
      live.innerHTML = text;
    } catch {}
  }, 5000);
})();
`;

/** A file that the pages use: its path carries a hash of its content, so it may be cached forever. */
export type Asset = { path: string; type: string; body: string };

function asset(name: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  return { path: `/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`, type, body };
}

export function pageAssets(): { css: Asset; js: Asset; icon: Asset } {
  return {
    css: asset('page.css', 'text/css; charset=utf-8', CSS),
    icon: asset('icon.svg', 'image/svg+xml', ICON),
    js: asset('page.js', 'text/javascript; charset=utf-8', JS),
  };
}
