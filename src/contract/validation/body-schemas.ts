/** JSON bodies clients send over HTTP. Unknown keys are dropped, as FastAPI's models drop them. */
import { z } from 'zod';
import type { components } from '../api.gen.js';
import { boolean, integer, maybe, strictInteger } from './lenient.js';
import type { AllLocked, Locked } from './locked.js';

type BodySchemas = components['schemas'];
const text = z.string();

/** POST /v1/client/tokens. Origins are judged elsewhere: their canonical form is not a matter of shape. */
export const clientTokenRequest = z.object({
  expiresIn: maybe(integer({ ge: 1, le: 3600 }).nullable()),
  allowedModels: maybe(z.array(text).max(20).nullable()),
  allowedOrigins: maybe(z.array(text.max(253)).max(20).nullable()),
  constraints: maybe(
    z
      .object({
        realtime: maybe(z.object({ maxSessionDuration: maybe(integer({ ge: 10 }).nullable()) }).nullable()),
      })
      .nullable(),
  ),
  metadata: maybe(z.record(text, z.unknown()).nullable()),
});

/** POST /v1/models/resolve. */
export const modelResolveRequest = z.object({
  model: maybe(text.nullable()),
  models: maybe(z.array(text).nullable()),
});

/** RTCIceCandidate as it writes itself. That its index is read strictly is inferred: a boolean would name a section. */
export const iceCandidate = z.object({
  candidate: text,
  sdpMid: maybe(text.nullable()),
  sdpMLineIndex: maybe(strictInteger().nullable()),
  usernameFragment: maybe(text.nullable()),
});

/** POST /v1/realtime/sessions. */
export const sessionRequest = z.object({
  model: text,
  sdp: z.object({ type: z.literal('offer'), sdp: text }),
  prompt: maybe(text.nullable()),
  enhance_prompt: maybe(boolean()),
  image_data: maybe(text.nullable()),
});

/** PATCH /v1/realtime/sessions/{id}. */
export const candidatesRequest = z.object({ candidates: z.array(iceCandidate.nullable()) });

/** POST /v1/realtime/sessions/{id}/prompt. */
export const sessionPrompt = z.object({ prompt: text, enhance_prompt: maybe(boolean()) });

/** POST /v1/realtime/sessions/{id}/image. */
export const sessionImage = z.object({
  image_data: text,
  prompt: maybe(text.nullable()),
  enhance_prompt: maybe(boolean()),
});

export type BodySchemasAgree = AllLocked<
  [
    Locked<z.output<typeof clientTokenRequest>, BodySchemas['ClientTokenRequest']>,
    Locked<z.output<typeof modelResolveRequest>, BodySchemas['ModelResolveRequest']>,
    Locked<z.output<typeof iceCandidate>, BodySchemas['IceCandidate']>,
    Locked<z.output<typeof sessionRequest>, BodySchemas['SessionRequest']>,
    Locked<z.output<typeof candidatesRequest>, BodySchemas['CandidatesRequest']>,
    Locked<z.output<typeof sessionPrompt>, BodySchemas['SessionPrompt']>,
    Locked<z.output<typeof sessionImage>, BodySchemas['SessionImage']>,
  ]
>;
