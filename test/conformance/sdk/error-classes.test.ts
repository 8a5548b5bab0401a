import { describe, expect, test } from 'vitest';
import { classOf } from '../../../conformance/adapters/classify-error.js';

const classify = (language: string, type: string, message: string, code?: string) =>
  classOf({ kind: 'thrown', type, message, ...(code === undefined ? {} : { code }) }, language);

describe('a broken connection is recognised in every language', () => {
  test.each([
    ['python', 'ConnectionResetError', '[Errno 104] Connection reset by peer'],
    ['python', 'ConnectionError', "('Connection aborted.', OSError())"],
    ['python', 'URLError', '<urlopen error [Errno 111] Connection refused>'],
    ['python', 'RemoteDisconnected', 'Remote end closed connection without response'],
    ['python', 'IncompleteRead', 'IncompleteRead(1000 bytes read, 9000 more expected)'],
    ['python', 'RemoteProtocolError', 'peer closed connection without sending complete message body'],
    ['go', '*url.Error', 'Post "http://127.0.0.1:9/v1/jobs/lucy-2.5": EOF'],
    ['go', '*url.Error', 'dial tcp 127.0.0.1:9: connect: connection refused'],
    ['go', '*net.OpError', 'read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer'],
    ['kotlin', 'java.net.SocketException', 'Connection reset'],
    ['kotlin', 'java.io.EOFException', '\\n not found: limit=0 content=...'],
    ['kotlin', 'java.net.ConnectException', 'Failed to connect to /127.0.0.1:9'],
    ['kotlin', 'IOException', 'unexpected end of stream on http://127.0.0.1:9/...'],
    ['ruby', 'Errno::ECONNRESET', 'Connection reset by peer'],
    ['ruby', 'EOFError', 'end of file reached'],
    ['rust', 'reqwest::Error', 'connection closed before message completed'],
    ['csharp', 'IOException', 'An existing connection was forcibly closed by the remote host.'],
    ['javascript', 'TypeError', 'fetch failed'],
    ['javascript', 'Error', 'socket hang up'],
  ])('%s %s: %s', (language, type, message) => {
    expect(classify(language, type, message)).toBe('network');
  });

  test('by its code alone', () => {
    expect(classify('swift', 'NSURLErrorDomain', 'Der Server ist nicht da.', '-1004')).toBe('network');
    expect(classify('javascript', 'Error', 'x', 'ECONNRESET')).toBe('network');
  });

  test('by its cause', () => {
    const cause = { kind: 'thrown' as const, type: 'ConnectionResetError', message: 'x' };
    expect(classOf({ kind: 'thrown', type: 'AcmeError', message: 'No job.', cause }, 'python')).toBe(
      'network',
    );
  });
});

describe('a missing key is recognised in any language', () => {
  test.each([
    ['go', '*errors.errorString', 'acme: no API key'],
    ['go', '*errors.errorString', 'acme: API key is not set'],
    ['kotlin', 'java.lang.IllegalArgumentException', 'apiKey must not be blank'],
    ['ruby', 'ArgumentError', 'missing keyword: :api_key'],
    ['rust', 'acme::Error', 'An API key is required: pass one, or set DECART_API_KEY'],
    ['swift', 'DecartError', 'Missing API key'],
    ['csharp', 'ArgumentException', "Please provide an API-key (Parameter 'options')"],
  ])('%s %s: %s', (language, type, message) => {
    expect(classify(language, type, message)).toBe('auth');
  });

  test.each([
    ['INVALID_API_KEY', 'auth'],
    ['INVALID_INPUT', 'invalid_input'],
    ['INVALID_BASE_URL', 'invalid_input'],
    ['MODEL_NOT_FOUND', 'invalid_input'],
  ])('by the code %s', (code, expected) => {
    expect(classify('go', '*acme.Error', 'x', code)).toBe(expected);
  });

  test.each([
    ['javascript', 'TypeError', "Cannot read properties of undefined (reading 'apiKey')"],
    ['ruby', 'NoMethodError', "undefined method `strip' for nil:NilClass"],
    ['python', 'AttributeError', "'NoneType' object has no attribute 'api_key'"],
    ['go', 'runtime.errorString', 'invalid memory address or nil pointer dereference'],
    ['go', '*errors.errorString', 'the monkey is missing'],
  ])('and not taken out of a defect: %s %s: %s', (language, type, message) => {
    expect(classify(language, type, message)).toBe('unknown');
  });
});

describe('what is no broken connection is not taken for one', () => {
  test.each([
    ['python', 'JSONDecodeError', 'Expecting value: line 1 column 1 (char 0)', 'protocol'],
    ['javascript', 'SyntaxError', 'Unexpected end of JSON input', 'protocol'],
    ['go', '*errors.errorString', 'unexpected EOF', 'protocol'],
    ['kotlin', 'java.io.EOFException', 'End of input at line 1 column 12 path $.job_id', 'protocol'],
    ['python', 'ValueError', 'The prompt is empty.', 'unknown'],
    ['kotlin', 'IllegalStateException', 'The status is queued.', 'unknown'],
  ])('%s %s: %s', (language, type, message, expected) => {
    expect(classify(language, type, message)).toBe(expected);
  });

  test('a status counts more than the words beside it', () => {
    const error = {
      kind: 'thrown' as const,
      type: 'ConnectionError',
      message: 'connection reset',
      httpStatus: 503,
    };
    expect(classOf(error, 'python')).toBe('server');
  });
});
