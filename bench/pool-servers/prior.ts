import { Agent, createServer, request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

/** Works as prior pools do: selects the least recently used token, asks GitHub twice about it, then updates the row. */
const database = new DatabaseSync(process.env.BENCH_DATABASE ?? ':memory:');
const select = database.prepare(
  'SELECT id, token FROM tokens WHERE is_active = 1 ORDER BY last_used LIMIT 1',
);
const update = database.prepare(
  'UPDATE tokens SET last_used = ?, usage_count = usage_count + 1 WHERE id = ?',
);
const agent = new Agent({ keepAlive: true });
const github = process.env.GITHUB_API_URL ?? '';

function send(path: string, token: string): Promise<{ resources?: { core?: { remaining?: number } } }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'user-agent': 'bench' };
    const call = request(`${github}${path}`, { agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    call.on('error', reject);
    call.end();
  });
}

createServer(async (_request, response) => {
  const row = select.get() as { id: number; token: string };
  await send('/user', row.token);
  const budget = await send('/rate_limit', row.token);
  update.run(new Date().toISOString(), row.id);
  const body = JSON.stringify({
    token: row.token,
    token_id: row.id,
    rate_limit_remaining: budget.resources?.core?.remaining,
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
