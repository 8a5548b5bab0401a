/** Names of what a client can do, as rules and the journal use them. A rule for any other name is refused. */
export const httpOperations = [
  'tokens.create',
  'files.upload',
  'files.get',
  'files.delete',
  'process',
  'jobs.submit',
  'jobs.status',
  'jobs.content',
  'models.resolve',
  'quota.get',
  'verify',
  'watch',
  'jwks',
  'telemetry',
  'tickets.create',
  'tickets.poll',
  'tickets.leave',
  'sessions.create',
  'sessions.candidates',
  'sessions.prompt',
  'sessions.image',
  'sessions.events',
  'sessions.delete',
] as const;

export const realtimeOperations = [
  'realtime.connect',
  'realtime.join',
  'realtime.prompt',
  'realtime.image',
  'realtime.media',
  'realtime.generation',
] as const;

export const lipsyncOperations = [
  'lipsync.connect',
  'lipsync.config',
  'lipsync.video',
  'lipsync.audio',
] as const;

/** What the journal calls a request that no operation serves. No rule is about it. */
export const UNSERVED = 'unserved';
/** What the journal of requests without an account calls those that are no valid HTTP, or ask for what HTTP/1.1 here has not. */
export const MALFORMED = 'malformed';
/** A request that the access control of `/_mock` refused. */
export const CONTROL = 'control';
/** A request to LiveKit's own paths whose token was refused. */
export const LIVEKIT = 'livekit';

export type HttpOperation = (typeof httpOperations)[number];
export type RealtimeOperation = (typeof realtimeOperations)[number];
export type LipsyncOperation = (typeof lipsyncOperations)[number];
/** Opening a socket. */
export type ConnectOperation = Extract<RealtimeOperation | LipsyncOperation, `${string}.connect`>;
export type Operation = HttpOperation | RealtimeOperation | LipsyncOperation;

export const operations: readonly Operation[] = [
  ...httpOperations,
  ...realtimeOperations,
  ...lipsyncOperations,
];

/** What an entry of a journal can be about: an operation, none, or the key itself. */
export const journalOperations: readonly string[] = [
  ...operations,
  UNSERVED,
  MALFORMED,
  CONTROL,
  LIVEKIT,
  'key',
];

const known: ReadonlySet<string> = new Set(operations);

export const isOperation = (name: string): name is Operation => known.has(name);
