import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { ApiError } from '../../contract/errors.js';
import { effect } from '../../world/rules/effects/effect.js';
import type { ConnectOperation } from '../../world/rules/operations.js';
import type { TextShare } from '../../world/text/text-budget.js';
import { noDecision, type CallFacts, type Decision } from '../../world/rules/types.js';
import { injectedError } from '../session/injected-error.js';
import { rejectSocket } from './reject-socket.js';
import type { SocketCaller } from './socket-caller.js';
import { watchUnfinished } from './unfinished-message.js';
import { applyUpgradeEffects } from './upgrade-effects.js';

/** A kind of socket: how its upgrades are ruled, and what becomes of them. */
export interface SocketKind {
  readonly operation: ConnectOperation;
  readonly facts: CallFacts;
  readonly sockets: WebSocketServer;
  /** What holds messages that have not ended. */
  readonly messages: TextShare;
  /** Takes the open socket. @throws ApiError for a client that is not admitted */
  readonly take: (socket: WebSocket, decision: Decision) => void;
  readonly defect: (error: unknown) => void;
}

/**
 * Upgrades a request to a WebSocket, with the effects of rules. A client that is refused gets an `error` message and a
 * close on the open socket.
 */
export async function acceptUpgrade(
  caller: SocketCaller,
  socket: Duplex,
  head: Buffer,
  { operation, facts, sockets, messages, take, defect }: SocketKind,
): Promise<void> {
  const { account, identity, keyError } = caller;
  const request: IncomingMessage = caller.request;
  const decision = identity ? account.rules.decide(operation, facts) : noDecision;
  const { effects } = decision;
  // Thousands may connect at once, and each wait costs.
  if (effects.length > 0 && (await applyUpgradeEffects(effects, socket, account, operation))) return;
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    watchUnfinished(webSocket, socket, messages);
    try {
      if (keyError) throw keyError;
      const injected = effect(effects, 'error');
      if (injected) throw injectedError(injected);
      take(webSocket, decision);
    } catch (error) {
      if (!(error instanceof ApiError)) defect(error);
      const known = error instanceof ApiError ? error : new ApiError('internal');
      rejectSocket(webSocket, caller, known, operation, decision.rules);
    }
  });
}
