import type { CaseResult } from '../engine/case-result.js';
import type { TracedExchange } from '../traffic/trace.js';
import { References } from './normalise.js';

/** How two targets differ on the same request. */
export type LiveClass = 'status' | 'header' | 'shape' | 'value' | 'order' | 'verdict';

export interface LiveDifference {
  class: LiveClass;
  case: string;
  /** Number of the exchange within the case, where it is about one. */
  exchange?: number;
  place: string;
  ours: string;
  theirs: string;
}

/** Headers whose presence is part of the contract. */
const comparedHeaders = [
  'content-type',
  'allow',
  'etag',
  'location',
  'retry-after',
  'content-range',
  'access-control-allow-origin',
];

/**
 * Compares what two targets answered to the same cases. Exchanges are paired by their request, because a case may
 * poll one target more often than the other. A request that only one target received is a difference in order.
 */
export function compareRuns(ours: readonly CaseResult[], theirs: readonly CaseResult[]): LiveDifference[] {
  return ours.flatMap((mine) => {
    const other = theirs.find(({ id }) => id === mine.id);
    if (!other || [mine, other].some(({ verdict }) => verdict === 'not-applicable')) return [];
    const verdicts =
      mine.verdict === other.verdict
        ? []
        : [
            {
              class: 'verdict' as const,
              case: mine.id,
              place: '',
              ours: mine.verdict,
              theirs: other.verdict,
            },
          ];
    return [...verdicts, ...compareTraces(mine.id, mine.trace, other.trace)];
  });
}

interface Step {
  exchange: TracedExchange;
  request: string;
  body: unknown;
}

function compareTraces(
  id: string,
  ours: readonly TracedExchange[],
  theirs: readonly TracedExchange[],
): LiveDifference[] {
  const [mine, other] = [steps(ours), steps(theirs)];
  const found: LiveDifference[] = [];
  const order = (list: Step[]) => collapsed(list.map(({ request }) => request)).join('\n');
  if (order(mine) !== order(other)) {
    const differing = collapsed(mine.map(({ request }) => request)).findIndex(
      (each, n) => each !== collapsed(other.map(({ request }) => request))[n],
    );
    found.push({
      class: 'order',
      case: id,
      place: `step ${differing + 1}`,
      ours: collapsed(mine.map(({ request }) => request))[differing] ?? 'nothing more',
      theirs: collapsed(other.map(({ request }) => request))[differing] ?? 'nothing more',
    });
  }
  for (const [request, pair] of paired(mine, other)) {
    const [a, b] = pair;
    const at = { case: id, exchange: a.exchange.n };
    if (a.exchange.status !== b.exchange.status) {
      found.push({
        ...at,
        class: 'status',
        place: request,
        ours: String(a.exchange.status ?? a.exchange.error),
        theirs: String(b.exchange.status ?? b.exchange.error),
      });
      continue;
    }
    for (const name of comparedHeaders) {
      const [before, after] = [a, b].map(
        ({ exchange }) => (exchange.responseHeaders?.[name] ?? '').split(';')[0] ?? '',
      );
      if ((before === '') !== (after === '') || (name === 'content-type' && before !== after)) {
        found.push({
          ...at,
          class: 'header',
          place: `${request} ${name}`,
          ours: before || 'absent',
          theirs: after || 'absent',
        });
      }
    }
    found.push(
      ...compareBodies(a.body, b.body, '').map((each) => ({
        ...at,
        ...each,
        place: `${request} ${each.place}`.trim(),
      })),
    );
  }
  return found;
}

/** The first exchange of each distinct request, on both sides. */
function paired(ours: Step[], theirs: Step[]): [string, [Step, Step]][] {
  const firstOf = (list: Step[]) => new Map(list.toReversed().map((step) => [step.request, step]));
  const others = firstOf(theirs);
  return [...firstOf(ours)].reverse().flatMap(([request, step]): [string, [Step, Step]][] => {
    const other = others.get(request);
    return other ? [[request, [step, other]]] : [];
  });
}

function steps(trace: readonly TracedExchange[]): Step[] {
  const references = new References();
  const seen = new Map<string, number>();
  return trace.map((exchange) => {
    const line = [
      exchange.method,
      references.text(exchange.path),
      shortened(references.text(exchange.requestBody ?? '')),
    ]
      .join(' ')
      .trim();
    const polled = exchange.method === 'GET';
    const n = (seen.get(line) ?? 0) + 1;
    seen.set(line, n);
    // The same POST again is another request; the same GET again is a poll.
    return {
      exchange,
      request: polled || n === 1 ? line : `${line} #${n}`,
      body: references.clean(parse(exchange.responseBody)),
    };
  });
}

const collapsed = (lines: string[]) => lines.filter((line, n) => line !== lines[n - 1]);

type BodyDifference = Pick<LiveDifference, 'class' | 'place' | 'ours' | 'theirs'>;

/** Compares the shapes, and values that are text; numbers are measurements. */
function compareBodies(ours: unknown, theirs: unknown, place: string): BodyDifference[] {
  const [mine, other] = [kindOf(ours), kindOf(theirs)];
  if (mine !== other) return [{ class: 'shape', place, ours: mine, theirs: other }];
  if (Array.isArray(ours) && Array.isArray(theirs)) return compareBodies(ours[0], theirs[0], `${place}[]`);
  if (mine === 'object') {
    const [a, b] = [ours as Record<string, unknown>, theirs as Record<string, unknown>];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => {
      const inside = place === '' ? name : `${place}.${name}`;
      if (!(name in a) || !(name in b)) {
        return [
          {
            class: 'shape' as const,
            place: inside,
            ours: name in a ? 'present' : 'absent',
            theirs: name in b ? 'present' : 'absent',
          },
        ];
      }
      return compareBodies(a[name], b[name], inside);
    });
  }
  if (mine !== 'string' || ours === theirs) return [];
  return [{ class: 'value', place, ours: String(ours).slice(0, 120), theirs: String(theirs).slice(0, 120) }];
}

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '') as unknown;
  } catch {
    return undefined;
  }
}

/** One line that still differs for different bodies. */
function shortened(body: string): string {
  const line = body.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 80)}...(${line.length})` : line;
}
