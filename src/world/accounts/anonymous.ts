/** Key under which requests without a key are journalled. Any client may use it to read that journal. */
export const ANONYMOUS = 'anonymous';
