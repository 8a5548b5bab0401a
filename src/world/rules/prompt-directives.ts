import { mergeEffects, type Effect } from './effects/effect.js';
import { appliesTo, directives } from './effects/registry.js';
import type { DirectiveDoc } from './effects/effect-row.js';
import type { Operation } from './operations.js';

/** Directives in a prompt, `[mock:name=value]`: effects for a client whose code stays unchanged. */

const byName: ReadonlyMap<string, (typeof directives)[number]> = new Map(
  directives.map((one) => [one.directive.name, one]),
);

export const directiveNames: readonly string[] = [...byName.keys()];

/** Former names of directives, and the present ones. */
export const formerDirectives: ReadonlyMap<string, string> = new Map(
  directives.flatMap(({ directive: { name, formerly } }) =>
    formerly === undefined ? [] : [[formerly, name]],
  ),
);

/** The directive of that name with the effect it triggers; undefined when there is no such directive. */
export const directiveOf = (name: string): (typeof directives)[number] | undefined => byName.get(name);

/** The effect of a directive; undefined when there is no such directive, or its value is not valid. */
export function directiveEffect(name: string, value: string): Effect | undefined {
  const found = byName.get(name);
  const fields = found?.directive.fieldsFor(value);
  // The registry's rows tie the fields of a directive to the type of their effect.
  return found && fields ? ({ type: found.type, ...fields } as Effect) : undefined;
}

/** A prefix that applies a directive to a later call about the same job: `[mock:content.truncate=1000]`. */
interface DirectiveScope {
  readonly name: string;
  readonly formerly?: string;
  readonly operation: Operation;
  /** Rows of the magic values table. */
  readonly doc: readonly (DirectiveDoc & { readonly directive: string })[];
}

export const directiveScopes: readonly DirectiveScope[] = [
  {
    name: 'status',
    formerly: 'poll',
    operation: 'jobs.status',
    doc: [
      {
        directive: 'error=at_capacity',
        sees: 'submit: 200; poll: 503 Server at capacity. Please try again later.',
      },
      { directive: 'malformed', sees: 'submit: 200; poll: 200, a body that does not parse' },
    ],
  },
  {
    name: 'content',
    operation: 'jobs.content',
    doc: [
      { directive: 'truncate=1000', sees: 'submit: 200; poll: 200; content: 200, cut after 1000 bytes' },
      { directive: 'status=503', sees: 'content: 503 Requested by the prompt' },
    ],
  },
];

/** Former names of scopes, and the present ones. */
export const formerScopes: ReadonlyMap<string, string> = new Map(
  directiveScopes.flatMap(({ name, formerly }) => (formerly === undefined ? [] : [[formerly, name]])),
);

/** The directives that have an effect on an operation. */
export const directivesFor = (operation: Operation): readonly string[] =>
  directives
    .map(({ directive: { name, doc } }) => ({ name, example: directiveEffect(name, doc.value ?? '') }))
    .flatMap(({ name, example }) => (example && appliesTo(example, operation) ? [name] : []));

const none: readonly Effect[] = [];

/**
 * The effects on an operation that a prompt requests. Unknown directives are ignored, because a prompt is the user's
 * text. Directives of one merging effect become one: `[mock:pending=5s] [mock:fail]`.
 */
export function promptEffects(prompt: string, operation?: Operation): readonly Effect[] {
  const wanted = directiveScopes.find((scope) => scope.operation === operation)?.name ?? '';
  if (!prompt.includes(wanted === '' ? '[mock:' : `[mock:${wanted}.`)) return none;
  const found: Effect[] = [];
  // Without the text after the last bracket: each unclosed directive would be searched to its end, and there may be thousands.
  const closed = prompt.slice(0, prompt.lastIndexOf(']') + 1);
  for (const match of closed.matchAll(/\[mock:(?:([a-z]+)\.)?([a-z-]+)(?:=([^\]]*))?\]/g)) {
    const [, scope = '', name = '', value = ''] = match;
    if (scope !== wanted) continue;
    const effect = directiveEffect(name, value);
    if (effect && (operation === undefined || appliesTo(effect, operation))) found.push(effect);
  }
  return mergeEffects(found);
}
