import { videoCodecOf } from '../../media/live/media-types.js';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { Pace } from '../../world/pace/pace.js';
import { outputSize, taskOf, type ServedResolution } from '../../world/catalogue/index.js';

/**
 * The output that a URL requests, what its model does, and how late it is in the account's pace. `resolution=1080p` counts where
 * the model has it (facts: api.md 3.6). That `livekit_server_codec` is the codec the server sends is inferred from its name.
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
