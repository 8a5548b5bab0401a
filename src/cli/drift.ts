import type { Command } from 'commander';

/** `decart-mock drift ...`, part of the kit: loaded only when its name is called. */
export async function addDrift(program: Command, wanted: boolean): Promise<void> {
  if (wanted) {
    const { registerDrift } = await import('../../conformance/cli/drift.js');
    registerDrift(program);
  } else {
    program
      .command('drift')
      .description('compare a served OpenAPI document with ours, or two servers with each other');
  }
}
