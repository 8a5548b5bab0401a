import { clipLatestAliases, clipModels } from './clip.js';
import { imageLatestAliases, imageModels } from './image.js';
import { legacyLatestAliases, legacyModels } from './legacy.js';
import { lipsyncModels, lipsyncPaths } from './lipsync.js';
import { liveAvatarModels, realtimePaths } from './live-avatar.js';
import { lucy2Latest, lucy2Models } from './lucy-2.js';
import { restyleLatestAliases, restyleModels } from './restyle.js';
import { robotModels } from './robots.js';
import type { CatalogueData } from '../types.js';
import { vtonLatestAliases, vtonModels } from './vton.js';

/**
 * Every model, alias and retirement that public sources name from October 2025 on.
 *
 * Left out: `oasis-3-preview` (gRPC, not one of our surfaces) and `lucy-vton-3.5.2` (a pull request of 2026-08-11, not
 * seen served).
 */
export const decartCatalogue: CatalogueData = {
  models: [
    ...lucy2Models,
    ...vtonModels,
    ...restyleModels,
    ...clipModels,
    ...imageModels,
    ...liveAvatarModels,
    ...lipsyncModels,
    ...robotModels,
    ...legacyModels,
  ],
  latest: [
    ...lucy2Latest,
    ...vtonLatestAliases,
    ...restyleLatestAliases,
    ...clipLatestAliases,
    ...imageLatestAliases,
    ...legacyLatestAliases,
  ],
  paths: [...realtimePaths, ...lipsyncPaths],
};
