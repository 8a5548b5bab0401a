import type { Request } from 'express';
import { ControlError, keyRefused } from '../handles/errors.js';
import { MockAccount, type HandleCore } from '../handles/mock-account.js';
import { TokenSigner } from '../world/tokens/signer.js';
import type { z } from 'zod';
import { corrected, issueTexts } from '../handles/issues.js';

/** What a control route answers: JSON, but for what other tools read in a form of their own. */
export type ControlAnswer =
  { readonly status?: number; readonly json: unknown } | { readonly type: string; readonly text: string };

/** One request to the control API. */
export class ControlCall {
  constructor(
    readonly core: HandleCore,
    readonly request: Request,
    /** Aborted when the client leaves. */
    readonly gone: AbortSignal,
  ) {}

  /** The account that the request names by its key or client token. @throws ControlError missing_key, key_refused */
  async account(): Promise<MockAccount> {
    const header = this.request.headers['x-api-key'];
    const credential = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
    if (credential === '')
      throw new ControlError('missing_key', `${this.#what} is about one account, and no x-api-key names it.`);
    return new MockAccount(this.core, await this.#keyOf(credential));
  }

  param(name: string): string {
    return String(this.request.params[name]);
  }

  /** The body, checked. @throws ControlError bad_input */
  body<S extends z.ZodType>(shape: S): z.infer<S> {
    return this.#checked(shape, this.request.body, 'body');
  }

  /** The query, checked; a name given twice counts once, the last time. @throws ControlError bad_input */
  query<S extends z.ZodType>(shape: S): z.infer<S> {
    const { searchParams } = new URL(this.request.url, 'http://mock');
    return this.#checked(shape, Object.fromEntries(searchParams), 'query');
  }

  #checked<S extends z.ZodType>(shape: S, value: unknown, where: string): z.infer<S> {
    const parsed = shape.safeParse(value, corrected);
    if (parsed.success) return parsed.data;
    const told = issueTexts(parsed.error).join('; ');
    const end = told.endsWith('?') ? '' : '.';
    throw new ControlError('bad_input', `The ${where} of ${this.#what} does not fit: ${told}${end}`);
  }

  /** A client token stands for the account that minted it; any other credential is a key. */
  async #keyOf(credential: string): Promise<string> {
    const { world } = this.core;
    try {
      if (credential.startsWith('ek_') || TokenSigner.isJwt(credential))
        return (await world.identify(credential)).account.key;
      return world.account(credential).key;
    } catch (error) {
      throw keyRefused(error);
    }
  }

  get #what(): string {
    return `${this.request.method} ${this.request.originalUrl.split('?')[0]}`;
  }
}

/** One route. `path` is below `/_mock`, with `{name}` for what varies, as in control.openapi.yaml. */
export interface ControlRoute {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  readonly path: string;
  /** Answers without control token, and to every origin. */
  readonly open?: true;
  /** A page, whose visitor sends no headers of ours. */
  readonly page?: true;
  /** Largest body in bytes; default 1 MiB. */
  readonly maxBytes?: number;
  readonly handle: (call: ControlCall) => Promise<ControlAnswer> | ControlAnswer;
}

export const ok = (json: unknown): ControlAnswer => ({ json });
