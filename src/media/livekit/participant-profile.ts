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
  /** Of the grants as well; changed in place, so that a series of changes costs no copy each. */
  readonly #attributes: Record<string, string>;
  #attributeBytes: number;
  #grants: TokenGrants;

  constructor(grants: TokenGrants) {
    this.#attributes = Object.assign(Object.create(null) as Record<string, string>, grants.attributes);
    this.#attributeBytes = Object.entries(this.#attributes).reduce((sum, pair) => sum + bytes(...pair), 0);
    this.#grants = { ...grants, attributes: this.#attributes };
  }

  get grants(): TokenGrants {
    return this.#grants;
  }

  /** @returns the limit that the change exceeds; then nothing changed */
  update({ name, metadata, attributes }: ProfileUpdate): RefusedUpdate | undefined {
    const changes = Object.entries(attributes);
    const attributeBytes = changes.reduce(
      (sum, [key, value]) => sum - bytes(key, this.#attributes[key]) + bytes(key, value),
      this.#attributeBytes,
    );
    const exceeded = exceededLimit(name, metadata, attributeBytes);
    if (exceeded) return exceeded;
    for (const [key, value] of changes)
      if (value === '') delete this.#attributes[key];
      else this.#attributes[key] = value;
    this.#attributeBytes = attributeBytes;
    this.#grants = {
      ...this.#grants,
      name: name || this.#grants.name,
      metadata: metadata || this.#grants.metadata,
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

function exceededLimit(name: string, metadata: string, attributeBytes: number): RefusedUpdate | undefined {
  const limits: [exceeded: boolean, message: string][] = [
    [name.length > MAX_NAME, 'exceeds name length limit'],
    [Buffer.byteLength(metadata) > MAX_BYTES, 'exceeds metadata size limit'],
    [attributeBytes > MAX_BYTES, 'exceeds attributes size limit'],
  ];
  const message = limits.find(([exceeded]) => exceeded)?.[1];
  return message === undefined ? undefined : { reason: RequestResponse_Reason.LIMIT_EXCEEDED, message };
}

/** Bytes of an attribute; an empty value stands for none. */
const bytes = (key: string, value = ''): number =>
  value === '' ? 0 : Buffer.byteLength(key) + Buffer.byteLength(value);
