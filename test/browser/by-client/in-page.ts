import type { Tools } from '../page-tools.js';
import type { ConnectOutcome, ConnectRequest, Story } from './subject.js';

/** The part of an SDK that a page uses here. Versions have more, and not all of this. */
interface PageSession {
  setPrompt(prompt: string, options: object): Promise<void>;
  readonly sessionId: string | null;
  getConnectionState(): string;
  disconnect(): void;
  on(event: string, listener: (data: never) => void): void;
}

/** The part of livekit-client's local participant that a page uses here. */
interface Participant {
  publishTrack: (this: Participant, track: MediaStreamTrack, options?: object) => Promise<unknown>;
  unpublishTrack(track: MediaStreamTrack): Promise<unknown>;
}

interface PageModel {
  readonly name: string;
}

interface PageSdk {
  createDecartClient(options: object): {
    realtime: { connect(stream: MediaStream | null, options: object): Promise<PageSession> };
  };
  readonly models: { realtime(name: string): PageModel };
}

/** One scenario in the page. */
export interface Play {
  session?: PageSession;
  readonly stream: MediaStream;
  /** The second camera, before and while it sends. */
  readonly second?: { readonly track: MediaStreamTrack; readonly start: () => void };
  readonly story: { connect?: ConnectOutcome; told: string[]; ticks: number[] };
}

export interface PageGlobals {
  readonly library: PageSdk;
  readonly tools: Tools;
  plays: Record<string, Play>;
  /** Every WebSocket of the page. */
  sockets: WebSocket[];
  /** The module that the library uses; absent where it uses none. */
  readonly livekit?: { readonly LocalParticipant: { prototype: Participant } };
  paintedCamera: typeof paintedCamera;
  /** Who published a track, by the track. */
  publishers: Map<MediaStreamTrack, Participant>;
}

export interface PageRequest extends ConnectRequest {
  readonly baseUrl: string;
  readonly realtimeBaseUrl: string;
  /** A model that the SDK knows, whose definition serves for names that it does not. */
  readonly knownModel: string;
}

/** Runs in the page: a camera of one colour with a moving mark. It has no frame before `start`. */
export function paintedCamera(colour: string): {
  readonly track: MediaStreamTrack;
  readonly start: () => void;
} {
  const canvas = new OffscreenCanvas(640, 360);
  const context = canvas.getContext('2d');
  // Chromium's, and not in TypeScript's library.
  const Generator = (
    window as unknown as { MediaStreamTrackGenerator: new (init: object) => MediaStreamTrack }
  ).MediaStreamTrackGenerator;
  const track = new Generator({ kind: 'video' });
  const writer = (track as unknown as { writable: WritableStream<VideoFrame> }).writable.getWriter();
  const start = (): void => {
    let step = 0;
    setInterval(() => {
      if (!context || track.readyState === 'ended') return;
      context.fillStyle = colour;
      context.fillRect(0, 0, 640, 360);
      context.fillStyle = 'white';
      context.fillRect(step++ % 600, 0, 20, 20);
      void writer.write(new VideoFrame(canvas, { timestamp: performance.now() * 1_000 }));
    }, 50);
  };
  return { track, start };
}

/** Runs in the page: keeps its sockets, and makes room for the scenarios. */
export function prepare(): void {
  const page = window as unknown as PageGlobals;
  const Native = window.WebSocket;
  page.sockets = [];
  page.plays = {};
  page.publishers = new Map();
  const participant = page.livekit?.LocalParticipant.prototype;
  const publish = participant?.publishTrack;
  if (participant && publish)
    participant.publishTrack = function (this: Participant, track, options) {
      page.publishers.set(track, this);
      return publish.call(this, track, options);
    };
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      page.sockets.push(this);
    }
  };
}

/** Runs in the page: starts to connect, and notes what the app sees. */
export async function start(request: PageRequest): Promise<void> {
  const { library, tools, plays, livekit, paintedCamera } = window as unknown as PageGlobals;
  const { scenario, camera, prompt } = request;
  const colours = camera === 'red, then blue';
  const first = colours ? paintedCamera('red') : undefined;
  first?.start();
  const second = colours ? paintedCamera('blue') : undefined;
  // Without a LiveKit room the track is there from the beginning, and sends nothing yet.
  const stream = first
    ? new MediaStream([first.track, ...(second && !livekit ? [second.track] : [])])
    : await tools.camera(640, 360);
  if (camera === 'stopped') stream.getTracks().forEach((track) => track.stop());
  const play: Play = { stream, ...(second && { second }), story: { told: [], ticks: [] } };
  plays[scenario] = play;
  const { story } = play;
  const client = library.createDecartClient({
    apiKey: request.key,
    baseUrl: request.baseUrl,
    realtimeBaseUrl: request.realtimeBaseUrl,
    telemetry: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  client.realtime
    .connect(stream, {
      model: { ...library.models.realtime(request.knownModel), name: request.model },
      onRemoteStream: (remote: MediaStream) => {
        tools.show(scenario, remote);
        const newest = remote.getVideoTracks().at(-1);
        if (request.showNewest && newest) tools.show(`${scenario}, newest`, new MediaStream([newest]));
      },
      onCapacityWait: ({ attempt, retryAfterMs }: { attempt: number; retryAfterMs: number }) =>
        story.told.push(
          `capacityWait ${attempt}, ${retryAfterMs >= 4_000 && retryAfterMs <= 6_000 ? '4 to 6 s' : `${retryAfterMs} ms`}`,
        ),
      // One wait of 5 s and not a second one: the table should not take long.
      capacityRetryBudgetMs: 7_500,
      ...(prompt !== null && { initialState: { prompt: { text: prompt, enhance: false } } }),
    })
    .then(
      (session) => {
        play.session = session;
        story.connect = 'resolves';
        // What happened before is delivered next, unless this version does not keep it.
        setTimeout(() => {
          if (story.told.length === 0) story.told.push(session.getConnectionState());
        }, 500);
        session.on('connectionChange', (state) => story.told.push(String(state)));
        session.on('error', ({ message }: Error) => story.told.push(`error: ${message}`));
        session.on('generationEnded', ({ reason }: { reason: string }) =>
          story.told.push(`generationEnded: ${reason}`),
        );
        session.on('sessionEnded', ({ reason }: { reason: string }) =>
          story.told.push(`sessionEnded: ${reason}`),
        );
        session.on('generationTick', ({ seconds }: { seconds: number }) => story.ticks.push(seconds));
      },
      ({ message }: Error) => (story.connect = `rejects: ${message}`),
    );
}

/** Runs in the page. */
export function read([scenario, key]: readonly [string, string]): Story {
  const { tools, plays, sockets } = window as unknown as PageGlobals;
  const { frames, rgb } = tools.seen(scenario);
  const isDial = ({ url }: WebSocket): boolean => {
    const { pathname, searchParams } = new URL(url);
    return pathname === '/v1/stream' && searchParams.get('api_key') === key;
  };
  const story = plays[scenario]?.story ?? { told: [], ticks: [] };
  const newestFrames = tools.seen(`${scenario}, newest`).frames;
  return { ...story, dials: sockets.filter(isDial).length, frames, rgb, newestFrames };
}

/** Runs in the page: the second camera sends from now on. */
export async function addCamera(scenario: string): Promise<void> {
  const { plays, publishers } = window as unknown as PageGlobals;
  const { stream, second } = plays[scenario] ?? {};
  const first = stream?.getVideoTracks()[0];
  if (!first || !second) throw new Error(`${scenario} has no second camera.`);
  second.start();
  await publishers.get(first)?.publishTrack(second.track, { simulcast: false });
}

/** Runs in the page. */
export async function removeCamera(scenario: string): Promise<void> {
  const { plays, publishers } = window as unknown as PageGlobals;
  const track = plays[scenario]?.second?.track;
  if (track) await publishers.get(track)?.unpublishTrack(track);
}
