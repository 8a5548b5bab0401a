/**
 * Headers of a request to a stand-in's control API about one account. A stand-in that demands a control token is sent
 * the one in DECART_MOCK_CONTROL_TOKEN, which `decart-mock exec` sets.
 */
export const controlHeaders = (
  key: string,
  token = process.env['DECART_MOCK_CONTROL_TOKEN'],
): Record<string, string> => ({ 'x-api-key': key, ...(token ? { 'x-mock-token': token } : {}) });
