import type { AddressInfo } from 'node:net';
import { MockAccount } from '../handles/mock-account.js';
import { listenError } from '../server/listen.js';
import { register } from '../handles/register.js';
import { inMemoryFetch } from './in-memory-fetch/fetch.js';
import { settle, type MockOptions } from './mock-options.js';
import { MockServer } from '../server/server.js';
import type { KeyOptions, World } from '../world/world.js';

/** Default API key. Any other key works too, as an account of its own. */
export const DEFAULT_KEY = 'dct_mock';

/** What a mock offers whether it listens or not. */
abstract class BaseMock implements AsyncDisposable {
  readonly key = DEFAULT_KEY;

  /** @internal */
  constructor(
    /** @internal The state behind the handles. */
    readonly world: World,
    /** @internal The server; its types stay out of the public declarations. */
    readonly server: MockServer,
  ) {}

  /** Start with the same seed to repeat the run. */
  get seed(): string {
    return this.world.seed;
  }

  /** Token that the control API requires in `x-mock-token`; undefined when it requires none. */
  get controlToken(): string | undefined {
    return this.server.options.controlToken;
  }

  /** The account of a key; created on first use. */
  account(key: string = this.key): MockAccount {
    return new MockAccount({ world: this.world, blobs: this.server.blobs }, key);
  }

  /** Registers a key, or moves it to an organisation whose credits and quota it shares. */
  register(key: string, options: KeyOptions = {}): MockAccount {
    return register({ world: this.world, blobs: this.server.blobs }, key, options);
  }

  /** Drops all accounts. */
  reset(): Promise<void> {
    return this.world.resetAll();
  }

  /** Lets answers in flight finish, then closes all connections. */
  close(): Promise<void> {
    return this.server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A mock without a port. */
export class Mock extends BaseMock {
  /**
   * Like the global `fetch`, but answered by this mock for any host; a path is enough. It speaks HTTP over a
   * connection in memory, so faults look as they do on a network.
   */
  readonly fetch = inMemoryFetch(this.server.httpServer, () => !this.server.closed);

  /**
   * Listens on the port of the options.
   * @throws Error with the listener's `code`: EADDRINUSE, EACCES ...; Error after `close`
   */
  async listen(): Promise<RunningMock> {
    if (this.server.closed) throw new Error('Cannot listen: the mock is closed. Create another one.');
    const { host, port } = this.server.options;
    const address = await this.server.listen().catch((error: NodeJS.ErrnoException) => {
      const message = listenError(error, host, port, '"port"');
      throw message === undefined
        ? error
        : Object.assign(new Error(message, { cause: error }), { code: error.code });
    });
    return new RunningMock(this.world, this.server, address);
  }
}

/** A mock that listens. Closes when disposed of. */
export class RunningMock extends BaseMock {
  /** `http://127.0.0.1:8787`: the `baseUrl` of an SDK. */
  readonly url: string;
  /** `ws://127.0.0.1:8787`: the `realtimeBaseUrl` of an SDK. */
  readonly realtimeUrl: string;
  readonly controlUrl: string;

  /** @internal */
  constructor(world: World, server: MockServer, { address, family, port }: AddressInfo) {
    super(world, server);
    const host = family === 'IPv6' ? `[${address}]` : address;
    this.url = `http://${host}:${port}`;
    this.realtimeUrl = `ws://${host}:${port}`;
    this.controlUrl = `${this.url}/_mock`;
  }
}

/**
 * A mock from valid options.
 * @internal
 */
export function makeMock(options: MockOptions): Mock {
  const { world, server } = settle(options);
  return new Mock(world, new MockServer(world, server));
}
