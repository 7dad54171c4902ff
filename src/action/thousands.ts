/** `5,000`. `Intl` would do the same and take some milliseconds to load. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
