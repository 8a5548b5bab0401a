import { median } from '../lib/load.js';
import { startBareWs, startClients, startOurs } from '../lib/peers.js';

export interface JoinRow {
  readonly name: string;
  /** ms */
  readonly median: number;
  readonly p95: number;
}

/** From `livekit_join` to `livekit_room_info`, against an echo by `ws` alone; one client at a time, in turns. */
export async function joinLatency(samples: number): Promise<JoinRow[]> {
  const [ours, bare] = await Promise.all([startOurs(), startBareWs()]);
  const clients = startClients('join', [String(ours.port), String(bare.port)]);
  try {
    const times = await clients.ask<{ ours: number[]; bare: number[] }>({ warmUp: 200, samples });
    return [
      { name: 'ws alone, an echo', median: median(times.bare), p95: percentile95(times.bare) },
      { name: 'decart-mock, the room info', median: median(times.ours), p95: percentile95(times.ours) },
    ];
  } finally {
    await Promise.all([clients.stop(), ours.stop(), bare.stop()]);
  }
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
}
