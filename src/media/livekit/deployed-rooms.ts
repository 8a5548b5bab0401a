import type * as RtcNode from '@livekit/rtc-node';
import { RoomServiceClient } from 'livekit-server-sdk';
import type { RendererChoice } from '../live/renderer.js';
import { DeployedRoom, MODEL_IDENTITY } from './deployed-room.js';
import type { RoomService } from './room-service.js';
import { loadRtcNode, RTC_NODE } from './rtc-node.js';
import type { KeyPair } from '../room-keys.js';
import { mintToken } from './tokens.js';

export interface DeployedRoomsOptions {
  /** `ws://` or `wss://` address of a LiveKit server. */
  readonly url: string;
  readonly keys: KeyPair;
  /** `echo` sends frames back unchanged; `transform` and `testcard` draw the prompt into them. */
  readonly renderer: RendererChoice;
  readonly ids: () => string;
}

/**
 * Creates rooms on a real LiveKit deployment. The mock joins each as a participant `inference-server-*`, which decodes
 * the client's tracks, draws into them and publishes the result. Media faults apply; signalling and ICE are LiveKit's
 * own, so their faults do not. @throws Error when `@livekit/rtc-node` cannot be loaded
 */
export function createDeployedRooms(options: DeployedRoomsOptions): RoomService {
  const rtc = load(options.url);
  const admin = new RoomServiceClient(
    options.url.replace(/^ws/, 'http'),
    options.keys.key,
    options.keys.secret,
  );
  const rooms = new Map<string, DeployedRoom>();
  return {
    async createRoom(name, { events = {}, renderer = options.renderer, output, client } = {}) {
      if (rooms.has(name)) throw new Error(`Cannot create the room "${name}": it exists already.`);
      const onClose = (): void => void rooms.delete(name);
      const { family, codec } = output ?? {};
      const room = new DeployedRoom({ name, rtc, admin, renderer, family, codec, client, events, onClose });
      rooms.set(name, room);
      const identity = `${MODEL_IDENTITY}${options.ids()}`;
      try {
        await room.join(options.url, await mintToken(options.keys, { room: name, identity }));
      } catch (error) {
        rooms.delete(name);
        throw new Error(`Cannot join the room "${name}" on ${options.url} as ${identity}.`, { cause: error });
      }
      return room;
    },
    room: (name) => rooms.get(name),
    mintToken: (request) => mintToken(options.keys, request),
    async close() {
      await Promise.all([...rooms.values()].map((room) => room.close()));
    },
  };
}

function load(url: string): typeof RtcNode {
  try {
    return loadRtcNode();
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown error';
    throw new Error(
      `Cannot use the LiveKit server at ${url}: ${RTC_NODE} cannot be loaded (${why}). Install it: npm i ${RTC_NODE}`,
      { cause: error },
    );
  }
}
