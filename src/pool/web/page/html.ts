import { printable } from '../../format/printable.js';

/** Markup that is safe to send: only `html` makes it, and whatever is put into it is escaped. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

export type Part = Html | string | number | null | undefined | readonly Part[];

const ESCAPES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(render).join('');
  return printable(String(part)).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/**
 * A template tag whose values are escaped, and freed of control characters, unless they are `Html` themselves.
 * Attributes must be quoted.
 */
export function html(literals: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(literals.map((literal, index) => literal + render(parts[index])).join(''));
}
