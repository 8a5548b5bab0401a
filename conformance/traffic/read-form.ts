/** One part of a multipart body, as it was on the wire. */
export interface FormPart {
  name: string;
  filename?: string;
  /** Content-Type of the part, as written. */
  type?: string;
  bytes: Uint8Array;
  /** The bytes as text. */
  text: string;
}

/** Reads a multipart or urlencoded body. undefined for any other media type. */
export function readForm(contentType: string, body: Uint8Array): FormPart[] | undefined {
  if (/^application\/x-www-form-urlencoded/i.test(contentType))
    return [...new URLSearchParams(Buffer.from(body).toString('utf8'))].map(([name, text]) => ({
      name,
      text,
      bytes: Buffer.from(text),
    }));
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  return boundary === undefined ? undefined : readMultipart(boundary, Buffer.from(body));
}

function readMultipart(boundary: string, body: Buffer): FormPart[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: FormPart[] = [];
  for (let from = whole.indexOf(delimiter); from !== -1;) {
    const next = whole.indexOf(delimiter, from + delimiter.length);
    if (next === -1) break;
    const part = whole.subarray(from + delimiter.length + 2, next);
    const split = part.indexOf('\r\n\r\n');
    if (split !== -1)
      parts.push(readPart(part.subarray(0, split).toString('utf8'), part.subarray(split + 4)));
    from = next;
  }
  return parts;
}

function readPart(head: string, bytes: Buffer): FormPart {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const filename = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1];
  const type = /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1];
  return {
    name: /;\s*name="([^"]*)"/i.exec(disposition)?.[1] ?? '',
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined ? {} : { type }),
    bytes,
    text: bytes.toString('utf8'),
  };
}
