import { textsIn } from './literals.js';
import { type Page, sourcesIn } from './pages.js';

export const TROUBLESHOOTING = 'docs/troubleshooting.md';

/** Whole sentences, with capital letter and end: what the actions print. */
const SENTENCE = /^(?:[A-Z]|… [A-Z]|… [a-z]+ [a-z]).*\s.*\s.*[.…)]$/;

/** The first cell of a row holds the message in code, and the sentences that may follow it in code of their own. */
export function documentedMessages(page: string): string[] {
  const cells = page
    .split('\n')
    .flatMap((line) => (line.startsWith('| `') ? [line.split(' | ')[0] ?? ''] : []));
  return cells.flatMap((cell) =>
    [...cell.matchAll(/(`{1,2}) ?(.+?) ?\1(?!`)/g)].map((match) => (match[2] ?? '').trim()),
  );
}

/** What the sources of the actions print as whole sentences. */
export function printedMessages(sources: readonly Page[]): { sentences: string[]; texts: Set<string> } {
  const texts = new Set(sources.flatMap(({ text }) => textsIn(text)).map((text) => text.trim()));
  return { sentences: [...texts].filter((text) => SENTENCE.test(text) && !text.includes('\n')), texts };
}

/** Messages that the page has and no source prints, and those that a source prints and the page lacks. */
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
