/** The messages between the kit and an adapter. The published form is adapter-protocol.schema.json. */

export const protocolVersion = '1.0';

/** Every line of the protocol starts with this; any other line on stdout is noise of the SDK. */
export const linePrefix = '{"kit":1,';

/** Longest line in bytes; longer data goes as a blob. */
export const maxLineBytes = 1024 * 1024;

export const operations = [
  'tokens.create',
  'files.upload',
  'files.get',
  'files.delete',
  'process',
  'queue.submit',
  'queue.status',
  'queue.result',
  'queue.submitAndPoll',
  'realtime.connect',
  'realtime.set',
  'realtime.setPrompt',
  'realtime.setImage',
  'realtime.state',
  'realtime.disconnect',
  'realtime.subscribe',
  'adapter.echo',
  'adapter.sleep',
] as const;
export type AdapterOperation = (typeof operations)[number];

/** What an adapter may claim beyond its operations. */
export type Facet =
  | 'tokens.options'
  | 'realtime.signaling'
  | 'realtime.media'
  | 'realtime.imageRef'
  | 'input.stream'
  | 'input.path'
  | 'input.url'
  | 'cancel.queue'
  | 'progress.upload'
  | 'error.httpStatus'
  | 'error.code'
  | 'option.integration'
  | 'option.proxy'
  | 'env.apiKey';
export type Capability = AdapterOperation | Facet;

/** Model names by the surface they are for. */
export interface ModelNames {
  video?: string[];
  image?: string[];
  realtime?: string[];
}

/** Bytes. From the kit with one of path, url, base64; from the adapter with `head`, the first bytes in hex. */
export interface BlobRef {
  $blob: {
    sha256: string;
    size: number;
    mime?: string;
    name?: string;
    path?: string;
    url?: string;
    base64?: string;
    head?: string;
  };
}

/** The facts of an error that user code sees. The kit classifies them. */
export interface ErrorFacts {
  kind: 'thrown' | 'rejected' | 'returned' | 'event';
  /** Native name of its type. */
  type: string;
  code?: string | number;
  message: string;
  httpStatus?: number;
  closeCode?: number;
  isTimeout?: boolean;
  isAbort?: boolean;
  fields?: Record<string, unknown>;
  cause?: ErrorFacts;
}

/** How to make a client of the SDK. */
export interface SessionConfig {
  baseUrl: string;
  realtimeUrl?: string;
  /** null: the adapter gives the SDK no key. */
  apiKey: string | null;
  integration?: string;
  proxy?: string;
  /** Environment the constructor sees; an empty value means unset. */
  env?: Record<string, string>;
}

export type ToAdapter =
  | {
      t: 'hello';
      protocol: typeof protocolVersion;
      run: string;
      seed: number;
      blobBase: string;
      now: string;
      candidates: ModelNames;
    }
  | { t: 'ping'; n: number }
  | { t: 'open'; id: string; session: string; config: SessionConfig }
  | {
      t: 'call';
      id: string;
      on: string | null;
      op: string;
      args: Record<string, unknown>;
      deadlineMs: number;
      case: string;
    }
  | { t: 'cancel'; id: string }
  | { t: 'close'; id: string; on: string }
  | { t: 'bye' };

export interface Welcome {
  t: 'welcome';
  protocol: typeof protocolVersion;
  adapter: { name: string; version: string; source?: string; issues?: string };
  sdk: { name: string; version: string; language: string; runtime?: string; os?: string };
  capabilities: Capability[];
  /** The candidates that the SDK accepts. Absent: it accepts any name. A surface absent from it: it accepts none. */
  models?: ModelNames;
  limits?: { maxConcurrent?: number; maxInlineBytes?: number };
  blob?: ('path' | 'url' | 'inline')[];
  skips?: { pattern: string; reason: string; issue?: string }[];
}

export interface AdapterEvent {
  t: 'event';
  on: string;
  seq: number;
  /** Milliseconds on the adapter's own monotonic clock. */
  at: number;
  name: string;
  data: Record<string, unknown>;
}

export type CallOutcome =
  | { outcome: 'ok'; value?: unknown; handle?: string }
  | { outcome: 'error'; error: ErrorFacts }
  | { outcome: 'unsupported'; reason: string }
  | { outcome: 'harness'; message: string; trace?: string };

export type FromAdapter =
  | Welcome
  | { t: 'pong'; n: number; at: number }
  | AdapterEvent
  | ({ t: 'result'; id: string } & CallOutcome)
  | { t: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; text: string };
