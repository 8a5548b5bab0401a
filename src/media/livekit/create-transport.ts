import { DualConnection } from './dual-connection.js';
import { SingleConnection } from './single-connection.js';
import type { ClientTransport, TransportOptions } from './transport.js';

/** LiveKit's signalling dialects: `/rtc` is V0, with two peer connections; `/rtc/v1` is V1, with one. */
export type SignalDialect = 'V0' | 'V1';

export const createTransport = (dialect: SignalDialect, options: TransportOptions): ClientTransport =>
  dialect === 'V1' ? new SingleConnection(options) : new DualConnection(options);
