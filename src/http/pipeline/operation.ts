import type { Request, RequestHandler, Response } from 'express';
import { ApiError } from '../../contract/errors.js';
import { delayOf } from '../../world/rules/delay-of.js';
import { effect, type Effect, type EffectOf } from '../../world/rules/effects/effect.js';
import { appliesTo } from '../../world/rules/effects/registry.js';
import { headerWarnings } from '../../world/rules/magic-warnings.js';
import { promptEffects } from '../../world/rules/prompt-directives.js';
import type { CallFacts } from '../../world/rules/types.js';
import type { Identity } from '../../world/world.js';
import { clientDisconnect } from '../connection/client-disconnect.js';
import type { Answer } from './answer.js';
import type { HttpContext } from './context.js';
import { keyOf, missingKey } from './credentials.js';
import { Exchange, isIdentified, type IdentifiedExchange, type Outcome } from './exchange.js';
import { headerEffects, MOCK_HEADER } from './header-effects.js';
import { readJson } from './json-body.js';
import type { OperationSpec } from './operation-spec.js';
import { record, recordUnattributed } from './record.js';
import { send, sendPlain } from './send.js';

export type { HttpContext } from './context.js';
export type { Input, OperationCall, OperationSpec, ParsedInput } from './operation-spec.js';

/** The handler of an operation's requests; `run` has the steps. */
export function operation<T = undefined, F extends CallFacts = CallFacts>(
  context: HttpContext,
  spec: OperationSpec<T, F>,
): RequestHandler {
  // `handle` gets no other value and facts than those that `parse` and `facts` of the same specification return.
  const erased = spec as unknown as OperationSpec<unknown>;
  return (request, response) => {
    const exchange = new Exchange(context, erased, request, response);
    run(exchange).catch((thrown: unknown) => {
      const { answer, error } = exchange.failure(thrown);
      if (!isIdentified(exchange)) recordUnattributed(exchange, { answer, error });
      refuse(request, response, answer);
    });
  };
}

// What often needs no waiting is not awaited: at this rate of requests each turn of the event loop shows.
async function run(exchange: Exchange): Promise<void> {
  const identity = identityOf(exchange);
  exchange.identity = identity instanceof Promise ? await identity : identity;
  try {
    if (exchange.spec.body) await readBody(exchange);
    if (!isIdentified(exchange)) throw await missingKeyError(exchange);
    if (exchange.spec.facts) exchange.facts = await exchange.spec.facts(exchange);
    const admitted = admitsOrigin(exchange);
    if (admitted) applyRules(exchange);
    const outcome = admitted
      ? await outcomeOf(exchange)
      : exchange.failure(new ApiError('origin_not_allowed'));
    record(exchange, outcome);
    const sending = send(exchange, outcome.answer);
    if (sending) await sending;
  } finally {
    exchange.form?.dispose();
    exchange.text?.close();
  }
}

/** At once for an account key, later for a client token; undefined when a required key is missing. */
function identityOf({ context, spec, request }: Exchange): Identity | undefined | Promise<Identity> {
  const key = keyOf(request, spec.keyHeader);
  if (key !== undefined) return context.world.identify(key);
  const account = spec.accountWithoutKey?.(request, context);
  return account && Promise.resolve(account).then((found) => ({ account: found }));
}

const admitsOrigin = ({ context, token, request }: Exchange): boolean =>
  token === undefined || context.admitsOrigin(token, request.headers.origin);

/** @throws ApiError for a body that cannot be read; the journal has it by then */
async function readBody(exchange: Exchange): Promise<void> {
  const { context, spec, request } = exchange;
  try {
    if (spec.body === 'json') {
      exchange.text = context.world.text.share();
      exchange.json = await readJson(request, exchange.text, spec.maxBodyBytes);
    } else exchange.form = await context.readForm(request);
  } catch (thrown) {
    if (!isIdentified(exchange)) throw thrown;
    if (spec.facts) exchange.facts = await spec.facts(exchange);
    throw recorded(exchange, thrown);
  }
}

/** Journals a failure before there is an outcome. @returns what is answered */
function recorded(exchange: IdentifiedExchange, thrown: unknown): ApiError {
  const outcome = exchange.failure(thrown);
  record(exchange, outcome);
  return outcome.error;
}

/** FastAPI reports a missing header together with everything else that is invalid. */
async function missingKeyError(exchange: Exchange): Promise<ApiError> {
  const parsed = await exchange.spec.parse?.(exchange);
  return ApiError.validation([missingKey, ...(parsed && !parsed.ok ? parsed.items : [])]);
}

/** @throws ApiError validation for a malformed header; the journal has it by then */
function applyRules(exchange: IdentifiedExchange): void {
  const { account, spec, facts } = exchange;
  const decision = account.rules.decide(spec.name, facts);
  const given = givenEffects(exchange);
  const fromHeader = given.filter((one) => appliesTo(one, spec.name));
  const fromPrompt = promptEffects(facts.prompt ?? '', spec.name);
  exchange.rules = decision.rules;
  if (given.length > 0) exchange.warnings = headerWarnings(MOCK_HEADER, given, spec.name);
  exchange.effects =
    fromHeader.length > 0 || fromPrompt.length > 0
      ? [...decision.effects, ...fromHeader, ...fromPrompt]
      : decision.effects;
}

function givenEffects(exchange: IdentifiedExchange): readonly Effect[] {
  try {
    return headerEffects(exchange.request);
  } catch (thrown) {
    throw recorded(exchange, thrown);
  }
}

async function outcomeOf(exchange: IdentifiedExchange): Promise<Outcome> {
  const { spec, effects } = exchange;
  try {
    if (effects.some(({ type }) => type === 'delay') && (await disconnectsDuringDelay(exchange)))
      return clientDisconnected;
    const injected = effect(effects, 'respond');
    if (injected) return { answer: injectedAnswer(injected), error: undefined };
    const failing = effect(effects, 'error');
    if (failing) throw new ApiError(failing.code);
    const parsed = spec.parse && (await spec.parse(exchange));
    if (parsed && !parsed.ok) throw ApiError.validation(parsed.items);
    exchange.value = parsed?.value;
    const answering = spec.handle(exchange);
    return { answer: answering instanceof Promise ? await answering : answering, error: undefined };
  } catch (error) {
    return exchange.failure(error);
  }
}

/** Waits on the account's clock. @returns whether the client disconnected meanwhile */
async function disconnectsDuringDelay({
  account,
  spec,
  effects,
  response,
}: IdentifiedExchange): Promise<boolean> {
  const gone = clientDisconnect(response);
  await account.clock.sleep(delayOf(effects, account.rules.random), `delayed ${spec.name}`, gone);
  return gone.aborted;
}

/** For the journal alone. Nothing was done: whether the service would have gone on is inferred. */
const clientDisconnected: Outcome = {
  answer: { status: 499, note: 'The client disconnected while its answer was delayed.' },
  error: undefined,
};

const injectedAnswer = ({ status, body, headers = {} }: EffectOf<'respond'>): Answer => ({
  status,
  headers,
  ...(typeof body === 'string' ? { text: body } : body !== undefined && { json: body }),
});

function refuse(request: Request, response: Response, answer: Answer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // Many clients read the answer only after they sent everything; closing now would lose it. The server's time limit
  // for requests bounds how long that takes.
  request.resume();
  sendPlain(request, response, answer);
}
