/**
 * Headers of a request to a mock server's control API about one account. They include the control token in
 * DECART_MOCK_CONTROL_TOKEN, which `decart-mock exec` sets.
 */
export const controlHeaders = (
  key: string,
  token = process.env['DECART_MOCK_CONTROL_TOKEN'],
): Record<string, string> => ({ 'x-api-key': key, ...(token ? { 'x-mock-token': token } : {}) });
