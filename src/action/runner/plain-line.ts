/** One line that cannot be taken for a command nor break into several. */
export function plainLine(text: string): string {
  const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  // The runner looks for `::` at the start of a line and for `##[` anywhere in it.
  return oneLine.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '## [');
}
