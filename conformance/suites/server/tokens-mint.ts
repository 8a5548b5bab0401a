import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Reply } from '../../traffic/http.js';
import { instant, is4xx, mint, names, serverTime } from './steps.js';
import { live } from './tokens-steps.js';

/** Lifetime in seconds by the service's own clock, or NaN. */
const lifetime = (answer: Reply, now = serverTime(answer)) =>
  (instant(answer.field('expiresAt')) - now) / 1000;

/** Date headers have whole seconds, and a request takes time. */
const near = (got: number, wanted: number) => got >= wanted - 3 && got <= wanted + 3;

export const tokenMintCases = [
  defineCase({
    id: 'tokens.mint/defaults',
    title: 'A token minted without options',
    requires: ['TOK-01', 'TOK-03', 'TOK-04', 'TOK-18', 'TOK-19', 'TOK-31'],
    ...live,
    async run(c: CaseContext) {
      const answer = await mint(c);
      c.check('TOK-01', answer.ok, { title: 'A mint without a body succeeds.', answer });
      c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
      const [key, expiresAt] = [answer.field('apiKey'), answer.field('expiresAt')];
      const complete = answer.status === 200 && typeof key === 'string' && typeof expiresAt === 'string';
      c.check('TOK-03', complete, { title: 'The answer is 200 with apiKey and expiresAt.', answer });
      const prefixed = typeof key === 'string' && key.length > 10 && key.startsWith('ek_');
      c.check('TOK-04', prefixed, { title: 'apiKey starts with ek_.', answer });
      c.check('TOK-18', (answer.field('permissions') ?? null) === null, {
        title: 'permissions is null without options.',
        answer,
      });
      c.check('TOK-19', (answer.field('constraints') ?? null) === null, {
        title: 'constraints is null without options.',
        answer,
      });
      c.check('TOK-31', answer.type === 'application/json', {
        title: 'The answer is JSON.',
        got: answer.type,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/empty-bodies',
    title: 'null and {} as a body',
    requires: ['TOK-02', 'TOK-30'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const [none, empty] = [await mint(c, null), await mint(c, {})];
      c.check('TOK-02', none.ok, { title: 'The body null means no options.', answer: none });
      c.check('TOK-02', empty.ok, { title: 'The body {} means no options.', answer: empty });
      c.precondition(none.ok && empty.ok, 'two tokens could not be minted.');
      const distinct = none.field('apiKey') !== empty.field('apiKey');
      c.check('TOK-30', distinct, { title: 'Two mints give two keys.', answer: empty });
    },
  }),
  defineCase({
    id: 'tokens.mint/lifetime',
    title: 'expiresIn and expiresAt',
    requires: ['TOK-05', 'TOK-06', 'TIM-01'],
    effects: 'creates-ephemeral',
    cost: { tokens: 3 },
    async run(c: CaseContext) {
      // A held clock shows in bodies only, so on a mock server the current time is derived from the shortest token.
      const short = await mint(c, { expiresIn: 1 });
      c.check('TOK-06', short.ok, { title: 'expiresIn of 1 is accepted.', answer: short });
      const long = await mint(c, { expiresIn: 3600 });
      c.check('TOK-06', long.ok, { title: 'expiresIn of 3600 is accepted.', answer: long });
      const plain = await mint(c);
      c.precondition(short.ok && long.ok && plain.ok, 'not all three tokens were minted.');
      const now = instant(short.field('expiresAt')) - 1000;
      c.check('TOK-06', near(lifetime(long, now), 3600), {
        title: 'A token of 3600 s expires 3599 s after one of 1 s.',
        got: `${lifetime(long, now)} s`,
        answer: long,
      });
      c.check('TOK-05', near(lifetime(plain, now), 60), {
        title: 'The default lifetime is 60 s.',
        got: `${lifetime(plain, now)} s`,
        answer: plain,
      });
      const asServed = c.target.control ? lifetime(plain, now) : lifetime(plain);
      c.check('TIM-01', asServed <= 63, {
        title: 'By the clock of the service it expires no later.',
        got: `${asServed} s`,
        answer: plain,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/lifetime-bounds',
    title: 'expiresIn outside 1 to 3600',
    requires: ['TOK-07', 'TOK-08', 'TOK-34'],
    ...live,
    async run(c: CaseContext) {
      const valid = await mint(c, { expiresIn: 60 });
      for (const expiresIn of [0, -1, 3601]) {
        const answer = await mint(c, { expiresIn });
        const refused = is4xx(answer);
        const reason = 'the request was judged and the key was good';
        const because = answer.status !== 401 && answer.status !== 403;
        const title = `expiresIn ${expiresIn} yields no token.`;
        c.negative('TOK-07', { title, reached: valid.ok, refused, because, reason, answer });
        c.check('TOK-34', names(answer, 'body.expiresIn'), {
          title: 'The 422 names body.expiresIn.',
          answer,
        });
      }
      const answer = await mint(c, { expiresIn: 'soon' });
      c.negative('TOK-08', {
        title: 'A word as expiresIn is refused.',
        reached: valid.ok,
        refused: answer.status === 422,
        because: names(answer, 'body.expiresIn'),
        reason: 'body.expiresIn is named',
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/metadata',
    title: 'metadata',
    requires: ['TOK-20'],
    ...live,
    async run(c: CaseContext) {
      const metadata = { user: 'Zoë 🎬', nested: { list: [1, null, true] }, constructor: 'x' };
      const answer = await mint(c, { metadata });
      c.check('TOK-20', answer.ok, { title: 'Any object is accepted.', answer });
    },
  }),
];
