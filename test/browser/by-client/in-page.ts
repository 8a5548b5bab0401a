import type { Tools } from '../page-tools.js';
import type { ConnectOutcome, ConnectRequest, Story } from './subject.js';

/** The part of an SDK that a page uses here. Versions have more, and not all of this. */
interface PageSession {
  setPrompt(prompt: string, options: object): Promise<void>;
  getConnectionState(): string;
  disconnect(): void;
  on(event: string, listener: (data: never) => void): void;
  /** Of the client by the 0.2 rules. */
  readonly session?: { readonly room?: { readonly room: PageRoom } };
}

interface PageRoom {
  disconnect(stopTracks: boolean): Promise<void>;
  connect(url: string, token: string, options: object): Promise<void>;
  readonly localParticipant: { publishTrack(track: MediaStreamTrack, options: object): Promise<unknown> };
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
  stream: MediaStream | null;
  readonly story: { connect?: ConnectOutcome; told: string[]; ticks: number[] };
}

export interface PageGlobals {
  readonly library: PageSdk;
  readonly tools: Tools;
  plays: Record<string, Play>;
  /** Every WebSocket of the page. */
  sockets: WebSocket[];
}

export interface PageRequest extends ConnectRequest {
  readonly baseUrl: string;
  readonly realtimeBaseUrl: string;
  /** A model that the SDK knows, whose definition serves for names that it does not. */
  readonly knownModel: string;
}

/** Runs in the page: keeps its sockets, and makes room for the scenarios. */
export function prepare(): void {
  const page = window as unknown as PageGlobals;
  const Native = window.WebSocket;
  page.sockets = [];
  page.plays = {};
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      page.sockets.push(this);
    }
  };
}

/** Runs in the page: starts to connect, and notes what the app sees. */
export async function start(request: PageRequest): Promise<void> {
  const { library, tools, plays } = window as unknown as PageGlobals;
  const { scenario, camera, prompt } = request;
  const painted = (colour: string): MediaStreamTrack[] => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const context = canvas.getContext('2d');
    let step = 0;
    setInterval(() => {
      if (!context) return;
      context.fillStyle = colour;
      context.fillRect(0, 0, 640, 360);
      context.fillStyle = 'white';
      context.fillRect(step++ % 600, 0, 20, 20);
    }, 50);
    return canvas.captureStream(20).getTracks();
  };
  const streamOf = async (): Promise<MediaStream | null> => {
    if (camera === 'none') return null;
    if (camera === 'red, then blue') return new MediaStream([...painted('red'), ...painted('blue')]);
    const stream = await tools.camera(640, 360);
    if (camera === 'stopped') stream.getTracks().forEach((track) => track.stop());
    return stream;
  };
  const stream = await streamOf();
  const play: Play = { stream, story: { told: [], ticks: [] } };
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
      onRemoteStream: (remote: MediaStream) => tools.show(scenario, remote),
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
  return { ...story, dials: sockets.filter(isDial).length, frames, rgb };
}
