import { Argument, type Command } from 'commander';
import type { CliIo } from './io.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

type Word = { word: string; about: string };

/** What may follow the names of commands: further names or choices, and options. */
type Place = {
  path: readonly string[];
  names: readonly Word[];
  options: readonly (Word & { hasValue: boolean })[];
};

/** `token-pool completion`: a script for a shell, made from the commands themselves. */
export function addCompletionCommand(program: Command, io: CliIo): void {
  program
    .command('completion')
    .description('print a script that lets a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
  bash: token-pool completion bash > ~/.token-pool.bash
        echo '. ~/.token-pool.bash' >> ~/.bashrc
  zsh:  token-pool completion zsh > ~/.token-pool.zsh
        echo '. ~/.token-pool.zsh' >> ~/.zshrc   # after compinit
  fish: mkdir -p ~/.config/fish/completions
        token-pool completion fish > ~/.config/fish/completions/token-pool.fish`,
    )
    .action((shell: Shell) => io.out(SCRIPTS[shell](placesOf(program))));
}

const HELP = { word: '--help', about: 'how to use it', hasValue: false };

function placesOf(command: Command, path: readonly string[] = []): Place[] {
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const names = [
    ...command.commands.map((child) => ({ word: child.name(), about: child.description() })),
    ...choices.map((word) => ({ word, about: '' })),
  ];
  const options = command.options.map(({ long, description, required }) => ({
    word: long ?? '',
    about: description,
    hasValue: required,
  }));
  const place = { path, names, options: [...options, HELP] };
  return [place, ...command.commands.flatMap((child) => placesOf(child, [...path, child.name()]))];
}

/** Each script follows the names of commands among the words before the cursor; values of options lead nowhere. */
const SCRIPTS: { readonly [shell in Shell]: (places: readonly Place[]) => string } = {
  bash: (places) => `# bash completion of token-pool
_token_pool() {
  local place='' word names='' options='' current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$place $word" in ${pathsOf(places).join('|')}) place="$place $word" ;; esac
  done
  case "$place" in
${cases(places, (place) => `names=${quoted(wordsOf(place.names))} options=${quoted(wordsOf(place.options))}`)}
  esac
  if [[ "$current" == -* ]]; then names="$options"; fi
  COMPREPLY=($(compgen -W "$names" -- "$current"))
}
complete -o default -F _token_pool token-pool
`,
  zsh: (places) => `#compdef token-pool
_token_pool() {
  local place='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in (${pathsOf(places).join('|')}) place="$place $word" ;; esac
  done
  local -a names options
  case "$place" in
${cases(places, (place) => `names=(${described(place.names)}) options=(${described(place.options)})`)}
  esac
  if [[ "$PREFIX" == -* ]]; then _describe -o 'option' options
  elif (( $#names )); then _describe 'command' names
  else _files; fi
}
if [ "$funcstack[1]" = _token_pool ] || [ "$funcstack[1]" = _token-pool ]; then
  _token_pool "$@"
else
  compdef _token_pool token-pool
fi
`,
  fish: (places) => `# fish completion of token-pool
function __token_pool_at
  set -l place ''
  for word in (commandline -opc)[2..]
    if contains -- "$place $word" ${pathsOf(places).join(' ')}
      set place "$place $word"
    end
  end
  test "$place" = "$argv[1]"
end
${places.flatMap(fishLines).join('\n')}
`,
};

/** The paths of all commands but the program itself, quoted: each name with a space before it. */
function pathsOf(places: readonly Place[]): string[] {
  return places.filter(({ path }) => path.length > 0).map(({ path }) => quoted(textOf(path)));
}

function textOf(path: readonly string[]): string {
  return path.map((name) => ` ${name}`).join('');
}

function cases(places: readonly Place[], then: (place: Place) => string): string {
  return places.map((place) => `    ${quoted(textOf(place.path))}) ${then(place)} ;;`).join('\n');
}

function wordsOf(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(' ');
}

function described(words: readonly Word[]): string {
  return words.map(({ word, about }) => quoted(`${word.replaceAll(':', '\\:')}:${about}`)).join(' ');
}

function fishLines({ path, names, options }: Place): string[] {
  const line = ({ about }: Word, what: string) =>
    `complete -c token-pool -n ${quoted(`__token_pool_at "${textOf(path)}"`)} ${what}${about === '' ? '' : ` -d ${quoted(about)}`}`;
  return [
    ...names.map((name) => line(name, `-f -a ${name.word}`)),
    ...options.map((option) => line(option, `${option.hasValue ? '-r ' : ''}-l ${option.word.slice(2)}`)),
  ];
}

/** Quoted for each of the three shells: they escape a quote differently, so there is none inside. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
