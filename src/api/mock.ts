import type { AddressInfo } from 'node:net';
import { MockAccount } from '../handles/mock-account.js';
import { listenError } from '../server/listen.js';
import { register } from '../handles/register.js';
import { inMemoryFetch } from './in-memory-fetch/fetch.js';
import { settle, type MockOptions } from './mock-options.js';
import { MockServer } from '../server/server.js';
import type { KeyOptions, World } from '../world/world.js';

/** A key for those who do not care which. */
export const DEFAULT_KEY = 'dct_mock';

/** What a stand-in offers whether it listens or not. */
abstract class AnyMock implements AsyncDisposable {
  readonly key = DEFAULT_KEY;

  /** @internal */
  constructor(
    /** The state itself, for what the handles do not show. */
    readonly world: World,
    /** @internal What listens; its types stay out of the public declarations. */
    readonly server: MockServer,
  ) {}

  /** Start with the same one, and the run is the same. */
  get seed(): string {
    return this.world.seed;
  }

  /** What the control API demands in `x-mock-token`; undefined when it demands nothing. */
  get controlToken(): string | undefined {
    return this.server.options.controlToken;
  }

  /** Everything behind a key. It comes to life on first use. */
  account(key: string = this.key): MockAccount {
    return new MockAccount({ world: this.world, blobs: this.server.blobs }, key);
  }

  /** Makes a key known, or puts it into an organisation whose credits and quota it shares. */
  register(key: string, options: KeyOptions = {}): MockAccount {
    return register({ world: this.world, blobs: this.server.blobs }, key, options);
  }

  /** Forgets all keys. */
  reset(): Promise<void> {
    return this.world.resetAll();
  }

  /** Lets answers under way finish, then cuts what is left. */
  close(): Promise<void> {
    return this.server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A stand-in without a port. */
export class Mock extends AnyMock {
  /**
   * Like the global one, answered by this stand-in whatever the host in the URL; a path alone is enough. It speaks
   * HTTP over a connection in memory, so faults show as they would on a network.
   */
  readonly fetch = inMemoryFetch(this.server.httpServer, () => !this.server.closed);

  /**
   * Takes the port that the options name.
   * @throws Error with the listener's `code`: EADDRINUSE, EACCES ...; an Error once the mock was closed
   */
  async listen(): Promise<RunningMock> {
    if (this.server.closed)
      throw new Error('The mock is closed and cannot listen any more: make another one.');
    const { host, port } = this.server.options;
    const address = await this.server.listen().catch((error: NodeJS.ErrnoException) => {
      const fault = listenError(error, host, port, '"port"');
      throw fault === undefined
        ? error
        : Object.assign(new Error(fault, { cause: error }), { code: error.code });
    });
    return new RunningMock(this.world, this.server, address);
  }
}

/** A stand-in that listens. Stops when disposed of. */
export class RunningMock extends AnyMock {
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
 * A stand-in from options that were checked.
 * @internal
 */
export function makeMock(options: MockOptions): Mock {
  const { world, server } = settle(options);
  return new Mock(world, new MockServer(world, server));
}
