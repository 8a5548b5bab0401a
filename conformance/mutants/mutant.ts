import type { RelayedFrame, SocketPair, Upgrade } from '../traffic/relay-socket.js';
import type { RelayedReply, RelayedRequest } from '../traffic/relay-http.js';

/** What a mutant may remember, by name. One for each proxy. */
export type Memory = Map<string, unknown>;

/** One request on its way through a mutant. */
export interface MutantCall {
  readonly request: RelayedRequest;
  readonly memory: Memory;
  /** What the sound server answers to this request, or to a changed one. */
  forward(request?: RelayedRequest): Promise<RelayedReply>;
}

/** In the place of the sound server. */
export type Change = (call: MutantCall) => Promise<RelayedReply>;

/** In the place of a frame; the frame itself when nothing is wrong with it. Also called with the connection. */
export type FrameChange = (frame: RelayedFrame, connection: SocketPair, memory: Memory) => RelayedFrame[];

/** In the place of an upgrade. */
export type UpgradeChange = (upgrade: Upgrade, memory: Memory) => Upgrade;

/** A server that is wrong in one place, made from a sound one. */
export interface Mutant {
  /** `m-<requirement>-<slug>`: the requirement is the first of `breaks`. */
  id: string;
  /** What is wrong, as a sentence. */
  title: string;
  /** Requirements that are broken. A check of each one must notice. */
  breaks: readonly string[];
  /** Requirements that cannot hold once those are broken, or the start of their ids. Their checks may notice. */
  entails: readonly string[];
  change?: Change;
  /** Changes frames of a WebSocket, in both directions. */
  frames?: FrameChange;
  upgrade?: UpgradeChange;
}

/** What is wrong about a mutant. */
export type MutantHooks = Pick<Mutant, 'change' | 'frames' | 'upgrade'>;

const idForm = /^m-([A-Z]{2,3}-\d{2})-[a-z0-9-]+$/;

interface MutantDetail {
  /** Further requirements that are broken as much as the one in the id. */
  and?: readonly string[];
  entails?: readonly string[];
}

/** Declares a mutant that answers HTTP requests wrongly. Throws when the id has another form. */
export function mutant(id: string, title: string, change: Change, more: MutantDetail = {}): Mutant {
  return { ...named(id, title, more), change };
}

/** Declares a mutant that handles WebSockets wrongly, and perhaps HTTP too. */
export function socketMutant(id: string, title: string, wrong: MutantHooks, more: MutantDetail = {}): Mutant {
  return { ...named(id, title, more), ...wrong };
}

function named(id: string, title: string, more: MutantDetail): Omit<Mutant, keyof MutantHooks> {
  const requirement = idForm.exec(id)?.[1];
  if (requirement === undefined) throw new Error(`"${id}" is not m-<requirement>-<slug>.`);
  return { id, title, breaks: [requirement, ...(more.and ?? [])], entails: more.entails ?? [] };
}
