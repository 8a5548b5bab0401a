import type * as LiveKit from 'livekit-client-2.23';
import type { TestPage } from '../../browser/with-page.js';
import type { Tools } from '../../browser/page-tools.js';
import type { Observed } from '../observed.js';
import { found, pairs, type CameraCodec, type RoomClient, type TrackName } from './room-client.js';

interface Page {
  readonly library: typeof LiveKit;
  readonly tools: Tools;
  readonly observe: (subject: string, event: string) => void;
  room: LiveKit.Room;
  readonly published: Partial<Record<TrackName, LiveKit.LocalTrackPublication>>;
}

/** What a page's console tells of failed requests; what it tells of itself differs from run to run. */
const NETWORK = /Failed to load resource|WebSocket connection/;

/** livekit-client in a page. */
export class BrowserClient implements RoomClient {
  constructor(
    readonly test: TestPage,
    readonly observed: Observed,
    readonly options: { readonly singlePeerConnection: boolean },
    readonly name = 'browser',
  ) {}

  async join(url: string, token: string): Promise<void> {
    const { page } = this.test;
    await page.exposeFunction('observe', (subject: string, event: string) =>
      this.observed.add(this.name, subject, event),
    );
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() !== 'error' || !NETWORK.test(text)) return;
      const path = /\/rtc(?:\/\w+)*/.exec(text + message.location().url)?.[0] ?? 'elsewhere';
      this.observed.add(this.name, 'console', `${/404|WebSocket/.exec(text)?.[0] ?? 'failure'} at ${path}`);
    });
    await page.evaluate(prepare);
    await this.rejoin(url, token);
  }

  /** Joins once more, with a new room object of the same page. */
  async rejoin(url: string, token: string): Promise<void> {
    const identities = await this.test.page.evaluate(connect, [
      url,
      token,
      this.options.singlePeerConnection,
    ] as const);
    this.observed.add(this.name, 'others', found(identities));
  }

  async publish(track: TrackName, codec: CameraCodec = 'vp8'): Promise<void> {
    await this.test.page.evaluate(publish, [track, codec] as const);
  }

  unpublish(track: TrackName): Promise<void> {
    return this.test.page.evaluate(async (track) => {
      const { room, published } = window as unknown as Page;
      const { track: local } = published[track] ?? {};
      if (!local) throw new Error(`The page publishes no ${track}.`);
      await room.localParticipant.unpublishTrack(local);
    }, track);
  }

  mute(track: TrackName, muted: boolean): Promise<void> {
    return this.test.page.evaluate(
      async ([track, muted]) => {
        const { published } = window as unknown as Page;
        await (muted ? published[track]?.mute() : published[track]?.unmute());
      },
      [track, muted] as const,
    );
  }

  say(text: string): Promise<void> {
    return this.test.page.evaluate(async (text) => {
      const { room } = window as unknown as Page;
      await room.localParticipant.publishData(new TextEncoder().encode(text), {
        reliable: true,
        topic: 'chat',
      });
    }, text);
  }

  setMetadata(metadata: string): Promise<void> {
    return this.#ask('setMetadata', metadata);
  }

  setName(name: string): Promise<void> {
    return this.#ask('setName', name);
  }

  async setAttributes(attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.#ask('setAttributes', attributes);
    this.observed.add(this.name, 'room', `setAttributes ${pairs(attributes)} resolved`);
  }

  /** Loses the connection: `signal-reconnect` resumes, `full-reconnect` joins again. */
  async lose(how: 'signal-reconnect' | 'full-reconnect'): Promise<void> {
    await this.test.page.evaluate((how) => (window as unknown as Page).room.simulateScenario(how), how);
  }

  leave(): Promise<void> {
    return this.test.page.evaluate(() => (window as unknown as Page).room.disconnect());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave().catch(() => undefined);
  }

  async #ask(method: 'setMetadata' | 'setName' | 'setAttributes', value: unknown): Promise<void> {
    const problem = await this.test.page.evaluate(
      async ([method, value]) => {
        const { localParticipant } = (window as unknown as Page).room;
        try {
          await (localParticipant[method] as (value: unknown) => Promise<void>)(value);
          return undefined;
        } catch (error) {
          return String(error);
        }
      },
      [method, value] as const,
    );
    if (problem !== undefined) this.observed.add(this.name, 'room', `${method} failed: ${problem}`);
  }
}

/** Runs in the page: the helpers that the later calls use. */
function prepare(): void {
  Object.assign(window, { published: {} });
}

/** Runs in the page: publishes a fake device. */
async function publish([track, codec]: readonly [TrackName, CameraCodec]): Promise<void> {
  const { room, library, tools, published } = window as unknown as Page;
  const { Track } = library;
  if (track === 'microphone') {
    const [sound] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    if (!sound) throw new Error('No microphone.');
    published.microphone = await room.localParticipant.publishTrack(sound, {
      source: Track.Source.Microphone,
    });
    return;
  }
  const [picture] = (await tools.camera(640, 360)).getVideoTracks();
  if (!picture) throw new Error('No camera.');
  published.camera = await room.localParticipant.publishTrack(picture, {
    source: Track.Source.Camera,
    videoCodec: codec,
    simulcast: codec === 'vp8' || codec === 'h264',
    backupCodec: false,
  });
}

/** Runs in the page: joins, and reports every event. Resolves with the participants that were there. */
async function connect([url, token, singlePeerConnection]: readonly [string, string, boolean]): Promise<
  string[]
> {
  const page = window as unknown as Page;
  const { Room, RoomEvent, DisconnectReason, Track } = page.library;
  const room = new Room({ adaptiveStream: false, dynacast: false, singlePeerConnection });
  page.room = room;
  const see = (subject: string, event: string): void => page.observe(subject, event);
  const about = (participant: LiveKit.Participant, { source, trackSid }: LiveKit.TrackPublication): string =>
    `${participant.identity} ${source} ${trackSid}`;
  const codecOf = async (track: LiveKit.RemoteTrack): Promise<string> => {
    const report = await track.receiver?.getStats();
    const reports = [
      ...((report as unknown as Map<string, Record<string, unknown>> | undefined)?.values() ?? []),
    ];
    const inbound = reports.find(({ type }) => type === 'inbound-rtp');
    return String(reports.find(({ id }) => id === inbound?.['codecId'])?.['mimeType']);
  };
  const watch = async (subject: string, track: LiveKit.RemoteTrack): Promise<void> => {
    if (track.kind === Track.Kind.Audio) return;
    page.tools.show(subject, new MediaStream([track.mediaStreamTrack]));
    await page.tools.moreFrames(subject, 1);
    see(subject, `frames in ${(await codecOf(track)).toUpperCase()}`);
  };
  room
    .on(RoomEvent.ConnectionStateChanged, (state) => see('room', state))
    .on(RoomEvent.Disconnected, (reason) => see('room', `left: ${DisconnectReason[reason ?? 0]}`))
    .on(RoomEvent.ParticipantConnected, ({ identity }) => see(identity, 'joins'))
    .on(RoomEvent.ParticipantActive, ({ identity }) => see(identity, 'is active'))
    .on(RoomEvent.ParticipantDisconnected, ({ identity }) => see(identity, 'leaves'))
    .on(RoomEvent.LocalTrackPublished, (track, who) => see(about(who, track), 'is published here'))
    .on(RoomEvent.LocalTrackUnpublished, (track, who) => see(about(who, track), 'is unpublished here'))
    .on(RoomEvent.LocalTrackSubscribed, (track, who) => see(about(who, track), 'has a subscriber'))
    .on(RoomEvent.TrackPublished, (track, who) => see(about(who, track), `is published, ${track.mimeType}`))
    .on(RoomEvent.TrackUnpublished, (track, who) => see(about(who, track), 'is unpublished'))
    .on(RoomEvent.TrackSubscribed, (media, track, who) => {
      see(about(who, track), 'is subscribed');
      watch(about(who, track), media).catch((error: unknown) => see(about(who, track), String(error)));
    })
    .on(RoomEvent.TrackUnsubscribed, (_, track, who) => see(about(who, track), 'is unsubscribed'))
    .on(RoomEvent.TrackSubscriptionFailed, (_, who) => see(who.identity, 'subscription failed'))
    .on(RoomEvent.TrackMuted, (track, who) => see(about(who, track), 'is muted'))
    .on(RoomEvent.TrackUnmuted, (track, who) => see(about(who, track), 'is unmuted'))
    .on(RoomEvent.ParticipantMetadataChanged, (old, who) =>
      see(who.identity, `metadata is "${who.metadata ?? ''}", was "${old ?? ''}"`),
    )
    .on(RoomEvent.ParticipantNameChanged, (name, { identity }) => see(identity, `name is "${name}"`))
    .on(RoomEvent.ParticipantAttributesChanged, (changed, who) => {
      const names = Object.keys(changed).sort();
      see(who.identity, `attributes change: ${names.map((name) => `${name}=${changed[name]}`).join(' ')}`);
    })
    .on(RoomEvent.ParticipantPermissionsChanged, (old, { identity, permissions }) => {
      const show = (one: typeof permissions): string =>
        one
          ? `publish ${one.canPublish}, subscribe ${one.canSubscribe}, data ${one.canPublishData}`
          : 'unknown';
      if (old) see(identity, `permissions are ${show(permissions)}`);
    })
    .on(RoomEvent.RoomMetadataChanged, (metadata) => see('room', `metadata is "${metadata}"`))
    .on(RoomEvent.DataReceived, (data, who, _, topic) =>
      see(who?.identity ?? 'server', `says "${new TextDecoder().decode(data)}" on ${topic}`),
    )
    .on(RoomEvent.ConnectionQualityChanged, (_, who) => see('quality', `${who.identity} has a grade`));
  await room.connect(url, token);
  return [...room.remoteParticipants.values()].map(({ identity }) => identity);
}
