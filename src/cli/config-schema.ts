import { z } from 'zod';
import { corrected, issueTexts } from '../handles/issues.js';
import {
  checkMembership,
  corsOrigin,
  keyName,
  livekitUrl,
  serverFields,
  withValidKeys,
} from '../api/scenario/fields.js';
import { realNumber, wholeNumber } from '../api/scenario/field-kinds.js';
import { scenarioShape } from '../api/scenario/shape.js';
import { MAX_CREDITS } from '../world/billing/credits.js';
import { withoutUndefined } from '../api/scenario/without-undefined.js';
import { usageError } from './errors.js';
import type { Settings } from './settings.js';

const text = z.string().min(1);

const configShape = z
  .strictObject({
    ...scenarioShape.shape,
    ...serverFields,
    scenario: text.exactOptional(),
    key: z.union([keyName, z.array(keyName)]).exactOptional(),
    credits: realNumber(0, MAX_CREDITS).exactOptional(),
    maxConcurrentSessions: wholeNumber(0).exactOptional(),
    cors: z.union([z.literal(['off', false, null]).transform(() => 'off'), corsOrigin]).exactOptional(),
    livekitUrl: livekitUrl.exactOptional(),
    livekitKey: text.exactOptional(),
    livekitSecret: text.exactOptional(),
    json: z.boolean().exactOptional(),
    quiet: z.boolean().exactOptional(),
    verbose: z.boolean().exactOptional(),
  })
  .superRefine(checkMembership, withValidKeys);

/** @throws CliError that names the file, the invalid fields and what they should be */
export function checkConfig(value: unknown, file: string): Settings {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usageError(`${file} is not valid: it must contain an object of settings.`);
  const parsed = configShape.safeParse(withoutUndefined(value), corrected);
  if (parsed.success) return parsed.data;
  const found = issueTexts(parsed.error);
  throw usageError(`${file} is not valid:\n  ${found.join('\n  ')}`);
}
