// rest.test.mjs - every REST call on the real server, and what it refuses.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { call, serve, settled } from './kit.mjs';

let s;
let room;
const SCENARIO = 'machine memory=16M seed=1\nspawn app\napp mmap 1M as buf\napp write buf+0..64K\n';

before(async () => {
  s = await serve();
  const made = await call(s, 'POST', '/api/v1/rooms', { body: { scenario: SCENARIO } });
  assert.equal(made.status, 201, made.text);
  room = made.json;
  await settled(s, room.id);
});
after(async () => {
  const { code, signal } = await s.stop();
  assert.deepEqual([code, signal], [0, null]);
});

const problem = (r, status, kind) => {
  assert.equal(r.status, status, r.text);
  assert.match(r.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(r.json.status, status);
  if (kind) assert.equal(r.json.type, `mmscope:${kind}`);
  assert.ok(r.json.detail.length > 5);
};

test('the first line of stdout says where it listens', () => {
  assert.equal(s.firstLine, `mmscope: listening on http://127.0.0.1:${s.port}`);
});

test('the machine of a blank room, before there is one', async () => {
  const said = (await call(s, 'GET', '/api/v1/machine')).json;
  const { json: room } = await call(s, 'POST', '/api/v1/rooms', { body: { scenario: 'machine memory=64M' } });
  const { config } = await settled(s, room.id);
  const kb = async (line) => Number(new RegExp(`${line}: +(\\d+) kB`).exec((await call(s, 'GET', `/api/v1/rooms/${room.id}/proc/meminfo`)).text)[1]);
  assert.deepEqual([said.memory_bytes, said.frames], [config.memory_bytes, config.frames]);
  assert.deepEqual([said.managed_pages * 4, said.free_pages * 4], [await kb('MemTotal'), await kb('MemFree')]);
  assert.ok(said.min_pages < said.low_pages && said.low_pages < said.high_pages);
  await call(s, 'DELETE', `/api/v1/rooms/${room.id}`, { token: room.presenter_token });
});

test('healthz, metrics, openapi, schema', async () => {
  const health = await call(s, 'GET', '/healthz');
  assert.equal(health.json.status, 'ok');
  assert.ok(health.json.rooms >= 2, 'the guided room and ours');
  const metrics = await call(s, 'GET', '/metrics');
  assert.match(metrics.text, /^mmscope_rooms \d+$/m);
  const openapi = await call(s, 'GET', '/api/v1/openapi.json');
  assert.equal(openapi.json.openapi, '3.1.0');
  assert.ok(openapi.json.paths['/api/v1/rooms/{id}/commands'].post);
  const schema = await call(s, 'GET', '/api/v1/schema');
  assert.ok(schema.json.commands.find((c) => c.word === 'mmap').args.length > 3);
  assert.deepEqual(schema.json.events.find((e) => e.name === 'tlb_miss').args, ['cpu', 'tlb_level', 'vpn', 'set']);
  assert.ok(schema.json.records.find((k) => k.kind === 'frame').fields.every((f) => f.en && f.zh));
  assert.equal(schema.json.limits['max-rooms'], 32);
  const again = await call(s, 'GET', '/api/v1/schema', { headers: { 'If-None-Match': schema.headers.get('etag') } });
  assert.equal(again.status, 304);
});

test('the guided first room is there, public, at its beginning', async () => {
  const first = await settled(s, 'first');
  assert.equal(first.lesson, 'first');
  assert.equal(first.step, 0);
  assert.ok(first.head.seq > 1000);
  assert.equal(first.inputs[0].malformed, 0);
  assert.equal(first.problem, null);
  assert.ok(first.steps.length > 10, 'in pieces');
  const { json } = await call(s, 'GET', '/api/v1/rooms');
  assert.ok(json.rooms.some((r) => r.id === 'first'));
  const mine = await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'first' } });
  assert.equal(mine.status, 201);
  const copy = await settled(s, mine.json.id);
  assert.deepEqual([copy.hash, copy.head_hash], [first.hash, first.head_hash], 'a copy has the same history');
  assert.notEqual(first.hash, first.head_hash);
  assert.equal((await call(s, 'GET', '/api/v1/rooms/first/snapshot')).json.hash, first.hash);
  assert.equal((await call(s, 'DELETE', `/api/v1/rooms/${mine.json.id}`, { token: mine.json.presenter_token })).status, 204);
  problem(await call(s, 'GET', `/api/v1/rooms/${mine.json.id}`), 404, 'no-room');
});

test('a room made of a scenario stands at its end', async () => {
  const state = (await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json;
  assert.equal(state.step, 3);
  assert.deepEqual(state.steps.map((x) => x[2]), ['spawn app', 'app mmap 1M as buf', 'app write buf+0..64K']);
  assert.equal(state.steps[0][0], 1);
  state.steps.reduce((last, x) => (assert.equal(x[0], last + 1), x[1]), 0);
});

test('commands: text, JSON, results, key, at_step', async () => {
  const path = `/api/v1/rooms/${room.id}/commands`;
  const { presenter_token: token } = room;
  const text = await call(s, 'POST', path, { token, type: 'text/plain', body: 'app touch 0x10 r\nprint vmstat.pgfault\n' });
  assert.equal(text.status, 200, text.text);
  assert.equal(text.json.step, 4);
  assert.equal(text.json.results[0].result.signal, 'SIGSEGV');
  assert.equal(text.json.results[0].result.code, 'SEGV_MAPERR');
  assert.equal(text.json.results.length, 2);
  assert.match(text.json.results[1].output, /\d/);
  assert.equal(text.json.results[1].events, null);
  const refused = await call(s, 'POST', path, { token, body: { lines: ['spawn b', 'b mmap 4K as x', 'frobnicate b', 'spawn never'] } });
  assert.equal(refused.status, 200);
  assert.equal(refused.json.ok, false);
  assert.equal(refused.json.results.length, 3, 'it stops at the first refusal');
  assert.equal(refused.json.results[2].problem.line, 3);
  assert.equal(refused.json.results[2].problem.word.length > 0, true);
  const key = { lines: ['spawn keyed'], key: 'k1' };
  const once = await call(s, 'POST', path, { token, body: key });
  const twice = await call(s, 'POST', path, { token, body: key });
  assert.equal(once.text, twice.text, 'the same request sent twice runs once');
  problem(await call(s, 'POST', path, { token, body: { lines: ['spawn late'], at_step: 0 } }), 409, 'moved');
  problem(await call(s, 'POST', path, { token, body: { lines: ['x'], banana: 1 } }), 400, 'unknown-field');
  problem(await call(s, 'POST', path, { token, body: '{"lines":["a"],"lines":["b"]}' }), 400, 'json');
  problem(await call(s, 'POST', path, { token, body: '{"lines":["a"]} tail' }), 400, 'json');
  problem(await call(s, 'POST', path, { body: { lines: ['spawn thief'] } }), 401, 'token');
  problem(await call(s, 'POST', path, { token: 'x'.repeat(32), body: { lines: ['spawn thief'] } }), 403, 'role');
  problem(await call(s, 'POST', path, { token, type: 'text/html', body: 'x' }), 415);
  problem(await call(s, 'POST', path, { token, headers: { Origin: 'http://evil.example' }, body: { lines: ['spawn x'] } }), 403, 'origin');
});

test('a room that is asked for wrongly: the field is named, nothing is made', async () => {
  const before = (await call(s, 'GET', '/api/v1/rooms')).json.rooms.length;
  for (const [field, body] of [
    ['scenario', { scenario: 5 }],
    ['lesson', { scenario: 'spawn a', lesson: 5 }],
    ['title', { title: 5 }],
    ['private', { private: 'yes' }],
    ['cursor', { cursor: 'middle' }],
    ['as', { as: 'lesson' }],
    ['set', { set: { x: 1 } }],
    ['machine', { machine: 'memory=64M' }],
    ['kind', { kind: 'lackey' }],
    ['limit', { scenario: 'spawn a', limit: 5 }],
  ]) {
    const answer = await call(s, 'POST', '/api/v1/rooms', { body });
    problem(answer, 400, 'arguments');
    assert.equal(answer.json.field, field);
  }
  problem(await call(s, 'POST', '/api/v1/rooms', { body: { scenario: 'spawn a', lesson: 'frame' } }), 400, 'arguments');
  assert.equal((await call(s, 'GET', '/api/v1/rooms')).json.rooms.length, before);
});

test('time: cursor, snapshots, branches, the past is read only', async () => {
  const base = `/api/v1/rooms/${room.id}`;
  const { presenter_token: token } = room;
  const head = (await call(s, 'GET', base)).json.head;
  const now = (await call(s, 'GET', `${base}/snapshot`)).json;
  const moved = await call(s, 'POST', `${base}/cursor`, { token, body: { step: 1 } });
  assert.equal(moved.json.step, 1);
  assert.equal(moved.json.inside, false);
  const there = (await call(s, 'GET', `${base}/snapshot`)).json;
  assert.equal(there.hash, moved.json.hash);
  assert.notEqual(there.hash, now.hash);
  assert.equal((await call(s, 'GET', `${base}/snapshot?step=${head.step}`)).json.hash, now.hash);
  const inside = await call(s, 'POST', `${base}/cursor`, { token, body: { seq: moved.json.seq + 2 } });
  assert.equal(inside.json.inside, true);
  assert.equal(inside.json.step, 2);
  assert.equal((await call(s, 'GET', base)).json.hash, inside.json.hash, 'the room tells the hash of where it stands');
  const next = await call(s, 'POST', `${base}/cursor`, { token, body: { next: 'fault_done' } });
  assert.equal(next.status, 200, next.text);
  const [event] = (await call(s, 'GET', `${base}/events?from=${next.json.seq}&limit=1`)).text.trim().split('\n').map((l) => JSON.parse(l));
  assert.equal(event.event, 'fault_done');
  const previous = await call(s, 'POST', `${base}/cursor`, { token, body: { previous: 'page_fault' } });
  assert.ok(previous.json.seq < next.json.seq);
  const unknown = await call(s, 'POST', `${base}/cursor`, { token, body: { next: 'no_such' } });
  problem(unknown, 400);
  assert.equal(unknown.json.field, 'next');
  await call(s, 'POST', `${base}/cursor`, { token, body: { step: 0 } });
  const minor = await call(s, 'POST', `${base}/cursor`, { token, body: { next: 'fault_minor' } });
  assert.equal(minor.status, 200, minor.text);
  assert.equal(JSON.parse((await call(s, 'GET', `${base}/events?from=${minor.json.seq}&limit=1`)).text).args.major, 0);
  problem(await call(s, 'POST', `${base}/cursor`, { token, body: { next: 'fault_major' } }), 404); // no file is read from a disk
  problem(await call(s, 'POST', `${base}/cursor`, { token, body: { step: 1e6 } }), 404, 'position');
  problem(await call(s, 'POST', `${base}/cursor`, { token, body: { step: 1, seq: 2 } }), 400);
  await call(s, 'POST', `${base}/cursor`, { token, body: { step: 1 } });
  const past = await call(s, 'POST', `${base}/commands`, { token, body: { lines: ['spawn late'] } });
  assert.equal(past.json.results[0].problem.status, 409, 'at a past cursor nothing runs without branch');
  const branch = await call(s, 'POST', `${base}/commands`, { token, body: { lines: ['spawn other'], branch: true } });
  assert.equal(branch.status, 200, branch.text);
  assert.equal(branch.json.step, 2);
  const branched = (await call(s, 'GET', `/api/v1/rooms/${branch.json.room.id}`)).json;
  assert.deepEqual(branched.parent, { id: room.id, step: 1 });
  assert.deepEqual((await call(s, 'GET', base)).json.head, head, 'nothing is dropped in the parent');
  const second = await call(s, 'POST', `${base}/branches`, { token, body: { step: 2 } });
  assert.equal(second.status, 201);
  const state = await call(s, 'GET', `/api/v1/rooms/${second.json.id}/snapshot`);
  assert.equal(state.json.hash, (await call(s, 'GET', `${base}/snapshot?step=2`)).json.hash);
  for (const b of [branch.json.room, second.json])
    assert.equal((await call(s, 'DELETE', `/api/v1/rooms/${b.id}`, { token: b.presenter_token })).status, 204);
  await call(s, 'POST', `${base}/cursor`, { token, body: { step: head.step } });
});

test('reading: events, why, inspect, proc, value, values, timeline, export', async () => {
  const base = `/api/v1/rooms/${room.id}`;
  const lines = (await call(s, 'GET', `${base}/events?from=1&limit=500`)).text.trim().split('\n').map((l) => JSON.parse(l));
  assert.deepEqual(lines.map((e) => e.seq), lines.map((_, i) => i + 1));
  assert.equal(lines[0].event, 'command');
  for (const e of lines) if (e.cause !== null) assert.ok(e.cause < e.seq && e.cause >= 1);
  const frame = lines.findLast((e) => e.event === 'frame_taken' && e.step === 3).args.pfn;
  const why = await call(s, 'GET', `${base}/why?kind=frame&id=${frame}&step=3`);
  assert.equal(why.status, 200, why.text);
  assert.equal(why.json.chain.at(-1).event, 'command');
  assert.ok(why.json.chain.length >= 2);
  for (let i = 1; i < why.json.chain.length; i++) assert.ok(why.json.chain[i].seq < why.json.chain[i - 1].seq);
  assert.ok(Object.keys(why.json.changed).length > 0);
  const inspect = await call(s, 'GET', `${base}/inspect?kind=frame&id=${frame}&step=3`);
  assert.equal(inspect.json.record.refcount >= 1, true);
  assert.ok(inspect.json.relatives.some((r) => r.rel === 'zone'));
  const page = await call(s, 'GET', `${base}/inspect?kind=page&actor=app&addr=0x10`);
  assert.equal(page.status, 404, 'app has died of SIGSEGV');
  const named = await call(s, 'GET', `${base}/inspect?kind=page&actor=app&addr=buf%2B4K&step=3`);
  const plain = await call(s, 'GET', `${base}/inspect?kind=page&actor=app&addr=${named.json.addr}&step=3`);
  assert.deepEqual(named.json, plain.json);
  problem(await call(s, 'GET', `${base}/inspect?kind=page&actor=app&addr=no_such&step=3`), 400);
  problem(await call(s, 'GET', `${base}/inspect?kind=frame&id=99999999`), 404, 'not-found');
  problem(await call(s, 'GET', `${base}/inspect?kind=banana&id=1`), 400);
  const meminfo = await call(s, 'GET', `${base}/proc/meminfo`);
  assert.match(meminfo.headers.get('content-type'), /^text\/plain/);
  assert.match(meminfo.text, /^MemTotal: +\d+ kB$/m);
  problem(await call(s, 'GET', `${base}/proc/nothing`), 404);
  assert.match((await call(s, 'GET', `${base}/proc/sys/devices/system/node/node0/numastat`)).text, /^numa_hit \d+$/m);
  assert.match((await call(s, 'GET', `${base}/proc/unusable_index`)).text, /^Node 0, zone +DMA( 0\.\d{3}){11} $/m);
  assert.equal((await call(s, 'GET', `${base}/events?from=0`)).json.field, 'from');
  const value = await call(s, 'GET', `${base}/value?path=vmstat.pgfault`);
  assert.equal(typeof value.json.value, 'number');
  const values = await call(s, 'GET', `${base}/values?path=vmstat.pgfault,meminfo.MemFree&from=0&to=3`);
  assert.deepEqual(values.json.steps, [0, 1, 2, 3]);
  assert.equal(values.json.values['vmstat.pgfault'].length, 4);
  assert.equal(values.json.values['vmstat.pgfault'][3] - values.json.values['vmstat.pgfault'][2], 16, '64K written are 16 faults');
  problem(await call(s, 'GET', `${base}/value?path=no.such`), 422);
  const life = (await call(s, 'GET', `${base}/values?path=app.status.VmRSS,vmstat.pgfault&from=0&to=3`)).json;
  assert.equal(life.values['app.status.VmRSS'][0], null, 'app is not there at boot');
  assert.equal(typeof life.values['app.status.VmRSS'][3], 'number');
  assert.equal(life.units['app.status.VmRSS'], 'kB');
  problem(await call(s, 'GET', `${base}/values?path=vmstat.pgfault,nobody.status.VmRSS`), 422);
  const timeline = (await call(s, 'GET', `${base}/timeline`)).json;
  assert.ok(timeline.rows.length >= 3);
  assert.ok(timeline.notable.some(([, kind]) => kind === 'fault_done'));
  const scenario = (await call(s, 'GET', `${base}/export?format=mm`)).text;
  const copy = (await call(s, 'POST', '/api/v1/rooms', { body: { scenario } })).json;
  assert.equal((await settled(s, copy.id)).hash, (await call(s, 'GET', base)).json.hash, 'an export makes the same history');
});

test('uploads: stored by hash, run as a trace, limits told', async () => {
  const lackey = ['I  00401000,3', ' S 1ffefff000,8', ' L 04a2000,4', 'nonsense', ' M 04a2008,4'].join('\n') + '\n';
  const put = await call(s, 'POST', '/api/v1/traces?kind=lackey', { type: 'application/octet-stream', body: lackey });
  assert.equal(put.status, 201, put.text);
  assert.equal(put.json.id, createHash('sha256').update(lackey).digest('hex'));
  const made = await call(s, 'POST', '/api/v1/rooms', { body: { upload: put.json.id } });
  assert.equal(made.status, 201, made.text);
  const state = await settled(s, made.json.id);
  assert.equal(state.inputs[0].malformed, 1);
  assert.match(state.inputs[0].first_malformed, /nonsense/);
  problem(await call(s, 'POST', '/api/v1/traces?kind=banana', { type: 'application/octet-stream', body: 'x' }), 400);
  problem(await call(s, 'POST', '/api/v1/traces', { type: 'application/octet-stream', body: new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2]) }), 422);
  for (const [field, body] of [
    ['upload', { upload: 'f'.repeat(64) }],
    ['kind', { upload: put.json.id, kind: 'pages' }],
    ['limit', { upload: put.json.id, limit: 'many' }],
    ['machine', { upload: put.json.id, machine: 'memory=64M\nspawn a' }],
  ]) {
    const refused = await call(s, 'POST', '/api/v1/rooms', { body });
    problem(refused, 422, 'upload');
    assert.equal(refused.json.field, field);
  }
  assert.equal((await call(s, 'POST', '/api/v1/rooms', { body: { upload: put.json.id, kind: 'lackey' } })).status, 201);
});

test('validate names every problem with its place', async () => {
  const bad = await call(s, 'POST', '/api/v1/validate', { body: { scenario: 'spawn a\na mmap lots as x\nb munmap y\n' } });
  assert.equal(bad.status, 200);
  assert.equal(bad.json.ok, false);
  assert.deepEqual(bad.json.problems.map((p) => p.line), [2, 3]);
  assert.ok(bad.json.problems[0].detail && bad.json.problems[0].detail_zh);
  assert.equal((await call(s, 'POST', '/api/v1/validate', { body: { scenario: SCENARIO } })).json.ok, true);
  const room422 = await call(s, 'POST', '/api/v1/rooms', { body: { scenario: 'frobnicate' } });
  problem(room422, 422, 'scenario');
  assert.equal(room422.json.problems.length, 1);
  // Larger than any room may be: refused here, and not by the room later.
  const large = await call(s, 'POST', '/api/v1/rooms', { body: { scenario: 'machine seed=1 memory=64G\nspawn a\n' } });
  problem(large, 422, 'scenario');
  assert.deepEqual([large.json.field, large.json.limit, large.json.line, large.json.column], ['memory', 2 ** 34, 1, 16]);
  assert.equal((await call(s, 'POST', '/api/v1/validate', { body: { scenario: 'machine memory=64G\n' } })).json.problems[0].limit, 2 ** 34);
});

test('addresses: what is unknown in a query or too long is refused as that', async () => {
  for (const path of ['rooms?x=1', 'schema?x', 'lessons?long=en']) problem(await call(s, 'GET', `/api/v1/${path}`), 400, 'unknown-field');
  assert.equal((await call(s, 'GET', '/api/v1/lessons?lang=zh-CN')).status, 200);
  assert.equal((await call(s, 'GET', '/api/v1/lessons/first-touch?lang=fr')).json.field, 'lang');
  const long = await call(s, 'GET', `/api/v1/rooms?${'a'.repeat(17000)}`);
  problem(long, 414, 'address');
  assert.equal(long.json.limit, 16384);
});

test('private rooms need their token', async () => {
  const made = (await call(s, 'POST', '/api/v1/rooms', { body: { scenario: SCENARIO, private: true } })).json;
  assert.ok(made.viewer_token);
  problem(await call(s, 'GET', `/api/v1/rooms/${made.id}`), 401);
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${made.id}`, { token: made.viewer_token })).status, 200);
  assert.ok(!(await call(s, 'GET', '/api/v1/rooms')).text.includes(made.id));
  problem(await call(s, 'POST', `/api/v1/rooms/${made.id}/commands`, { token: made.viewer_token, body: { lines: ['spawn x'] } }), 403);
});

test('methods: OPTIONS, HEAD, 405 with Allow, 404', async () => {
  const options = await call(s, 'OPTIONS', '/api/v1/rooms');
  assert.equal(options.status, 204);
  assert.equal(options.headers.get('allow'), 'GET, HEAD, POST, OPTIONS');
  const wrong = await call(s, 'PUT', `/api/v1/rooms/${room.id}`, { body: {} });
  problem(wrong, 405, 'method');
  assert.equal(wrong.headers.get('allow'), 'GET, HEAD, DELETE, OPTIONS');
  const head = await call(s, 'HEAD', '/healthz');
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  problem(await call(s, 'GET', '/api/v1/nothing'), 404, 'not-found');
  for (const r of [options, wrong, head]) {
    assert.equal(r.headers.get('x-content-type-options'), 'nosniff');
    assert.match(r.headers.get('content-security-policy'), /default-src 'none'/);
  }
});

test('API.md names every address and every message', async () => {
  const text = readFileSync(new URL('../../server/API.md', import.meta.url), 'utf8');
  const { json } = await call(s, 'GET', '/api/v1/openapi.json');
  for (const path of Object.keys(json.paths)) assert.ok(text.includes(path.replace('/api/v1/rooms/{id}', '…').replace('/api/v1', '')), path);
  const source = readFileSync(new URL('../../server/messages.c', import.meta.url), 'utf8');
  for (const [, type] of source.matchAll(/^ {4}\{"(\w+)", job_/gm)) assert.ok(text.includes(`\`${type}`), type);
});

test('ETag and gzip on snapshots', async () => {
  const path = `/api/v1/rooms/${room.id}/snapshot?step=1`;
  const one = await call(s, 'GET', path);
  assert.equal(one.headers.get('content-encoding'), 'gzip', 'fetch asks for gzip by itself');
  assert.equal((await call(s, 'GET', path, { headers: { 'If-None-Match': one.headers.get('etag') } })).status, 304);
});
