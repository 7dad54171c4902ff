/** The escaping of the runner's workflow commands: `::name key=value::data`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One workflow command, without its line break. */
export function workflowCommand(
  name: string,
  data: string,
  properties: { readonly [name: string]: string } = {},
): string {
  const pairs = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(value)}`);
  const head = pairs.length > 0 ? `${name} ${pairs.join(',')}` : name;
  return `::${head}::${escapeData(data)}`;
}

/** One line that cannot be taken for a command nor break into several. */
export function plainLine(text: string): string {
  // Unicode classes take V8 half a millisecond to build, and most lines are plain.
  const oneLine = /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  // The runner looks for `::` at the start of a line and for `##[` anywhere in it.
  return oneLine.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '## [');
}
