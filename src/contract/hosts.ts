/** A host of the Decart API that answers HTTP or WebSockets of clients. */
export interface ApiHost {
  readonly host: string;
  readonly serves: string;
  readonly source: string;
}

/**
 * The hosts that clients of the API call. Not among them: hosts of LiveKit media (`lk.decart.ai`, `*.lkc.decart.ai`),
 * which a client learns from an answer, of documentation and status pages, and of the Oasis gRPC service (facts: api.md).
 */
export const apiHosts: readonly ApiHost[] = [
  {
    host: 'api.decart.ai',
    serves: 'REST; realtime for the Python SDK from 0.2.4 on, Swift and Android',
    source: 'facts: api.md, handy identities; api-2026-11-30.md 18',
  },
  {
    host: 'api3.decart.ai',
    serves:
      'realtime for the JavaScript SDK, C++ and older Python SDKs; the image route of the ComfyUI nodes',
    source: 'facts: api.md, handy identities and the table of third-party clients',
  },
  {
    host: 'platform.decart.ai',
    serves: 'public keys of client tokens at /api/auth/jwks, telemetry at /api/v1/telemetry',
    source: 'facts: sdk-javascript-0.2.md tokens.verify; api-2026-11-30.md 13 and 14; api.md telemetry',
  },
];
