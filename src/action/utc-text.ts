/** `2026-11-29 03:30:22 UTC`. */
export function utcText(atMs: number): string {
  return new Date(atMs).toISOString().replace(/^(.*)T(.*)\.\d+Z$/, '$1 $2 UTC');
}
