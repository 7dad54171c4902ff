import { type Html, html } from './html.js';

/** Who runs the pool, from its configuration; null where nothing is set. */
export type OperatorView = { name: string | null; contact: string | null };

/** Who runs the pool and how to reach them, for people who are asked to lend. */
export function operatorLine({ name, contact }: OperatorView): Html {
  if (name === null && contact === null) {
    return html`<p>The operator of this pool has not said who they are. Lend only if you know and trust the person who sent you here.</p>`;
  }
  const who = name === null ? html`` : html`Run by <strong>${name}</strong>${name.endsWith('.') ? '' : '.'} `;
  return contact === null
    ? html`<p>${who}The operator has given no contact; ask the person who sent you here how to reach them.</p>`
    : html`<p>${who}Questions, or something wrong? ${contactLink(contact)}</p>`;
}

/** `contact` is an https address or a mail address; the configuration has checked which. */
function contactLink(contact: string): Html {
  const isMail = !contact.startsWith('https://');
  return html`<a href="${isMail ? 'mailto:' : ''}${contact}" rel="noreferrer">${contact.replace(/^https:\/\//, '')}</a>`;
}
