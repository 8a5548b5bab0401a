import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { accepted, type Accepted } from './accepted.js';
import { differences, type Compared, type Difference } from './compare.js';

const root = new URL('../../', import.meta.url);
const PAGE = 'docs/reference/generated/room-beside-room.md';

/** Whether an accepted difference covers this one. */
export const covers = (entry: Accepted, script: string, { where, only, event }: Difference): boolean =>
  entry.scripts.includes(script) &&
  entry.only === only &&
  entry.where.test(where.slice(script.length + 2)) &&
  entry.event.test(event);

const escaped = (text: string): string => text.replaceAll('|', '\\|');

/** Events as a cell; in bold, with the number of its reason, what the other server lacks. */
function cell(events: readonly string[], only: readonly { event: string; reason: number }[]): string {
  const left = [...only];
  const shown = events.map((event) => {
    const index = left.findIndex((each) => each.event === event);
    if (index < 0) return escaped(event);
    const [{ reason } = { reason: 0 }] = left.splice(index, 1);
    return `**${escaped(event)}**${reason > 0 ? ` [${reason}]` : ''}`;
  });
  return shown.join('<br>') || 'nothing';
}

function rowsOf(script: string, rows: readonly Compared[]): string[] {
  return rows.map((row) => {
    const seen = differences([row]);
    const of = (only: Difference['only']) =>
      seen
        .filter((each) => each.only === only)
        .map((each) => ({
          event: each.event,
          reason: accepted.findIndex((entry) => covers(entry, script, each)) + 1,
        }));
    const embedded = seen.length === 0 ? 'the same' : cell(row.embedded, of('embedded'));
    return `| ${escaped(row.where.slice(script.length + 2))} | ${cell(row.real, of('real'))} | ${embedded} |`;
  });
}

const INTRODUCTION = `# Room beside room

What real clients see in a room of a livekit-server 1.9.11, and in the embedded room of this mock, by one script each. The clients:
livekit-client 2.23.0 in Chromium ("browser"), \`@livekit/rtc-node\` 1.1.0 ("node", and "twin" with the same identity), the \`livekit\`
package of the Python SDK 0.2.4 ("python"), and calls of \`livekit-server-sdk\` ("service"). "model" is the mock's own participant: beside
livekit-server it joins as any other.

Sids and times are left out. The order within a cell is the order of events; cells are independent of each other. In bold is what the
other server lacks; the number leads to its reason below. Written by \`npm run test:beside\` with \`ROOM_TABLE=write\`; every run compares.
`;

/** Writes the page of all scripts: into the documentation when \`ROOM_TABLE\` is \`write\`, else into tmp/. */
export async function writeTable(scripts: ReadonlyMap<string, readonly Compared[]>): Promise<void> {
  const parts = [...scripts].map(([script, rows]) =>
    [
      `## ${script}`,
      '',
      '| Who sees what | livekit-server | Embedded room |',
      '| --- | --- | --- |',
      ...rowsOf(script, rows),
    ].join('\n'),
  );
  const reasons = accepted.map(({ reason }, index) => `${index + 1}. ${reason}`).join('\n');
  const text = [INTRODUCTION, ...parts, `## Reasons\n\n${reasons}`].join('\n\n');
  const page = process.env['ROOM_TABLE'] === 'write' ? PAGE : 'tmp/room-beside-room.md';
  mkdirSync(fileURLToPath(new URL('tmp/', root)), { recursive: true });
  writeFileSync(fileURLToPath(new URL(page, root)), await format(text, { parser: 'markdown' }));
}
