/**
 * What the effect `signal` injects: the modes of src/media/livekit/signal-mode.ts, which describes them, but for `happy`.
 * Listed twice, because the LiveKit server knows no rules.
 */
export const SIGNAL_FAULTS = [
  'validate_500',
  'validate_service_not_found',
  'room_not_found',
  'no_first_message',
  'no_pong',
  'close_before_join',
  'close_when_connected',
  'drop_when_connected',
  'leave_when_connected',
  'leave_first_message',
  'leave_during_reconnect',
] as const;
