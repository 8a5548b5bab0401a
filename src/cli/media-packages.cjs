/**
 * The packages that carry media, by name. They are bundled, and run with the code that V8 compiled in an earlier run: Node
 * takes 400 ms for their 600 files, and 60 ms for this. See launcher.cjs.
 */
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const bundle = join(__dirname, 'media-bundle.cjs');
/** More code than the one that is kept, by which a run replaces it: the first run may have had no session. */
const GROWTH = 1.2;

const cache = `${bundle}.${process.version}-${process.arch}.cache`;

const kept = read();

// The bundle is ASCII, which this reads and compiles fastest.
const script = new Script(`(function (exports, require, module) {${readFileSync(bundle, 'latin1')}\n})`, {
  filename: bundle,
  cachedData: kept,
});
process.once('exit', keep);
script.runInThisContext()(module.exports, createRequire(bundle), module);

function read() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined; // the first run
  }
}

/** At exit, when V8 has compiled what a session needs. */
function keep() {
  const known = script.cachedDataRejected === false ? kept.length : 0;
  try {
    const compiled = script.createCachedData();
    if (compiled.length < known * GROWTH) return;
    writeFileSync(`${cache}.${process.pid}`, compiled);
    renameSync(`${cache}.${process.pid}`, cache);
  } catch {
    // The folder is not writable: the next start compiles again.
  }
}
