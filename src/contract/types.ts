/** Names for the generated types that code speaks of. */
import type { components } from './api.gen.js';

type Schemas = components['schemas'];

export type JobResponse = Schemas['Job'];
export type JobStatus = Schemas['JobStatus'];
export type FileReference = Schemas['FileReference'];
export type ClientTokenRequest = Schemas['ClientTokenRequest'];
export type ClientTokenResponse = Schemas['ClientToken'];
export type TokenPermissions = Schemas['TokenPermissions'];
export type TokenConstraints = Schemas['TokenConstraints'];
export type JwkSet = Schemas['JwkSet'];
export type ModelResolveRequest = Schemas['ModelResolveRequest'];
export type ModelResolveResponse = Schemas['ModelResolveResponse'];
export type RealtimeQuota = Schemas['RealtimeQuota'];
export type VerifyVerdict = Schemas['Verdict'];
export type ViewerCredentials = Schemas['ViewerCredentials'];
export type TelemetryReport = Schemas['TelemetryReport'];
export type TicketResponse = Schemas['Ticket'];
export type TicketPoll = Schemas['TicketPoll'];
export type SessionRequest = Schemas['SessionRequest'];
export type SessionResponse = Schemas['Session'];
export type CandidatesRequest = Schemas['CandidatesRequest'];
export type IceCandidate = Schemas['IceCandidate'];
export type SessionPrompt = Schemas['SessionPrompt'];
export type SessionImage = Schemas['SessionImage'];
export type SessionSummary = Schemas['SessionSummary'];
export type SessionEventError = Schemas['SessionEventError'];
export type Problem = Schemas['Problem'];

export type RealtimeClientMessage = Schemas['RealtimeClientMessage'];
export type RealtimeClientMessageType = RealtimeClientMessage['type'];
export type RealtimeServerMessageType = Schemas['RealtimeServerMessage']['type'];

export type LipsyncClientMessage = Schemas['LipsyncClientMessage'];

type With<T, K extends keyof T> = T & { [P in K]-?: Exclude<T[P], undefined> };

/** Messages whose optional properties some SDK cannot do without; the x-superset of openapi.yaml. */
interface Widened {
  livekit_room_info: With<Schemas['RealtimeServerMessageLivekitRoomInfo'], 'session_id'>;
  queue_position: With<Schemas['RealtimeServerMessageQueuePosition'], 'queue_position'>;
  prompt_ack: With<Schemas['RealtimeServerMessagePromptAck'], 'error'>;
  set_image_ack: With<Schemas['RealtimeServerMessageSetImageAck'], 'error'>;
  error: With<Schemas['RealtimeServerMessageError'], 'message'>;
}

/** What a server may say so that every SDK of every platform understands it. */
export type RealtimeServerMessage =
  Exclude<Schemas['RealtimeServerMessage'], { type: keyof Widened }> | Widened[keyof Widened];

/** What the LipSync Live socket sends; an error has both keys for its text. */
export type LipsyncServerMessage =
  | Exclude<Schemas['LipsyncServerMessage'], { type: 'error' }>
  | With<Schemas['LipsyncServerMessageError'], 'error'>;
