/** One WebSocket message, or its end, redacted and capped. */
export interface TracedFrame {
  from: 'client' | 'server';
  /** The text, or what else it was in angle brackets. */
  text: string;
  /** Milliseconds from the start of the case. */
  atMs: number;
}

/** One request and its answer, redacted and capped, as a report shows it. */
export interface TracedExchange {
  /** Position within the case, from 1. */
  n: number;
  method: string;
  path: string;
  requestHeaders: Record<string, string>;
  /** The body in words: form fields, JSON, or size and kind of bytes. */
  requestBody?: string;
  /** The same for a shell, with curl or websocat; its key is taken from $DECART_API_KEY, the base from $DECART_BASE_URL. */
  curl: string;
  /** What went over a WebSocket after its upgrade. */
  frames?: TracedFrame[];
  /** Absent when no answer came. */
  status?: number;
  responseHeaders?: Record<string, string>;
  responseBody?: string;
  /** Why no answer came. */
  error?: string;
  /** Milliseconds from the start of the case. */
  atMs: number;
  durationMs: number;
}
