import type { RelayedFrame, SocketEnd, SocketPair, Upgrade } from '../traffic/relay-socket.js';
import type { RelayedReply, RelayedRequest } from '../traffic/relay-http.js';

/** State that a mutant keeps, by name. One for each proxy. */
export type Memory = Map<string, unknown>;

/** One request that passes through a mutant. */
export interface MutantCall {
  readonly request: RelayedRequest;
  readonly memory: Memory;
  /** Sends this request, or a changed one, to the original server. */
  forward(request?: RelayedRequest): Promise<RelayedReply>;
}

/** Answers a request in place of the original server. */
export type MutantChange = (call: MutantCall) => Promise<RelayedReply>;

/** Replaces a frame by none, one or several; the frame itself where the mutant does not apply. */
export type FrameChange = (frame: RelayedFrame, connection: SocketPair, memory: Memory) => RelayedFrame[];

/** Replaces the end of a WebSocket on its way to the other side; undefined leaves that side open. */
export type EndChange = (end: SocketEnd, connection: SocketPair) => SocketEnd | undefined;

/** Replaces an upgrade request. */
export type UpgradeChange = (upgrade: Upgrade, memory: Memory) => Upgrade;

/** A server with one fault: the original server behind a proxy that changes messages. */
export interface Mutant {
  /** `m-<requirement>-<slug>`: the requirement is the first of `breaks`. */
  id: string;
  /** The fault, as a sentence. */
  title: string;
  /** The broken requirements. A check of each one must detect the fault. */
  breaks: readonly string[];
  /** Requirements, or prefixes of their ids, that cannot hold once those are broken. Their checks may fail too. */
  entails: readonly string[];
  change?: MutantChange;
  /** Changes frames of a WebSocket, in both directions. */
  frames?: FrameChange;
  ended?: EndChange;
  upgrade?: UpgradeChange;
}

/** The changes that make a mutant. */
export type MutantHooks = Pick<Mutant, 'change' | 'frames' | 'ended' | 'upgrade'>;

const idForm = /^m-([A-Z]{2,3}-\d{2})-[a-z0-9-]+$/;

interface MutantDetail {
  /** Further requirements that are broken as much as the one in the id. */
  and?: readonly string[];
  entails?: readonly string[];
}

/** Declares a mutant of HTTP answers. Throws when the id has another form. */
export function mutant(id: string, title: string, change: MutantChange, more: MutantDetail = {}): Mutant {
  return { ...named(id, title, more), change };
}

/** Declares a mutant of WebSockets, and of HTTP where needed. */
export function socketMutant(id: string, title: string, wrong: MutantHooks, more: MutantDetail = {}): Mutant {
  return { ...named(id, title, more), ...wrong };
}

function named(id: string, title: string, more: MutantDetail): Omit<Mutant, keyof MutantHooks> {
  const requirement = idForm.exec(id)?.[1];
  if (requirement === undefined) throw new Error(`"${id}" is not m-<requirement>-<slug>.`);
  return { id, title, breaks: [requirement, ...(more.and ?? [])], entails: more.entails ?? [] };
}
