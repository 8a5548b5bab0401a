import { chosen, known } from './cell.js';
import type { Row } from './expected-refusals.js';
import type { ScenarioId } from './scenario-ids.js';

const rules = (section: string): string => `facts, sdk-javascript-0.2.md ${section}`;
const js = (section: string): string => `facts, sdk-javascript.md ${section}`;
const python = 'facts, sdk-python-android-ios.md 3.4';

/** A lost session that is dialled again. The camera of the LiveKit SDKs in a page is stopped by then, so no generation follows. */
const again = 'connects; 2 dials; generating → reconnecting → connected';
const direct = 'connects; 2 dials; generating → reconnecting → generating';
const cameraStops = `${rules('3.5')}: the reconnect stops the camera`;
const reconnectsToPassthrough = `${python}: it sets passthrough again`;
const anyClose = `${js('3.6')}: any close is a lost session`;

const ended = (reason: string, then: string): string => `generating → generationEnded: ${reason} → ${then}`;

/** A generation that ends with a terminal reason, then a close. */
const terminal = (reason: string): Row => ({
  '0.0.46': known('sdk', `${js('3.3')}: does not show the end, and the close is a lost session`, direct),
  '0.1.20': known(
    'sdk',
    `${rules('1')}: reconnects after the close; ${cameraStops}`,
    `connects; 2 dials; ${ended(reason, 'reconnecting → connected')}`,
  ),
  '0.2 rules': known(
    'sdk',
    rules('3.4'),
    `connects; ${ended(reason, `sessionEnded: ${reason} → disconnected`)}`,
  ),
  'Python 0.2.4': known('sdk', `${rules('11')}: has no terminal ends; ${reconnectsToPassthrough}`, direct),
});

/** What a running session looks like at its end. */
export const ends = {
  'session-limit-running': {
    '0.0.46': known('sdk', anyClose, direct),
    '0.1.20': known('sdk', `${js('4.7')}; ${cameraStops}`, again),
    '0.2 rules': known(
      'sdk',
      rules('3.3'),
      'connects; generating → sessionEnded: session_limit → disconnected',
    ),
    'Python 0.2.4': known('sdk', reconnectsToPassthrough, direct),
  },
  'policy-kill': {
    '0.0.46': known('sdk', anyClose, direct),
    '0.1.20': known('sdk', `${js('4.7')}; ${cameraStops}`, again),
    '0.2 rules': known(
      'sdk',
      rules('3.4'),
      'connects; generating → sessionEnded: policy_violation → disconnected',
    ),
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
      'facts, api-2026-11-30.md 1: the error, a reconnect in the same tenth of a second, and ticks that stay where they were',
      'connects; 2 dials; generating → error: Session duration limit reached → reconnecting → connected; no frames; no ticks',
    ),
    '0.2 rules': known(
      'sdk',
      'facts, api-2026-11-30.md 1 and sdk-javascript-0.2.md 1: what is no terminal end is dialled again',
      'connects; 2 dials; generating → error: Session duration limit reached → reconnecting → connected; no frames; no ticks',
    ),
    'Python 0.2.4': known(
      'sdk',
      `facts, api-2026-11-30.md 1: a rejoin under the capped token never generates; ${python}`,
      'connects; 2 dials; generating → error: Session duration limit reached → reconnecting → connected; no frames; no ticks',
    ),
  },
  dropped: {
    '0.0.46': known(
      'sdk',
      `${js('3.6')}: dials again with the state of the connect`,
      `${direct}; frames flow`,
    ),
    '0.1.20': known('sdk', cameraStops, `${again}; no frames; no ticks`),
    '0.2 rules': known('sdk', cameraStops, `${again}; no frames; no ticks`),
    'Python 0.2.4': known('sdk', reconnectsToPassthrough, `${direct}; frames flow; ticks`),
  },
} satisfies Partial<Record<ScenarioId, Row>>;
