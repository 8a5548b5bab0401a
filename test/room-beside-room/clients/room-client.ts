export type TrackName = 'camera' | 'microphone';
export type CameraCodec = 'vp8' | 'h264' | 'vp9' | 'av1' | 'h265';

/** What a script asks of each kind of client. */
export interface RoomClient extends AsyncDisposable {
  join(url: string, token: string): Promise<void>;
  publish(track: TrackName, codec?: CameraCodec): Promise<void>;
  unpublish(track: TrackName): Promise<void>;
  /** Sends a reliable packet with the topic `chat`. */
  say(text: string): Promise<void>;
  setMetadata(metadata: string): Promise<void>;
  setName(name: string): Promise<void>;
  setAttributes(attributes: Readonly<Record<string, string>>): Promise<void>;
  leave(): Promise<void>;
}

/** Sorted, as servers keep no order of participants. */
export const found = (identities: Iterable<string>): string =>
  `found ${[...identities].sort().join(', ') || 'nothing'}`;

/** Attributes in the order of their names. */
export const pairs = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
