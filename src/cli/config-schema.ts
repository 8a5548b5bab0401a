import { z } from 'zod';
import { readScenario } from '../scenario/read.js';
import type { Scenario } from '../scenario/shape.js';
import { reasonOf, usageError } from './errors.js';
import type { Settings } from './settings.js';

const text = z.string().min(1);
const count = z.int().min(0);

/** Of a config file, what a scenario knows nothing of. */
const ownShape = z.strictObject({
  port: count.max(65_535).optional(),
  host: text.optional(),
  speed: z.number().positive().optional(),
  now: z
    .union([z.number(), z.date().transform((at) => at.toISOString()), z.string()])
    .refine((at) => typeof at === 'number' || Number.isFinite(Date.parse(at)), 'is no date like 2026-05-31')
    .optional(),
  scenario: text.optional(),
  key: z.union([text, z.array(text)]).optional(),
  credits: z.number().min(0).optional(),
  sessions: count.optional(),
  cors: z
    .union([z.string(), z.literal(false).transform(() => 'off'), z.null().transform(() => 'off')])
    .optional(),
  controlToken: text.optional(),
  livekitUrl: text.optional(),
  livekitKey: text.optional(),
  livekitSecret: text.optional(),
  realtime: z
    .strictObject({
      media: z.enum(['webrtc', 'assumed']).optional(),
      ice: z.looseObject({}).optional(),
      allowMissingOrigin: z.boolean().optional(),
      livekit: z.strictObject({ url: text, key: text, secret: text }).optional(),
    })
    .optional(),
  json: z.boolean().optional(),
  quiet: z.boolean().optional(),
  verbose: z.boolean().optional(),
});

const isOwn = (name: string): boolean => Object.hasOwn(ownShape.shape, name);

/** @throws CliError that names the file, the fields and what they should be */
export async function checkConfig(value: unknown, file: string): Promise<Settings> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usageError(`${file} does not fit: it holds no object of settings.`);
  const entries = Object.entries(value);
  const own = ownShape.safeParse(Object.fromEntries(entries.filter(([name]) => isOwn(name))));
  if (!own.success) throw usageError(`${file} does not fit:\n${z.prettifyError(own.error)}`);
  const rest = Object.fromEntries(entries.filter(([name]) => !isOwn(name))) as Scenario;
  const scenario = await readScenario(rest).catch((error: unknown) => {
    throw usageError(reasonOf(error).replace('the scenario', file), error);
  });
  return { ...scenario, ...own.data } as Settings;
}
