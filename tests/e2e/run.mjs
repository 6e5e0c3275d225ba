// run.mjs - every e2e of this folder, one after the other; the last line sums up their counts.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here).filter((f) => f.endsWith('.mjs') && !['run.mjs', 'lib.mjs'].includes(f) && (!wanted.length || wanted.includes(f.replace('.mjs', ''))));
let passed = 0;
let failed = 0;
for (const file of files.sort()) {
    console.log(`== ${file}`);
    const run = spawnSync(process.execPath, [join(here, file)], { encoding: 'utf8', timeout: 300000 });
    process.stdout.write(run.stdout);
    process.stderr.write(run.stderr);
    const m = /(\d+) passed, (\d+) failed\s*$/.exec(run.stdout);
    if (m) {
        passed += Number(m[1]);
        failed += Number(m[2]);
    }
    if (!m || (run.status !== 0 && m[2] === '0')) {
        console.log(`FAIL ${file} did not come to its end (${run.error?.message ?? `status ${run.status}`})`);
        failed++;
    }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
