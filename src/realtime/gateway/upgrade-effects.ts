import type { Duplex } from 'node:stream';
import type { Account } from '../../world/accounts/account.js';
import type { ConnectOperation } from '../../world/rules/operations.js';
import { delayOf } from '../../world/rules/delay-of.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import { watchDisconnect } from './disconnect-watch.js';
import { answerUpgrade } from './upgrade.js';

/** Applies the effects on an upgrade before it is accepted. @returns true when the socket has been dealt with */
export async function applyUpgradeEffects(
  effects: readonly Effect[],
  socket: Duplex,
  account: Account,
  operation: ConnectOperation,
): Promise<boolean> {
  const delayMs = delayOf(effects, account.rules.random);
  if (delayMs > 0 && !(await delayed(socket, account, operation, delayMs))) return true;
  const response = effect(effects, 'respond');
  if (response) {
    answerUpgrade(socket, response.status, response.body, response.headers);
    return true;
  }
  if (effect(effects, 'no-response')) {
    // Reads, so that 'end' shows that the client disconnects.
    socket.once('end', () => socket.destroy()).resume();
    return true;
  }
  if (effect(effects, 'reset') || effect(effects, 'drop')?.afterMs === 0) {
    socket.destroy();
    return true;
  }
  return false;
}

/** @returns false when the client disconnected meanwhile */
async function delayed(
  socket: Duplex,
  account: Account,
  operation: ConnectOperation,
  ms: number,
): Promise<boolean> {
  const { disconnected, stop } = watchDisconnect(socket);
  await account.clock.sleep(ms, 'delayed connect', disconnected);
  stop();
  if (!disconnected.aborted) return true;
  const detail = { note: 'The client disconnected while its connection was delayed.' };
  account.journal.add({ kind: 'ws', operation, detail });
  socket.destroy();
  return false;
}
