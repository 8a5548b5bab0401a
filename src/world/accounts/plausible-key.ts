/** Whether a text has the form of a key. The service never issued any other. */
export const isPlausibleKey = (key: string): boolean => /^[\x21-\x7e]{1,512}$/.test(key);

/** The rule as a sentence, for messages. */
export const KEY_RULE = 'A key is up to 512 printable ASCII characters, without spaces';

/** Whether a text has the form of a client token or of its JWT: no account key starts like one. */
export const hasTokenForm = (credential: string): boolean => /^(?:ek_|eyJ)/.test(credential);
