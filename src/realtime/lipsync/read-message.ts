import type { RawData } from 'ws';
import type { LipsyncClientMessage } from '../../contract/types.js';
import { lipsyncClientMessage } from '../../contract/validation/lipsync-schemas.js';
import { readJsonFrame } from '../gateway/read-json-frame.js';
import { decodeBase64 } from '../base64.js';

/** A client message with its bytes decoded. */
export type LipsyncInput =
  | Extract<LipsyncClientMessage, { type: 'config' | 'interrupt_audio' }>
  | { readonly type: 'video_input'; readonly picture: Buffer }
  | { readonly type: 'audio_input'; readonly sound: Buffer };

export type LipsyncFrame =
  | { readonly kind: 'message'; readonly message: LipsyncInput }
  /** JSON with an unknown type. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'invalid'; readonly problem: string };

/** Bytes of the picture or sound in a frame. */
export function bytesIn(frame: LipsyncFrame): number {
  if (frame.kind !== 'message') return 0;
  const { message } = frame;
  return message.type === 'video_input'
    ? message.picture.length
    : message.type === 'audio_input'
      ? message.sound.length
      : 0;
}

const invalid = (problem: string): LipsyncFrame => ({ kind: 'invalid', problem });

/** Reads one WebSocket message. */
export function readMessage(data: RawData, isBinary: boolean): LipsyncFrame {
  const { json, problem } = readJsonFrame(data, isBinary);
  if (!json) return invalid(problem);
  const parsed = lipsyncClientMessage.safeParse(json);
  if (parsed.success) return decode(parsed.data);
  const [issue] = parsed.error.issues;
  if (!issue || issue.path[0] === 'type') return { kind: 'unknown', type: json.type };
  return invalid(`Field ${issue.path.join('.')} of ${json.type} is missing or malformed: ${issue.message}`);
}

function decode(message: LipsyncClientMessage): LipsyncFrame {
  switch (message.type) {
    case 'video_input': {
      const picture = decodeBase64(message.video_frame);
      if (!picture) return invalid('Field video_frame of video_input is not base64');
      return { kind: 'message', message: { type: message.type, picture } };
    }
    case 'audio_input': {
      const sound = decodeBase64(message.audio_data);
      if (!sound) return invalid('Field audio_data of audio_input is not base64');
      return { kind: 'message', message: { type: message.type, sound } };
    }
    default:
      return { kind: 'message', message };
  }
}
