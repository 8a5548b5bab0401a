// Measures the time to the answer of the first message, on open sockets, one at a time. Controlled over IPC:
// { warmUp, samples } answers the times of two servers in ms, measured in turns.
import { WebSocket } from 'ws';

const [ours, bare] = process.argv.slice(2);
const QUERY = '/v1/stream?api_key=dct_bench&model=lucy-2.5';
const JOIN = '{"type":"livekit_join","passthrough":true}';

async function once(port, answered) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${QUERY}`, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const begun = performance.now();
  const ended = new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const { type } = JSON.parse(data);
      if (type === 'error') reject(new Error(String(data)));
      if (type === answered) resolve(performance.now());
    });
  });
  socket.send(JOIN);
  const took = (await ended) - begun;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.close();
  await closed;
  return took;
}

process.on('message', async ({ warmUp, samples }) => {
  const times = { ours: [], bare: [] };
  for (let index = 0; index < warmUp + samples; index++) {
    const pair = { ours: await once(ours, 'livekit_room_info'), bare: await once(bare, 'livekit_join') };
    if (index < warmUp) continue;
    times.ours.push(pair.ours);
    times.bare.push(pair.bare);
  }
  process.send(times);
});
