import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const isOurs = (file: string): boolean => !file.startsWith(join('src', 'cli'));

/** Transpiles each source to one module under the same path, and copies the assets. */
export async function transpileLibrary(outdir: string): Promise<void> {
  const files = (await Promise.all(['src', 'conformance'].map(filesOf))).flat().filter(isOurs);
  await build({
    entryPoints: files.filter((file) => file.endsWith('.ts')),
    outdir,
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  });
  for (const asset of files.filter((file) => !file.endsWith('.ts'))) {
    const to = join(outdir, asset);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(asset, to);
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => !/node_modules|__pycache__/.test(file));
}
