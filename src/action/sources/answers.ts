/** The value that a JSON text stands for, or undefined; never throws. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A member of a would-be object, or undefined. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as { [name: string]: unknown })[name];
}

/** What sort of thing a body is, said without quoting it. */
export function describeBody(body: string): string {
  if (body.trim() === '') return 'an empty body';
  if (/^\s*</.test(body)) return 'a web page instead of JSON';
  return parseJson(body) === undefined ? 'something that is not JSON' : 'JSON of another form';
}
