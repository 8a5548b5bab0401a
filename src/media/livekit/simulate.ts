import type { SimulateScenario } from '@livekit/protocol';
import type { ParticipantEvents } from './participant-options.js';

/** Runs one of LiveKit's own failure scenarios, which a client requests; ignores those that it does not know. */
export function simulate({ scenario }: SimulateScenario, events: Pick<ParticipantEvents, 'simulate'>): void {
  if (scenario.case === 'nodeFailure') events.simulate('drop');
  if (scenario.case === 'serverLeave' || scenario.case === 'leaveRequestFullReconnect')
    events.simulate('full reconnect');
}
