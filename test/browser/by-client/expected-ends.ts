import { chosen, known } from './cell.js';
import type { Row } from './expected-refusals.js';
import type { ScenarioId } from './scenario-ids.js';
import { capRecordings, js0046, js0120, js02, python } from './sources.js';

/** A lost session that is dialled again. The camera of the LiveKit SDKs in a page is stopped by then, so no generation follows. */
const again = 'connects; 2 dials; generating → reconnecting → connected';
const direct = 'connects; 2 dials; generating → reconnecting → generating';
const cameraStops = `${js0120}: the reconnect stops the camera`;
const lostAndStopped = `${js0120}: any close is a lost session; the reconnect stops the camera`;
const reconnectsToPassthrough = `${python}: it sets passthrough again`;
const anyClose = `${js0046}: any close is a lost session`;

const ended = (reason: string, then: string): string => `generating → generationEnded: ${reason} → ${then}`;

/** A generation that ends with a terminal reason, then a close. */
const terminal = (reason: string): Row => ({
  '0.0.46': known('sdk', `${js0046}: does not show the end, and the close is a lost session`, direct),
  '0.1.20': known('sdk', lostAndStopped, `connects; 2 dials; ${ended(reason, 'reconnecting → connected')}`),
  '0.2 rules': known('sdk', js02, `connects; ${ended(reason, `sessionEnded: ${reason} → disconnected`)}`),
  'Python 0.2.4': known('sdk', `${python}: has no terminal ends, and sets passthrough again`, direct),
});

/** What a running session looks like at its end. */
export const ends = {
  'session-limit-running': {
    '0.0.46': known('sdk', anyClose, direct),
    '0.1.20': known('sdk', lostAndStopped, again),
    '0.2 rules': known('sdk', js02, 'connects; generating → sessionEnded: session_limit → disconnected'),
    'Python 0.2.4': known('sdk', reconnectsToPassthrough, direct),
  },
  'policy-kill': {
    '0.0.46': known('sdk', anyClose, direct),
    '0.1.20': known('sdk', lostAndStopped, again),
    '0.2 rules': known('sdk', js02, 'connects; generating → sessionEnded: policy_violation → disconnected'),
    'Python 0.2.4': known('sdk', reconnectsToPassthrough, direct),
  },
  moderation: terminal('moderation_violation'),
  'credits-run-out': terminal('insufficient_credits'),
  timeout: {
    '0.0.46': chosen(
      'whether a close follows is not known; it does not show the end',
      'connects; generating',
    ),
    '0.1.20': chosen(
      'whether a close follows is not known',
      'connects; generating → generationEnded: timeout',
    ),
    '0.2 rules': chosen(
      'whether a close follows is not known',
      'connects; generating → generationEnded: timeout',
    ),
    'Python 0.2.4': chosen(
      'whether a close follows is not known; it does not show the end',
      'connects; generating',
    ),
  },
  'duration-cap': {
    '0.1.20': known(
      'observed',
      `${capRecordings}: the error, a reconnect in the same tenth of a second, and ticks that stay where they were`,
      'connects; 2 dials; generating → error: Session duration limit reached → reconnecting → connected; no frames; no ticks',
    ),
    '0.2 rules': known(
      'sdk',
      `${js02}: what is no terminal end is dialled again`,
      'connects; 2 dials; generating → error: Session duration limit reached → reconnecting → connected; no frames; no ticks',
    ),
    'Python 0.2.4': known(
      'sdk',
      `${python}: a lost session is dialled again; a rejoin with the capped token never generates, as in the row of 0.1.20`,
      'connects; 2 dials; generating → error: Session duration limit reached → reconnecting → connected; no frames; no ticks',
    ),
  },
  dropped: {
    '0.0.46': known('sdk', `${js0046}: dials again with the state of the connect`, `${direct}; frames flow`),
    '0.1.20': known('sdk', cameraStops, `${again}; no frames; no ticks`),
    '0.2 rules': known('sdk', cameraStops, `${again}; no frames; no ticks`),
    'Python 0.2.4': known('sdk', reconnectsToPassthrough, `${direct}; frames flow; ticks`),
  },
} satisfies Partial<Record<ScenarioId, Row>>;
