import type { ScenarioId } from './scenario-ids.js';

/** The clients of the table. */
export const clientNames = ['0.0.46', '0.1.20', '0.2 rules', 'Python 0.2.4'] as const;
export type ClientName = (typeof clientNames)[number];

/** What the client publishes at the connect: a camera, one that was stopped before, or a red one that a blue one may join. */
export type Camera = 'moving' | 'stopped' | 'red, then blue';

export interface ConnectRequest {
  readonly scenario: ScenarioId;
  readonly key: string;
  readonly model: string;
  readonly camera: Camera;
  /** Shows the newest video track beside the stream, too. */
  readonly showNewest: boolean;
  /** Null: a connect without an initial state. */
  readonly prompt: string | null;
}

/** How `connect()` ended. */
export type ConnectOutcome = 'resolves' | `rejects: ${string}`;

/** What the app has seen of one session so far. */
export interface Story {
  /** Absent while `connect()` is pending. */
  readonly connect?: ConnectOutcome;
  /** Control sockets that the client opened. */
  readonly dials: number;
  /** States and events, in order, without ticks. */
  readonly told: readonly string[];
  readonly ticks: readonly number[];
  /** Frames of the output that were shown. */
  readonly frames: number;
  /** The same of the newest video track alone, where the app shows that beside the stream. */
  readonly newestFrames?: number;
  /** Mean colour of the newest frame, 0 to 255. */
  readonly rgb?: readonly number[];
}

/** A client at work: an SDK in a page, or in a program of its own. Scenarios run side by side in it. */
export interface Subject {
  readonly name: ClientName;
  /** Starts a session; its story is read later. */
  connect(request: ConnectRequest): Promise<void>;
  story(scenario: ScenarioId): Promise<Story>;
  setPrompt(scenario: ScenarioId, prompt: string): Promise<void>;
  /** Stops the camera under a running session. */
  stopCamera(scenario: ScenarioId): Promise<void>;
  /** Lets the second, blue camera send. */
  addCamera(scenario: ScenarioId): Promise<void>;
  /** Unpublishes the second camera; absent where the client cannot. */
  removeCamera?(scenario: ScenarioId): Promise<void>;
  /** Leaves the room and joins it again, with the same token. */
  rejoinRoom(scenario: ScenarioId): Promise<void>;
  disconnect(scenario: ScenarioId): Promise<void>;
}
