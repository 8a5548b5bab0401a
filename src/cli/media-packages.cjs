/**
 * The packages that carry media, by name. They are bundled, and run with the code that V8 compiled in an earlier run: Node
 * takes 400 ms for their 600 files, and 60 ms for this. See launcher.mjs.
 */
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const bundle = join(__dirname, 'media-bundle.cjs');
const cache = `${bundle}.${process.version}-${process.arch}.cache`;

// The bundle is ASCII, which this reads and compiles fastest.
const script = new Script(`(function (exports, require, module) {${readFileSync(bundle, 'latin1')}\n})`, {
  filename: bundle,
  cachedData: read(),
});
if (script.cachedDataRejected !== false) process.once('exit', keep);
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
  try {
    writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
    renameSync(`${cache}.${process.pid}`, cache);
  } catch {
    // The folder is not writable: the next start compiles again.
  }
}
