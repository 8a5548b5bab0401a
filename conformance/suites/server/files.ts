import type { Case } from '../../engine/define-case.js';
import { fileLifeCases } from './files-life.js';
import { fileUploadCases } from './files-upload.js';
import { fileAccessCases } from './files-access.js';

export const fileCases: readonly Case[] = [...fileUploadCases, ...fileLifeCases, ...fileAccessCases];
