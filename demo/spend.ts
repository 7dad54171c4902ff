/**
 * What the steps of a leg do with their token: a number of calls of the GitHub API, several at a time.
 * `node spend.js <calls> <name of the leg>` in a `run:` step; reads GITHUB_TOKEN and GITHUB_API_URL as any tool does.
 */
const AT_ONCE = 3;
const TELL_EVERY = 10;

const wanted = Number(process.argv[2]);
const leg = process.argv[3] ?? 'a leg';
let asked = 0;
let answered = 0;

async function spendSome(): Promise<void> {
  while (asked < wanted) {
    asked += 1;
    const response = await fetch(`${process.env.GITHUB_API_URL}/repos/${process.env.GITHUB_REPOSITORY}`, {
      headers: { authorization: `Bearer ${process.env.GITHUB_TOKEN}`, 'user-agent': leg },
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to call ${asked} of ${wanted}`);
    answered += 1;
    if (answered % TELL_EVERY === 0 || answered === wanted) console.log(`spent ${answered} of ${wanted}`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, spendSome));
