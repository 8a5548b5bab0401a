/** Runs in the page: shows streams and measures their frames. Bundled by `with-page.ts`. */

/** Mean red, green and blue of a frame, 0 to 255. */
export type Rgb = readonly [number, number, number];

export interface Seen {
  /** Frames presented so far. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Mean colour of the frame, 0 to 255. */
  readonly rgb: Rgb;
}

interface Screen {
  readonly video: HTMLVideoElement;
  frames: number;
}

const screens = new Map<string, Screen>();

/** Shows a stream in a video element under a label; showing another under the same label replaces it. */
function show(label: string, stream: MediaStream): void {
  const known = screens.get(label);
  if (known) {
    known.video.srcObject = stream;
    return;
  }
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 480, title: label });
  video.srcObject = stream;
  document.body.append(video);
  const screen: Screen = { video, frames: 0 };
  screens.set(label, screen);
  const count = (): void => {
    screen.frames++;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
}

function seen(label: string): Seen {
  const screen = screens.get(label);
  if (!screen) return { frames: 0, width: 0, height: 0, rgb: [0, 0, 0] };
  const { video, frames } = screen;
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || frames === 0) return { frames, width, height, rgb: [0, 0, 0] };
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 18;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2d context.');
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const mean = (channel: number): number => {
    let sum = 0;
    for (let index = channel; index < data.length; index += 4) sum += data[index] ?? 0;
    return Math.round(sum / (data.length / 4));
  };
  return { frames, width, height, rgb: [mean(0), mean(1), mean(2)] };
}

/** Resolves once `more` further frames are presented. */
async function moreFrames(label: string, more: number, ms = 40_000): Promise<Seen> {
  const goal = seen(label).frames + more;
  const deadline = performance.now() + ms;
  while (seen(label).frames < goal) {
    if (performance.now() > deadline) {
      throw new Error(`"${label}" showed ${seen(label).frames} frames of ${goal} within ${ms} ms.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return seen(label);
}

/** Resolves after two seconds without a frame. */
async function still(label: string, ms = 60_000): Promise<void> {
  const deadline = performance.now() + ms;
  let since = performance.now();
  for (let known = seen(label).frames; performance.now() - since < 2_000; known = seen(label).frames) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (seen(label).frames !== known) since = performance.now();
    if (performance.now() > deadline) throw new Error(`"${label}" went on for ${ms} ms.`);
  }
}

/**
 * What tells a changed prompt: it moves the mean colour by about 100 in `transform`. The camera's own picture moves it by up
 * to 20, about twice a second.
 */
export const CHANGE = 40;

/** Distance of two mean colours, 0 to 441. */
export const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));

/** Resolves once the mean colour differs from `rgb` by more than `away`: a change arrives with a delay. */
async function movedFrom(label: string, rgb: Rgb, away: number, ms = 40_000): Promise<Seen> {
  const deadline = performance.now() + ms;
  for (;;) {
    const now = await moreFrames(label, 1, ms);
    const moved = distance(now.rgb, rgb);
    if (moved > away) return now;
    if (performance.now() > deadline)
      throw new Error(`The colour of "${label}" moved by ${moved.toFixed()}, not ${away}, within ${ms} ms.`);
  }
}

/** The camera; in the test browser moving test video. */
function camera(width = 1280, height = 720, audio = false): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: 30 }, audio });
}

export const tools = { show, seen, moreFrames, movedFrom, still, camera };
export type Tools = typeof tools;
