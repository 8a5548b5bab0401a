import { number, oneOf } from '../field-kinds.js';
import { required } from '../fields.js';
import { effectRow } from './effect-row.js';
import { generations, joins } from './operation-groups.js';
import { SIGNAL_FAULTS } from './signal-faults.js';

/** Effects on the media of a realtime session and its signalling. */

export const mediaEffects = [
  effectRow(
    'signal',
    { mode: required(oneOf(...SIGNAL_FAULTS)) },
    {
      appliesTo: joins,
      doc: {
        text: `Breaks the LiveKit signalling, by a \`mode\` of LiveKit's own test server: ${SIGNAL_FAULTS.map((mode) => `\`${mode}\``).join(', ')}.`,
        example: { operation: 'realtime.join', mode: 'no_pong' },
      },
    },
  ),
  effectRow(
    'media',
    {
      mode: required(oneOf('no-ice', 'frozen', 'black', 'stop', 'one-by-one')),
      afterSeconds: number,
    },
    {
      appliesTo: generations,
      doc: {
        text: 'Breaks the video: it is `frozen`, `black`, stops (`stop`), its track comes after the audio (`one-by-one`), or ICE never connects (`no-ice`).',
        example: { operation: 'realtime.media', mode: 'frozen', afterSeconds: 2 },
      },
    },
  ),
] as const;
