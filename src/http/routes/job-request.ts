import { ApiError, type ErrorCode } from '../../contract/errors.js';
import { validateForm, type FormUploads, type FormValues } from '../../contract/validation/forms.js';
import type { MediaSource } from '../../media/media-source.js';
import { outputSize, whyNotServed, type ServedResolution } from '../../world/catalogue/index.js';
import { reportUnserved } from '../../world/accounts/report-unserved.js';
import type { JobSubmission } from '../../world/jobs/submit.js';
import type { CallFacts } from '../../world/rules/types.js';
import { missingKey } from '../pipeline/credentials.js';
import type { UploadedPart } from '../pipeline/form.js';
import type { LazyRenderer } from '../lazy-renderer.js';
import type { HttpContext, Input, ParsedInput } from '../pipeline/operation.js';
import { checkUploads } from './upload-kinds.js';

/** What a submit and a process call share: a model, a form, and the size of the result. */

/** A submit or a process call with a valid form. */
export interface JobRequest {
  readonly served: ServedResolution;
  readonly values: FormValues;
  readonly files: FormUploads<UploadedPart>;
}

/**
 * Seconds of a clip that is made without a video, and seconds charged when the length of the upload is unknown: a clip
 * of the previous generation (facts: api.md 1.2).
 */
const DEFAULT_SECONDS = 5;

export const modelOf = (input: Input): string => String(input.request.params['model']);

/** What rules match on in a submit. */
export function factsOf(input: Input): CallFacts {
  const prompt = input.form?.texts['prompt'];
  const last: unknown = Array.isArray(prompt) ? prompt.at(-1) : prompt;
  return { model: modelOf(input), prompt: typeof last === 'string' ? last : undefined };
}

const MODEL_ADVICE =
  'Correct the model in the path: docs/reference/generated/models.md has their names, and what serves them.';
const routes = { queue: '/v1/jobs/', process: '/v1/generate/' };

/**
 * The model on this surface at the catalogue date.
 * @throws ApiError model_retired when there is a key; `unknown`, the route's own error, for an unknown name
 */
export function servedModel(
  context: HttpContext,
  input: Input,
  surface: 'queue' | 'process',
  unknown: ErrorCode,
  params: Readonly<Record<string, string>> = {},
): ServedResolution {
  const date = input.account?.catalogueDate() ?? context.world.today();
  const { catalogue } = context.world;
  const found = catalogue.resolve(modelOf(input), surface, date);
  if (found.state === 'served') return found;
  const note = whyNotServed(catalogue, found, surface, date);
  if (found.state === 'unknown') {
    const error = new ApiError(unknown, params, [], note, MODEL_ADVICE);
    // The client gets the answer of an unknown path, which does not mention the model.
    if (input.account) {
      const named = { route: `POST ${routes[surface]}`, outcome: error.status };
      reportUnserved(input.account, catalogue, found, surface, date, named);
    }
    throw error;
  }
  // The API's document lists routes of retired models too, and each requires the key (facts: api.md 1.0, 4.1).
  if (!input.account) throw ApiError.validation([missingKey]);
  throw new ApiError('model_retired', { model: found.requested }, [], note);
}

export function parseJobRequest(served: ServedResolution, input: Input): ParsedInput<JobRequest> {
  const { family } = served.model;
  if (!family) throw new Error(`The catalogue has no form for ${served.model.name}.`);
  const result = validateForm(family, input.form?.texts ?? {}, input.form?.files ?? {});
  return result.ok ? { ok: true, value: { served, values: result.values, files: result.files } } : result;
}

/** A valid form as a submission to the account's jobs. */
export async function submissionOf(renderer: LazyRenderer, jobRequest: JobRequest): Promise<JobSubmission> {
  const { served, values, files } = jobRequest;
  const main = checkUploads(served, files);
  const facts = main && (await renderer.factsOf(sourceOf(main)));
  const { width, height } = outputSize(served.served, served.format, values.resolution, facts);
  const second = files.reference_image ?? files.end;
  const keeps = renderer.needsUploads;
  const isClip = served.model.output === 'video';
  const uploaded = main?.kind === 'video' ? facts?.durationSeconds : isClip ? DEFAULT_SECONDS : undefined;
  const { cutAt } = served.served;
  const isCut = cutAt !== undefined && uploaded !== undefined && uploaded > cutAt.seconds;
  // The result is as long as what is charged, also where the length of the upload cannot be read.
  const durationSeconds = isCut ? cutAt.seconds : (uploaded ?? (isClip ? DEFAULT_SECONDS : undefined));
  return {
    requestedModel: served.requested,
    model: served.model.name,
    prompt: values.prompt ?? '',
    seed: values.seed,
    width,
    height,
    fps: served.format.fps,
    price: served.served.price,
    amount: durationSeconds !== undefined && isClip ? durationSeconds : 1,
    resolution: values.resolution,
    durationSeconds,
    ...(isCut && { warning: cutWarning(served.requested, uploaded, cutAt.seconds) }),
    ...(cutAt && uploaded === undefined && { warning: unreadWarning(served.requested, cutAt.seconds) }),
    upload: keeps ? main : undefined,
    reference: keeps ? second : undefined,
    inputDigest: keeps ? undefined : await main?.blob.sha256(),
    referenceDigest: keeps ? undefined : await second?.blob.sha256(),
    trajectory: keeps ? values.trajectory : undefined,
  };
}

const cutWarning = (model: string, uploaded: number, most: number): string =>
  `${model} makes at most ${most} s: of an upload of ${Math.round(uploaded * 100) / 100} s only the first ${most} s ` +
  'are used and charged. Cut the clip before you upload it.';

const unreadWarning = (model: string, most: number): string =>
  `${model} makes at most ${most} s, and the length of the upload cannot be read: ${DEFAULT_SECONDS} s are charged, ` +
  `and a longer upload is cut. Send a file whose header has its length, such as an MP4 that is not fragmented.`;

export const sourceOf = ({ blob, mime }: { blob: UploadedPart['blob']; mime: string }): MediaSource => ({
  size: blob.size,
  mime,
  read: (start, end) => blob.read(start, end),
});
