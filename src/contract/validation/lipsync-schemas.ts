/** What clients say on the LipSync Live socket. Unknown keys are dropped, unknown types are not parsed. */
import { z } from 'zod';
import type { components } from '../api.gen.js';
import type { AllLocked, Locked } from './locked.js';

const base64 = z.string();

export const lipsyncClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('config'),
    video_fps: z.int().min(1).max(60),
    audio_sample_rate: z.int().min(8_000).max(48_000),
  }),
  z.object({ type: z.literal('video_input'), video_frame: base64 }),
  z.object({ type: z.literal('audio_input'), audio_data: base64 }),
  z.object({ type: z.literal('interrupt_audio') }),
]);

export type LipsyncSchemasAgree = AllLocked<
  [Locked<z.output<typeof lipsyncClientMessage>, components['schemas']['LipsyncClientMessage']>]
>;
