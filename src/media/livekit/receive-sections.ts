import type { RTCRtpTransceiver } from 'werift';
import type { OfferedTrack } from '../webrtc/offered-tracks.js';
import { RtpOutput } from '../webrtc/rtp-output.js';
import { setMsids } from '../webrtc/sdp-edits.js';
import { withInactive } from '../webrtc/sections.js';
import type { SdpEdit } from '../webrtc/sdp.js';
import type { AnswerSections } from './answer-sections.js';
import { msidOf, type MediaKind, type PublishedTrack } from './downlink.js';

type SectionCounts = Readonly<Record<MediaKind, number>>;

/** A media section of the client's offers in which it receives. */
interface Section {
  readonly mid: string;
  readonly output: RtpOutput;
  track: PublishedTrack | undefined;
  /** It had a track, which the next answer takes out of it. */
  ended: boolean;
}

/** Assigns the tracks that a V1 client receives to the sections of its offers. */
export class ReceiveSections implements AnswerSections {
  readonly #sections = new Map<string, Section>();
  /** Sections by the sid of the track that they carry. */
  readonly #carrying = new Map<string, Section>();
  readonly #waiting = new Map<string, PublishedTrack>();
  /** Sections that the client was asked to add to its next offer. */
  #asked: SectionCounts | undefined;
  #offered = false;

  constructor(readonly requestKeyFrame: (trackSid: string) => void) {}

  /** Track sids by mid, of the tracks that the last answer sends. */
  get midToTrackId(): Record<string, string> {
    return Object.fromEntries([...this.#carrying].map(([sid, { mid }]) => [mid, sid]));
  }

  add(track: PublishedTrack): void {
    this.#waiting.set(track.sid, track);
  }

  remove(trackSid: string): void {
    this.#waiting.delete(trackSid);
    const section = this.#carrying.get(trackSid);
    if (!section) return;
    this.#carrying.delete(trackSid);
    section.track = undefined;
    section.ended = true;
  }

  outputOf(trackSid: string): RtpOutput | undefined {
    return this.#carrying.get(trackSid)?.output;
  }

  /**
   * The sections that the client has to add to its next offer for the tracks that wait; zeros ask for an offer alone.
   * @returns undefined when no offer is needed, or the client was asked for it already
   */
  require(): SectionCounts | undefined {
    const ended = [...this.#sections.values()].some((section) => section.ended);
    if (!this.#offered || (this.#waiting.size === 0 && !ended)) return undefined;
    const missing = { audio: this.#missing('audio'), video: this.#missing('video') };
    const asked = this.#asked;
    if (asked && missing.audio <= asked.audio && missing.video <= asked.video) return undefined;
    this.#asked = missing;
    return {
      audio: Math.max(0, missing.audio - (asked?.audio ?? 0)),
      video: Math.max(0, missing.video - (asked?.video ?? 0)),
    };
  }

  assign(transceivers: readonly RTCRtpTransceiver[], offered: readonly OfferedTrack[]): void {
    this.#offered = true;
    this.#asked = undefined;
    for (const { mid, receives } of offered) {
      const transceiver = receives ? transceivers.find((each) => each.mid === mid) : undefined;
      if (transceiver) this.#take(this.#sections.get(mid) ?? this.#open(mid, transceiver));
      else this.#drop(mid);
    }
  }

  /** Names the tracks in their sections; a section whose track has ended is free after this answer. */
  edit(): SdpEdit {
    const sections = [...this.#sections.values()];
    const msids = sections.flatMap(({ mid, track }) => (track ? [[mid, msidOf(track)] as const] : []));
    const ended = sections.filter((section) => section.ended);
    for (const section of ended) section.ended = false;
    const name = setMsids(new Map(msids));
    const deactivate = withInactive(new Set(ended.map(({ mid }) => mid)));
    return (sdp) => {
      name(sdp);
      deactivate(sdp);
    };
  }

  #take(section: Section): void {
    if (section.track || section.ended) return;
    const { kind } = section.output.transceiver;
    const track = [...this.#waiting.values()].find((each) => each.kind === kind);
    if (!track) return;
    this.#waiting.delete(track.sid);
    section.output.restart();
    section.track = track;
    this.#carrying.set(track.sid, section);
  }

  /** The client no longer receives in a section, so its track waits for another one. */
  #drop(mid: string): void {
    const track = this.#sections.get(mid)?.track;
    this.#sections.delete(mid);
    if (!track) return;
    this.#carrying.delete(track.sid);
    this.#waiting.set(track.sid, track);
  }

  #open(mid: string, transceiver: RTCRtpTransceiver): Section {
    const output = new RtpOutput(transceiver, () => {
      if (section.track) this.requestKeyFrame(section.track.sid);
    });
    const section: Section = { mid, output, track: undefined, ended: false };
    this.#sections.set(mid, section);
    return section;
  }

  #missing(kind: MediaKind): number {
    const waiting = [...this.#waiting.values()].filter((track) => track.kind === kind);
    const free = [...this.#sections.values()].filter(
      ({ track, ended, output }) => !track && !ended && output.transceiver.kind === kind,
    );
    return Math.max(0, waiting.length - free.length);
  }
}
