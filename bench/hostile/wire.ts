import { connect } from 'node:net';
import type { Attempt } from './attempt.js';

/** What became of an attempt. */
export interface Outcome {
  /** A status, or what the server did instead. */
  readonly outcome: string;
  readonly status: number | undefined;
  /** No answer and no close in its time, to a request that is complete. */
  readonly hangs: boolean;
  readonly text: string;
}

export const ANSWER_MS = 30_000;
/** How long the server may take over what is incomplete, and over frames, before the client leaves. */
const PATIENCE_MS = 1_500;
const KEPT_BYTES = 2_000;

/** Sends an attempt on a socket of its own, to loopback. */
export function attemptOn(port: number, { bytes, whole, frames }: Attempt): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let upgraded = false;
    let left = false;
    const status = (): number | undefined => {
      const found = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const leave = (): void => {
      left = true;
      socket.destroy();
    };
    const limit = setTimeout(leave, whole ? ANSWER_MS : PATIENCE_MS);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (piece: Buffer) => {
      if (text.length < KEPT_BYTES) text += piece.toString('latin1');
      if (upgraded || status() !== 101) return;
      upgraded = true;
      for (const frame of frames ?? []) socket.write(frame);
      setTimeout(leave, PATIENCE_MS).unref();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(limit);
      const known = status();
      resolve({
        outcome:
          known === undefined
            ? left
              ? 'left without an answer'
              : 'closed without an answer'
            : String(known),
        status: known,
        hangs: whole && left && known === undefined,
        text,
      });
    });
  });
}
