import type { Command } from 'commander';

/** `token-pool help`, `token-pool help key create` and `token-pool key help create` show what `--help` shows. */
export function addHelp(program: Command): void {
  for (const group of [program, ...program.commands]) {
    group.helpCommand(false);
    if (group.commands.length > 0) addHelpCommand(group);
  }
}

function addHelpCommand(group: Command): void {
  group
    .command('help')
    .description('how to use a command')
    .argument('[command...]', 'which one')
    .action((path: string[]) => {
      let shown = group;
      for (const name of path) {
        const known = shown.commands.find((command) => command.name() === name);
        shown = known ?? shown.error(`error: unknown command '${name}'`);
      }
      shown.help();
    });
}
