/**
 * An adapter that breaks the protocol in the way its argument names. It claims every case's operations and answers
 * them without any service.
 */
/* global setInterval */
import { adapt } from '../../../../conformance/adapters/javascript/kit-adapter.mjs';

const manner = process.argv[2];
const write = (line) => process.stdout.write(`${line}\n`);
const raw = (message) => write(JSON.stringify({ kit: 1, ...message }));
const claimed = ['tokens.create', 'adapter.echo', 'adapter.sleep'];

/** What an adapter that submits jobs says of models: nothing, or that it takes none. */
const models = {
  'any-model': {},
  'no-video': { welcome: { models: { image: ['lucy-image-2'] } } },
  ...Object.fromEntries(['no-key', 'no-key-code', 'no-key-crash'].map((each) => [each, {}])),
};
const noKey = () => {
  if (manner === 'no-key-code')
    return Object.assign(new Error('errNoCredentials'), { code: 'INVALID_API_KEY' });
  return new Error(manner === 'no-key-crash' ? 'runtime error: nil pointer dereference' : 'acme: no API key');
};

const adapter = {
  welcome: () => ({
    adapter: { name: 'misbehaving', version: '1.0.0', ...(manner === 'typo' ? { versoin: '1' } : {}) },
    sdk: { name: 'none', version: '0.0.0', language: manner?.startsWith('no-key') ? 'go' : 'javascript' },
    capabilities: [...claimed, ...(models[manner] ? ['queue.submit', 'env.apiKey'] : [])],
    ...(models[manner]?.welcome ?? {}),
    limits: { maxConcurrent: 4, maxInlineBytes: 100_000 },
    blob: ['inline', 'url'],
  }),
  open: ({ apiKey }) => {
    if (apiKey === null && manner !== 'keyless') throw noKey();
    return {};
  },
  ops: {
    ...(models[manner] ? { 'queue.submit': (_, { model }) => ({ jobId: model, status: 'pending' }) } : {}),
    'tokens.create': async () => {
      if (manner === 'crash') {
        console.error('Segmentation fault (as it were)');
        process.exit(139);
      }
      if (manner === 'hang') await new Promise(() => undefined);
      if (manner === 'value') return { apiKey: 42 };
      return { apiKey: 'ek_made_up', expiresAt: '2030-01-01T00:00:00Z' };
    },
    ...(manner === 'overclaim' ? { 'queue.result': () => null } : {}),
    ...(manner === 'deaf'
      ? { 'adapter.sleep': (_, { ms }) => new Promise((done) => setTimeout(done, ms, null)) }
      : {}),
  },
};

const take = adapt(adapter, write, () => {
  if (manner !== 'stays') process.exit(manner === 'exit' ? 7 : 0);
});

function hear(line) {
  const message = JSON.parse(line);
  if (manner === 'mute' && message.t !== 'hello' && message.t !== 'bye') return;
  if (manner === 'mute-calls' && ['open', 'call', 'close'].includes(message.t)) return;
  if (message.t === 'call' && manner === 'noise') {
    console.log('[sdk] calling', message.op);
    process.stdout.write('{"kit":2,"t":"not ours"}\n');
  }
  if (message.t === 'call' && manner === 'twice')
    raw({ t: 'result', id: message.id, outcome: 'ok', value: null });
  if (message.t === 'call' && manner === 'gap')
    raw({ t: 'event', on: message.id, seq: 3, at: 0, name: 'status', data: {} });
  if (message.t === 'call' && manner === 'shape') raw({ t: 'result', id: message.id, outcome: 'maybe' });
  if (message.t === 'call' && message.op.startsWith('kit.') && manner === 'silent') return;
  take(manner === 'ascii' ? line.replace(/[^ -~]/g, '?') : line);
  if (message.t === 'call' && manner === 'late')
    setTimeout(() => raw({ t: 'event', on: message.id, seq: 0, at: 0, name: 'status', data: {} }), 50);
}

if (manner === 'stays') setInterval(() => undefined, 1000);

let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  lines.forEach(hear);
});
