import { operations, type Operation } from '../operations.js';

/** Operations that an effect applies to: anywhere else a rule would fire and change nothing. */
export interface OperationGroup {
  /** As the effects table names it. */
  readonly label: string;
  readonly operations: readonly Operation[];
}

const group = (label: string, pattern: RegExp): OperationGroup => ({
  label,
  operations: operations.filter((operation) => pattern.test(operation)),
});

/** HTTP answers, and the answer to an upgrade. */
export const answers = group(
  'HTTP operations, `realtime.connect`, `lipsync.connect`',
  /^(?!(?:realtime|lipsync)\.(?!connect$))/,
);
export const bodies = group('HTTP operations', /^(?!(?:realtime|lipsync)\.)/);
/** Whatever a client sends and waits for. */
export const requests = group(
  'all but `realtime.media` and `realtime.generation`',
  /^(?!realtime\.(?:media|generation)$)/,
);
/** Whatever an error can answer or end. */
export const errors = group('all but `realtime.media`', /^(?!realtime\.media$)/);
export const jobs = group('`jobs.submit`, `process`', /^(?:jobs\.submit|process)$/);
export const verification = group('`verify`', /^verify$/);
export const sockets = group('`realtime.*`, `lipsync.*`', /^(?:realtime|lipsync)\./);
/** Sessions that generate media of their own pace. */
export const generations = group('`realtime.*`', /^realtime\./);
export const acknowledgements = group(
  '`realtime.prompt`, `realtime.image`, `lipsync.config`, `jobs.submit`, `process`',
  /^(?:realtime\.(?:prompt|image)|lipsync\.config|jobs\.submit|process)$/,
);
export const joins = group('`realtime.join`', /^realtime\.join$/);
export const silences = group(
  '`realtime.connect`, `.join`, `.prompt`, `.image`, `lipsync.*`',
  /^(?:realtime\.(?:connect|join|prompt|image)|lipsync\..*)$/,
);
