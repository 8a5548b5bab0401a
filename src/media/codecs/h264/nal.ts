/** NAL unit types used here (ITU-T H.264, table 7-1). */
export const NAL = { slice: 1, idr: 5, sps: 7, pps: 8, delimiter: 9, stapA: 24, fuA: 28 } as const;

const START_CODE = Buffer.from([0, 0, 0, 1]);

/** One NAL unit: header byte and the payload with emulation prevention (a 3 between two zeros and a byte below 4). */
export function nalUnit(refIdc: number, type: number, payload: Uint8Array): Buffer {
  const unit = Buffer.allocUnsafe(1 + Math.ceil(payload.length * 1.5));
  unit[0] = (refIdc << 5) | type;
  let length = 1;
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      unit[length++] = 3;
      zeros = 0;
    }
    unit[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(unit.subarray(0, length));
}

/** Annex B: every unit after a start code. */
export function toAnnexB(units: readonly Uint8Array[]): Buffer {
  return Buffer.concat(units.flatMap((unit) => [START_CODE, unit]));
}

/** Splits an Annex B byte stream into its NAL units; three- and four-byte start codes. */
export function fromAnnexB(stream: Uint8Array): Buffer[] {
  const buffer = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  const starts: { readonly code: number; readonly unit: number }[] = [];
  for (let index = buffer.indexOf('\0\0\x01', 0, 'latin1'); index >= 0;) {
    starts.push({ code: index > 0 && buffer[index - 1] === 0 ? index - 1 : index, unit: index + 3 });
    index = buffer.indexOf('\0\0\x01', index + 3, 'latin1');
  }
  return starts.map(({ unit }, index) => buffer.subarray(unit, starts[index + 1]?.code ?? buffer.length));
}

export const nalType = (unit: Uint8Array): number => (unit[0] ?? 0) & 0x1f;
