import type http from 'node:http';
import { readForm, type FormPart } from './read-form.js';

/** One message on a WebSocket. */
export interface RecordedFrame {
  from: 'client' | 'server';
  /** Milliseconds from the start of the recorder. */
  atMs: number;
  text: string;
}

/** A request of a client and its answer. Grows while the exchange goes on. */
export class Recorded {
  /** Messages of a WebSocket, in order. */
  readonly frames: RecordedFrame[] = [];
  /** How a WebSocket ended, and which side ended it. */
  closed?: { by: 'client' | 'server'; code: number; reason: string; atMs: number };
  /** Chunks of the request's body and of the answer's body. */
  readonly chunks = { request: [] as Buffer[], answer: [] as Buffer[] };
  /** Milliseconds from the start of the recorder to the end of the answer or the break. */
  endMs?: number;
  /** Status and headers of the answer. */
  head?: { status: number; headers?: http.IncomingHttpHeaders };
  /** Why the answer is not complete. */
  broken?: string;
  /** Whether the client disconnected first. */
  clientLeft?: boolean;

  constructor(
    /** Position within the case, from 1. */
    readonly n: number,
    readonly method: string,
    /** Path with its query, as sent. */
    readonly path: string,
    readonly headers: http.IncomingHttpHeaders,
    /** Milliseconds from the start of the recorder to the first byte. */
    readonly atMs: number,
  ) {}

  get status(): number | undefined {
    return this.head?.status;
  }

  get answerHeaders(): http.IncomingHttpHeaders | undefined {
    return this.head?.headers;
  }

  get body(): Uint8Array {
    return Buffer.concat(this.chunks.request);
  }

  get answer(): Uint8Array {
    return Buffer.concat(this.chunks.answer);
  }

  /** The parts of a form, in order; empty when the body is not a form. */
  get form(): FormPart[] {
    return readForm(this.headers['content-type'] ?? '', this.body) ?? [];
  }

  /** A part of the form. */
  part(name: string): FormPart | undefined {
    return this.form.find((part) => part.name === name);
  }

  /** The body as JSON, or undefined when it is not JSON. */
  get json(): unknown {
    return readJson(this.body);
  }

  get answerJson(): unknown {
    return readJson(this.answer);
  }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
