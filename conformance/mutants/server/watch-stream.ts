import { answer, edit, ifOk, ifStatus, set, status, drop } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, withoutKey, type MutantWhen } from '../when.js';

const watches: MutantWhen = ({ path }) => path.startsWith('/watch-stream/');

export const watchStreamMutants: readonly Mutant[] = [
  mutant(
    'm-RT-60-other-room',
    'watch-stream names another room.',
    at(watches, edit(ifOk(set('room_name', 'another')))),
  ),
  mutant(
    'm-RT-60-no-url',
    'watch-stream answers no livekit_url.',
    at(watches, edit(ifOk(drop('livekit_url')))),
  ),
  mutant(
    'm-RT-61-json-demanded',
    'watch-stream refuses an empty body labelled application/json.',
    at(
      (r) => watches(r) && r.headers['content-type'] === 'application/json' && !withoutKey(r),
      async (call) => {
        const reply = await call.forward();
        return reply.status === 200
          ? answer(422, {
              detail: [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {} }],
            })(call)
          : reply;
      },
    ),
  ),
  mutant(
    'm-RT-62-missing-key-401',
    'watch-stream without a key answers 401.',
    at(both(watches, withoutKey), edit(status(401))),
  ),
  mutant(
    'm-RT-63-unknown-room-410',
    'watch-stream of an unknown room answers 410.',
    at(watches, edit(ifStatus(404, status(410)))),
  ),
];
