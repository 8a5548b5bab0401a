// Opens bare sockets, so that the client costs less than the server. Controlled over IPC: { open: n } connects n more and
// answers how long that took, { close: true } closes all.
import { connect } from 'node:net';

const [port, path] = [Number(process.argv[2]), process.argv[3]];
const IN_FLIGHT = 64;
const upgrade = [
  `GET ${path} HTTP/1.1`,
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');
const open = new Set();

function one() {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(upgrade));
    socket.once('error', reject);
    socket.once('data', (data) => {
      if (!data.includes('101 Switching Protocols')) reject(new Error(`Not upgraded: ${data}`));
      open.add(socket);
      socket.resume();
      socket.on('close', () => open.delete(socket));
      resolve();
    });
  });
}

async function many(count) {
  let left = count;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: Math.min(IN_FLIGHT, count) }, async () => {
      while (left-- > 0) await one();
    }),
  );
  return performance.now() - begun;
}

process.on('message', async (asked) => {
  if (asked.open) process.send({ ms: await many(asked.open), open: open.size });
  else {
    for (const socket of open) socket.resetAndDestroy();
    process.send({ open: 0 });
  }
});
