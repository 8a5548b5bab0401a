import { describe, expect, test } from 'vitest';
import { isSecretName } from '../../../src/contract/redaction/secret-names.js';
import { redactText } from '../../../src/contract/redaction/redact-text.js';
import { redactUrl } from '../../../src/contract/redaction/redact-url.js';
import { redact, shorten } from '../../../src/contract/redaction/redact-value.js';

test.each(
  [
    [
      'api-key',
      'api_key',
      'apiKey',
      'apikey',
      'API_KEY',
      'X-Api-Key',
      'api_keys',
      'queue_key',
      'x-queue-key',
    ],
    ['client_token', 'clientToken', 'Token', 'authToken', 'x-mock-token', 'metadata[token]', 'user.token'],
    ['secret_key', 'secretKey', 'private_key', 'livekit_secret', 'livekitKey', 'secrets', 'client-secret'],
    ['passwd', 'db_password', 'passphrase', 'Authorization', 'proxy-authorization', 'Cookie', 'set-cookie'],
    ['jwt', 'credential', 'credentials', 'signing key', `${'x'.repeat(500)}_token`],
  ].flat(),
)('the value of a field named %s is a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ...[
    'key',
    'Key',
    'keys',
    'file_key',
    'fileKey',
    'model_key',
    'public_key',
    'monkey',
    'TURKEY',
    'trajectory',
  ],
  ...['tokens', 'max_tokens', 'secretary', 'keyframe', 'token_count', 'prompt', 'status', 'passwordless', ''],
])('the value of a field named %s is not', (name) => {
  expect(isSecretName(name)).toBe(false);
});

describe('a secret in a text is redacted', () => {
  test.each([
    ['a key in upper case', 'DCT_LEAK EK_LEAK12 SK-LEAK12'],
    ['a JWT that is cut', 'eyJhbGciLEAK'],
    ['a URL', 'https://u:LEAK@h/?token=LEAK&api_key=LEAK#x'],
    ['a URL with a port', 'wss://LEAK:LEAK@h:8080'],
    ['a URL in JSON', String.raw`"https:\/\/u:LEAK@h"`],
    ['a parameter in capitals', '/x?a=1&API_KEY=LEAK&Token=LEAK'],
    ['a form', 'model = x\napi_key = LEAKa\nx-api-key = LEAKb\ntoken = LEAK'],
    ['a list in a form', 'client_secret[]=LEAK&token%5B%5D=LEAK'],
    ['another assignment', 'token:=LEAK'],
    ['a quoted name with a space', '{"api key" : "LEAK"}'],
    ['a header', 'x-api-key: LEAK'],
    ['a header with spaces', 'authorization: Digest username=LEAK, x LEAK'],
    ['cookies', 'Cookie: a=LEAK; b=LEAK'],
    ['a bearer', 'Bearer LEAK'],
    ['a bearer in a URL', 'Bearer+LEAK'],
    ['a bearer in lower case', 'bearer abcLEAK'],
    ['basic credentials', 'Basic dTpMRUFLLEAK=='],
    ['JSON', '{"type":"eror","token":"LEAK LEAK"}'],
    ['JSON within JSON', JSON.stringify(JSON.stringify({ a: [{ client_token: 'x"LEAK' }] }))],
    ['a number in JSON', '{"token": 1234}'.replace('1234', '0LEAK')],
    ['a list in JSON', '{"password":["LEAK",{"a":"LEAK"}]}'],
    ['JSON that is cut', '{"password":{"a":"LEAK'],
    ['JSON with an escaped name', String.raw`{"\u0074oken":"LEAK"}`],
    ['a key in JSON with an escape', String.raw`{"note":"\u0064ct_LEAK"}`],
    ['single quotes', "{'token': 'LEAK LEAK'} token='LEAK'"],
    ['a shell', `curl -H 'x-api-key: LEAK' -d '{"token":"LEAK"}'`],
    ['an escaped path', '/v1/%64ct_LEAK'],
    ['a path with another malformed escape', '/v1/%64ct_LEAK%zz'],
    ['a path with an escaped byte before it', '/v1/%C3%A9ek_LEAK1/%ff%00ek_LEAK2'],
    ['a key with an escape in it', '/v1/dct_LEAK%4cEAK'],
    ['a doubly escaped path', '/v1/%2564ct_LEAK'],
    ['a path escaped thirty times', `/v1/%${'25'.repeat(30)}64ct_LEAK`],
    ['mixed escapes', '/v1/%2%35%36%34ct_LEAK'],
    ['escaped JSON', encodeURIComponent('{"token":"LEAK"}')],
    ['an escaped URL', '?next=https%3A%2F%2Fa%2F%3Fapi_key%3DLEAK'],
    ['an URL escaped twice', `?next=${encodeURIComponent('https%3A%2F%2Fa%2F%3Fapi_key%3DLEAK')}`],
  ])('in %s', (_where, text) => {
    const clean = redactText(text);
    expect(clean).toContain('[redacted]');
    expect(clean).not.toContain('LEAK');
    expect(redactText(clean)).toBe(clean);
  });

  test.each([
    'a token of love, the bearer of bad news, basic training',
    'the secret: a cat; key: a lock; monkey=2',
    'https://example.com:8080/a@b?model=lucy&key=uploads/a.mp4 me@example.com',
    'a%20b%zz 100% %',
    '{"token":null,"token":"","key":"a","max_tokens":5}',
    'week_0123 task-list desk-chair',
    '[mock:late=200ms] [redacted]',
    `'/v1/stream?api_key='"$DECART_API_KEY"'&model=x' -H "x-api-key: $DECART_API_KEY"`,
    `-d '{"token":"'"$token_3"'","a":1}' -H 'x-api-key: '"$apiKey_1_2"''`,
    `-H 'x-api-key: ' --form-string 'token=' -F 'data=@-'`,
  ])('and nothing else: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('in each parameter of a URL, by its decoded name', () => {
    expect(redactUrl('/a?%61pi_key=L\'E A;K&token=L"EAK&b=%20c&d&note=dct_LEAK?queue_key=LEAK')).toBe(
      '/a?%61pi_key=[redacted]&token=[redacted]&b=%20c&d&note=[redacted]?queue_key=[redacted]',
    );
  });

  test.each([20, 25, 30, 35, 40])('where a text is cut at %i', (length) => {
    for (const secret of [
      'https://user:LEAKLEAKLEAKLEAK@h/',
      '"token":"LEAKLEAKLEAKLEAK"',
      'token=LEAKLEAKLEAK',
    ])
      expect(shorten(`${secret}${'y'.repeat(100)}`, length)).not.toContain('LEAK');
  });

  test('in a field of any type, but null stays visible', () => {
    const fields = {
      clientToken: ['LEAK'],
      'api-key': { a: 'LEAK' },
      passwd: 1,
      authToken: null,
      key: 'a.mp4',
    };
    expect(redact(fields, 1_000).value).toEqual({
      clientToken: '[redacted]',
      'api-key': '[redacted]',
      passwd: '[redacted]',
      authToken: null,
      key: 'a.mp4',
    });
  });
});
