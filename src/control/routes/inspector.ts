import type { Account } from '../../world/accounts/account.js';
import type { JournalEntry } from '../../world/journal/journal.js';
import { oneLine } from '../../contract/redaction/printable.js';
import { redactText } from '../../contract/redaction/redact-text.js';
import { html, type Html } from '../html.js';
import { shortenedKey } from '../../contract/redaction/shortened-key.js';
import type { ControlRoute } from '../route.js';
import { iso } from '../../handles/views.js';

/** Journal entries and jobs shown, newest first. */
const SHOWN = 50;
/** Accounts listed above them, most recently used first, unless `?all` is given. */
const ACCOUNTS = 10;
const REFRESH_S = 2;
/** Longest text from a client that is shown. */
const MAX_TEXT = 300;

/** A page about the state of the accounts, for people. */
export const inspectorRoute: ControlRoute = {
  method: 'get',
  path: '/inspector',
  page: true,
  handle: async ({ core: { world }, request }) => {
    const { searchParams } = new URL(request.url, 'http://mock');
    const accounts = [...world.accounts()].reverse(); // last used first
    const account = accounts.find(({ tag }) => tag === searchParams.get('account'));
    const listed = searchParams.has('all') ? accounts : accounts.slice(0, ACCOUNTS);
    const more = accounts.length - listed.length;
    return {
      type: 'text/html',
      text: page(
        html`<h1>decart-mock</h1>
          <p>seed ${world.seed}, clock ${world.clockMode}</p>
          <ul>
            ${listed.length > 0 ? listed.map(link) : html`<li>No key has been used yet.</li>`}
            ${more > 0 ? html`<li><a href="?all">${more} more</a>, less recently used</li>` : ''}
          </ul>
          ${account ? await details(account) : ''}`,
      ),
    };
  },
};

const link = ({ tag, key, journal }: Account): Html =>
  html`<li><a href="?account=${tag}">${shortenedKey(key)} ${tag}</a> ${counted(journal.count())}</li>`;

const counted = (entries: number): string => `${entries} journal ${entries === 1 ? 'entry' : 'entries'}`;

async function details(account: Account): Promise<Html> {
  const { key, tag, clock, jobs, rules, sessions, organisation, journal } = account;
  const { credits, quota } = organisation;
  const { active, limit } = quota.view();
  const figures: readonly (readonly [string, unknown])[] = [
    ['now', `${clock.iso()} (${clock.mode}, ${clock.pending.length} timers)`],
    ['credits', `${credits.available()} available, ${credits.reserved()} reserved`],
    ['sessions', limit === null ? sessions.active : `${active ?? 0} of ${limit}`],
  ];
  const newest = <T>(all: readonly T[]): readonly T[] => all.slice(-SHOWN).reverse();
  return html`<h2>${shortenedKey(key)} ${tag}</h2>
    <table>
      ${figures.map(
        ([name, value]) =>
          html`<tr>
            <th>${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </table>
    ${table(
      'Jobs',
      ['id', 'model', 'status', 'prompt', 'submitted'],
      newest(await jobs.list()).map((job) => [
        job.id,
        job.input.requestedModel,
        jobs.status(job),
        shown(job.input.prompt),
        iso(job.submittedAt),
      ]),
    )}
    ${table(
      'Sessions',
      ['id', 'model', 'stage', 'seconds', 'end'],
      newest(sessions.list()).map((one) => [one.id, one.model, one.stage, one.seconds, one.endReason ?? '']),
    )}
    ${table(
      'Rules',
      ['id', 'operation', 'effect', 'matched', 'fired'],
      rules.list().map((rule) => [
        shown(rule.id),
        rule.operation,
        [rule.effect]
          .flat()
          .map(({ type }) => type)
          .join(', '),
        rule.matched,
        rule.fired,
      ]),
    )}
    ${table('Journal', ['', 'time', 'operation', 'status', 'details'], newest(journal.find()).map(row))}`;
}

/** Text from a client, redacted: the screen may be shared. */
const shown = (text: string): string => redactText(text).slice(0, MAX_TEXT);

const row = ({
  seq,
  at,
  operation,
  status,
  error,
  rules,
  detail,
  path,
}: JournalEntry): readonly unknown[] => [
  seq,
  iso(at),
  operation,
  status ?? '',
  [path, error, rules?.join(' '), detail && JSON.stringify(detail)].filter(Boolean).join(' · '),
];

function table(title: string, heads: readonly string[], rows: readonly (readonly unknown[])[]): Html {
  if (rows.length === 0) return html``;
  return html`<h2>${title}</h2>
    <table>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
      </tr>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${typeof cell === 'string' ? oneLine(cell) : cell}</td>`)}
          </tr>`,
      )}
    </table>`;
}

const page = (body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>decart-mock</title>
        <meta http-equiv="refresh" content="${REFRESH_S}" />
        <style>
          body {
            font: 14px system-ui;
            margin: 2em;
          }
          td,
          th {
            text-align: left;
            padding: 2px 12px 2px 0;
            vertical-align: top;
          }
          td {
            font-family: ui-monospace, monospace;
          }
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
