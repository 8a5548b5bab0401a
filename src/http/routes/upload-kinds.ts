import { ApiError } from '../../contract/errors.js';
import type { FormUploads } from '../../contract/validation/forms.js';
import { inputKindOf, type ServedResolution } from '../../world/catalogue/index.js';
import type { UploadedPart } from '../pipeline/form.js';

type InputKind = 'image' | 'video';

/** What advice calls each kind. MP4 is documented (facts: api.md 1.2); the formats of pictures are inferred. */
const words: Readonly<Record<InputKind, string>> = {
  image: 'a picture, such as a PNG or JPEG',
  video: 'a video, such as an MP4',
};

/**
 * The picture or clip to work on.
 * @throws ApiError invalid_file_type for an upload of the wrong kind, with advice that names its field and what it takes
 */
export function checkUploads(
  served: ServedResolution,
  files: FormUploads<UploadedPart>,
): UploadedPart | undefined {
  const main = files.data ?? files.start;
  const checks = [
    [main, inputKindOf(served.model)],
    [files.reference_image, 'image'],
    [files.end, 'image'],
  ] as const;
  for (const [part, wanted] of checks)
    if (part && part.kind !== wanted)
      throw new ApiError('invalid_file_type', {}, [], undefined, adviceFor(part, wanted, served.requested));
  return main;
}

const adviceFor = (part: UploadedPart, wanted: InputKind, model: string): string =>
  `Send ${words[wanted]}, as "${part.field}" of ${model}. By its bytes, "${part.filename}" is ${foundKind(part)}.`;

function foundKind({ kind, mime, size }: UploadedPart): string {
  if (size === 0) return 'empty';
  if (kind === 'unknown') return 'neither a picture nor a video';
  return `a ${kind === 'image' ? 'picture' : 'video'} (${mime})`;
}
