/** What clients say on the realtime WebSocket, both generations. Unknown keys are dropped, unknown types refused. */
import { z } from 'zod';
import type { components } from '../api.gen.js';
import { iceCandidate } from './body-schemas.js';
import { maybe } from './lenient.js';
import type { AllLocked, Locked } from './locked.js';

const text = z.string();
const yesOrNo = z.boolean();

const prompt = z.object({ type: z.literal('prompt'), prompt: text, enhance_prompt: maybe(yesOrNo) });

const setImage = z.object({
  type: z.literal('set_image'),
  image_data: maybe(text.nullable()),
  image_ref: maybe(text),
  prompt: maybe(text.nullable()),
  enhance_prompt: maybe(yesOrNo),
});

const livekitJoin = z.object({
  type: z.literal('livekit_join'),
  passthrough: maybe(yesOrNo),
  initial_state: maybe(z.union([setImage, prompt]).nullable()),
  client_capabilities: maybe(z.looseObject({ frame_timing: maybe(yesOrNo) })),
});

const observability = z.object({
  type: z.literal('observability'),
  data: z.looseObject({ kind: maybe(text), name: maybe(text), timestamp: maybe(z.number()) }),
});

export const realtimeClientMessage = z.discriminatedUnion('type', [
  livekitJoin,
  prompt,
  setImage,
  z.object({ type: z.literal('offer'), sdp: text }),
  z.object({ type: z.literal('answer'), sdp: text }),
  z.object({ type: z.literal('ice-candidate'), candidate: iceCandidate.nullable() }),
  z.object({ type: z.literal('switch_camera'), rotateY: z.literal([0, 2]) }),
  observability,
]);

export type RealtimeSchemasAgree = AllLocked<
  [Locked<z.output<typeof realtimeClientMessage>, components['schemas']['RealtimeClientMessage']>]
>;
