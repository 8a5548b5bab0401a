import type { ScenarioId } from './scenario-ids.js';
import type { ClientName } from './subject.js';
export const expected = (_id: ScenarioId, _client: ClientName): { mock: string } => ({ mock: '?' });
