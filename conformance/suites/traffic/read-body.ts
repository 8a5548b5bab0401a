import type { Sent } from './trace.js';

/** Reads a request body by its media type; undefined when it is empty or cannot be read. */
export async function readBody(type: string, body: Buffer): Promise<Sent | undefined> {
  if (body.length === 0) return undefined;
  if (/json/.test(type)) {
    try {
      return { json: JSON.parse(body.toString()) as unknown };
    } catch {
      return undefined;
    }
  }
  if (!/^multipart\/form-data|urlencoded/.test(type)) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const fields: NonNullable<Sent['fields']> = [];
    form.forEach((value, name) => {
      if (typeof value === 'string') fields.push({ name, value });
      else fields.push({ name, file: { name: value.name, type: value.type, size: value.size } });
    });
    return { fields };
  } catch {
    return undefined;
  }
}
