import type { Request, RequestHandler, Response } from 'express';
import { ApiError, type ValidationItem } from '../../contract/errors.js';
import type { Account } from '../../world/accounts/account.js';
import { draw } from '../../world/random/draw-duration.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import { promptEffects } from '../../world/rules/prompt-directives.js';
import type { HttpOperation } from '../../world/rules/operations.js';
import type { CallFacts } from '../../world/rules/types.js';
import type { Identity, World } from '../../world/world.js';
import { errorAnswer, type Answer, type Envelope } from './answer.js';
import { identify, keyOf, missingKey } from './credentials.js';
import { clientDisconnect } from '../connection/client-disconnect.js';
import type { Form, FormReader } from './form.js';
import { headerEffects } from './header-effects.js';
import { readJson } from './json-body.js';
import { record } from './record.js';
import { send, sendPlain } from './send.js';

/** What every operation can reach. */
export interface HttpContext {
  readonly world: World;
  readonly readForm: FormReader;
  /** Told of defects: failures that were not meant for the client. */
  readonly onDefect: (error: unknown, request: Request) => void;
}

/** What a request brings. `json` and `form` are undefined unless the operation reads that kind of body. */
export interface Input {
  readonly request: Request;
  /** Undefined when the key is missing: then the input is only read to tell all that is wrong with it. */
  readonly account: Account | undefined;
  readonly json: unknown;
  readonly form: Form | undefined;
}

/** A request whose sender is known and whose input fits the contract. */
export interface OperationCall<T, F extends CallFacts = CallFacts> extends Input {
  readonly account: Account;
  /** What `facts` of the specification found. */
  readonly facts: F;
  readonly token: Identity['token'];
  readonly value: T;
  /** What fired: rules, the header, directives in the prompt. */
  readonly effects: readonly Effect[];
}

export type ParsedInput<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly items: readonly ValidationItem[] };

export interface OperationSpec<T, F extends CallFacts = CallFacts> {
  readonly name: HttpOperation;
  readonly envelope?: Envelope;
  readonly body?: 'json' | 'form';
  /** Largest JSON body; default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Finds the account of a request that may come without a key. */
  readonly accountWithoutKey?: (request: Request, face: HttpContext) => Promise<Account> | Account;
  /** What rules may match on, and whatever else was found with it. */
  readonly facts?: (input: Input) => Promise<F> | F;
  /** Holds the input against the contract. @throws ApiError for what is wrong beyond a field */
  readonly parse?: (input: Input) => Promise<ParsedInput<T>> | ParsedInput<T>;
  readonly handle: (call: OperationCall<T, F>) => Promise<Answer> | Answer;
}

/** An answer, with the error behind it if it is one. */
export interface Outcome {
  readonly answer: Answer;
  readonly error: ApiError | undefined;
}

const noBody = { json: undefined, form: undefined };
const noFacts: CallFacts = {};

const joined = (first: readonly Effect[], ...more: readonly (readonly Effect[])[]): readonly Effect[] =>
  more.every((effects) => effects.length === 0) ? first : first.concat(...more);

/** The way of every request: who asks, what fires, does the input fit, the world answers, the journal records. */
export function operation<T = undefined, F extends CallFacts = CallFacts>(
  face: HttpContext,
  spec: OperationSpec<T, F>,
): RequestHandler {
  return (request, response) => {
    handle(face, spec, request, response).catch((error: unknown) => {
      refuse(request, response, errorAnswer(asApiError(error, face, request), spec.envelope ?? 'detail'));
    });
  };
}

// Where there is often nothing to wait for, nothing is awaited: at this rate of requests each turn of it shows.
async function handle<T, F extends CallFacts>(
  face: HttpContext,
  spec: OperationSpec<T, F>,
  request: Request,
  response: Response,
): Promise<void> {
  const asks = whoAsks(face, spec, request);
  const identity = asks instanceof Promise ? await asks : asks;
  const { json, form } = spec.body ? await bodyOf(face, spec, identity, request, response) : noBody;
  try {
    const input: Input = { request, account: identity?.account, json, form };
    if (!identity) throw await missingKeyError(spec, input);
    const { account } = identity;
    const facts = spec.facts ? await spec.facts(input) : (noFacts as F);
    const decision = account.rules.decide(spec.name, facts);
    const effects = joined(
      decision.effects,
      headerEffects(request),
      promptEffects(facts.prompt ?? '', spec.name),
    );
    const outcome = await decide(face, spec, identity, input, facts, response, effects);
    record(spec.name, account, input, facts, outcome, decision.rules, effects);
    if (effect(effects, 'no-response')) return;
    const reset = effect(effects, 'reset');
    if (reset && reset.afterBytes === undefined) request.socket.resetAndDestroy();
    else {
      const sending = send(request, response, outcome.answer, effects, account.clock);
      if (sending) await sending;
    }
  } finally {
    form?.dispose();
  }
}

/** @throws ApiError for a body that cannot be read, after the journal has it */
async function bodyOf<T, F extends CallFacts>(
  face: HttpContext,
  spec: OperationSpec<T, F>,
  identity: Identity | undefined,
  request: Request,
  response: Response,
): Promise<Pick<Input, 'json' | 'form'>> {
  try {
    return {
      json: spec.body === 'json' ? await readJson(request, spec.maxBodyBytes) : undefined,
      form: spec.body === 'form' ? await face.readForm(request, response) : undefined,
    };
  } catch (thrown) {
    const error = asApiError(thrown, face, request);
    const account = identity?.account;
    const outcome = { answer: errorAnswer(error, spec.envelope ?? 'detail'), error };
    if (account) {
      const input = { request, account, json: undefined, form: undefined };
      record(spec.name, account, input, (await spec.facts?.(input)) ?? noFacts, outcome, [], []);
    }
    throw error;
  }
}

async function decide<T, F extends CallFacts>(
  face: HttpContext,
  spec: OperationSpec<T, F>,
  { account, token }: Identity,
  input: Input,
  facts: F,
  response: Response,
  effects: readonly Effect[],
): Promise<Outcome> {
  try {
    const delay = effect(effects, 'delay');
    if (delay) {
      const gone = clientDisconnect(response);
      await account.clock.sleep(draw(delay.ms, account.rules.random), `delayed ${spec.name}`, gone);
      if (gone.aborted) return { answer: nobodyThere, error: undefined };
    }
    const instead = effect(effects, 'respond');
    if (instead) return { answer: forced(instead.status, instead.body, instead.headers), error: undefined };
    const asked = effect(effects, 'error');
    if (asked) throw new ApiError(asked.code);
    const parsed = spec.parse && (await spec.parse(input));
    if (parsed && !parsed.ok) throw ApiError.validation(parsed.items);
    const { request, json, form } = input;
    const value = parsed?.value as T;
    const answering = spec.handle({ request, json, form, account, token, value, facts, effects });
    const answer = answering instanceof Promise ? await answering : answering;
    return { answer, error: undefined };
  } catch (error) {
    const known = asApiError(error, face, input.request);
    return { answer: errorAnswer(known, spec.envelope ?? 'detail'), error: known };
  }
}

/** For the journal alone. Nothing was done: whether the service would have gone on is inferred. */
const nobodyThere: Answer = { status: 499, note: 'The client left while its answer was delayed.' };

const forced = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  ...(typeof body === 'string' ? { text: body } : body !== undefined && { json: body }),
});

function whoAsks<T, F extends CallFacts>(
  face: HttpContext,
  spec: OperationSpec<T, F>,
  request: Request,
): Identity | undefined | Promise<Identity> {
  const key = keyOf(request);
  if (key !== undefined) return identify(face.world, key);
  return spec.accountWithoutKey && keyless(spec.accountWithoutKey(request, face));
}

const keyless = async (account: Promise<Account> | Account): Promise<Identity> => ({
  account: await account,
});

/** FastAPI reports a missing header together with whatever else is wrong. */
async function missingKeyError<T, F extends CallFacts>(
  spec: OperationSpec<T, F>,
  input: Input,
): Promise<ApiError> {
  const parsed = await spec.parse?.(input);
  return ApiError.validation([missingKey, ...(parsed && !parsed.ok ? parsed.items : [])]);
}

function asApiError(error: unknown, face: HttpContext, request: Request): ApiError {
  if (error instanceof ApiError) return error;
  face.onDefect(error, request);
  return new ApiError('internal');
}

function refuse(request: Request, response: Response, answer: Answer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // Many clients read the answer only when they have sent everything, and closing now would take it from them. How
  // long that may last is bounded by the server's time limit for requests.
  request.resume();
  sendPlain(request, response, answer);
}
