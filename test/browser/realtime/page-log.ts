/** What a page keeps of one session of its SDK. */
export interface PageLog {
  errors: string[];
  states: string[];
  ticks: number[];
  ended: unknown[];
  /** Kinds of the tracks in each stream that the SDK delivered. */
  streams: string[][];
  /** Frames of the camera that were found in the output, by the number or time stamped into them. */
  matched: number;
  /** The newest figures, from camera to screen. */
  latency: Latency | null;
  /** The SDK's last judgement of the connection, newer versions only. */
  quality: QualityReport | undefined;
}

/** What the SDK measures between camera and screen. */
export interface Latency {
  /** Milliseconds; null before there are samples. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  /** Milliseconds until the first frame. */
  readonly ttffMs: number | null;
  readonly sampleCount: number;
  readonly dropRatio: number | null;
}

/** How the SDK judges its connection. */
export interface QualityReport {
  readonly quality: string;
  readonly limitingFactor: string;
  readonly warmingUp: boolean;
  readonly metrics: { readonly availableUpstreamKbps: number | null };
}
