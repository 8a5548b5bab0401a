import { run } from './program.js';

void run(process.argv.slice(2)).then((code) => {
  // `start` does not get here. Other commands exit once their output is flushed.
  process.exitCode ??= code;
});
