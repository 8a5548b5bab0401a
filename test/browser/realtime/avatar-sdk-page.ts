import type { Page } from 'playwright-core';

/** The part of SDK 0.0.31 to 0.0.63 that concerns live avatars. */
interface AvatarSdk {
  createDecartClient(options: { apiKey: string }): {
    realtime: { connect(stream: null, options: object): Promise<AvatarSession> };
  };
  models: { realtime(name: string): object };
}

interface AvatarSession {
  playAudio(audio: ArrayBuffer): Promise<void>;
}

declare global {
  interface Window {
    avatarSession: AvatarSession;
    /** Settles with the end of the clip. */
    clip: Promise<void>;
  }
}

/** Connects the page's SDK with a picture and a prompt, and shows what comes back. */
export const startSdkAvatar = (page: Page, apiKey: string): Promise<void> =>
  page.evaluate(async (key) => {
    const { library } = window as unknown as { library: AvatarSdk };
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [400, 600];
    const context = canvas.getContext('2d');
    if (context) context.fillStyle = '#c08050';
    context?.fillRect(0, 0, 400, 600);
    const avatarImage = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
    const video = document.createElement('video');
    Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 640 });
    document.body.append(video);
    const sound = new AudioContext();
    const analyser = new AnalyserNode(sound, { fftSize: 2048 });
    const connections: RTCPeerConnection[] = [];
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    const stream = new Promise<MediaStream>((resolve) => {
      const onRemoteStream = (remote: MediaStream): void => {
        video.srcObject = remote;
        if (remote.getAudioTracks().length > 0) resolve(remote);
      };
      const model = library.models.realtime('live_avatar');
      const initialState = { prompt: { text: 'A friendly assistant', enhance: false } };
      void library
        .createDecartClient({ apiKey: key })
        .realtime.connect(null, { model, onRemoteStream, avatar: { avatarImage }, initialState })
        .then((session) => {
          window.avatarSession = session;
        });
    });
    new MediaStreamAudioSourceNode(sound, { mediaStream: await stream }).connect(analyser);
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    const [connection] = connections;
    if (!connection) throw new Error('The SDK opened no peer connection.');
    window.avatar = { connection, video, analyser };
  }, apiKey);

/** Begins to play a tone, as a WAV file of 16 kHz. */
export const playClip = (page: Page, seconds: number): Promise<void> =>
  page.evaluate((duration) => {
    const samples = 16_000 * duration;
    const wav = new DataView(new ArrayBuffer(44 + 2 * samples));
    const text = (at: number, value: string): void =>
      [...value].forEach((letter, index) => wav.setUint8(at + index, letter.charCodeAt(0)));
    text(0, 'RIFF');
    wav.setUint32(4, 36 + 2 * samples, true);
    text(8, 'WAVEfmt ');
    wav.setUint32(16, 16, true);
    wav.setUint16(20, 1, true);
    wav.setUint16(22, 1, true);
    wav.setUint32(24, 16_000, true);
    wav.setUint32(28, 32_000, true);
    wav.setUint16(32, 2, true);
    wav.setUint16(34, 16, true);
    text(36, 'data');
    wav.setUint32(40, 2 * samples, true);
    for (let at = 0; at < samples; at++)
      wav.setInt16(44 + 2 * at, 16_000 * Math.sin((2 * Math.PI * 220 * at) / 16_000), true);
    window.clip = window.avatarSession.playAudio(wav.buffer);
  }, seconds);
