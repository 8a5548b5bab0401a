import type { Command } from 'commander';
import type { CommandIo } from '../../conformance/cli/command-io.js';

/** `decart-mock conformance ...`. The kit is loaded only when its name is called, or when help lists it. */
export async function addConformance(program: Command, wanted: boolean, io: CommandIo): Promise<void> {
  if (wanted) {
    const { registerConformance } = await import('../../conformance/cli/program.js');
    registerConformance(program, io);
  } else {
    program
      .command('conformance')
      .description('judge a server, a client or an SDK against the written requirements');
  }
}
