/** Why a text is not the URL of a LiveKit server, as a sentence; undefined for one that is. */
export const livekitUrlProblem = (text: string): string | undefined =>
  URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol)
    ? undefined
    : `Write an address like ws://127.0.0.1:7880: "${text}" is not one`;
