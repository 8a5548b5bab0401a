import type { StreamClient } from './stream-client.js';

/** The errors and the close of a rejected client. */
export async function rejection(
  client: StreamClient,
): Promise<{ texts: unknown[]; code: number; reason: string }> {
  const { code, reason } = await client.closed;
  return { texts: client.messages.map(({ error }) => error), code, reason };
}

/** The client is admitted: it gets its room info. @returns the session's id */
export async function expectAdmitted(client: StreamClient): Promise<string> {
  client.send({ type: 'livekit_join', passthrough: true });
  return String((await client.next('livekit_room_info'))['session_id']);
}
