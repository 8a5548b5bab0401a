import { edit, header, ifOk, ifStatus, json, rename, set, setBody, status } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, type MutantWhen } from '../when.js';

const tickets: MutantWhen = ({ method, path }) =>
  method === 'POST' && /^\/v1\/queues\/[^/]+\/tickets$/.test(path);
const ticketPolls: MutantWhen = ({ path }) => /\/tickets\/[^/]+\/poll$/.test(path);

export const ticketMutants: readonly Mutant[] = [
  mutant(
    'm-RT-65-other-names',
    'A ticket has id in place of ticketId.',
    at(tickets, edit(ifOk(rename('ticketId', 'id')))),
    { entails: ['TIM-09'] },
  ),
  mutant('m-RT-65-all-granted', 'Every ticket is granted.', at(tickets, edit(ifOk(set('state', 'granted'))))),
  mutant(
    'm-RT-66-other-words',
    'A full queue has another body.',
    at(
      tickets,
      edit(
        ifStatus(
          429,
          json(() => ({ detail: 'Queue is full' })),
        ),
      ),
    ),
  ),
  mutant('m-RT-66-503', 'A full queue answers 503.', at(tickets, edit(ifStatus(429, status(503))))),
  mutant('m-RT-67-404', 'An expired ticket answers 404.', at(ticketPolls, edit(ifStatus(410, status(404))))),
  mutant(
    'm-RT-67-for-ever',
    'A ticket never expires.',
    at(
      ticketPolls,
      edit(
        ifStatus(
          410,
          status(200),
          (reply) => setBody(reply, '{"state":"granted","position":0,"queueSize":0}'),
          header('content-type', 'application/json'),
        ),
      ),
    ),
  ),
  mutant(
    'm-TIM-09-ten-seconds',
    'A granted ticket can be claimed for ten seconds.',
    at(ticketPolls, edit(ifOk(json((body) => ({ ...body, claimSecondsLeft: 10 }))))),
  ),
];
