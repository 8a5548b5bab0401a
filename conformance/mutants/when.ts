import type { RelayedRequest } from '../traffic/relay-http.js';
import type { MutantCall, MutantChange } from './mutant.js';

/** Whether a mutant applies to this request. */
export type MutantWhen = (request: RelayedRequest) => boolean;

const route =
  (method: string, path: RegExp): MutantWhen =>
  (request) =>
    request.method === method && path.test(request.path.split('?')[0] ?? '');

/** The operations of the API. */
export const on = {
  submit: route('POST', /^\/v1\/jobs\/[^/]+$/),
  submitOf:
    (...models: string[]): MutantWhen =>
    (request) =>
      on.submit(request) && models.includes(request.path.split('/').at(-1) ?? ''),
  status: route('GET', /^\/v1\/jobs\/[^/]+$/),
  content: route('GET', /^\/v1\/jobs\/[^/]+\/content$/),
  process: route('POST', /^\/v1\/generate\/[^/]+$/),
  processOf:
    (...models: string[]): MutantWhen =>
    (request) =>
      on.process(request) && models.includes(request.path.split('/').at(-1) ?? ''),
  upload: route('POST', /^\/v1\/files$/),
  readFile: route('GET', /^\/v1\/files\/[^/]+$/),
  deleteFile: route('DELETE', /^\/v1\/files\/[^/]+$/),
  mint: route('POST', /^\/v1\/client\/tokens$/),
  resolve: route('POST', /^\/v1\/models\/resolve$/),
  quota: route('GET', /^\/v1\/realtime\/quota$/),
  verify: route('POST', /^\/v1\/verify$/),
  keySet: route('GET', /^\/api\/auth\/jwks$/),
  preflight: ((request) =>
    request.method === 'OPTIONS' &&
    request.headers['access-control-request-method'] !== undefined) as MutantWhen,
};

export const both =
  (...all: MutantWhen[]): MutantWhen =>
  (request) =>
    all.every((each) => each(request));

export const either =
  (...all: MutantWhen[]): MutantWhen =>
  (request) =>
    all.some((each) => each(request));

export const withoutKey: MutantWhen = (request) => request.headers['x-api-key'] === undefined;
export const withKey: MutantWhen = (request) => !withoutKey(request);
export const withOrigin: MutantWhen = (request) => request.headers['origin'] !== undefined;

/** The id of the job or file in the path. */
export const idOf = (request: RelayedRequest): string =>
  /^\/v1\/(?:jobs|files)\/([^/?]+)/.exec(request.path)?.[1] ?? '';

/** The JSON body; undefined when it is not JSON. */
export function jsonOf(request: RelayedRequest): unknown {
  try {
    return JSON.parse(request.body.toString()) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of a JSON body. */
export function bodyField(request: RelayedRequest, name: string): unknown {
  const body = jsonOf(request);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

/** Whether the multipart body has a field; with a value, exactly that one. */
export const hasField =
  (name: string, value?: string): MutantWhen =>
  ({ body }) =>
    body.includes(`name="${name}"\r\n\r\n${value === undefined ? '' : `${value}\r\n`}`) ||
    (value === undefined && body.includes(`name="${name}"; filename=`));

/** Applies the change to requests that match; others are forwarded. */
export const at =
  (there: MutantWhen, change: MutantChange): MutantChange =>
  (call: MutantCall) =>
    there(call.request) ? change(call) : call.forward();
