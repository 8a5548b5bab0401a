/**
 * `npm run example:realtime [-- --server <url>] [-- --port <number>]`: serves examples/realtime, with its script bundled
 * by esbuild in memory. Starts a mock server unless `--server` names one.
 */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { context } from 'esbuild';
import { stopWithNpm } from '../src/cli/npm-parent.js';
import { startMock } from '../src/index.js';

const command = new Command('npm run example:realtime --')
  .description('Serves examples/realtime in a mock server of its own, or in one that runs.')
  .option('--server <url>', 'URL of a running mock server')
  .option('--port <number>', 'port of the page', '8000')
  .showHelpAfterError()
  .parse();
const given = command.opts<{ readonly server?: string; readonly port: string }>();
const folder = fileURLToPath(new URL('../examples/realtime', import.meta.url));

const mock = given.server === undefined ? await startMock() : undefined;
const bundle = await context({
  entryPoints: [`${folder}/page.mjs`],
  bundle: true,
  format: 'esm',
  outdir: folder, // where the page expects the script
  write: false,
  logLevel: 'warning',
});
const { port } = await bundle
  .serve({ servedir: folder, host: '127.0.0.1', port: Number(given.port) })
  .catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return command.error(
      `Cannot serve the page on port ${given.port}: ${reason}. Name another one: --port 0`,
    );
  });
const server = given.server ?? mock?.url ?? '';
console.log(`Mock server: ${server}`);
console.log(`Open http://127.0.0.1:${port}/?server=${encodeURIComponent(server)}`);

const stop = async (): Promise<void> => {
  await bundle.dispose();
  await mock?.close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
stopWithNpm(() => void stop());
