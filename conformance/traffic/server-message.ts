import { short } from '../engine/short.js';
import type { TracedExchange } from './trace.js';

/** A message of the server: a JSON object. */
export class ServerMessage {
  constructor(
    readonly exchange: TracedExchange,
    readonly json: Readonly<Record<string, unknown>>,
    /** Position among the messages of its connection, from 0. */
    readonly position: number,
    /** When it arrived, in ms of the harness. */
    readonly at: number,
    /** Length of its frame. */
    readonly bytes: number,
  ) {}

  /** Its `type`, or an empty text. */
  get type(): string {
    return typeof this.json['type'] === 'string' ? this.json['type'] : '';
  }

  field(name: string): unknown {
    return this.json[name];
  }

  /** A field as text; empty when it is not text. */
  text(name: string): string {
    const value = this.json[name];
    return typeof value === 'string' ? value : '';
  }

  toString(): string {
    return short(JSON.stringify(this.json), 160);
  }
}
