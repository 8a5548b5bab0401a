/** The configuration with which tests and the bench run a real livekit-server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The pair that signs the tokens of a livekit-server. */
export interface LivekitKeys {
  readonly key: string;
  readonly secret: string;
}

export interface LivekitConfig {
  /** The file, for `--config`. */
  readonly file: string;
  /** TCP port of the signalling and of the API. */
  readonly port: number;
  /** Deletes the file. */
  readonly remove: () => void;
}

/** Writes a configuration that keeps livekit-server on free ports of this machine's loopback. */
export async function writeLivekitConfig({ key, secret }: LivekitKeys): Promise<LivekitConfig> {
  const [port = 0, tcp, udp] = await freePorts(3);
  const folder = mkdtempSync(join(tmpdir(), 'livekit-server-'));
  const file = join(folder, 'config.yaml');
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { [key]: secret },
    rtc: {
      tcp_port: tcp,
      udp_port: udp,
      use_external_ip: false,
      enable_loopback_candidate: true,
      interfaces: { includes: ['lo'] },
    },
    logging: { level: 'error' },
  };
  writeFileSync(file, JSON.stringify(config));
  return { file, port, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
