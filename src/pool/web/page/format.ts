import { type Html, html } from './html.js';

/** What a bucket is, for people who do not know GitHub's word. */
export const BUCKET_NOTE =
  'GitHub counts each kind of request in a bucket of its own: core is most of the REST API. Searches are counted by the minute, core and GraphQL by the hour.';

const NUMBER = new Intl.NumberFormat('en-US');

/** A whole number with thousands separators. */
export function formatCount(count: number): string {
  return NUMBER.format(Math.round(count));
}

/** A share of a whole in per cent, without decimals; a dash where there is no whole. */
export function formatShare(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((100 * part) / whole)}%` : '–';
}

/** A time in UTC to the minute, also machine-readable. */
export function timeElement(atMs: number | null): Html {
  if (atMs === null) return html`<span class="quiet">–</span>`;
  const iso = new Date(atMs).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

/** How long until a time: `42 min`, `3 h 10 min`, `now` if it has passed, or a dash if there is none. */
export function formatUntil(atMs: number | null, nowMs: number): string {
  if (atMs === null) return '–';
  const minutes = Math.ceil((atMs - nowMs) / 60_000);
  if (minutes <= 0) return 'now';
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
