import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findContract } from '../engine/contract-guard.js';
import { fileProblem } from '../engine/file-problem.js';
import { UsageError } from '../engine/filter.js';
import { normalForm, type NormalForm } from './normal-form.js';

/** Reads an OpenAPI document, YAML or JSON, from a URL or a file. Throws UsageError when it cannot be read. */
export async function readDocument(source: string): Promise<NormalForm> {
  const text = /^https?:\/\//.test(source) ? await fetched(source) : fromFile(source);
  let document: unknown;
  try {
    document = parse(text);
  } catch (cause) {
    throw new UsageError(
      `${source} is neither YAML nor JSON: ${cause instanceof Error ? cause.message : ''}`,
      { cause },
    );
  }
  return normalForm(document, source);
}

/** The openapi.yaml of this package. */
export async function ownDocument(): Promise<NormalForm> {
  const file = findContract();
  if (file === undefined) throw new UsageError('openapi.yaml was not found: pass --ours <file>.');
  return readDocument(file);
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch((cause: unknown) => {
    throw new UsageError(`Nothing answers at ${url}.`, { cause });
  });
  if (!response.ok) throw new UsageError(`${url} answered ${response.status}, not a document.`);
  return response.text();
}

function fromFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Cannot read ${file}: ${fileProblem(cause)}.`, { cause });
  }
}
