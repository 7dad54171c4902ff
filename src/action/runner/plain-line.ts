/** Makes the text one line that the runner cannot take for a workflow command. */
export function plainLine(text: string): string {
  const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  // The runner looks for `::` at the start of a line and for `##[` anywhere in it.
  return oneLine.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '## [');
}
