import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../engine/sha256.js';
import type { BlobRef } from './protocol.js';

export interface BlobOptions {
  name: string;
  mime: string;
}

/** The kit's files: passed to adapters by path, by URL on loopback, or inline. */
export class AdapterBlobs {
  readonly #folder = mkdtempSync(join(tmpdir(), 'decart-kit-'));
  readonly #served = new Map<string, { bytes: Uint8Array; mime: string }>();
  readonly #server = createServer((request, response) => {
    const found = this.#served.get(request.url ?? '');
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found.mime, 'access-control-allow-origin': '*' });
    return response.end(found.bytes);
  });

  /** Opens the loopback server of the store. */
  static async open(): Promise<AdapterBlobs> {
    const store = new AdapterBlobs();
    await new Promise<void>((resolve) => store.#server.listen(0, '127.0.0.1', resolve));
    return store;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Bytes as an argument, in the best of the ways that the adapter accepts. */
  offer(
    bytes: Uint8Array,
    { name, mime }: BlobOptions,
    ways: readonly ('path' | 'url' | 'inline')[] = ['inline'],
    maxInlineBytes = 65_536,
  ): BlobRef {
    const facts = { sha256: sha256(bytes), size: bytes.length, mime, name };
    if (ways.includes('path')) return { $blob: { ...facts, path: this.path(bytes, name) } };
    if (ways.includes('inline') && bytes.length <= maxInlineBytes)
      return { $blob: { ...facts, base64: Buffer.from(bytes).toString('base64') } };
    if (ways.includes('url')) return { $blob: { ...facts, url: this.url(bytes, mime) } };
    throw new Error(
      `The adapter does not accept ${bytes.length} bytes: only ${ways.join(', ')} up to ${maxInlineBytes}.`,
    );
  }

  path(bytes: Uint8Array, name: string): string {
    const file = join(this.#folder, `${sha256(bytes).slice(0, 16)}-${name.replace(/[^\w.-]/g, '_')}`);
    // Written once: a program that has the file open may treat a rewrite as a change.
    if (!existsSync(file)) writeFileSync(file, bytes);
    return file;
  }

  /** A URL of the bytes, for adapters and for SDKs that download. */
  url(bytes: Uint8Array, mime: string): string {
    const path = `/${sha256(bytes)}`;
    this.#served.set(path, { bytes, mime });
    return this.base + path;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
