import type { IncomingMessage } from 'node:http';
import type {
  CandidatesRequest,
  SessionImage,
  SessionPrompt,
  SessionRequest,
  SessionResponse,
  SessionSummary,
  ViewerCredentials,
} from '../../contract/types.js';
import type { Identity } from '../../world/world.js';

/** What the HTTP routes need of realtime. Every method throws ApiError. */
export interface HttpSessionsAccess {
  create(
    identity: Identity,
    request: SessionRequest,
    from: {
      headers: IncomingMessage['headers'];
      path: string;
      address: string | undefined;
      gone: AbortSignal;
    },
  ): Promise<SessionResponse & { etag: string }>;
  candidates(identity: Identity, id: string, ifMatch: string, request: CandidatesRequest): Promise<string>;
  prompt(identity: Identity, id: string, request: SessionPrompt): Promise<string | null>;
  image(identity: Identity, id: string, request: SessionImage): Promise<string | null>;
  events(
    id: string,
    eventToken: string | undefined,
  ): AsyncIterable<{ readonly event: string; readonly data: unknown }>;
  end(identity: Identity, id: string): SessionSummary;
  watch(identity: Identity, room: string, request: IncomingMessage): Promise<ViewerCredentials>;
}

/** Loads realtime with the first request that needs it. */
export type HttpSessionsLoader = () => Promise<HttpSessionsAccess>;
