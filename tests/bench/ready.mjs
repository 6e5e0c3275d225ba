// ready.mjs - ready_ms: from starting the program to its first line, the port open, its rooms read; median of nine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = process.env.MMSCOPE_BIN ?? 'build/mmscope';
const data = mkdtempSync(join(tmpdir(), 'mmscope-'));
const times = [];
for (let i = 0; i < 9; i++) {
  const began = performance.now();
  const child = spawn(bin, ['serve', '--port', '0', '--log', 'error', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  times.push(performance.now() - began);
  child.kill('SIGTERM');
  await once(child, 'exit');
}
console.log(`ready_ms ${times.sort((a, b) => a - b)[4].toFixed(1)} ms`);
rmSync(data, { recursive: true });
