/**
 * Names for the generated types of the control API. The control API, the handles and the vitest fixture all answer
 * with these types. Times are ISO text in UTC.
 */
import type { components, operations, paths } from './control.gen.js';

type ControlSchemas = components['schemas'];

/** An account in figures. */
export type StateView = ControlSchemas['State'];
/** An account in the list of all accounts. */
export type AccountView = ControlSchemas['Account'];
/** Mode, rate, time and pending timers of a clock. */
export type ClockView = ControlSchemas['Clock'];
/** Where a move of the clock ended, and the timers that it fired. */
export type ClockMove = ControlSchemas['ClockMove'];
export type TimerView = ControlSchemas['Timer'];
/** Credits of an organisation. */
export type CreditsView = ControlSchemas['Credits'];
/** One movement of credits. */
export type LedgerLineView = ControlSchemas['LedgerLine'];
/** How many realtime sessions may run at once; all null means unlimited. */
export type QuotaView = ControlSchemas['Quota'];
/** What an organisation may use, and the class of its requests. */
export type PermissionsView = ControlSchemas['Permissions'];
/** How fast an account answers. */
export type PaceView = ControlSchemas['Pace'];
export type PaceName = PaceView['pace'];
/** A rule with how often it matched and fired. */
export type RuleView = ControlSchemas['AppliedRule'];
/** A journal entry. */
export type EntryView = ControlSchemas['Entry'];
/** A job with its plan. */
export type JobView = ControlSchemas['Job'];
/** An upload; `size` in bytes. */
export type FileView = ControlSchemas['File'];
/** A client token; its options in seconds, as in the API. */
export type TokenView = ControlSchemas['Token'];
/** A realtime session. */
export type SessionView = ControlSchemas['Session'];
/** Model names on a date, and the changes to come. */
export type CatalogueView = ControlSchemas['Catalogue'];

/** Conditions on journal entries; all given ones must hold. `path` and `operation` may end in `*`. */
export type EntryFilter = NonNullable<operations['countEntries']['parameters']['query']>;
/** A filter, and how many of the newest entries to return. */
export type EntryQuery = NonNullable<operations['findEntries']['parameters']['query']>;
export type CatalogueQuery = NonNullable<operations['getCatalogue']['parameters']['query']>;

/** A path of the control API, below `/_mock`. */
export type ControlPath = keyof paths;
type Verb = 'get' | 'put' | 'post' | 'delete';
/** The methods of a path. */
export type ControlMethod<Path extends ControlPath> = {
  [Method in Verb]: paths[Path][Method] extends { responses: object } ? Method : never;
}[Verb];

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;
type Success<Operation> = Operation extends { responses: infer Responses }
  ? Json<Responses[keyof Responses & (200 | 201)]>
  : never;

/** The JSON that a route answers. */
export type ControlJson<Path extends ControlPath, Method extends ControlMethod<Path>> = Success<
  paths[Path][Method]
>;

/** The JSON that a route takes. */
export type ControlInput<
  Path extends ControlPath,
  Method extends ControlMethod<Path>,
> = paths[Path][Method] extends { requestBody?: infer Body } ? Json<NonNullable<Body>> : never;

export type ClockInput = ControlInput<'/clock', 'put'>;
export type CreditsInput = ControlInput<'/credits', 'put'>;
export type PermissionsInput = ControlInput<'/permissions', 'put'>;
/** What a registration sets; absent fields stay as they are. */
export type KeyInput = Omit<ControlInput<'/accounts', 'post'>, 'key'>;
