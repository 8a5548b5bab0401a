import type { Page } from 'playwright-core';

/** What a page without an SDK measures of a live avatar. */
export interface AvatarStart {
  /** Milliseconds. */
  readonly acked: number;
  readonly answered: number;
  /** From the connection to the first decoded picture. */
  readonly firstPicture: number;
  /** From the connection to `generation_started`. */
  readonly started: number;
  readonly width: number;
  readonly height: number;
  /** Types of the messages up to the first picture. */
  readonly types: readonly string[];
}

export interface AvatarView {
  /** Pictures a second that arrive. */
  readonly rate: number;
  /** Pictures a second that are shown. A busy machine drops some. */
  readonly shown: number;
  /** Pictures that differ from the one before, of those that were looked at. */
  readonly moving: number;
  /** Height of the open mouth, in shares of the picture. */
  readonly mouth: number;
  /** Peak of the sound that comes back. */
  readonly peak: number;
  /** Brightness of the left and right edge and of the centre of the picture. */
  readonly light: readonly [left: number, centre: number, right: number];
  /** The picture as a PNG in a data URI. */
  readonly png: string;
}

export interface AvatarOptions {
  readonly url: string;
  readonly portrait: 'image/png' | 'image/jpeg' | 'image/webp';
  /** Prefers this codec by removing the others. */
  readonly codec?: 'video/H264' | 'video/VP8';
}

interface Avatar {
  readonly connection: RTCPeerConnection;
  readonly video: HTMLVideoElement;
  readonly analyser: AnalyserNode;
  /** Of the client's own sound. */
  readonly gain?: GainNode;
}

declare global {
  interface Window {
    avatar: Avatar;
  }
}

/** Does what public pages without an SDK do: picture first, then the offer with a generated sound track. */
export const startAvatar = (page: Page, options: AvatarOptions): Promise<AvatarStart> =>
  page.evaluate(async ({ url, portrait, codec }) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 720;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('No 2d context.');
    context.fillStyle = '#4a90b8';
    context.fillRect(0, 0, 720, 720);
    context.fillStyle = '#e8b890';
    context.beginPath();
    context.ellipse(360, 360, 220, 300, 0, 0, 7);
    context.fill();
    context.fillStyle = '#203040';
    for (const x of [280, 440]) context.fillRect(x - 30, 250, 60, 30);
    const image_data = canvas.toDataURL(portrait, 0.9).split(',')[1];

    const socket = new WebSocket(url);
    const types: string[] = [];
    const waiting = new Map<string, (message: { sdp?: string }) => void>();
    const next = (type: string): Promise<{ sdp?: string }> =>
      new Promise((resolve) => waiting.set(type, resolve));
    const connection = new RTCPeerConnection();
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as {
        type: string;
        sdp?: string;
        candidate?: RTCIceCandidateInit;
      };
      types.push(message.type);
      if (message.type === 'ice-candidate') void connection.addIceCandidate(message.candidate);
      waiting.get(message.type)?.(message);
    };
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onclose = ({ code, reason }) => reject(new Error(`closed ${code} ${reason}`));
    });
    const opened = performance.now();
    const acking = next('set_image_ack');
    socket.send(JSON.stringify({ type: 'set_image', image_data }));
    await acking;
    const acked = performance.now() - opened;

    const sound = new AudioContext({ sampleRate: 16_000 });
    const gain = new GainNode(sound, { gain: 0 });
    const tone = new OscillatorNode(sound, { frequency: 220 });
    const track = sound.createMediaStreamDestination();
    tone.connect(gain).connect(track);
    tone.start();
    const transceiver = connection.addTransceiver('video', { direction: 'recvonly' });
    if (codec !== undefined) {
      const all = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
      transceiver.setCodecPreferences(all.filter(({ mimeType }) => mimeType === codec));
    }
    for (const one of track.stream.getAudioTracks()) connection.addTrack(one, track.stream);
    connection.onicecandidate = ({ candidate }) =>
      socket.send(JSON.stringify({ type: 'ice-candidate', candidate }));
    const video = document.createElement('video');
    Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 640 });
    document.body.append(video);
    const analyser = new AnalyserNode(sound, { fftSize: 1024 });
    connection.ontrack = ({ streams: [stream], track: { kind } }) => {
      if (!stream) throw new Error('The track has no stream.');
      video.srcObject = stream;
      if (kind === 'audio') new MediaStreamAudioSourceNode(sound, { mediaStream: stream }).connect(analyser);
    };
    let connectedAt = 0;
    const connected = new Promise<void>((resolve) => {
      connection.onconnectionstatechange = () => {
        if (connection.connectionState !== 'connected') return;
        connectedAt = performance.now();
        resolve();
      };
    });
    const first = new Promise<number>((resolve) =>
      video.requestVideoFrameCallback(() => resolve(performance.now())),
    );
    const starting = next('generation_started').then(() => performance.now());
    const answering = next('answer');
    const offeredAt = performance.now();
    await connection.setLocalDescription(await connection.createOffer());
    socket.send(JSON.stringify({ type: 'offer', sdp: connection.localDescription?.sdp }));
    const { sdp } = await answering;
    const answered = performance.now() - offeredAt;
    await connection.setRemoteDescription({ type: 'answer', sdp: sdp ?? '' });
    await connected;
    const [picture, started] = await Promise.all([first, starting]);
    window.avatar = { connection, video, gain, analyser };
    return {
      acked,
      answered,
      firstPicture: picture - connectedAt,
      started: started - connectedAt,
      width: video.videoWidth,
      height: video.videoHeight,
      types,
    };
  }, options);

/** Sets how loud the client's sound is, 0 to 1. */
export const speak = (page: Page, loudness: number): Promise<void> =>
  page.evaluate((value) => {
    if (window.avatar.gain) window.avatar.gain.gain.value = value;
  }, loudness);

/** Watches for some seconds. */
export const watchAvatar = (page: Page, seconds = 2): Promise<AvatarView> =>
  page.evaluate(async (duration) => {
    const { connection, video, analyser } = window.avatar;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('No 2d context.');
    const pixels = (x: number, y: number, width: number, height: number): Uint8ClampedArray =>
      context.getImageData(x, y, width, height).data;
    const light = (x: number): number => pixels(x, 200, 1, 1)[1] ?? 0;
    const end = performance.now() + duration * 1000;
    const samples = new Float32Array(analyser.fftSize);
    let [peak, looked, moving, mouth] = [0, 0, 0, 0];
    let before = '';
    const received = async (): Promise<number> => {
      let frames = 0;
      (await connection.getStats()).forEach(({ type, kind, framesReceived }: Record<string, unknown>) => {
        if (type === 'inbound-rtp' && kind === 'video') frames = Number(framesReceived);
      });
      return frames;
    };
    const from = await received();
    const startedAt = performance.now();
    while (performance.now() < end) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      context.drawImage(video, 0, 0);
      analyser.getFloatTimeDomainData(samples);
      peak = Math.max(peak, ...samples.map(Math.abs));
      const marker = pixels(0, canvas.height - 8, canvas.width, 1).filter((_, index) => index % 4 === 1);
      const now = marker.findIndex((value) => value > 128).toString();
      looked++;
      if (now !== before) moving++;
      before = now;
      const column = pixels(canvas.width / 2, canvas.height / 2, 1, canvas.height / 2 - 60);
      let white = 0;
      for (let at = 1; at < column.length; at += 4) if ((column[at] ?? 0) > 220) white++;
      mouth = white / canvas.height;
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      rate: ((await received()) - from) / seconds,
      shown: looked / seconds,
      moving: moving / looked,
      mouth,
      peak,
      light: [light(40), light(canvas.width / 2), light(canvas.width - 40)] as const,
      png: canvas.toDataURL('image/png'),
    };
  }, seconds);
