import type { Cell } from './cell.js';
import { ends } from './expected-ends.js';
import { media } from './expected-media.js';
import { refusals, type Row } from './expected-refusals.js';
import type { ScenarioId } from './scenario-ids.js';
import type { ClientName } from './subject.js';

const rows: Readonly<Record<ScenarioId, Row>> = { ...refusals, ...ends, ...media };

/** The cell of the table, or undefined where the client has no such thing. */
export const cellOf = (id: ScenarioId, client: ClientName): Cell | undefined => rows[id][client];
