import { NAL, nalType } from './nal.js';

/** RTP payloads of one access unit, packetization mode 1 (RFC 6184): parameter sets aggregated, big units fragmented. */
export function packetizeH264(units: readonly Buffer[], maxPayload: number): Buffer[] {
  const isParameterSet = (unit: Buffer): boolean => nalType(unit) === NAL.sps || nalType(unit) === NAL.pps;
  const sets = units.filter(isParameterSet);
  const rest = units.filter((unit) => !isParameterSet(unit));
  return [
    ...(sets.length > 0 ? [aggregate(sets)] : []),
    ...rest.flatMap((unit) => fragment(unit, maxPayload)),
  ];
}

function aggregate(units: readonly Buffer[]): Buffer {
  const parts = units.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 0xff]), unit]);
  return Buffer.concat([Buffer.from([(3 << 5) | NAL.stapA]), ...parts]);
}

function fragment(unit: Buffer, maxPayload: number): Buffer[] {
  if (unit.length <= maxPayload) return [unit];
  const header = unit[0] ?? 0;
  const payloads: Buffer[] = [];
  for (let start = 1; start < unit.length; start += maxPayload - 2) {
    const end = Math.min(start + maxPayload - 2, unit.length);
    const first = start === 1 ? 0x80 : 0;
    const last = end === unit.length ? 0x40 : 0;
    const prefix = Buffer.from([(header & 0xe0) | NAL.fuA, first | last | (header & 0x1f)]);
    payloads.push(Buffer.concat([prefix, unit.subarray(start, end)]));
  }
  return payloads;
}

/** The NAL units in the RTP payloads of one access unit; a unit without its first fragment is dropped. */
export function depacketizeH264(payloads: readonly Buffer[]): Buffer[] {
  const units: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const payload of payloads) {
    const type = nalType(payload);
    if (type === NAL.stapA) {
      units.push(...disaggregate(payload));
    } else if (type === NAL.fuA) {
      const [indicator = 0, header = 0] = payload;
      if (header & 0x80) parts = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
      if (parts.length === 0) continue;
      parts.push(payload.subarray(2));
      if (header & 0x40) {
        units.push(Buffer.concat(parts));
        parts = [];
      }
    } else {
      units.push(payload);
    }
  }
  return units;
}

function disaggregate(payload: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let offset = 1; offset + 2 < payload.length;) {
    const size = payload.readUInt16BE(offset);
    units.push(payload.subarray(offset + 2, offset + 2 + size));
    offset += 2 + size;
  }
  return units;
}
