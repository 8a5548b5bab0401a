import { readJson } from '../changes.js';
import type { MutantCall } from '../mutant.js';
import { either, idOf, on } from '../when.js';
import type { RelayedReply } from '../../traffic/relay-http.js';

export const reference = either(on.upload, on.readFile);
export const fileCall = either(on.upload, on.readFile, on.deleteFile);
export const keyOf = (call: MutantCall) => call.request.headers['x-api-key'] ?? '';

/** Forwards, and remembers every reference by id with its owner. */
export async function forwardRemembering(call: MutantCall): Promise<RelayedReply> {
  const reply = await call.forward();
  const id = readJson(reply)?.['id'];
  if (on.upload(call.request) && typeof id === 'string') call.memory.set(id, { owner: keyOf(call), reply });
  if (on.deleteFile(call.request) && reply.status === 204) call.memory.delete(idOf(call.request));
  return reply;
}
export const remembered = (call: MutantCall) =>
  call.memory.get(idOf(call.request)) as { owner: string; reply: RelayedReply } | undefined;
