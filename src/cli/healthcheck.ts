import { Option, type Command } from 'commander';
import { CliError, exitCode, reasonOf } from './errors.js';

/** `decart-mock healthcheck`: for containers, whose images often lack curl. */
export function addHealthcheck(program: Command): void {
  program
    .command('healthcheck')
    .description('check whether a mock is healthy; exits with 1 if not')
    .addOption(
      new Option('--url <url>', 'base URL of the mock')
        .env('DECART_MOCK_URL')
        .default('http://127.0.0.1:8787'),
    )
    .action(async ({ url }: { url: string }) => {
      if (!/^https?:\/\//.test(url) || !URL.canParse(url))
        throw new CliError(
          `--url ${url} is not the URL of a server. Example: http://127.0.0.1:8787`,
          exitCode.usage,
        );
      const where = `${url.replace(/\/+$/, '')}/_mock/health`;
      const answer = await fetch(where, { signal: AbortSignal.timeout(3_000) }).catch((error: unknown) => {
        const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
        throw new CliError(`No answer from ${where}: ${reasonOf(cause)}`, exitCode.failed);
      });
      if (!answer.ok) throw new CliError(`${where} answered ${answer.status}.`, exitCode.failed);
      await answer.body?.cancel();
      process.stderr.write(`${where} is healthy.\n`);
    });
}
