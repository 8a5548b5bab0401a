import type { RTCDataChannel } from 'werift';

type Name = 'reliable' | 'lossy';

/** The channels of data packets by label; newer clients open one for data tracks as well, which rooms ignore. */
export const DATA_CHANNELS: ReadonlyMap<string, Name> = new Map([
  ['_reliable', 'reliable'],
  ['_lossy', 'lossy'],
]);

/** Bytes of reliable packets that wait for a channel, as in livekit-server 1.9.11. */
const WAITING_LIMIT = 100_000;

/**
 * The data packets for one client. As in LiveKit, a reliable packet waits for the channel of a client that still joins,
 * the oldest are dropped above 100,000 bytes, and a lossy one is dropped at once.
 */
export class OutgoingData {
  readonly #channels = new Map<Name, RTCDataChannel>();
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;

  add(name: Name, channel: RTCDataChannel): void {
    this.#channels.set(name, channel);
    channel.stateChanged.subscribe(() => this.#flush());
    this.#flush();
  }

  send(bytes: Buffer, reliable: boolean): void {
    const channel = this.#open(reliable ? 'reliable' : 'lossy');
    if (channel) channel.send(bytes);
    else if (reliable) this.#hold(bytes);
  }

  #open(name: Name): RTCDataChannel | undefined {
    const channel = this.#channels.get(name);
    return channel?.readyState === 'open' ? channel : undefined;
  }

  #hold(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    while (this.#waitingBytes > WAITING_LIMIT) this.#waitingBytes -= this.#waiting.shift()?.length ?? 0;
  }

  #flush(): void {
    const channel = this.#open('reliable');
    if (!channel) return;
    for (const bytes of this.#waiting.splice(0)) channel.send(bytes);
    this.#waitingBytes = 0;
  }
}
