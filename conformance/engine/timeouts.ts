/** How long the kit waits for what, in real milliseconds. One object, so that a test passes shorter ones. */
export interface Timeouts {
  /** The welcome of an adapter, from its start. */
  greetingMs: number;
  /** The connection of an adapter that dials out. */
  dialMs: number;
  /** How long an adapter may start before the terminal shows that it has not greeted. Most greet within one second. */
  silenceMs: number;
  /** An answer of an adapter that needs no service: a ping, a client of the SDK, a question of `adapter check`. */
  answerMs: number;
  /** A call of the SDK, where the case names no other. */
  callMs: number;
  /** The end of an SDK call that was cancelled. */
  cancelMs: number;
  /** The end of an SDK client when its case ends. */
  closeMs: number;
  /** The exit of an adapter after `bye`, before it is ended by SIGTERM. */
  leaveMs: number;
  /** From SIGTERM to SIGKILL. */
  killMs: number;
  /** A request to the server that is judged. */
  requestMs: number;
  /** Room info, acks of prompts, and other realtime messages, for which SDKs wait 15 s. */
  handshakeMs: number;
  /** Acks of images, for which SDKs wait 30 s. */
  imageMs: number;
  /** The start of generation, once media flows over WebRTC. */
  mediaMs: number;
}

export const defaultTimeouts: Timeouts = {
  greetingMs: 20_000,
  dialMs: 60_000,
  silenceMs: 3_000,
  answerMs: 10_000,
  callMs: 20_000,
  cancelMs: 4_000,
  closeMs: 2_000,
  leaveMs: 5_000,
  killMs: 2_000,
  requestMs: 15_000,
  handshakeMs: 15_000,
  imageMs: 30_000,
  mediaMs: 15_000,
};

/** The defaults with some of them replaced. */
export const withTimeouts = (some: Partial<Timeouts> = {}): Timeouts => ({ ...defaultTimeouts, ...some });
