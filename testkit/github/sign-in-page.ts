import type { User } from './types.js';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width"><style>body{font:16px/1.5 system-ui;max-width:32rem;margin:4rem auto;
padding:0 1rem}button{font:inherit;padding:.4rem 1rem;margin-right:.5rem}</style>${content}</html>`;
}

/** The page that starts a sign-in: choose a user, then authorize or cancel. */
export function signInPage(view: {
  applicationName: string;
  users: readonly User[];
  params: { [name: string]: string };
}): string {
  const hidden = Object.entries(view.params).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const options = view.users.map((user) => `<option value="${user.id}">${escaped(user.login)}</option>`);
  const scope = view.params.scope ? `scopes: ${escaped(view.params.scope)}` : 'no scopes: public data only';
  return page(
    `Authorize ${view.applicationName}`,
    `<main><h1>Authorize ${escaped(view.applicationName)}</h1><p>This is the stand-in for GitHub. It asks for ${scope}.</p>
<form method="post" action="/login/oauth/authorize">${hidden.join('')}
<p><label>Sign in as <select name="user_id">${options.join('')}</select></label></p>
<button name="decision" value="authorize">Authorize</button>
<button name="decision" value="cancel">Cancel</button></form></main>`,
  );
}

/** The error page of a sign-in. */
export function errorPage(message: string): string {
  return page('Sign-in failed', `<main><h1>Sign-in failed</h1><p>${escaped(message)}</p></main>`);
}
