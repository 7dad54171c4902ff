/** A browser as far as cookies and redirects go. */
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
