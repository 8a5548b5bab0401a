import type { Request } from 'express';
import type { z } from 'zod';
import { trimCredential } from '../contract/credential.js';
import { accountOf } from '../handles/account-of.js';
import { checkInput } from '../handles/check-input.js';
import { ControlError } from '../handles/errors.js';
import { MockAccount, type HandleCore } from '../handles/mock-account.js';

/** The answer of a control route: JSON, or text of another type. */
export type ControlAnswer =
  { readonly status?: number; readonly json: unknown } | { readonly type: string; readonly text: string };

/** One request to the control API. */
export class ControlCall {
  constructor(
    readonly core: HandleCore,
    readonly request: Request,
    /** The body as JSON; undefined without one. */
    readonly json: unknown,
    /** Aborts when the client disconnects. */
    readonly disconnected: AbortSignal,
  ) {}

  /** The account of the request's key or client token. @throws ControlError missing_key, key_refused */
  async account(): Promise<MockAccount> {
    const header = this.request.headers['x-api-key'];
    const credential = trimCredential((Array.isArray(header) ? header[0] : header) ?? '');
    if (credential === '')
      throw new ControlError(
        'missing_key',
        `${this.#what} needs an account, and the request has no x-api-key.`,
      );
    return new MockAccount(this.core, (await accountOf(this.core.world, credential)).key);
  }

  param(name: string): string {
    return String(this.request.params[name]);
  }

  /** The valid body. @throws ControlError bad_input */
  body<S extends z.ZodType>(shape: S): z.infer<S> {
    return this.#checked(shape, this.json, 'body');
  }

  /** The valid query; of a repeated name, the last value counts. @throws ControlError bad_input */
  query<S extends z.ZodType>(shape: S): z.infer<S> {
    const { searchParams } = new URL(this.request.url, 'http://mock');
    return this.#checked(shape, Object.fromEntries(searchParams), 'query');
  }

  #checked<S extends z.ZodType>(shape: S, value: unknown, where: string): z.infer<S> {
    return checkInput(shape, value, `The ${where} of ${this.#what}`);
  }

  get #what(): string {
    return targetOf(this.request);
  }
}

/** The method and the path of a request, for messages. */
export const targetOf = ({ method, originalUrl }: Request): string =>
  `${method} ${originalUrl.split('?')[0]}`;

/** One route. `path` is below `/_mock`, with `{name}` for parameters, as in control.openapi.yaml. */
export interface ControlRoute {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  readonly path: string;
  /** Needs no control token, and answers every origin. */
  readonly open?: true;
  /** A page for browsers, which cannot send the token header. */
  readonly page?: true;
  /** Largest body in bytes; default 1 MiB. */
  readonly maxBytes?: number;
  readonly handle: (call: ControlCall) => Promise<ControlAnswer> | ControlAnswer;
}
