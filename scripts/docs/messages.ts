import { textsIn } from './literals.js';
import { type Page, sourcesIn } from './pages.js';

export const TROUBLESHOOTING = 'docs/troubleshooting.md';

/** Whole sentences, as the actions print them: with a capital letter and a full stop. */
const SENTENCE = /^(?:[A-Z]|… [A-Z]|… [a-z]+ ).*\s.*\s.*[.…)]$/;

/** The first cell of a row has the message as code, and sentences that may follow it as further code. */
function documentedMessages(page: string): string[] {
  const cells = page
    .split('\n')
    .flatMap((line) => (line.startsWith('| `') ? [line.split(' | ')[0] ?? ''] : []));
  return cells.flatMap((cell) =>
    [...cell.matchAll(/(`{1,2}) ?(.+?) ?\1(?!`)/g)].map((match) => (match[2] ?? '').trim()),
  );
}

/** The whole sentences that the actions print. */
function printedMessages(sources: readonly Page[]): { sentences: string[]; texts: Set<string> } {
  const texts = new Set(sources.flatMap(({ text }) => textsIn(text)).map((text) => text.trim()));
  return { sentences: [...texts].filter((text) => SENTENCE.test(text) && !text.includes('\n')), texts };
}

/** Messages that only the page has, and those that only a source has. */
export function messageFaults(page: string, sources: readonly Page[]): string[] {
  const documented = documentedMessages(page);
  const { sentences, texts } = printedMessages(sources);
  const unknown = documented.filter((message) => !texts.has(message));
  const missing = sentences.filter((sentence) => !documented.includes(sentence));
  return [
    ...unknown.map((message) => `${TROUBLESHOOTING}: no source prints "${message}"`),
    ...missing.map((sentence) => `${TROUBLESHOOTING}: has no row for "${sentence}"`),
  ];
}

/** The sources whose sentences reach the log of a job. */
export const printingSources = (): Page[] =>
  sourcesIn('src/action').filter(({ path }) => path.endsWith('.ts') && !path.includes('/stubs/'));
