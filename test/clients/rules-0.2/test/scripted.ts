import { clientOn, models, type ConnectOptions } from '../client.js';
import type { ClientClock } from '../clock.js';
import type { SocketEvents } from '../signalling/socket.js';

/** A clock that moves only when the test says so. Timers run in order of their time, and promises settle in between. */
export class StepClock implements ClientClock {
  #now = Date.parse('2026-10-07T12:00:00Z');
  readonly #timers = new Set<{ readonly at: number; readonly fn: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void): () => void {
    const timer = { at: this.#now + ms, fn };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    const goal = this.#now + ms;
    await settled();
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= goal).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.fn();
      await settled();
    }
    this.#now = goal;
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

/** One control socket as the server sees it. */
export interface Dial {
  readonly at: number;
  readonly url: URL;
  readonly sent: Record<string, unknown>[];
  readonly roomsLost: (() => void)[];
  say(message: object): void;
  close(code: number, reason?: string): void;
}

/** A server that does what `script` says at each dial, from 1, and the client that dials it. */
export function scripted(script: (dial: Dial, nth: number) => void, key: object = { apiKey: 'dct_test' }) {
  const clock = new StepClock();
  const began = clock.now();
  const dials: Dial[] = [];
  const told: string[] = [];
  const client = clientOn<null>({
    clock,
    random: () => 0.5,
    openSocket: async (url, _clock, events: SocketEvents) => {
      const sent: Record<string, unknown>[] = [];
      const dial: Dial = {
        at: clock.now() - began,
        url: new URL(url),
        sent,
        roomsLost: [],
        say: (message) => events.message(JSON.stringify(message)),
        close: (code, reason = '') => events.closed({ code, reason }),
      };
      dials.push(dial);
      clock.after(0, () => script(dial, dials.length));
      return { send: (text) => void sent.push(JSON.parse(text) as never), close: () => undefined };
    },
    joinRoom: async ({ onLost }) => {
      dials.at(-1)?.roomsLost.push(onLost);
      return { leave: async () => undefined };
    },
  })({ realtimeBaseUrl: 'ws://server', ...key });
  const connect = async (options: Partial<ConnectOptions> = {}) => {
    const connecting = client.realtime.connect(null, {
      model: models.realtime('lucy-2.5'),
      onRemoteStream: () => undefined,
      onConnectionChange: (state) => told.push(state),
      onCapacityWait: ({ retryAfterMs, attempt }) => told.push(`wait ${attempt}: ${retryAfterMs}`),
      ...options,
    });
    connecting.then(
      (session) => {
        session.on('sessionEnded', ({ reason }) => told.push(`ended: ${reason}`));
        session.on('generationEnded', ({ reason }) => told.push(`generation ended: ${reason}`));
        session.on('error', (error) => told.push(`error: ${(error as Error).message}`));
      },
      (error: Error) => told.push(`rejects: ${error.message}`),
    );
    return connecting.catch(() => undefined);
  };
  return { clock, dials, told, connect, times: () => dials.map(({ at }) => at) };
}

/** Answers the join with a room, and each state message with its ack. */
export const admit = (dial: Dial): void =>
  dial.say({
    type: 'livekit_room_info',
    livekit_url: 'ws://room',
    token: 't',
    room_name: 'r',
    session_id: 's',
  });
