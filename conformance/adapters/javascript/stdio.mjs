/* global File */
import { openAsBlob } from 'node:fs';
import { adapt, given } from './kit-adapter.mjs';

/** Runs an adapter over stdin and stdout. Other output of the SDK is ignored. */
export function serve(adapter) {
  const take = adapt(
    { fileOf, ...adapter },
    (line) => process.stdout.write(`${line}\n`),
    () => process.exit(0),
  );
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    lines.forEach(take);
  });
  process.stdin.on('end', () => process.exit(0));
}

/** Bytes that the kit passed in any way, as a File. */
export async function fileOf(blob) {
  const { path, name = 'blob', mime = '' } = blob.$blob;
  return path === undefined ? given(blob) : new File([await openAsBlob(path)], name, { type: mime });
}
