/** What the URL of the control socket names. */
export interface DialTarget {
  /** Such as `wss://api3.decart.ai`. */
  readonly realtimeBaseUrl: string;
  /** Path of the model's socket: `/v1/stream`. */
  readonly urlPath: string;
  readonly model: string;
  readonly resolution?: string;
  readonly speed?: 'fast';
  /** The caller's own parameters. Those of the SDK replace them. */
  readonly queryParams?: Readonly<Record<string, string>>;
}

/** The server tells generations apart by it, so it names one of them. */
const USER_AGENT = 'decart-js-sdk/0.2.5 lang/js runtime/rules';

/** The URL of a dial: the caller's parameters, key, model, resolution, speed, and last the user agent. */
export function dialUrl(target: DialTarget, apiKey: string): string {
  const { realtimeBaseUrl, urlPath, model, resolution, speed, queryParams = {} } = target;
  const query = new URLSearchParams({
    ...queryParams,
    api_key: apiKey,
    model,
    ...(resolution !== undefined && { resolution }),
    ...(speed !== undefined && { speed }),
  });
  return `${realtimeBaseUrl}${urlPath}?${query.toString()}&user_agent=${encodeURIComponent(USER_AGENT)}`;
}
