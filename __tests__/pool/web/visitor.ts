import type { PeoplePool } from './people-pool.js';

/** A minimal browser with cookies and redirects. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  async get(url: string): Promise<Response> {
    return this.remember(await fetch(url, { redirect: 'manual', headers: this.headers() }));
  }

  async post(url: string, fields: { [name: string]: string }): Promise<Response> {
    const body = new URLSearchParams(fields);
    return this.remember(
      await fetch(url, { method: 'POST', body, redirect: 'manual', headers: this.headers() }),
    );
  }

  private headers(): { [name: string]: string } {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  private remember(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

/** The callback to which GitHub redirects after the authorization. */
export async function answerOfGitHub(pool: PeoplePool, visitor: Visitor): Promise<string> {
  const begun = await visitor.post(`${pool.url}/auth`, { agree: 'yes' });
  const approved = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  return approved.headers.get('location') ?? '';
}

/** A new GitHub user who contributes to the pool. */
export async function joinAs(pool: PeoplePool, login: string): Promise<Visitor> {
  pool.github.approveSignInsAs(pool.github.addUser({ login }));
  const visitor = new Visitor();
  await visitor.get(await answerOfGitHub(pool, visitor));
  return visitor;
}

/** The CSRF token of the forms on a person's own page. */
export async function csrfTokenOf(pool: PeoplePool, visitor: Visitor): Promise<string> {
  const page = await (await visitor.get(`${pool.url}/me`)).text();
  return /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
}
