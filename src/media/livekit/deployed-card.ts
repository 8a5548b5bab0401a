import type { Picture } from '../drawing/picture.js';
import { SessionCard, type SessionCardInput } from '../live/session-card.js';
import { after, every, type StopTimer } from '../real-time.js';

const FRAME_INTERVAL_MS = 100;
/** Time that a client has to publish video before it gets the card. */
const GRACE_MS = 3000;
const WIDTH = 640;
const HEIGHT = 360;

/** The test card that a deployed room shows while no client publishes video. */
export class DeployedCard {
  #state: 'idle' | 'waiting' | 'shown' | 'stopped' = 'idle';
  #stopTimer: StopTimer | undefined;

  constructor(
    readonly input: () => SessionCardInput,
    /** Whether clients still lack video. */
    readonly isNeeded: () => boolean,
    readonly show: (picture: Picture) => void,
  ) {}

  get shown(): boolean {
    return this.#state === 'shown';
  }

  /** Shows the card after a while, if it is needed then. Only the first call counts. */
  schedule(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'waiting';
    this.#stopTimer = after(GRACE_MS, () => this.#start());
  }

  /** Call it when a client publishes video. A hidden card is not shown again. */
  hide(): void {
    if (this.#state === 'shown') this.stop();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#stopTimer?.();
  }

  #start(): void {
    if (!this.isNeeded()) return this.stop();
    this.#state = 'shown';
    const card = new SessionCard(WIDTH, HEIGHT);
    this.#stopTimer = every(FRAME_INTERVAL_MS, () => {
      card.draw(this.input());
      card.advance();
      this.show(card.pixels());
    });
  }
}
