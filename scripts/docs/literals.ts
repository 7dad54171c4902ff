type Reading = { readonly source: string; at: number };

/**
 * The texts in a source, as they appear in the log: strings joined by `+` are one text, and `…` replaces values inserted
 * at run time. The scanner knows comments, strings, templates and regular expressions.
 */
export function textsIn(source: string): string[] {
  const reading = { source, at: 0 };
  const texts: string[] = [];
  let joins = false;
  while (reading.at < source.length) {
    const rest = source.slice(reading.at, reading.at + 2);
    const sign = rest[0] ?? '';
    if (rest === '//' || rest === '/*') skipComment(reading);
    else if (sign === '/' && startsRegExp(source.slice(0, reading.at))) skipRegExp(reading);
    else if (sign === "'" || sign === '"' || sign === '`') {
      const text = readText(reading, texts);
      if (joins) texts.push(`${texts.pop() ?? ''}${text}`);
      else texts.push(text);
      joins = /^\s*\+\s*['"`]/.test(source.slice(reading.at));
    } else reading.at += 1;
  }
  return texts.map((text) => text.replaceAll(/(?:…)+/g, '…'));
}

function skipComment(reading: Reading): void {
  const isLine = reading.source.startsWith('//', reading.at);
  const end = reading.source.indexOf(isLine ? '\n' : '*/', reading.at);
  reading.at = end < 0 ? reading.source.length : end + (isLine ? 1 : 2);
}

/** A slash divides after a value; anywhere else it opens a regular expression. */
function startsRegExp(before: string): boolean {
  return /(?:^|[=(,:;!&|?{}[>+\n]|\breturn)\s*$/.test(before);
}

function skipRegExp(reading: Reading): void {
  const match = /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//.exec(reading.source.slice(reading.at));
  reading.at += match?.[0].length ?? 1;
}

/** Reads one string or template; texts in its placeholders are separate texts, added to `others`. */
function readText(reading: Reading, others: string[]): string {
  const quote = reading.source[reading.at];
  let text = '';
  reading.at += 1;
  while (reading.at < reading.source.length && reading.source[reading.at] !== quote) {
    const sign = reading.source[reading.at] ?? '';
    if (sign === '\\') {
      text += unescaped(reading.source[reading.at + 1] ?? '');
      reading.at += 2;
    } else if (quote === '`' && reading.source.startsWith('${', reading.at)) {
      skipPlaceholder(reading, others);
      text += '…';
    } else {
      text += sign;
      reading.at += 1;
    }
  }
  reading.at += 1;
  return text;
}

function unescaped(sign: string): string {
  return sign === 'n' ? '\n' : sign === 't' ? '\t' : sign;
}

function skipPlaceholder(reading: Reading, others: string[]): void {
  let depth = 0;
  do {
    const sign = reading.source[reading.at] ?? '';
    if (sign === "'" || sign === '"' || sign === '`') {
      others.push(readText(reading, others));
      continue;
    }
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    reading.at += 1;
  } while (depth > 0 || reading.source[reading.at - 1] === '$');
}
