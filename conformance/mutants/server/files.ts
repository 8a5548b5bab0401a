import type { Mutant } from '../mutant.js';
import { fileAccessMutants } from './files-access.js';
import { fileLifetimeMutants } from './files-lifetime.js';
import { fileReferenceMutants } from './files-reference.js';

export const fileMutants: readonly Mutant[] = [
  ...fileReferenceMutants,
  ...fileLifetimeMutants,
  ...fileAccessMutants,
];
