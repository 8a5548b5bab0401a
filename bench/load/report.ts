import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Empties a file. @returns a function that prints a text and adds it to the file, so that an unattended run leaves both */
export function reportTo(path: string): (text: string) => void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return (text) => {
    console.log(text);
    appendFileSync(path, `${text}\n`);
  };
}
