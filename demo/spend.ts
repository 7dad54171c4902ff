/**
 * The work of a leg: calls the GitHub API, several calls at a time.
 * Usage: `node spend.js <calls> <leg>`, with GITHUB_TOKEN and GITHUB_API_URL in the environment.
 */
const CONCURRENCY = 3;
const PRINT_EVERY = 10;

const total = Number(process.argv[2]);
const leg = process.argv[3] ?? 'a leg';
let sent = 0;
let answered = 0;

async function sendCalls(): Promise<void> {
  while (sent < total) {
    sent += 1;
    const response = await fetch(`${process.env.GITHUB_API_URL}/repos/${process.env.GITHUB_REPOSITORY}`, {
      headers: { authorization: `Bearer ${process.env.GITHUB_TOKEN}`, 'user-agent': leg },
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to call ${sent} of ${total}`);
    answered += 1;
    if (answered % PRINT_EVERY === 0 || answered === total) console.log(`spent ${answered} of ${total}`);
  }
}

await Promise.all(Array.from({ length: CONCURRENCY }, sendCalls));
