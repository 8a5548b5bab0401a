import type { Command } from 'commander';

/** `decart-mock conformance ...`. Loads the conformance kit only when `wanted`. */
export async function addConformance(program: Command, wanted: boolean): Promise<void> {
  if (wanted) {
    const { registerConformance } = await import('../../conformance/cli/program.js');
    registerConformance(program);
  } else {
    program
      .command('conformance')
      .description('test a server, recorded traffic or an SDK against the API contract');
  }
}
