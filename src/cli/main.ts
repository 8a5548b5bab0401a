import { run } from './program.js';

void run(process.argv.slice(2)).then((code) => {
  // Commands that serve never get here; the others leave once what they wrote is out.
  process.exitCode ??= code;
});
