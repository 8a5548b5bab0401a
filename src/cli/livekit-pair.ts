import type { CommandLineOptions } from './settings.js';

type LivekitSettings = Pick<CommandLineOptions, 'livekitUrl' | 'livekitKey' | 'livekitSecret'>;

/** What lacks in the settings of LiveKit, as a sentence; undefined where all or none are there. */
export function livekitProblem({
  livekitUrl: url,
  livekitKey: key,
  livekitSecret: secret,
}: LivekitSettings): string | undefined {
  if (key !== undefined && secret !== undefined) return undefined;
  if (url !== undefined)
    return 'A LiveKit server needs all of --livekit-url, --livekit-key and --livekit-secret (livekitUrl, livekitKey and livekitSecret in a config file).';
  if (key !== undefined || secret !== undefined)
    return '--livekit-key and --livekit-secret (livekitKey and livekitSecret in a config file) are a pair: give both, or none for a random pair.';
  return undefined;
}
