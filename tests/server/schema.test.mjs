// schema.test.mjs - the schema that the server gives and the one that the page's types are made from are the same.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call, serve } from './kit.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function tables() {
  const dir = mkdtempSync(join(tmpdir(), 'mmscope-schema-'));
  try {
    const program = join(dir, 'print_schema');
    execFileSync(process.env.CC || 'cc', ['-std=c11', `-I${join(top, 'engine')}`, join(top, 'tests', 'web', 'print_schema.c'), '-o', program]);
    return JSON.parse(execFileSync(program, { encoding: 'utf8', maxBuffer: 1 << 24 }));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

test('one schema, two printers', async () => {
  const s = await serve();
  try {
    const wire = (await call(s, 'GET', '/api/v1/schema')).json;
    const rows = tables();
    assert.deepEqual(
      wire.events.map((e) => [e.name, e.station, e.floor, e.notable, e.args]),
      rows.events.map((e) => [e.name, e.station, e.floor, e.notable === 1, e.args.split(' ').filter(Boolean)]),
    );
    assert.deepEqual(wire.commands.map((c) => c.word), rows.commands.map((c) => c.word));
    for (const record of wire.records.filter((r) => r.kind !== 'pte')) {
      const fields = rows.fields.filter((f) => f.kind === record.kind && 'VSI'.includes(f.visibility));
      assert.deepEqual(record.fields.map((f) => [f.name, f.visibility, f.unit]), fields.map((f) => [f.name, f.visibility, f.unit]), record.kind);
    }
    assert.ok(wire.records.length > 10 && wire.events.length > 50);
  } finally {
    await s.stop();
  }
});
