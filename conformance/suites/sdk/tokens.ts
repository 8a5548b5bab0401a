import { isDeepStrictEqual } from 'node:util';
import type { SdkCase } from './define.js';
import { lastSent, respond, succeeded, surprises, describeCall } from './steps.js';

const mints = /^\/v1\/client\/tokens$/;

export const tokenCases: readonly SdkCase[] = [
  {
    id: 'tokens.mint/reaches-the-caller',
    title: 'User code gets the token that was minted.',
    requires: ['TOK-46', 'TOK-47'],
    needs: ['tokens.create'],
    cost: { tokens: 1 },
    effects: 'creates-ephemeral',
    run: async (s) => {
      const minted = await s.call('tokens.create', {});
      succeeded(s, 'tokens.create', minted);
      const sent = lastSent(s, 'POST', mints);
      const answer = s.answer(sent);
      for (const field of ['apiKey', 'expiresAt']) {
        s.check('TOK-46', minted.value[field] === answer.field(field), {
          title: `${field} is as sent.`,
          expected: answer.field(field),
          got: minted.value[field],
          answer,
        });
      }
      s.check('TOK-47', sent.headers['x-api-key'] === s.key && !sent.path.includes(s.key), {
        title: 'The key is in x-api-key and not in the URL.',
        got: `${sent.path}, x-api-key ${sent.headers['x-api-key'] === undefined ? 'absent' : 'present'}`,
        answer,
      });
    },
  },
  {
    id: 'tokens.mint/options-are-sent',
    title:
      'Lifetime, models, origins, metadata and constraints reach the service, and its permissions the caller.',
    requires: ['TOK-42', 'TOK-45', 'TOK-46'],
    needs: ['tokens.create', 'tokens.options'],
    cost: { tokens: 1 },
    effects: 'creates-ephemeral',
    run: async (s) => {
      const options = {
        expiresIn: 120,
        allowedModels: ['lucy-2.1', 'lucy-latest'],
        allowedOrigins: ['https://example.com', 'http://localhost:3000'],
        constraints: { realtime: { maxSessionDuration: 60 } },
        metadata: { role: 'viewer', city: 'Zürich 🏔' },
      };
      const minted = await s.call('tokens.create', options);
      const sent = lastSent(s, 'POST', mints);
      const body = (sent.json ?? {}) as Record<string, unknown>;
      const answer = s.answer(sent);
      for (const [field, value] of Object.entries(options)) {
        const requirement = field === 'allowedOrigins' ? 'TOK-45' : 'TOK-42';
        s.check(requirement, isDeepStrictEqual(body[field], value), {
          title: `${field} is sent as given.`,
          expected: value,
          got: body[field] ?? 'nothing',
          answer,
        });
      }
      succeeded(s, 'tokens.create', minted);
      const sentBack = answer.field('permissions');
      s.check('TOK-46', isDeepStrictEqual(minted.value['permissions'], sentBack), {
        title: 'The permissions are as sent.',
        expected: sentBack,
        got: minted.value['permissions'] ?? 'nothing',
        answer,
      });
    },
  },
  {
    id: 'tokens.mint/tolerates-unknown-fields',
    title: 'A token with unknown fields is accepted.',
    requires: ['QUE-64'],
    needs: ['tokens.create'],
    needsControl: true,
    run: async (s) => {
      const token = {
        apiKey: 'ek_news',
        token: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln',
        expiresAt: '2030-01-01T00:00:00Z',
        ...surprises,
      };
      await s.control.addRule(respond('tokens.create', 200, token));
      const minted = await s.call('tokens.create', {});
      s.check('QUE-64', minted.ok && minted.value['apiKey'] === 'ek_news', {
        title: 'The token reaches the caller.',
        got: describeCall(minted),
      });
    },
  },
  {
    id: 'tokens.mint/refusal-reaches-the-caller',
    title: 'A refused mint is an error that says why, and is sent once.',
    requires: ['ERR-47', 'ERR-44', 'ERR-40'],
    needs: ['tokens.create'],
    needsControl: true,
    run: async (s) => {
      const words = 'Cannot create token from client token';
      await s.control.addRule(respond('tokens.create', 403, { error: words }));
      const refused = await s.call('tokens.create', {});
      const sent = s.sent('POST', mints);
      s.negative('ERR-47', {
        title: 'The mint fails.',
        reached: sent.some(({ status }) => status === 403),
        refused: !refused.ok,
        because: refused.failure === 'forbidden',
        reason: `of the 403 (received: ${describeCall(refused)})`,
      });
      s.check('ERR-44', refused.error?.message.includes(words) === true, {
        title: "The service's message is in the error.",
        expected: words,
        got: describeCall(refused),
      });
      s.check('ERR-40', sent.length === 1, { title: 'It is sent once.', expected: 1, got: sent.length });
    },
  },
];
