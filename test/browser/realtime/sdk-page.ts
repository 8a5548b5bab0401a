import type { RunningMock } from '../../../src/index.js';
import type { Rgb, Tools } from '../page-tools.js';
import { withPage, type PageLibrary, type PageOptions, type TestPage } from '../with-page.js';
import { PATIENCE_MS } from '../../support/patience.js';
import type { Latency, PageLog, QualityReport } from './page-log.js';

/** The part of `@decartai/sdk` that all tested versions share. */
interface Sdk {
  createDecartClient(options: object): {
    realtime: {
      connect(stream: MediaStream | null, options: object): Promise<SdkSession>;
      subscribe(options: object): Promise<unknown>;
    };
    tokens?: unknown;
  };
  models: { realtime(name: string): object };
}

interface SdkSession {
  setPrompt(prompt: string, options?: object): Promise<void>;
  set(input: object): Promise<void>;
  getConnectionState(): string;
  disconnect(): void;
  on(event: string, listener: (data: unknown) => void): void;
  replaceVideoTrack?(track: MediaStreamTrack): Promise<void>;
  readonly sessionId: string | null;
  readonly subscribeToken: string | null;
}

declare global {
  interface Window {
    sdk: { library: Sdk; sessions: Record<string, SdkSession>; log: Record<string, PageLog> };
  }
}

export interface ConnectOptions {
  readonly label?: string;
  readonly key?: string;
  readonly model: string;
  readonly prompt?: string;
  readonly codec?: string;
  readonly camera?: boolean;
  readonly microphone?: boolean;
  /** Makes the SDK number the camera's frames and look for the numbers in the output. */
  readonly debugQuality?: boolean;
}

/** A page with one SDK that uses a mock. */
export class SdkPage {
  constructor(
    readonly mock: RunningMock,
    readonly test: TestPage,
  ) {}

  /** Connects and resolves with the milliseconds it took; throws what the SDK throws. */
  connect({
    label = 'remote',
    key = 'dct_browser',
    model,
    prompt,
    codec,
    camera = true,
    microphone = false,
    debugQuality = false,
  }: ConnectOptions): Promise<number> {
    return this.test.page.evaluate(
      async ([
        label,
        key,
        model,
        prompt,
        codec,
        camera,
        microphone,
        debugQuality,
        baseUrl,
        realtimeBaseUrl,
      ]) => {
        const { library, tools } = window as unknown as { library: Sdk; tools: Tools };
        const sdk = (window.sdk ??= { library, sessions: {}, log: {} });
        const log: PageLog = {
          errors: [],
          states: [],
          ticks: [],
          ended: [],
          streams: [],
          matched: 0,
          latency: null,
          quality: undefined,
        };
        sdk.log[label] = log;
        const stream = camera ? await tools.camera(1280, 720, microphone) : null;
        const client = library.createDecartClient({
          apiKey: key,
          baseUrl,
          realtimeBaseUrl,
          telemetry: false,
        });
        const started = performance.now();
        const session = await client.realtime.connect(stream, {
          model: library.models.realtime(model),
          onRemoteStream: (remote: MediaStream) => {
            log.streams.push(
              remote
                .getTracks()
                .map(({ kind }) => kind)
                .sort(),
            );
            tools.show(label, remote);
          },
          ...(prompt === null ? {} : { initialState: { prompt: { text: prompt, enhance: false } } }),
          ...(codec === null ? {} : { preferredVideoCodec: codec }),
          ...(debugQuality ? { debugQuality } : {}),
        });
        const took = Math.round(performance.now() - started);
        sdk.sessions[label] = session;
        log.states.push(session.getConnectionState());
        session.on('error', (error) => log.errors.push(String((error as Error).message)));
        session.on('connectionChange', (state) => log.states.push(String(state)));
        session.on('generationTick', (tick) => log.ticks.push((tick as { seconds: number }).seconds));
        session.on('stats', (stats) => {
          const { glassToGlass } = stats as { glassToGlass?: Latency | null };
          log.latency = glassToGlass ?? null;
          log.matched = glassToGlass?.sampleCount ?? 0;
        });
        session.on('connectionQuality', (report) => (log.quality = report as QualityReport));
        session.on('generationEnded', (ended) => log.ended.push(ended));
        return took;
      },
      [
        label,
        key,
        model,
        prompt ?? null,
        codec ?? null,
        camera,
        microphone,
        debugQuality,
        this.mock.url,
        this.mock.realtimeUrl,
      ] as const,
    );
  }

  /** Watches another client's session; resolves once subscribed. */
  watch(label: string, token: string, key = 'dct_browser'): Promise<void> {
    return this.test.page.evaluate(
      async ([label, token, key, baseUrl, realtimeBaseUrl]) => {
        const { library, tools } = window as unknown as { library: Sdk; tools: Tools };
        const client = library.createDecartClient({
          apiKey: key,
          baseUrl,
          realtimeBaseUrl,
          telemetry: false,
        });
        await client.realtime.subscribe({
          token,
          onRemoteStream: (remote: MediaStream) => tools.show(label, remote),
        });
      },
      [label, token, key, this.mock.url, this.mock.realtimeUrl] as const,
    );
  }

  async session(
    label = 'remote',
  ): Promise<{ sessionId: string | null; subscribeToken: string | null; state: string }> {
    return this.test.page.evaluate((label) => {
      const session = window.sdk.sessions[label];
      if (!session) throw new Error(`No session "${label}".`);
      const { sessionId, subscribeToken } = session;
      return { sessionId, subscribeToken, state: session.getConnectionState() };
    }, label);
  }

  setPrompt(prompt: string, label = 'remote'): Promise<void> {
    return this.test.page.evaluate(
      ([label, prompt]) => window.sdk.sessions[label]?.setPrompt(prompt, { enhance: false }),
      [label, prompt] as const,
    );
  }

  disconnect(label = 'remote'): Promise<void> {
    return this.test.page.evaluate((label) => window.sdk.sessions[label]?.disconnect(), label);
  }

  log(label = 'remote'): Promise<PageLog> {
    return this.test.page.evaluate((label) => window.sdk.log[label] as PageLog, label);
  }

  frames(count: number, label = 'remote') {
    return this.test.page.evaluate(([label, count]) => window.tools.moreFrames(label, count), [
      label,
      count,
    ] as const);
  }

  /** Resolves after two seconds without a frame. */
  stillFrames(label: string) {
    return this.test.page.evaluate((label) => window.tools.still(label), label);
  }

  /** Makes the page keep its sockets from now on. */
  recordSockets(): Promise<void> {
    return this.test.page.evaluate(() => {
      const Native = window.WebSocket;
      const sockets: WebSocket[] = [];
      window.WebSocket = class extends Native {
        constructor(url: string | URL, protocols?: string | string[]) {
          super(url, protocols);
          sockets.push(this);
        }
      };
      Object.assign(window, { sockets });
    });
  }

  /** How often the page opened a LiveKit socket. */
  livekitSockets(): Promise<number> {
    return this.test.page.evaluate(() => {
      const { sockets } = window as unknown as { sockets: WebSocket[] };
      return sockets.filter(({ url }) => new URL(url).pathname.startsWith('/rtc')).length;
    });
  }

  /** Closes the page's only LiveKit socket, as a network failure does. */
  closeLivekitSocket(): Promise<void> {
    return this.test.page.evaluate(() => {
      const { sockets } = window as unknown as { sockets: WebSocket[] };
      const open = sockets.filter(
        ({ url, readyState }) => readyState === WebSocket.OPEN && new URL(url).pathname.startsWith('/rtc'),
      );
      if (open.length !== 1) throw new Error(`The page has ${open.length} LiveKit sockets.`);
      open[0]?.close();
    });
  }

  /** Resolves once the mean colour differs from `rgb` by more than `away`. */
  movedFrom(rgb: Rgb, away: number, label = 'remote') {
    return this.test.page.evaluate(([label, rgb, away]) => window.tools.movedFrom(label, rgb, away), [
      label,
      rgb,
      away,
    ] as const);
  }

  /** Resolves once the log of a session matches. */
  async until(
    what: string,
    reached: (log: PageLog) => boolean,
    label = 'remote',
    ms = PATIENCE_MS,
  ): Promise<PageLog> {
    const deadline = Date.now() + ms;
    for (;;) {
      const log = await this.log(label);
      if (reached(log)) return log;
      if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}. ${JSON.stringify(log)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** SDK 0.0.46 has its hosts built in; the page redirects its socket to the mock. */
export function withSdk<T>(
  library: PageLibrary,
  mock: RunningMock,
  fn: (page: SdkPage) => Promise<T>,
): Promise<T> {
  const options: PageOptions =
    library === 'sdk-0.0.46' ? { webSocket: { from: 'wss://api3.decart.ai', to: mock.realtimeUrl } } : {};
  return withPage(library, (test) => fn(new SdkPage(mock, test)), options);
}
