import { estimateTokens } from '../../../../src/contract/validation/prompt-tokens.js';
import { realtimeClientMessage } from '../../../../src/contract/validation/realtime-schemas.js';
import { modelOf } from '../models.js';
import { defineRule, RuleReport } from '../rule.js';
import type { TracedSocket, TracedMessage } from '../trace.js';

/** For a model whose limit is not known. */
const promptLimit = { most: 750, unit: 'characters' } as const;
const pictureLimit = 5 * 1024 * 1024;
/** Time from the first ack to the offer: a client gathers candidates, for 5 s when STUN does not answer. */
const offerTimeout = 10_000;

const sentBy = ({ messages }: TracedSocket) => messages.filter(({ from }) => from === 'client');
const promptsOf = ({ type, body }: TracedMessage) =>
  type === 'prompt' || type === 'set_image'
    ? [body['prompt']].filter((each) => typeof each === 'string')
    : [];

export const sessionMessages = defineRule({
  id: 'realtime.traffic/messages',
  title: 'Messages of the contract, joined once, images one at a time',
  requires: ['RT-70', 'RT-71', 'RT-72', 'RT-73', 'RT-77', 'RT-79', 'RT-80'],
  evaluate(trace) {
    const result = new RuleReport();
    for (const connection of trace.connections) {
      if (!/^\/+v1\/stream/.test(connection.path)) continue;
      checkJoin(connection, result);
      checkImages(connection, result);
      checkSpeed(connection, result);
      for (const message of sentBy(connection)) {
        result.exercised('RT-72');
        for (const fault of faultsOf(message)) {
          result.report({
            requirement: 'RT-72',
            at: connection.n,
            message: fault,
            fix: 'Send the messages and fields of the contract only.',
          });
        }
        for (const prompt of promptsOf(message)) {
          result.exercised('RT-73');
          const { most, unit } = promptLimitOf(connection);
          const length = unit === 'tokens' ? estimateTokens(prompt) : prompt.length;
          if (length <= most) continue;
          result.report({
            requirement: 'RT-73',
            at: connection.n,
            ...(unit === 'tokens' && { evidence: 'inferred' as const }),
            message: `A prompt has ${unit === 'tokens' ? 'about ' : ''}${length} ${unit}.`,
            fix: `Keep it within ${most}: longer prompts are refused.`,
          });
        }
      }
    }
    return result;
  },
});

function promptLimitOf({ model = '', at }: TracedSocket): { most: number; unit: 'characters' | 'tokens' } {
  const limit = modelOf(model, 'realtime', at)?.promptLimit;
  return limit && (limit.from === undefined || Date.parse(limit.from) <= at) ? limit : promptLimit;
}

/** A client of direct WebRTC offers and never joins. */
function checkJoin(connection: TracedSocket, result: RuleReport): void {
  const sent = sentBy(connection);
  if (sent.length === 0 || sent.some(({ type }) => type === 'offer')) return;
  const joins = sent.filter(({ type }) => type === 'livekit_join').length;
  if (joins === 0 && endedByServer(connection)) return;
  result.exercised('RT-70');
  if (joins === 1 && sent[0]?.type === 'livekit_join') return;
  const message =
    joins === 0
      ? `The client sent ${sent[0]?.type ?? ''} and never joined.`
      : joins > 1
        ? `The client joined ${joins} times on one connection.`
        : `The client sent ${sent[0]?.type ?? ''} before it joined.`;
  result.report({
    requirement: 'RT-70',
    at: connection.n,
    message,
    fix: 'Send livekit_join once, as the first message of every connection.',
  });
}

/**
 * Whether the server ended the connection before the client could offer. SDKs of direct WebRTC wait for the ack of
 * their first state before they offer, so such a connection does not show whether the client would have joined.
 */
function endedByServer({ messages, closed, endedAt }: TracedSocket): boolean {
  const received = messages.filter(({ from }) => from === 'server');
  const acked = received.find(({ type }) => type.endsWith('_ack'));
  const end =
    received.find(({ type }) => type === 'error')?.at ?? (closed?.by === 'server' ? endedAt : undefined);
  return end !== undefined && (!acked || end - acked.at < offerTimeout);
}

function checkImages(connection: TracedSocket, result: RuleReport): void {
  let open = 0;
  for (const { from, type, body } of connection.messages) {
    if (from === 'server' && type === 'set_image_ack') open = Math.max(0, open - 1);
    if (from !== 'client' || type !== 'set_image') continue;
    result.exercised('RT-71');
    result.exercised('RT-77');
    const given = ['image_data', 'image_ref'].filter((name) => name in body);
    if (given.length !== 1) {
      result.report({
        requirement: 'RT-71',
        at: connection.n,
        message: `A set_image carries ${given.length === 0 ? 'neither image_data nor image_ref' : 'both image_data and image_ref'}.`,
        fix: 'Send exactly one of them; image_data null removes the image.',
      });
    }
    if (open > 0) {
      result.report({
        requirement: 'RT-77',
        at: connection.n,
        message: 'A set_image was sent before the previous one was acknowledged.',
        fix: 'Wait for set_image_ack, then send the newest image.',
      });
    }
    open++;
    const size = Number(/^<(\d+) bytes>$/.exec(String(body['image_data']))?.[1] ?? 0);
    if (size > 0) result.exercised('RT-80');
    if (size > pictureLimit) {
      result.report({
        requirement: 'RT-80',
        at: connection.n,
        message: `An image has ${size} bytes.`,
        fix: 'Scale it below 5 MB, or upload it and send its id as image_ref.',
      });
    }
  }
}

function checkSpeed(connection: TracedSocket, result: RuleReport): void {
  const speed = new URLSearchParams(connection.path.split('?', 2)[1] ?? '').get('speed');
  if (speed === null) return;
  result.exercised('RT-79');
  const fastFrom = modelOf(connection.model ?? '', 'realtime', connection.at)?.fastFrom;
  if (speed === 'fast' && fastFrom !== undefined && Date.parse(fastFrom) <= connection.at) return;
  result.report({
    requirement: 'RT-79',
    at: connection.n,
    message: `speed=${speed} was sent for ${connection.model ?? 'no model'}.`,
    fix: 'Send speed=fast for models that support it; otherwise leave speed out.',
  });
}

function faultsOf({ type, body }: TracedMessage): string[] {
  const parsed = realtimeClientMessage.safeParse(body);
  if (!parsed.success) {
    const known = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return [`A message of type "${type}" is not in the contract: ${known}.`];
  }
  const unknown = Object.keys(body).filter((name) => !(name in parsed.data));
  return unknown.map((name) => `A ${type} carries the field ${name}, which is not in the contract.`);
}
