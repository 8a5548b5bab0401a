import type { AccountView, KeyInput } from '../contract/control-types.js';
import { MockAccount } from '../handles/mock-account.js';
import { listenError } from '../server/listen.js';
import { register } from '../handles/register.js';
import { accountViews, resetAll } from '../handles/state-view.js';
import { inMemoryFetch, type InMemoryFetch } from './in-memory-fetch/fetch.js';
import { originOf } from './in-memory-fetch/hosts.js';
import { settle, type MockOptions } from './mock-options.js';
import type { KeyPair } from '../media/room-keys.js';
import { MockServer } from '../server/server.js';
import type { World } from '../world/world.js';

/** Default API key. Any other key works too, as an account of its own. */
export const DEFAULT_KEY = 'dct_mock';

/**
 * What a mock offers whether it listens or not. It is also the account of its default key: `rules`, `journal`, `clock`
 * and the others are those of that account.
 */
abstract class BaseMock extends MockAccount implements AsyncDisposable {
  /** @internal */
  constructor(
    /** @internal The state behind the handles. */
    readonly world: World,
    /** @internal The server; its types stay out of the public declarations. */
    readonly server: MockServer,
    /**
     * Like the global `fetch`, but answered by this mock: for a path, a URL of the API's hosts (`https://api.decart.ai`)
     * and the mock's own URL. Another host throws an Error, unless `otherHosts` is `pass-on`. It speaks HTTP over a
     * connection in memory, also when the mock listens, so faults look as they do on a network.
     */
    readonly fetch: InMemoryFetch,
  ) {
    super({ world, blobs: server.blobs }, DEFAULT_KEY);
    world.hold(DEFAULT_KEY);
  }

  /** Start with the same seed to repeat the run. */
  get seed(): string {
    return this.world.seed;
  }

  /** Token that the control API requires in `x-mock-token`; undefined when it requires none. */
  get controlToken(): string | undefined {
    return this.server.options.controlToken;
  }

  /**
   * The pair that signs the tokens of LiveKit rooms, for `RoomServiceClient` and further clients of a room: that of
   * `realtime.livekit`, else a random one. Its holder may do everything in every room.
   */
  get livekitKeys(): KeyPair {
    const { key, secret } = this.server.options.realtime.livekit;
    return { key, secret };
  }

  /**
   * The account of a key, created on first use, or the account that minted a client token. Without a key, the account of
   * the default key.
   * @throws TypeError for a key that is not text
   */
  account(key: string = this.key): MockAccount {
    if (typeof key !== 'string')
      throw new TypeError(
        `Cannot take the account of ${String(key)}. A key is text, such as "${DEFAULT_KEY}".`,
      );
    this.world.hold(key);
    return new MockAccount({ world: this.world, blobs: this.server.blobs }, key);
  }

  /**
   * Registers a key, or moves it to an organisation whose credits and quota it shares. Resolves with its account.
   * @throws ControlError key_refused, bad_input
   */
  register(key: string, options: KeyInput = {}): Promise<MockAccount> {
    return register({ world: this.world, blobs: this.server.blobs }, key, options);
  }

  /** The accounts in memory, most recently used last. Long keys are shortened. */
  accounts(): Promise<readonly AccountView[]> {
    return accountViews(this.world);
  }

  /** Drops all accounts. @returns how many there were */
  resetAll(): Promise<number> {
    return resetAll(this.world);
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
    return new RunningMock(this.world, this.server, this.fetch, originOf(address));
  }
}

/** A mock that listens. Closes when disposed of. */
export class RunningMock extends BaseMock {
  /** `ws://127.0.0.1:8787`: the `realtimeBaseUrl` of an SDK. */
  readonly realtimeUrl: string;
  readonly controlUrl: string;

  /** @internal */
  constructor(
    world: World,
    server: MockServer,
    fetch: InMemoryFetch,
    /** `http://127.0.0.1:8787`: the `baseUrl` of an SDK. */
    readonly url: string,
  ) {
    super(world, server, fetch);
    this.realtimeUrl = url.replace('http', 'ws');
    this.controlUrl = `${url}/_mock`;
  }
}

/**
 * A mock from valid options.
 * @internal
 */
export function makeMock(options: MockOptions): Mock {
  const { world, server: serverOptions, otherHosts } = settle(options);
  const server = new MockServer(world, serverOptions);
  const target = { server: server.httpServer, isOpen: () => !server.closed, otherHosts };
  return new Mock(world, server, inMemoryFetch(target));
}
