import type { Command } from 'commander';
import type { CommandIo } from '../../conformance/cli/command-io.js';

/** `decart-mock conformance ...`. Loads the conformance kit only when `wanted`. */
export async function addConformance(program: Command, wanted: boolean, io: CommandIo): Promise<void> {
  if (wanted) {
    const { registerConformance } = await import('../../conformance/cli/program.js');
    registerConformance(program, io);
  } else {
    program
      .command('conformance')
      .description('test a server, recorded traffic or an SDK against the API contract');
  }
}
