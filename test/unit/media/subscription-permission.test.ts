import { SubscriptionPermission } from '@livekit/protocol';
import { describe, expect, test } from 'vitest';
import { permits } from '../../../src/media/livekit/subscription-permission.js';
import { elapsed } from '../../regressions/support.js';

const ANN = { sid: 'PA_ann', identity: 'ann' };
type Entries = ConstructorParameters<typeof SubscriptionPermission>[0];

const asked = (permission: Entries | undefined, trackSid = 'TR_1') =>
  permits(permission && new SubscriptionPermission(permission))(ANN, trackSid);

describe('a participant may receive a track', () => {
  test.each<[string, Entries | undefined, boolean]>([
    ['without a permission', undefined, true],
    ['that all may receive', { allParticipants: true }, true],
    ['not with an empty permission', {}, false],
    ['by identity', { trackPermissions: [{ participantIdentity: 'ann', allTracks: true }] }, true],
    ['by sid', { trackPermissions: [{ participantSid: 'PA_ann', trackSids: ['TR_1'] }] }, true],
    ['not of another name', { trackPermissions: [{ participantIdentity: 'bob', allTracks: true }] }, false],
    ['not another track', { trackPermissions: [{ participantIdentity: 'ann', trackSids: ['TR_2'] }] }, false],
    [
      'by the first of two entries',
      { trackPermissions: [{ participantSid: 'PA_ann', allTracks: true }, { participantIdentity: 'ann' }] },
      true,
    ],
    [
      'not when the first of two entries refuses',
      { trackPermissions: [{ participantIdentity: 'ann' }, { participantSid: 'PA_ann', allTracks: true }] },
      false,
    ],
  ])('%s', (_what, permission, allowed) => {
    expect(asked(permission)).toBe(allowed);
  });
});

test('a long permission is read once, not for each track', () => {
  const trackPermissions = Array.from({ length: 40_000 }, (_, at) => ({ participantIdentity: `p${at}` }));
  const permission = new SubscriptionPermission({ trackPermissions });
  const took = elapsed(() => {
    const permitted = permits(permission);
    for (let at = 0; at < 20_000; at++) permitted(ANN, `TR_${at}`);
  });
  expect(took).toBeLessThan(1_000);
});
