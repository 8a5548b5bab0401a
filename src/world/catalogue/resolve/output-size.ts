import type { MediaFormat, ServedModel, Size } from '../types.js';

interface Dimensions {
  readonly width: number;
  readonly height: number;
}

const lines: Record<Size, number | undefined> = { '480p': 480, '720p': undefined, '1080p': 1080 };

/** As the SDK's own 1080p test has it: 1088x624 becomes 1884x1080. Not known for 480p; the same rule is assumed. */
function scaled({ width, height }: Dimensions, size: Size): Dimensions {
  const target = lines[size];
  if (target === undefined) return { width, height };
  return { width: Math.ceil((width * target) / height / 2) * 2, height: target };
}

const turned = ({ width, height }: Dimensions): Dimensions => ({ width: height, height: width });

/**
 * The size of a result in pixels: the model's shape, landscape or portrait, whose ratio is nearest to the input's
 * (landscape without input), at the requested resolution. A model of a fixed size has that for every input.
 */
export function outputSize(
  served: Pick<ServedModel, 'shapes' | 'fixedSize'>,
  format: MediaFormat,
  size: Size = '720p',
  input?: Dimensions,
): Dimensions {
  if (served.fixedSize) return scaled(format, size);
  const landscape = [format, ...(served.shapes ?? [])].map((shape) => scaled(shape, size));
  const ratio = ({ width, height }: Dimensions) => Math.log(width / height);
  const wanted = input ? ratio(input) : ratio(format);
  return [...landscape, ...landscape.map(turned)].reduce((best, shape) =>
    Math.abs(ratio(shape) - wanted) < Math.abs(ratio(best) - wanted) - 1e-9 ? shape : best,
  );
}
