import type { SoakClient } from './client.js';
import { reads, reset, rules, snapshot } from './control.js';
import { lipsync } from './lipsync.js';
import { joined, offered, signalled } from './realtime.js';
import { abortedUpload, halfOpen, refused } from './refused.js';
import { file, job, picture, small, ticket, token } from './rest.js';

/** What a run does, and how often each is done beside the others. */
const work: readonly [weight: number, run: (client: SoakClient) => Promise<void>][] = [
  [20, job],
  [4, picture],
  [10, file],
  [10, token],
  [10, small],
  [6, ticket],
  [5, refused],
  [4, abortedUpload],
  [3, halfOpen],
  [6, signalled],
  [8, joined],
  [3, offered],
  [2, lipsync],
  [4, reads],
  [5, rules],
  [1, snapshot],
  [2, reset],
];

const total = work.reduce((sum, [weight]) => sum + weight, 0);

/** Does one piece of work, drawn by its weight. */
export async function drawn(client: SoakClient): Promise<void> {
  let left = client.random.next() * total;
  for (const [weight, run] of work) {
    left -= weight;
    if (left < 0) return run(client);
  }
}
