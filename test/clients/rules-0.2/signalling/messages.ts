/** The picture of a state: bytes in base64, a file of the API, or none. */
export type StateImage = { readonly data: string } | { readonly ref: string } | null;

/** `set_image`: a picture, or its removal, with a prompt that is replaced or (absent) kept. */
export interface ImageMessage {
  readonly type: 'set_image';
  readonly image_data?: string | null;
  readonly image_ref?: string;
  readonly prompt?: string | null;
  readonly enhance_prompt?: boolean;
}

export interface PromptMessage {
  readonly type: 'prompt';
  readonly prompt: string;
  readonly enhance_prompt: boolean;
}

/** What sets the state of a session; each one is answered by its ack. */
export type StateMessage = ImageMessage | PromptMessage;

/** A message of the server, as far as the client reads it. */
export type ServerMessage = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What a client needs for its room. */
export interface RoomInfo {
  readonly livekitUrl: string;
  readonly token: string;
  readonly roomName: string;
  readonly sessionId: string;
}

/** A frame's message, or undefined for what is not a JSON object with a type. */
export function readMessage(text: string): ServerMessage | undefined {
  try {
    const value = JSON.parse(text) as ServerMessage | null;
    return typeof value?.type === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

export const roomInfoOf = (message: ServerMessage): RoomInfo => ({
  livekitUrl: String(message['livekit_url']),
  token: String(message['token']),
  roomName: String(message['room_name']),
  sessionId: String(message['session_id']),
});
