#!/usr/bin/env node
/**
 * Runs app.cjs with the code that V8 compiled in an earlier run. This saves a third of the time to the first answer.
 * Node's own `module.enableCompileCache` needs Node 22.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const app = fileURLToPath(new URL('app.cjs', import.meta.url));
const cache = `${app}.${process.version}-${process.arch}.cache`;

const names = 'exports, require, module, __filename, __dirname, dynamicImport';
const script = new vm.Script(`(function (${names}) {${readFileSync(app, 'utf8')}\n})`, {
  filename: app,
  cachedData: read(cache),
});
if (script.cachedDataRejected !== false) process.once('exit', keep);

const module = { exports: {} };
const dynamicImport = (specifier) => import(specifier);
script.runInThisContext()(module.exports, createRequire(app), module, app, dirname(app), dynamicImport);

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // the first run
  }
}

/** At exit, when V8 has compiled what a run needs. */
function keep() {
  try {
    writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
    renameSync(`${cache}.${process.pid}`, cache);
  } catch {
    // The folder is not writable: the next start compiles again.
  }
}
