import type { Command } from 'commander';

/** `decart-mock drift ...`, part of the conformance kit. Loaded only when `wanted`. */
export async function addDrift(program: Command, wanted: boolean): Promise<void> {
  if (wanted) {
    const { registerDrift } = await import('../../conformance/cli/drift.js');
    registerDrift(program);
  } else {
    program
      .command('drift')
      .description('compare a served OpenAPI document with openapi.yaml, or two servers with each other');
  }
}
