import type { Command } from 'commander';
import type { CommandIo } from '../../conformance/cli/command-io.js';

/** `decart-mock drift ...`, part of the kit: loaded only when its name is called. */
export async function addDrift(program: Command, wanted: boolean, io: CommandIo): Promise<void> {
  if (wanted) {
    const { registerDrift } = await import('../../conformance/cli/drift.js');
    registerDrift(program, io);
  } else {
    program
      .command('drift')
      .description('compare a served OpenAPI document with ours, or two servers with each other');
  }
}
