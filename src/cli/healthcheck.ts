import { Option, type Command } from 'commander';
import { CliError, exitCode, reasonOf } from './errors.js';

/** `decart-mock healthcheck`: for containers, which have no curl. */
export function addHealthcheck(program: Command): void {
  program
    .command('healthcheck')
    .description('ask a running stand-in whether it is well')
    .addOption(
      new Option('--url <url>', 'its base URL').env('DECART_MOCK_URL').default('http://127.0.0.1:8787'),
    )
    .action(async ({ url }: { url: string }) => {
      const where = `${url.replace(/\/+$/, '')}/_mock/health`;
      const answer = await fetch(where, { signal: AbortSignal.timeout(3_000) }).catch((error: unknown) => {
        const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
        throw new CliError(`Nothing answers at ${where}: ${reasonOf(cause)}`, exitCode.failed);
      });
      if (!answer.ok) throw new CliError(`${where} answers ${answer.status}.`, exitCode.failed);
      await answer.body?.cancel();
      process.stderr.write(`${where} is well.\n`);
    });
}
