import type { IncomingMessage } from 'node:http';
import { ApiError } from '../contract/errors.js';
import { LIVEKIT } from '../world/rules/operations.js';
import type { World } from '../world/world.js';

const NOTE = 'LiveKit: the token of the room was not issued here, or has ended.';

/** Journals a request to LiveKit's own paths whose token was refused: it shows no account. */
export const noteRefusedToken = (world: World, request: IncomingMessage): void =>
  world.unattributed.refused(LIVEKIT, request, new ApiError('invalid_api_key', {}, [], NOTE));
