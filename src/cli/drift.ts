import type { Command } from 'commander';
import type { CommandIo } from '../../conformance/cli/command-io.js';

/** `decart-mock drift ...`, part of the conformance kit. Loaded only when `wanted`. */
export async function addDrift(program: Command, wanted: boolean, io: CommandIo): Promise<void> {
  if (wanted) {
    const { registerDrift } = await import('../../conformance/cli/drift.js');
    registerDrift(program, io);
  } else {
    program
      .command('drift')
      .description('compare a served OpenAPI document with openapi.yaml, or two servers with each other');
  }
}
