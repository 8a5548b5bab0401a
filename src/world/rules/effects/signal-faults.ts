/** Signalling faults by the names of LiveKit's own test server. */
export const SIGNAL_FAULTS = [
  /** `/rtc/validate` answers 500, the upgrade as well. */
  'validate_500',
  /** `/rtc/validate` answers 404, as a server without LiveKit does. */
  'validate_service_not_found',
  /** `/rtc/validate` answers 404 with "requested room does not exist". */
  'room_not_found',
  /** The socket opens and stays silent. */
  'no_first_message',
  /** Pings are never answered. */
  'no_pong',
  /** Close 1011 before the first message. */
  'close_before_join',
  /** Close 1011 shortly after the join. */
  'close_when_connected',
  /** The TCP connection drops shortly after the join (1006 at the client). */
  'drop_when_connected',
  /** A leave request shortly after the join. */
  'leave_when_connected',
  /** A leave request instead of the join. */
  'leave_first_message',
  /** A leave request in answer to a resume; everything else works. */
  'leave_during_reconnect',
] as const;
