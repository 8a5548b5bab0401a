import {
  RequestResponse,
  RequestResponse_Reason,
  type ParticipantPermission,
  type UpdateParticipantMetadata,
} from '@livekit/protocol';
import type { TokenGrants } from './tokens.js';

/** A change of a client's own data; empty fields change nothing. */
export interface ProfileUpdate {
  readonly name: string;
  readonly metadata: string;
  /** An empty value removes its attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Why a change was refused. */
interface RefusedUpdate {
  readonly reason: RequestResponse_Reason;
  readonly message: string;
}

const NOT_ALLOWED: RefusedUpdate = {
  reason: RequestResponse_Reason.NOT_ALLOWED,
  message: 'does not have permission to update own metadata',
};

/** LiveKit's default limits: characters of a name, bytes of metadata and of all attributes. */
const MAX_NAME = 256;
const MAX_BYTES = 64_000;

/** What others see of a client, and what the client may do; begins with what its token says. */
export class ParticipantProfile {
  #grants: TokenGrants;

  constructor(grants: TokenGrants) {
    this.#grants = grants;
  }

  get grants(): TokenGrants {
    return this.#grants;
  }

  /** @returns the limit that the change exceeds; then nothing changed */
  update({ name, metadata, attributes }: ProfileUpdate): RefusedUpdate | undefined {
    const merged = { ...this.#grants.attributes, ...attributes };
    for (const key of Object.keys(merged)) if (merged[key] === '') delete merged[key];
    const exceeded = exceededLimit(name, metadata, merged);
    if (exceeded) return exceeded;
    this.#grants = {
      ...this.#grants,
      name: name || this.#grants.name,
      metadata: metadata || this.#grants.metadata,
      attributes: merged,
    };
    return undefined;
  }

  /** Applies a client's change of its own data. @returns the answer to it; its reason is `OK` when it was applied */
  answer(request: UpdateParticipantMetadata): RequestResponse {
    const { requestId } = request;
    const refused = this.#grants.canUpdateOwnMetadata ? this.update(request) : NOT_ALLOWED;
    return new RequestResponse({
      requestId,
      ...refused,
      request: { case: 'updateMetadata', value: request },
    });
  }

  permit({
    canPublish,
    canSubscribe,
    canPublishData,
    canUpdateMetadata,
    hidden,
  }: ParticipantPermission): void {
    this.#grants = {
      ...this.#grants,
      canPublish,
      canSubscribe,
      canPublishData,
      hidden,
      canUpdateOwnMetadata: canUpdateMetadata,
    };
  }
}

function exceededLimit(
  name: string,
  metadata: string,
  attributes: Readonly<Record<string, string>>,
): RefusedUpdate | undefined {
  const size = Object.entries(attributes).reduce((sum, [key, value]) => sum + bytes(key) + bytes(value), 0);
  const limits: [exceeded: boolean, message: string][] = [
    [name.length > MAX_NAME, 'exceeds name length limit'],
    [bytes(metadata) > MAX_BYTES, 'exceeds metadata size limit'],
    [size > MAX_BYTES, 'exceeds attributes size limit'],
  ];
  const message = limits.find(([exceeded]) => exceeded)?.[1];
  return message === undefined ? undefined : { reason: RequestResponse_Reason.LIMIT_EXCEEDED, message };
}

const bytes = (text: string): number => Buffer.byteLength(text);
