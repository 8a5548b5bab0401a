import { chosen, known, type Cell } from './cell.js';
import type { ScenarioId } from './scenario-ids.js';
import { js0046, js0120, js02, python, retiredReport, scopeNotes, tryOnNotes } from './sources.js';
import type { ClientName } from './subject.js';

/** Cells of a row, by client; a client that has no such thing is in `without` of the scenario. */
export type Row = Partial<Record<ClientName, Cell>>;

const CAPACITY = 'Server at capacity. Please try again later.';
const LIMIT = 'Concurrent session limit reached.';
const RETIRED =
  'This model has been retired. See https://docs.platform.decart.ai/getting-started/models for available models.';
const SCOPE = 'Model not permitted';
const SCOPE_READING = `${scopeNotes}: seen with a token of the model’s alias, and tried again; whether the account or the token lacked the model is not known`;
const closed = (reason: string): string => `rejects: WebSocket closed: 1008 ${reason}`;
const noText = 'rejects: Control channel disconnected; 5 dials';
const pythonCloses = `${python}: it reads messages alone, so a close without one has no text`;

/** What a failed connect looks like. */
export const refusals = {
  'capacity-once': {
    '0.0.46': known(
      'sdk',
      `${js0046}: tries again after 1 s, and shows the events of the failed try`,
      'connects; 2 dials; error: WebRTC error → disconnected → generating',
    ),
    '0.1.20': known(
      'sdk',
      `${js0120}: ignores error_type and retry_after`,
      `connects; 2 dials; error: ${CAPACITY} → generating`,
    ),
    '0.2 rules': known(
      'sdk',
      `${js02}: waits retry_after, 5 s, plus or minus 20 %`,
      'connects; 2 dials; capacityWait 1, 4 to 6 s → generating',
    ),
    'Python 0.2.4': known('sdk', python, `connects; 2 dials; error: ${CAPACITY} → disconnected → generating`),
  },
  'capacity-always': {
    '0.0.46': known('sdk', js0046, `rejects: ${CAPACITY}; 6 dials`),
    '0.1.20': known('sdk', `${js0120}: dials at 0, 1, 3, 7, 15 and 25 s`, `rejects: ${CAPACITY}; 6 dials`),
    '0.2 rules': known(
      'sdk',
      `${js02}: stops when the next wait would end after its budget, here 7.5 s`,
      `rejects: ${CAPACITY}; 2 dials; capacityWait 1, 4 to 6 s`,
    ),
    'Python 0.2.4': known('sdk', python, `rejects: ${CAPACITY}; 5 dials`),
  },
  'session-limit': {
    '0.0.46': known('sdk', js0046, `rejects: ${LIMIT}; 6 dials`),
    '0.1.20': known('sdk', js0120, `rejects: ${LIMIT}; 6 dials`),
    '0.2 rules': known('sdk', `${js02}: never tried again`, `rejects: ${LIMIT}`),
    'Python 0.2.4': known('sdk', python, `rejects: ${LIMIT}; 5 dials`),
  },
  'bad-key': {
    '0.0.46': known('sdk', js0046, 'rejects: Invalid API key'),
    '0.1.20': known('sdk', js0120, 'rejects: Invalid API key'),
    '0.2 rules': known('sdk', js02, 'rejects: Invalid API key'),
    'Python 0.2.4': known('sdk', python, 'rejects: Invalid API key'),
  },
  'retired-model': {
    '0.1.20': known('observed', retiredReport, `${closed(RETIRED)}; 6 dials`),
    '0.2 rules': known('sdk', js02, closed(RETIRED)),
    'Python 0.2.4': known('sdk', pythonCloses, noText),
  },
  'unknown-model': {
    '0.1.20': chosen('as a retired model; the text is that of HTTP', `${closed('Unknown model')}; 6 dials`),
    '0.2 rules': chosen('as a retired model; the text is that of HTTP', closed('Unknown model')),
    'Python 0.2.4': chosen(`as a retired model; ${pythonCloses}`, noText),
  },
  'model-scope': {
    '0.1.20': chosen(SCOPE_READING, `rejects: ${SCOPE}; 6 dials`),
    '0.2 rules': chosen(SCOPE_READING, `rejects: ${SCOPE}; 6 dials`),
    'Python 0.2.4': chosen(SCOPE_READING, `rejects: ${SCOPE}; 5 dials`),
  },
  origin: {
    '0.1.20': known('sdk', js0120, 'rejects: Origin not allowed'),
    '0.2 rules': known('sdk', js02, 'rejects: Origin not allowed'),
  },
  'no-credits': {
    '0.0.46': known('sdk', js0046, 'rejects: Insufficient credits; 6 dials'),
    '0.1.20': known(
      'observed',
      `${tryOnNotes}: an error text on 4 October 2026`,
      'rejects: Insufficient credits; 6 dials',
    ),
    '0.2 rules': known('sdk', `${js02}: a close without a message`, closed('Insufficient credits')),
    'Python 0.2.4': chosen(
      `${tryOnNotes}: as for 0.1.20, which an app was seen with`,
      'rejects: Insufficient credits; 5 dials',
    ),
  },
} satisfies Partial<Record<ScenarioId, Row>>;
