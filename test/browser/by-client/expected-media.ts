import { chosen, known } from './cell.js';
import type { Row } from './expected-refusals.js';
import type { ScenarioId } from './scenario-ids.js';
import { js0046, js0120, js02, python } from './sources.js';

const runs = 'connects; generating; frames flow';
const waits = 'connects; connected; no frames';
const bare = `${js02}: no generation until something is applied`;
const noFrames = `${js02}: a publication without frames brings no generation`;
const newest =
  'LiveKit Agents, pull request 2127: newest wins, and the older one is the input again once the newer is unpublished';
const cameras = 'frames of the newer camera, then of the older one again';
const rejoined = `no frames of the stream, frames of its newest track; ticks`;
const keepsEnded =
  'LiveKit’s client joins anew; frames and ticks go on. The SDK delivers a stream that still has the ended track, and has it first: a video element shows that one';

/** What pictures and ticks do. */
export const media = {
  connect: {
    '0.0.46': known('sdk', js0046, runs),
    '0.1.20': known('sdk', js0120, `${runs}; ticks`),
    '0.2 rules': known('sdk', js02, `${runs}; ticks`),
    'Python 0.2.4': known('sdk', python, `${runs}; ticks`),
  },
  'bare-connect': {
    '0.0.46': chosen('it sends no state; whether the service then generated is not known', runs),
    '0.1.20': known('sdk', bare, `${waits}; no ticks`),
    '0.2 rules': known('sdk', bare, `${waits}; no ticks`),
    'Python 0.2.4': chosen(
      `${python}: it sets passthrough after it has published; that counts as a state`,
      `${runs}; ticks`,
    ),
  },
  'stopped-before': {
    '0.0.46': known('sdk', noFrames, waits),
    '0.1.20': known('sdk', noFrames, `${waits}; no ticks`),
    '0.2 rules': known('sdk', noFrames, `${waits}; no ticks`),
    'Python 0.2.4': chosen(
      'LiveKit’s Rust client sends black frames until the first one is captured, so its publication carries frames',
      `${runs}; ticks`,
    ),
  },
  'stopped-running': {
    '0.0.46': chosen('as a camera that was stopped before', 'connects; generating; no frames'),
    '0.1.20': chosen('as a camera that was stopped before', 'connects; generating; no frames; no ticks'),
    '0.2 rules': chosen('as a camera that was stopped before', 'connects; generating; no frames; no ticks'),
    'Python 0.2.4': chosen(
      'as a camera that was stopped before',
      'connects; generating; no frames; no ticks',
    ),
  },
  'two-tracks': {
    '0.0.46': chosen(
      'as over LiveKit; the SDK cannot take a track away',
      'connects; generating; frames of the newer camera',
    ),
    '0.1.20': known('sdk', newest, `connects; generating; ${cameras}; ticks`),
    '0.2 rules': known('sdk', newest, `connects; generating; ${cameras}; ticks`),
    'Python 0.2.4': known('sdk', newest, `connects; generating; ${cameras}; ticks`),
  },
  rejoin: {
    '0.1.20': chosen(keepsEnded, `connects; generating; ${rejoined}`),
    '0.2 rules': chosen(
      `with the media channel of 0.1.20: ${keepsEnded}`,
      `connects; generating; ${rejoined}`,
    ),
  },
} satisfies Partial<Record<ScenarioId, Row>>;
