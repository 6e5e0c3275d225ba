// run.mjs - every e2e of this folder, two at a time, as each mostly waits for its browser; the last line sums up their counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const AT_ONCE = 2;
/** A file that hangs is asked where it is (lib.mjs answers SIGTERM), and then ended. */
const LIMIT_MS = 900000 * Number(process.env.MMSCOPE_PATIENCE ?? 1);
const ANSWER_MS = 30000;
const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here).filter((f) => f.endsWith('.mjs') && !['run.mjs', 'lib.mjs'].includes(f) && (!wanted.length || wanted.includes(f.replace('.mjs', '')))).sort();
let passed = 0;
let failed = 0;

/** Runs a file; what it says comes at its end, in one piece. */
async function one(file) {
    const child = spawn(process.execPath, [join(here, file)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const began = Date.now();
    let timer = setTimeout(() => {
        child.kill('SIGTERM');
        timer = setTimeout(() => child.kill('SIGKILL'), ANSWER_MS);
    }, LIMIT_MS);
    let out = '';
    let err = '';
    child.stdout.on('data', (d) => (out += d));
    child.stderr.on('data', (d) => (err += d));
    const [status, signal] = await once(child, 'close');
    clearTimeout(timer);
    process.stdout.write(`== ${file}, ${Math.round((Date.now() - began) / 1000)} s\n${out}`);
    process.stderr.write(err);
    const m = /(\d+) passed, (\d+) failed\s*$/.exec(out);
    if (m) {
        passed += Number(m[1]);
        failed += Number(m[2]);
    }
    if (!m || (status !== 0 && m[2] === '0')) {
        console.log(`FAIL ${file} did not come to its end (${signal ?? `status ${status}`})`);
        failed++;
    }
}

const waiting = [...files];
await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
        for (let file = waiting.shift(); file; file = waiting.shift()) await one(file);
    }),
);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
