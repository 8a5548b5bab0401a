import type { Request } from 'express';
import type { ValidationItem } from '../../contract/errors.js';
import type { Account } from '../../world/accounts/account.js';
import type { Effect } from '../../world/rules/effects/effect.js';
import type { HttpOperation } from '../../world/rules/operations.js';
import type { CallFacts } from '../../world/rules/types.js';
import type { Identity } from '../../world/world.js';
import type { Answer, Envelope } from './answer.js';
import type { HttpContext } from './context.js';
import type { KeyHeader } from './credentials.js';
import type { Form } from './form.js';

/** What a request brings. `json` and `form` are undefined unless the operation reads that kind of body. */
export interface Input {
  readonly request: Request;
  /** Undefined when the key is missing: the input is then parsed only to report everything that is invalid. */
  readonly account: Account | undefined;
  readonly json: unknown;
  readonly form: Form | undefined;
}

/** A request whose sender is known and whose input is valid. */
export interface OperationCall<T, F extends CallFacts = CallFacts> extends Input {
  readonly account: Account;
  /** What `facts` of the specification found. */
  readonly facts: F;
  readonly token: Identity['token'];
  readonly value: T;
  /** Of rules, of the header and of directives in the prompt. */
  readonly effects: readonly Effect[];
}

export type ParsedInput<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly items: readonly ValidationItem[] };

export interface OperationSpec<T, F extends CallFacts = CallFacts> {
  readonly name: HttpOperation;
  /** Default `detail`. */
  readonly envelope?: Envelope;
  readonly body?: 'json' | 'form';
  /** Largest JSON body; default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Where the key is; default `x-api-key`. A key elsewhere is ignored. */
  readonly keyHeader?: KeyHeader;
  /** Finds the account of a request that may come without a key. */
  readonly accountWithoutKey?: (request: Request, context: HttpContext) => Promise<Account> | Account;
  /** What rules match on, and what was looked up to find it. */
  readonly facts?: (input: Input) => Promise<F> | F;
  /** Validates the input against the contract. @throws ApiError for problems that are not a field's */
  readonly parse?: (input: Input) => Promise<ParsedInput<T>> | ParsedInput<T>;
  readonly handle: (call: OperationCall<T, F>) => Promise<Answer> | Answer;
}
