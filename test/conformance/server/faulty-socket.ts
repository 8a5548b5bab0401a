import { contractGuard, findContract } from '../../../conformance/engine/contract-guard.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';
import { runCase } from '../../../conformance/engine/run-case.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { discover } from '../../../conformance/targets/discover.js';
import { startRelay } from '../../../conformance/traffic/relay.js';
import type { RelayedFrame, SocketHook } from '../../../conformance/traffic/relay-socket.js';

const requirements = loadRequirements();
const guard = contractGuard(findContract() ?? '');

/** SDKs wait 15 s for a message; the mock server sends it within milliseconds. */
const timeouts = { handshakeMs: 2_000, mediaMs: 6_000 };

/** Runs a case against the mock server behind a relay that changes what goes over the socket. */
export async function judgedBehind(url: string, socket: SocketHook, id: string): Promise<CaseResult> {
  const relay = await startRelay(url, { socket });
  try {
    const definition = serverCases.find((each) => each.id === id);
    if (!definition) throw new Error(`There is no case ${id}.`);
    return await runCase(definition, await discover({ url: relay.url }), {
      requirements,
      seed: 1,
      guard,
      timeouts,
    });
  } finally {
    await relay.close();
  }
}

type Message = Record<string, unknown>;

/** Changes the messages of one type on their way to the client. */
export const onServer =
  (type: string, change: (message: Message) => Message[]): SocketHook =>
  () => ({
    frame: (frame: RelayedFrame) => {
      if (frame.from !== 'server') return [frame];
      const message = JSON.parse(frame.data.toString()) as Message;
      if (message['type'] !== type) return [frame];
      return change(message).map((one) => ({ ...frame, data: Buffer.from(JSON.stringify(one)) }));
    },
  });

export const closing =
  (code: number): SocketHook =>
  () => ({ ended: (end) => (end.by === 'server' ? { ...end, code } : end) });

/** The requirements that a case found broken. */
export const broken = ({ checks }: CaseResult): string[] =>
  checks
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .map(({ requirement }) => requirement);
