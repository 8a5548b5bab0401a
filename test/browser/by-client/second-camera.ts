import { until } from './scenario.js';
import type { ScenarioId } from './scenario-ids.js';
import type { Subject } from './subject.js';

const ID: ScenarioId = 'two-tracks';
/** How many looks in a row, each at a newer frame, must find the output of one colour. */
const LOOKS = 10;

/** Lets the second camera send once the first one's frames have come back, then unpublishes it. Says what the output showed. */
export async function secondCamera(subject: Subject): Promise<string> {
  await shows(subject, 'red');
  await subject.addCamera(ID);
  await shows(subject, 'blue');
  if (!subject.removeCamera) return 'frames of the newer camera';
  await subject.removeCamera(ID);
  await shows(subject, 'red');
  return 'frames of the newer camera, then of the older one again';
}

/** Waits until the output is of one colour and stays so: tracks that are mixed change it with each key frame. */
async function shows(subject: Subject, colour: 'red' | 'blue'): Promise<void> {
  let looks = 0;
  let frames = 0;
  await until(subject, ID, `${colour} only`, (story) => {
    if (!isMostly(story.rgb, colour)) looks = 0;
    else if (story.frames > frames) looks++;
    frames = story.frames;
    return looks >= LOOKS;
  });
}

const isMostly = (rgb: readonly number[] | undefined, colour: 'red' | 'blue'): boolean =>
  rgb !== undefined && rgb.every((value, index) => (index === (colour === 'red' ? 0 : 2)) === value > 100);
