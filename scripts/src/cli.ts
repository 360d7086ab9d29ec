/**
 * `npm run ops -- <command>`: what operators do. Every command looks first, changes something only with `--apply`, may run
 * twice, and ends with 0 (as wanted), 1 (failed), 2 (drift: something is not as the code wants it) or 64 (called wrongly).
 */
import { type Command, EXIT, say } from './commands/command.ts';
import { isMisuse, sentenceOf } from './commands/sentence.ts';

/** Loaded only when called: `--help` needs no database driver. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./commands/demo.ts')).demo,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  drive: async () => (await import('./commands/drive.ts')).drive,
  erase: async () => (await import('./commands/erase.ts')).erase,
  indexes: async () => (await import('./commands/indexes.ts')).indexes,
  token: async () => (await import('./commands/token.ts')).token,
};

process.exitCode = await main(process.argv.slice(2));
// A connection that a failed command left open must not keep the process.
process.stdout.write('', () => process.exit());

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    await list();
    return EXIT.ok;
  }
  const load = COMMANDS[name];
  if (!load) {
    console.error(`There is no command ${name}; npm run ops lists them.`);
    return EXIT.usage;
  }
  const command = await load();
  if (args.includes('--help')) {
    for (const line of usageOf(command)) say(line);
    return EXIT.ok;
  }
  try {
    return await command.run(args);
  } catch (error) {
    console.error(sentenceOf(error) ?? error);
    return isMisuse(error) ? EXIT.usage : EXIT.failed;
  }
}

async function list(): Promise<void> {
  say('npm run ops -- <command>: what changes something does so only with --apply; exit code 2 means drift.');
  for (const load of Object.values(COMMANDS)) {
    const command = await load();
    say();
    say(command.summary);
    for (const line of usageOf(command)) say(line);
  }
}

function usageOf(command: Command): string[] {
  return command.usage.map(([call, does]) => `  ${call.padEnd(44)} ${does}`);
}
