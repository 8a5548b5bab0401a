import { after, type StopTimer } from '../real-time.js';
import type { VideoCodec } from './media-types.js';
import type { OutputPreferences, RenderSink, RenderStatus } from './renderer.js';
import { TestcardRenderer } from './testcard.js';

/** A session without a camera gets the test card after this time. */
const CAMERA_GRACE_MS = 3000;

/** What the card shows; read when it appears. */
export interface CardState {
  readonly prompt: string;
  readonly image: Uint8Array | null;
  readonly receiverCodecs: readonly VideoCodec[];
}

/** The test card that `transform` shows while no participant publishes video. */
export class NoCameraCard {
  #card: TestcardRenderer | undefined;
  #stopGrace: StopTimer | undefined;

  constructor(
    readonly size: OutputPreferences['size'],
    readonly state: () => CardState,
  ) {}

  /** The card in use. */
  get shown(): TestcardRenderer | undefined {
    return this.#card;
  }

  /** Shows the card when the grace period is over, unless hidden before. */
  schedule(sink: RenderSink, status: () => RenderStatus): void {
    if (this.#card) return;
    this.#stopGrace?.();
    this.#stopGrace = after(CAMERA_GRACE_MS, () => this.#show(sink, status));
  }

  hide(): void {
    this.#stopGrace?.();
    this.#card?.close();
    this.#card = undefined;
  }

  #show(sink: RenderSink, status: () => RenderStatus): void {
    const card = new TestcardRenderer(this.size);
    this.#card = card;
    const { prompt, image, receiverCodecs } = this.state();
    card.setPrompt(prompt);
    card.setImage(image);
    card.setReceiverCodecs(receiverCodecs);
    card.start({ ...sink, status: () => sink.status(status()) });
    sink.status(status());
  }
}
