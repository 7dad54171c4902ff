import { Argument, type Command } from 'commander';
import type { CliIo } from './io.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** What may follow some words of a command line. */
type Place = { words: readonly string[]; next: readonly { word: string; about: string }[] };

/** `token-pool completion`: a script for a shell, made from the commands themselves. */
export function addCompletionCommand(program: Command, io: CliIo): void {
  program
    .command('completion')
    .description('print a script that lets a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
  bash: token-pool completion bash > ~/.local/share/bash-completion/completions/token-pool
  zsh:  token-pool completion zsh > "\${fpath[1]}/_token-pool"
  fish: token-pool completion fish > ~/.config/fish/completions/token-pool.fish`,
    )
    .action((shell: Shell) => io.out(SCRIPTS[shell](placesOf(program))));
}

function placesOf(command: Command, words: readonly string[] = []): Place[] {
  const options = command.options.map(({ long, description }) => ({ word: long ?? '', about: description }));
  const commands = command.commands.map((child) => ({ word: child.name(), about: child.description() }));
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const next = [
    ...commands,
    ...choices.map((word) => ({ word, about: '' })),
    ...options,
    { word: '--help', about: 'how to use it' },
  ];
  return [{ words, next }, ...command.commands.flatMap((child) => placesOf(child, [...words, child.name()]))];
}

const SCRIPTS: { readonly [shell in Shell]: (places: readonly Place[]) => string } = {
  bash: (places) => `# bash completion of token-pool
_token_pool() {
  local path='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="$path $word" ;; esac
  done
  local next=''
  case "$path" in
${cases(places, ({ next }) => `next=${quoted(next.map(({ word }) => word).join(' '))}`)}
  esac
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _token_pool token-pool
`,
  zsh: (places) => `#compdef token-pool
_token_pool() {
  local taken='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ "$word" == -* ]] || taken="$taken $word"
  done
  local -a next
  case "$taken" in
${cases(places, ({ next }) => `next=(${next.map(({ word, about }) => quoted(`${word.replaceAll(':', '\\:')}:${about}`)).join(' ')})`)}
  esac
  if (( $#next )); then _describe 'token-pool' next; else _files; fi
}
if [ "$funcstack[1]" = _token_pool ] || [ "$funcstack[1]" = _token-pool ]; then
  _token_pool "$@"
else
  compdef _token_pool token-pool
fi
`,
  fish: (places) => `# fish completion of token-pool
function __token_pool_at
  set -l taken (string match --invert -- '-*' (commandline -opc)[2..])
  test "$taken" = "$argv[1]"
end
${places.flatMap(({ words, next }) => next.map(({ word, about }) => fishLine(words, word, about))).join('\n')}
`,
};

function cases(places: readonly Place[], then: (place: Place) => string): string {
  return places
    .map((place) => `    ${quoted(place.words.map((word) => ` ${word}`).join(''))}) ${then(place)} ;;`)
    .join('\n');
}

function fishLine(words: readonly string[], word: string, about: string): string {
  const at = quoted(`__token_pool_at "${words.join(' ')}"`);
  const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
  return `complete -c token-pool -n ${at} ${what}${about === '' ? '' : ` -d ${quoted(about)}`}`;
}

/** For all three shells, which differ in how a quote stands within quotes: descriptions do without. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
