/** Rows of the table, in its order, with their titles. */
export const scenarioTitles = {
  connect: 'connect with a prompt',
  'bare-connect': 'connect with nothing set',
  'capacity-once': 'no capacity at the first dial',
  'capacity-always': 'no capacity at all',
  'session-limit': 'one session too many',
  'session-limit-running': '1013 `Session Limit Reached` in a running session',
  'bad-key': 'a key that does not exist',
  'retired-model': 'a retired model',
  'unknown-model': 'a model that never existed',
  'model-scope': 'a token for another model',
  origin: 'a token for another origin',
  'no-credits': 'no credits at the connect',
  'policy-kill': '1008 without a message, in a running session',
  moderation: 'the generation ends with `moderation_violation`',
  'credits-run-out': 'the generation ends with `insufficient_credits`',
  timeout: 'the generation ends with `timeout`',
  'duration-cap': 'the token’s `maxSessionDuration` is over',
  dropped: 'the control socket is cut',
  'stopped-before': 'the camera is stopped before the connect',
  'stopped-running': 'the camera is stopped in a running session',
  'two-tracks': 'two cameras',
  rejoin: 'the client leaves its room and joins it again',
} as const;

export type ScenarioId = keyof typeof scenarioTitles;
export const scenarioIds = Object.keys(scenarioTitles) as ScenarioId[];
