import type { ErrorFacts } from './protocol.js';

/** Type names of connection errors in all languages, without their package. */
const types = new RegExp(
  `(?:^|[.:])(?:${[
    // Python: the runtime, http.client, urllib3, requests, httpx, aiohttp
    'Connection(?:Reset|Refused|Aborted)?Error|BrokenPipeError|RemoteDisconnected|IncompleteRead|gaierror',
    'ChunkedEncodingError|ProtocolError|NewConnectionError|ConnectError|ReadError|WriteError|RemoteProtocolError',
    'Client(?:Connector|Connection|OS|Payload)Error|ServerDisconnectedError',
    // the JVM and Android
    'SocketException|ConnectException|NoRouteToHostException|UnknownHostException|EOFException|ConnectionShutdownException|StreamResetException',
    // Ruby, .NET, Go
    'ECONN\\w+|EPIPE|EHOSTUNREACH|EOFError|HttpIOException|OpError',
  ].join('|')})$`,
);

/** Codes of errno and of NSURLError: no such host, cannot connect, connection lost, no such name, offline. */
const codes = /^(?:ECONN\w*|ENOTFOUND|EAI_\w+|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET|-100[34569])$/;

/** Phrases of runtimes about connections, where the error has no type of its own. */
const words = new RegExp(
  [
    /\b(?:ECONN\w*|ENOTFOUND|EPIPE|UND_ERR_SOCKET|fetch failed|socket|terminated|getaddrinfo)\b/,
    /connection (?:was |has been )?(?:reset|refused|aborted|closed|lost|dropped)/,
    /broken pipe|forcibly closed|remote end closed|server disconnected|end of file reached/,
    /unexpected end of stream|(?:could not|cannot|failed to) connect|network is unreachable|no such host/,
    /name or service not known|(?:^|: )EOF$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Phrases of JSON parsers about a text that ends too soon. The connection may be broken, and need not be. */
const cutText = /unexpected (?:EOF|end of (?:JSON|input|file))|^end of input at/i;

/** The class of an error that only the runtime describes: `network`, or `protocol` for a text that ends too soon. */
export function classOfRuntimeError({ type, code, message }: ErrorFacts): 'network' | 'protocol' | undefined {
  if (cutText.test(message)) return 'protocol';
  const known = types.test(type) || (code !== undefined && codes.test(String(code))) || words.test(message);
  return known ? 'network' : undefined;
}
