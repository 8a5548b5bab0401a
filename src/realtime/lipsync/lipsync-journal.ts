import type { NewJournalEntry } from '../../world/journal/journal.js';
import type { LipsyncOperation } from '../../world/rules/operations.js';
import type { SessionRecord, SessionStage } from '../../world/accounts/sessions.js';
import type { LipsyncServerMessage } from '../../contract/types.js';
import type { Chunk } from './chunk-assembler.js';
import type { LipsyncFrame } from './read-message.js';
import type { LipsyncTerms } from './types.js';

/**
 * What a session writes into its account's journal. Pictures come 25 times a second and would displace everything else,
 * so each chunk has one entry; of the sound messages between two chunks the first has one.
 */
export class LipsyncJournal {
  #sound = { messages: 0, bytes: 0 };

  constructor(
    readonly record: SessionRecord,
    readonly terms: Pick<LipsyncTerms, 'account' | 'address'>,
  ) {}

  stage(operation: LipsyncOperation, stage: SessionStage | 'closed', detail: object = {}): void {
    const address = stage === 'admitted' ? this.terms.address : {};
    this.#add({ kind: 'world', operation, ...address, detail: { stage, ...detail } });
  }

  fired(operation: LipsyncOperation, rules: readonly string[], types: readonly string[]): void {
    this.#add({ kind: 'world', operation, rules, detail: { fired: types } });
  }

  received(operation: LipsyncOperation, frame: LipsyncFrame): void {
    if (frame.kind === 'invalid')
      return this.#in(operation, 'unreadable', undefined, { problem: frame.problem });
    if (frame.kind === 'unknown') return this.#in(operation, frame.type, { type: frame.type });
    const { message } = frame;
    switch (message.type) {
      case 'video_input':
        return;
      case 'audio_input':
        this.#sound.bytes += message.sound.length;
        if (this.#sound.messages++ > 0) return;
        return this.#in(operation, message.type, {
          type: message.type,
          audio_data: `[${message.sound.length} bytes]`,
        });
      default:
        return this.#in(operation, message.type, message);
    }
  }

  sent(operation: LipsyncOperation, message: LipsyncServerMessage): void {
    const { type } = message;
    this.#add({ kind: 'ws', operation, response: message, detail: { direction: 'out', type } });
  }

  /** Sums up a chunk that was answered. `results`: how many of its pictures came back. */
  answered({ pictures, sound }: Chunk, results: number): void {
    const total = pictures.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#add({
      kind: 'ws',
      operation: 'lipsync.video',
      request: {
        video_input: { pictures: pictures.length, first: pictures[0]?.number, bytes: total },
        audio_input: this.#sound,
      },
      response: {
        synced_result: { results, audio_bytes: sound.length, silent: sound.every((byte) => byte === 0) },
      },
      detail: { direction: 'out', type: 'synced_result' },
    });
    this.#sound = { messages: 0, bytes: 0 };
  }

  #in(operation: LipsyncOperation, type: string, request?: object, more: object = {}): void {
    this.#add({ kind: 'ws', operation, request, detail: { direction: 'in', type, ...more } });
  }

  #add(entry: NewJournalEntry): void {
    const { id, model } = this.record;
    this.terms.account.journal.add({ sessionId: id, model, ...entry });
  }
}
