import {
  AddTrackRequest,
  SessionDescription,
  SignalTarget,
  TrackType,
  TrickleRequest,
} from '@livekit/protocol';
import { MediaStreamTrack, RtpHeader, RtpPacket, RTCPeerConnection, useVP8 } from 'werift';
import { Vp8CellEncoder } from '../../../src/media/codecs/vp8/cell-encoder.js';
import { packetizeVp8 } from '../../../src/media/codecs/vp8-rtp.js';
import { CellPicture } from '../../../src/media/drawing/cell-picture.js';
import { SignalClient, signalPath } from './signal-client.js';

const CID = 'camera';
/** 100 ms in RTP ticks. */
const FRAME_TICKS = 9_000;

/** A LiveKit client that publishes grey VP8 key frames of any size: rtc-node cannot encode the smallest. */
export class Vp8Publisher implements AsyncDisposable {
  readonly #connection = new RTCPeerConnection({
    codecs: { video: [useVP8()] },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  readonly #signal: SignalClient;
  #size: readonly [width: number, height: number];
  #sent = 0;
  #sequence = 0;
  #stop: () => void = () => undefined;

  private constructor(address: string, size: readonly [width: number, height: number]) {
    this.#signal = new SignalClient(address);
    this.#size = size;
  }

  /** Joins the room of `token` and publishes frames of `size` from then on. */
  static async publish(
    url: string,
    token: string,
    size: readonly [width: number, height: number],
  ): Promise<Vp8Publisher> {
    const publisher = new Vp8Publisher(signalPath(url, token), size);
    await publisher.#publish();
    return publisher;
  }

  /** Frames sent so far. */
  get sent(): number {
    return this.#sent;
  }

  resize(width: number, height: number): void {
    this.#size = [width, height];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    this.#signal.socket.terminate();
    await this.#connection.close();
  }

  async #publish(): Promise<void> {
    await this.#signal.until('join');
    this.#signal.send({
      case: 'addTrack',
      value: new AddTrackRequest({ cid: CID, type: TrackType.VIDEO }),
    });
    const track = new MediaStreamTrack({ kind: 'video' });
    this.#connection.addTransceiver(track, { direction: 'sendonly' });
    this.#connection.onIceCandidate.subscribe((candidate) => {
      if (!candidate) return;
      const candidateInit = JSON.stringify(candidate.toJSON());
      const value = new TrickleRequest({ candidateInit, target: SignalTarget.PUBLISHER });
      this.#signal.send({ case: 'trickle', value });
    });
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    const local = this.#connection.localDescription?.sdp ?? '';
    const sdp = local.replace(/^a=msid:.*\r\n/m, '').replace('a=sendonly', `a=msid:- ${CID}\r\na=sendonly`);
    this.#signal.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id: 1 }) });
    const answer = await this.#signal.until('answer');
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
    for (const { case: kind, value } of this.#signal.messages) {
      if (kind === 'trickle' && value.target === SignalTarget.PUBLISHER && value.candidateInit !== '')
        await this.#connection.addIceCandidate(JSON.parse(value.candidateInit) as object);
    }
    await this.#connection.connectionStateChange.watch((state) => state === 'connected');
    const timer = setInterval(() => this.#send(track), 100);
    this.#stop = () => clearInterval(timer);
  }

  #send(track: MediaStreamTrack): void {
    const picture = new CellPicture(...this.#size);
    picture.fillAll({ y: 180, cb: 128, cr: 128 });
    const payloads = packetizeVp8(new Vp8CellEncoder(picture).encode(picture, true), 1160);
    const timestamp = ++this.#sent * FRAME_TICKS;
    payloads.forEach((payload, index) => {
      const marker = index === payloads.length - 1;
      const header = new RtpHeader({ sequenceNumber: ++this.#sequence, timestamp, marker, payloadType: 96 });
      track.writeRtp(new RtpPacket(header, payload));
    });
  }
}
