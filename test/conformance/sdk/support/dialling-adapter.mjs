/** An adapter over WebSocket that sorts the keys of its objects, as some languages do. */
import { WebSocket } from 'ws';
import { adapt } from '../../../../conformance/adapters/javascript/kit-adapter.mjs';

const socket = new WebSocket(process.env.KIT_ADAPTER_URL);
const sorted = (line) => {
  const message = JSON.parse(line);
  return JSON.stringify(
    Object.fromEntries(
      Object.keys(message)
        .sort()
        .map((key) => [key, message[key]]),
    ),
  );
};
const take = adapt(
  {
    welcome: () => ({
      adapter: { name: 'dialling', version: '1.0.0' },
      sdk: { name: 'none', version: '0.0.0', language: 'javascript' },
      capabilities: ['adapter.echo', 'adapter.sleep'],
      limits: { maxConcurrent: 4 },
      blob: ['inline', 'url'],
    }),
    open: ({ apiKey }) => {
      if (apiKey === null) throw new Error('no key');
      return {};
    },
    ops: {},
  },
  (line) => socket.send(sorted(line)),
  () => socket.close(1000),
);
socket.on('message', (data) => take(data.toString()));
