import type { RTCDataChannel } from 'werift';

type Name = 'reliable' | 'lossy';

/** How a data packet is sent. Packets that are `kept` wait for the channel of a client that still joins. */
export type DataDelivery = Name | 'reliable, kept';

/** The channels of data packets by label; newer clients open one for data tracks as well, which rooms ignore. */
export const DATA_CHANNELS: ReadonlyMap<string, Name> = new Map([
  ['_reliable', 'reliable'],
  ['_lossy', 'lossy'],
]);

/** Bytes that a room of livekit-server 1.9.11 keeps; there for 2 s, here until the channel opens. */
const KEPT_LIMIT = 100_000;

/** The data packets for one client: kept ones wait for its first channel, the newest 100,000 bytes; others are dropped. */
export class OutgoingData {
  readonly #channels = new Map<Name, RTCDataChannel>();
  /** Undefined once the reliable channel was open. */
  #kept: Buffer[] | undefined = [];
  #keptBytes = 0;

  add(name: Name, channel: RTCDataChannel): void {
    this.#channels.set(name, channel);
    channel.stateChanged.subscribe(() => this.#sendKept());
    this.#sendKept();
  }

  send(bytes: Buffer, delivery: DataDelivery): void {
    const channel = this.#open(delivery === 'lossy' ? 'lossy' : 'reliable');
    if (channel) channel.send(bytes);
    else if (delivery === 'reliable, kept') this.#keep(bytes);
  }

  #open(name: Name): RTCDataChannel | undefined {
    const channel = this.#channels.get(name);
    return channel?.readyState === 'open' ? channel : undefined;
  }

  #keep(bytes: Buffer): void {
    const kept = this.#kept;
    if (!kept) return;
    kept.push(bytes);
    this.#keptBytes += bytes.length;
    while (this.#keptBytes > KEPT_LIMIT) this.#keptBytes -= kept.shift()?.length ?? 0;
  }

  #sendKept(): void {
    const channel = this.#open('reliable');
    if (!channel) return;
    for (const bytes of this.#kept ?? []) channel.send(bytes);
    this.#kept = undefined;
  }
}
