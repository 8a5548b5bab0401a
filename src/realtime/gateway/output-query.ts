import { videoCodecOf } from '../../media/live/media-types.js';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { Pace } from '../../world/pace/pace.js';
import { outputSize, taskOf, type ServedResolution } from '../../world/catalogue/index.js';

/**
 * The output that a URL requests, and what its model does: `resolution=1080p`, where the model has it (facts: api.md 3.6), and
 * `livekit_server_codec`. How late it is, the account's pace says. That the latter is the codec the server sends is inferred from its name.
 */
export function requestedOutput(
  query: ReadonlyMap<string, string>,
  { model, served, format }: ServedResolution,
  pace: Pace,
): OutputPreferences {
  const codec = videoCodecOf(query.get('livekit_server_codec') ?? '');
  const isFullHd = query.get('resolution') === '1080p' && served.resolutions.includes('1080p');
  return {
    family: taskOf(model),
    ...(isFullHd && { size: outputSize(served, format, '1080p') }),
    ...(codec && { codec }),
    ...(model.liveAvatar && { avatar: format }),
    ...(pace.name === 'live' && {
      pace: { latencyMs: pace.draw('latency'), changeMs: pace.draw('change') },
    }),
  };
}
