/* global AbortController, DOMException, File, atob, clearTimeout, crypto */
/**
 * The common part of adapters in JavaScript, for Node and for browsers: reads messages, runs operations, answers each
 * call once. An adapter provides `welcome`, `open` and `ops`; this file is independent of any SDK.
 */

/** Thrown by an operation that the SDK does not have. */
export class Unsupported extends Error {}

const now = () => Math.round(performance.now() * 1000) / 1000;

/**
 * @param {object} adapter
 * @param {(hello: object) => object | Promise<object>} adapter.welcome fields of the welcome
 * @param {(config: object) => unknown} adapter.open makes a client of the SDK, or throws the SDK's error
 * @param {Record<string, (client: any, args: any, call: { signal: AbortSignal, emit: (name: string, data: object) => void, open: () => object }) => unknown>} adapter.ops
 * @param {(blob: object) => Promise<Blob>} [adapter.fileOf] reads a blob of the kit; `given` by default
 * @param {(error: unknown) => object} [adapter.facts] facts of an error beyond the usual ones
 * @param {(line: string) => void} write sends one line
 * @param {() => void} leave ends the program
 * @returns {(line: string) => void} receives one line
 */
export function adapt(adapter, write, leave) {
  const clients = new Map();
  const calls = new Map();
  let handles = 0;
  const send = (message) => write(JSON.stringify({ kit: 1, ...message }));
  const ops = {
    'adapter.echo': async (_client, { value }) =>
      value?.$blob === undefined ? value : received(await (adapter.fileOf ?? given)(value)),
    'adapter.sleep': (_client, { ms }, { signal }) => sleep(ms, signal),
    ...adapter.ops,
  };

  const answer = async (id, work) => {
    const stop = new AbortController();
    let seq = 0;
    calls.set(id, stop);
    const emit = (name, data) => send({ t: 'event', on: id, seq: seq++, at: now(), name, data });
    let handle;
    // A realtime session: calls address `object` by the handle, and `emit` sends its events.
    const open = () => {
      handle = `h${++handles}`;
      let count = 0;
      const on = handle;
      return {
        hold: (object) => clients.set(on, object),
        emit: (name, data) => send({ t: 'event', on, seq: count++, at: now(), name, data }),
      };
    };
    const result = await settle(() => work({ signal: stop.signal, emit, open }), adapter.facts);
    calls.delete(id);
    send({ t: 'result', id, ...result, ...(result.outcome === 'ok' && handle ? { handle } : {}) });
  };

  const messages = {
    hello: async (hello) => send({ t: 'welcome', protocol: '1.0', ...(await adapter.welcome(hello)) }),
    ping: ({ n }) => send({ t: 'pong', n, at: now() }),
    open: ({ id, session, config }) =>
      answer(id, async () => {
        clients.set(session, await adapter.open(config));
        return null;
      }),
    call: ({ id, on, op, args }) =>
      answer(id, (call) => {
        if (!Object.hasOwn(ops, op)) throw new Unsupported(`This adapter has no ${op}.`);
        return ops[op](clients.get(on), args, call);
      }),
    cancel: ({ id }) => calls.get(id)?.abort(),
    close: ({ id, on }) =>
      answer(id, async () => {
        await clients.get(on)?.close?.();
        clients.delete(on);
        return null;
      }),
    bye: leave,
  };

  return (line) => {
    const message = JSON.parse(line);
    if (Object.hasOwn(messages, message.t)) void messages[message.t](message);
  };
}

async function settle(work, facts) {
  try {
    const value = await work();
    return { outcome: 'ok', value: value === undefined ? null : value };
  } catch (error) {
    if (error instanceof Unsupported) return { outcome: 'unsupported', reason: error.message };
    return { outcome: 'error', error: { ...factsOf(error), ...facts?.(error) } };
  }
}

/** The facts of anything thrown, whether an Error or not. */
export function factsOf(error, kind = 'rejected') {
  if (typeof error !== 'object' || error === null)
    return { kind, type: typeof error, message: String(error) };
  const { code, message, cause, name } = error;
  return {
    kind,
    type: error instanceof Error ? name : (error.constructor?.name ?? 'Object'),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: String(message ?? ''),
    ...(name === 'AbortError' ? { isAbort: true } : {}),
    ...(name === 'TimeoutError' ? { isTimeout: true } : {}),
    ...(cause === undefined || cause === null ? {} : { cause: factsOf(cause, kind) }),
  };
}

/** Facts of bytes that user code received: a Blob, an ArrayBuffer, a Uint8Array. null for no bytes. */
export async function received(data) {
  if (data === undefined || data === null) return null;
  const blob = data instanceof Blob ? data : new Blob([data]);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const hex = (part) => [...part].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  return { $blob: { sha256, size: bytes.length, mime: blob.type, head: hex(bytes.subarray(0, 64)) } };
}

/** Bytes that the kit passed inline or by URL, as a File. */
export async function given({ $blob: { name = 'blob', mime = '', base64, url } }) {
  if (base64 !== undefined) {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new File([bytes], name, { type: mime });
  }
  return new File([await (await fetch(url)).blob()], name, { type: mime });
}

function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('The sleep was cancelled.', 'AbortError'));
    });
  });
}
