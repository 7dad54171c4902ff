/** What the runner prints at the head of a step: inputs and the whole env context. */
import type { Vars } from './types.js';

export function usesHeader(name: string, inputs: Vars, env: Vars): string {
  const filled = Object.entries(inputs).filter(([, value]) => value !== '');
  return group(`Run ${name}`, [...block('with', Object.fromEntries(filled)), ...block('env', env)]);
}

export function runHeader(script: string, shell: string, env: Vars): string {
  const lines = script.replace(/\n$/, '').split('\n');
  const title = lines.find((line) => line.trim() !== '')?.trim() ?? '';
  const coloured = lines.map((line) => `\u001b[36;1m${line}\u001b[0m`);
  return group(`Run ${title}`, [...coloured, `shell: ${shell}`, ...block('env', env)]);
}

function group(title: string, lines: readonly string[]): string {
  return [`##[group]${title}`, ...lines, '##[endgroup]'].join('\n');
}

function block(title: string, pairs: Vars): string[] {
  const lines = Object.entries(pairs).map(([name, value]) => `  ${name}: ${value}`);
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}
