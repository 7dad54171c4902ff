/** The code of a system error, such as ENOSPC; an empty string for any other error. */
export function systemErrorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z0-9]+$/.test(code) ? code : '';
}
