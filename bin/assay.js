#!/usr/bin/env node
// Plain JavaScript, so that a Node which is too old still gets one clear line instead of a syntax error.
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(`node-too-old: assay needs Node 22.22 or newer, this is ${process.versions.node}. In the clone run it through npm (npx assay …), which uses the pinned one.\n`);
  process.exit(3);
}
keepCompiled();
const compiled = new URL('../dist/cli/main.js', import.meta.url);
const source = new URL('../cli/main.ts', import.meta.url);
const { main } = await import((existsSync(fileURLToPath(source)) ? source : compiled).href);
await main(process.argv.slice(2));

// Compiled code is kept in the user's own cache: in a folder that others may write, or in the audited tree, somebody could put code there for us to run.
function keepCompiled() {
  if (process.env.NODE_COMPILE_CACHE !== undefined || process.env.NODE_DISABLE_COMPILE_CACHE !== undefined) return;
  try {
    const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assay', 'compiled');
    modules.enableCompileCache(folder);
  } catch {
    // A user without a home waits for the compiler each time.
  }
}
