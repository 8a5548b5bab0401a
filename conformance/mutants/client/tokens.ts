import { clientMutant } from './declare.js';

const quota = '/v1/realtime/quota';
const browser = { origin: 'https://app.example.com' };

export const tokenScripts = [
  clientMutant('m-TOK-40-account-key-in-a-page', 'Sends the account key from a web page.', async (c) => {
    await c.request('GET', quota, { headers: browser });
  }),
  clientMutant(
    'm-TOK-40-account-key-in-a-socket',
    'Opens a session with the account key from a web page.',
    async (c) => {
      const session = await c.connect({ origin: browser.origin });
      await session.join();
      await session.close();
    },
  ),
  clientMutant('m-TOK-41-never-used', 'Mints a token and does not use it before it expires.', async (c) => {
    await c.mint({ expiresIn: 1 });
    await c.wait(1500);
    await c.request('GET', quota);
  }),
  clientMutant('m-TOK-42-too-long', 'Requests a token of two hours.', async (c) => {
    await c.mint({ expiresIn: 7200 });
  }),
  clientMutant('m-TOK-42-too-many-models', 'Sends twenty-one allowedModels.', async (c) => {
    await c.mint({ allowedModels: Array.from({ length: 21 }, () => 'lucy-2.5') });
  }),
  clientMutant(
    'm-TOK-42-too-short-a-session',
    'Requests a maxSessionDuration of five seconds.',
    async (c) => {
      await c.mint({ constraints: { realtime: { maxSessionDuration: 5 } } });
    },
  ),
  clientMutant('m-TOK-43-token-mints', 'Tries to mint with a client token.', async (c) => {
    await c.mint({}, await c.mint());
  }),
  clientMutant(
    'm-TOK-44-dead-token-again',
    'Uses a token twice after it expired.',
    async (c) => {
      const key = await c.mint({ expiresIn: 1 });
      await c.wait(1500);
      await c.request('GET', quota, { key });
      await c.wait(1100);
      await c.request('GET', quota, { key });
    },
    { entails: ['ERR-40'] },
  ),
  clientMutant('m-TOK-45-origin-with-slash', 'Sends an allowed origin with a trailing slash.', async (c) => {
    await c.mint({ allowedOrigins: ['https://app.example.com/'] });
  }),
  clientMutant('m-ERR-43-key-in-clear', 'Sends a key over plain http to another machine.', async (c) => {
    await c.requestAsHost('decart-proxy.example.net:8080', quota);
  }),
  clientMutant('m-RT-82-session-ends-with-token', 'Closes its session when its token expires.', async (c) => {
    const minted = await c.request('POST', '/v1/client/tokens', { json: { expiresIn: 5 } });
    const session = await c.connect({ key: String(minted.json['apiKey']) });
    await session.join();
    await c.wait(Date.parse(String(minted.json['expiresAt'])) - Date.now());
    await session.close();
  }),
];
