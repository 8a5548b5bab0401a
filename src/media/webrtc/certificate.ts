import { RTCDtlsTransport } from 'werift';

/** Makes the certificate of all connections of this process, unless it exists. The first connection waits for it. */
export async function makeCertificate(): Promise<void> {
  await RTCDtlsTransport.SetupCertificate();
}
