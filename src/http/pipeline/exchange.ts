/** An HTTP request on its way through the steps. It has more than 12 fields because each step fills in its own. */
import type { Request, Response } from 'express';
import { ApiError } from '../../contract/errors.js';
import type { Account } from '../../world/accounts/account.js';
import type { Effect } from '../../world/rules/effects/effect.js';
import type { CallFacts } from '../../world/rules/types.js';
import type { TextShare } from '../../world/text/text-budget.js';
import type { Identity } from '../../world/world.js';
import { errorAnswer, type Answer } from './answer.js';
import type { HttpContext } from './context.js';
import type { Form } from './form.js';
import type { Input, OperationSpec } from './operation-spec.js';

/** An answer, with the error behind it if it is one. */
export interface Outcome {
  readonly answer: Answer;
  readonly error: ApiError | undefined;
}

const noFacts: CallFacts = {};
const noRules: readonly string[] = [];
const noEffects: readonly Effect[] = [];
const noWarnings: readonly string[] = [];

/** One HTTP request on its way to its answer. Each step of `operation` fills in its part. */
export class Exchange implements Input {
  identity: Identity | undefined = undefined;
  json: unknown = undefined;
  form: Form | undefined = undefined;
  /** What the JSON is charged to. */
  text: TextShare | undefined = undefined;
  /** What rules match on. */
  facts: CallFacts = noFacts;
  /** Ids of the rules that fired; their effects are the first ones of `effects`, one a rule. */
  rules: readonly string[] = noRules;
  /** Of rules, of the header and of directives in the prompt. */
  effects: readonly Effect[] = noEffects;
  /** About effects of the header that the operation does not read. */
  warnings: readonly string[] = noWarnings;
  /** The valid input, as the operation's `parse` returned it. */
  value: unknown = undefined;

  constructor(
    readonly context: HttpContext,
    readonly spec: OperationSpec<unknown>,
    readonly request: Request,
    readonly response: Response,
  ) {}

  get account(): Account | undefined {
    return this.identity?.account;
  }

  get token(): Identity['token'] {
    return this.identity?.token;
  }

  /** The outcome for something thrown. What is not an ApiError is reported as a defect and answers 500. */
  failure(thrown: unknown): { readonly answer: Answer; readonly error: ApiError } {
    const { context, request, spec } = this;
    if (!(thrown instanceof ApiError)) context.onDefect(thrown, request);
    const error = thrown instanceof ApiError ? thrown : new ApiError('internal');
    return { answer: errorAnswer(error, spec.envelope ?? 'detail'), error };
  }
}

/** An exchange whose sender is known. */
export type IdentifiedExchange = Exchange & { readonly account: Account };

export const isIdentified = (exchange: Exchange): exchange is IdentifiedExchange =>
  exchange.identity !== undefined;
