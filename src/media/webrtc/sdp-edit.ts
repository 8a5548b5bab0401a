import { videoCodecOf, type VideoCodec } from '../live/media-types.js';

/** An SDP cut into its session part and its media sections. */
interface Sections {
  readonly session: readonly string[];
  readonly media: readonly (readonly string[])[];
}

function split(sdp: string): Sections {
  const session: string[] = [];
  const media: string[][] = [];
  for (const line of sdp.split(/\r?\n/)) {
    if (line === '') continue;
    if (line.startsWith('m=')) media.push([line]);
    else (media.at(-1) ?? session).push(line);
  }
  return { session, media };
}

const join = ({ session, media }: Sections): string => `${[...session, ...media.flat()].join('\r\n')}\r\n`;

const attribute = (lines: readonly string[], name: string): string | undefined =>
  lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3);

const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

/** What one media section of an offer says about the track in it. */
export interface OfferedTrack {
  readonly mid: string;
  readonly kind: 'audio' | 'video';
  /** Whether the offerer means to send. */
  readonly sends: boolean;
  /** Whether the offerer wants to receive. */
  readonly receives: boolean;
  /** The sender's track id, which LiveKit clients also give as `cid`. */
  readonly trackId: string | undefined;
}

export function offeredTracks(sdp: string): OfferedTrack[] {
  return split(sdp).media.flatMap((lines) => {
    const kind = lines[0]?.startsWith('m=audio ')
      ? 'audio'
      : lines[0]?.startsWith('m=video ')
        ? 'video'
        : undefined;
    const mid = attribute(lines, 'mid');
    if (!kind || mid === undefined) return [];
    const direction = DIRECTIONS.find((each) => lines.includes(`a=${each}`)) ?? 'sendrecv';
    return [
      {
        mid,
        kind,
        sends: direction.startsWith('send'),
        receives: direction === 'sendrecv' || direction === 'recvonly',
        trackId: attribute(lines, 'msid')?.split(' ')[1],
      },
    ];
  });
}

/** The codecs of a payload type list, by the rtpmap lines of its section. */
function codecByPayload(lines: readonly string[]): Map<string, VideoCodec> {
  const codecs = new Map<string, VideoCodec>();
  for (const line of lines) {
    const match = /^a=rtpmap:(\d+) ([^/]+)\//.exec(line);
    const codec = match?.[2] === undefined ? undefined : videoCodecOf(match[2]);
    if (match?.[1] !== undefined && codec) codecs.set(match[1], codec);
  }
  return codecs;
}

/**
 * Puts the wanted codec first in the video sections for which `prefer` names one: the answerer's first codec is the
 * one a browser then sends.
 */
export function preferCodec(
  sdp: string,
  prefer: (trackId: string | undefined) => VideoCodec | undefined,
): string {
  const sections = split(sdp);
  const media = sections.media.map((lines) => {
    const [header = '', ...rest] = lines;
    const wanted = prefer(attribute(lines, 'msid')?.split(' ')[1]);
    if (!header.startsWith('m=video ') || !wanted) return lines;
    const codecs = codecByPayload(lines);
    const [kind, port, protocol, ...payloads] = header.split(' ');
    const first = payloads.filter((payload) => codecs.get(payload) === wanted);
    const others = payloads.filter((payload) => codecs.get(payload) !== wanted);
    // werift goes by the order of the rtpmap lines, not by that of the section's first line.
    const isFirst = (line: string): boolean =>
      first.some((payload) => line.startsWith(`a=rtpmap:${payload} `));
    const maps = rest.filter(isFirst);
    return [
      [kind, port, protocol, ...first, ...others].join(' '),
      ...maps,
      ...rest.filter((line) => !isFirst(line)),
    ];
  });
  return join({ ...sections, media });
}

/** LiveKit's names for simulcast layers, best first. */
const LAYERS = ['f', 'h', 'q'];

/**
 * Leaves only the best simulcast layer in an offer, so that the answer takes that one: the browser then runs a single
 * encoder at full size and no layer has to be switched.
 */
export function keepBestLayer(sdp: string): string {
  const sections = split(sdp);
  const media = sections.media.map((lines) => {
    const offered = attribute(lines, 'simulcast');
    if (offered === undefined) return lines;
    const rids = offered
      .replace(/^send\s+/, '')
      .trim()
      .split(/[;,]/);
    const best = LAYERS.find((layer) => rids.includes(layer)) ?? rids.at(-1);
    return lines
      .filter((line) => !line.startsWith('a=rid:') || line.startsWith(`a=rid:${best} `))
      .map((line) => (line.startsWith('a=simulcast:') ? `a=simulcast:send ${best}` : line));
  });
  return join({ ...sections, media });
}

/**
 * Takes transport-wide congestion control out of an offer. werift would agree to it and then send no feedback for
 * simulcast, which lets the browser's bandwidth estimate collapse; without it the browser goes by our REMB.
 */
export function withoutTransportCc(sdp: string): string {
  const sections = split(sdp);
  const media = sections.media.map((lines) =>
    lines.filter((line) => !/^a=rtcp-fb:\S+ transport-cc/.test(line)),
  );
  return join({ ...sections, media });
}

/**
 * Has the offerer begin at this many kilobits a second. Browsers size their first frames by it, and a simulcast sender
 * that began small stays small.
 */
export function withStartBitrate(answerSdp: string, kilobits: number): string {
  const sections = split(answerSdp);
  const parameter = `x-google-start-bitrate=${kilobits}`;
  const media = sections.media.map((lines) => {
    const codecs = codecByPayload(lines);
    const described = new Set<string>();
    const edited = lines.map((line) => {
      const payload = /^a=fmtp:(\d+) /.exec(line)?.[1];
      if (payload === undefined || !codecs.has(payload)) return line;
      described.add(payload);
      return `${line.replace(/;?x-google-start-bitrate=\d+/, '')};${parameter}`.replace(' ;', ' ');
    });
    const missing = [...codecs.keys()].filter((payload) => !described.has(payload));
    return [...edited, ...missing.map((payload) => `a=fmtp:${payload} ${parameter}`)];
  });
  return join({ ...sections, media });
}

/** Replaces the `a=msid` of the section with this mid. */
export function setMsid(sdp: string, mid: string, msid: string): string {
  const sections = split(sdp);
  const media = sections.media.map((lines) => {
    if (attribute(lines, 'mid') !== mid) return lines;
    const rest = lines.filter((line) => !line.startsWith('a=msid:'));
    const at = rest.findIndex((line) => line.startsWith('a=mid:')) + 1;
    return [...rest.slice(0, at), `a=msid:${msid}`, ...rest.slice(at)];
  });
  return join({ ...sections, media });
}

/** Rewrites or drops the candidates inside an SDP. */
export function mapCandidates(sdp: string, map: (candidate: string) => string | undefined): string {
  const sections = split(sdp);
  const media = sections.media.map((lines) =>
    lines.flatMap((line) => {
      if (!line.startsWith('a=candidate:')) return [line];
      const mapped = map(line.slice(2));
      return mapped === undefined ? [] : [`a=${mapped}`];
    }),
  );
  return join({ ...sections, media });
}
