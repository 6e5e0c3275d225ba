// store.test.mjs - rooms that last: kill -9 at random moments, restarts, folders that cannot be used, a disk that is full.
// Origin: the promise of API.md ("an answer leaves when its lines are committed"), checked from outside by what was answered.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import http from 'node:http';
import { bin, eventually, finished, PATIENCE_MS, serve as start, settled, Socket, state } from './kit.mjs';

const servers = new Set();
/** No server outlives the tests, whatever they find. */
async function serve(...args) {
  const server = await start(...args);
  servers.add(server.pid);
  return { ...server, stop: () => (servers.delete(server.pid), server.stop()) };
}

const folders = [];
function folder() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mmscope-store-'));
  folders.push(dir);
  return dir;
}
test.afterEach(() => {
  for (const pid of servers) process.kill(pid, 'SIGKILL');
  servers.clear();
});
test.after(() => folders.forEach((dir) => fs.rmSync(dir, { recursive: true, force: true })));

/** As kit's call, but one that ends when the server does: fetch may wait for ever for an answer that cannot come. */
function call(server, method, path, { body, token } = {}) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const request = http.request(
      { port: server.port, host: '127.0.0.1', method, path, agent: false, headers: { ...(text !== undefined ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) } : {}), ...(token ? { Authorization: `Bearer ${token}` } : {}) } },
      (response) => {
        const parts = [];
        response.on('data', (d) => parts.push(d));
        response.on('error', reject);
        response.on('close', () => {
          if (!response.complete) return reject(new Error('cut off'));
          const all = Buffer.concat(parts).toString();
          let json = null;
          try {
            json = JSON.parse(all);
          } catch {
            // not every answer is JSON
          }
          resolve({ status: response.statusCode, text: all, json });
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

async function kill(server) {
  process.kill(server.pid, 'SIGKILL');
  await server.stop();
}

/** A small generator of random numbers, so that a run can be had again: MMSCOPE_SEED. */
function random(seed) {
  let s = seed >>> 0 || 1;
  return (n) => {
    s ^= s << 13;
    s >>>= 0;
    s ^= s >>> 17;
    s ^= s << 5;
    s >>>= 0;
    return s % n;
  };
}

const room = (id, rest = '') => `/api/v1/rooms/${id}${rest}`;
const make = async (server, body) => {
  const made = await call(server, 'POST', '/api/v1/rooms', { body });
  assert.equal(made.status, 201, made.text);
  return { id: made.json.id, token: made.json.presenter_token, viewer: made.json.viewer_token };
};
/** The answer to lines, also where it comes later: what it says is stored, what a look at the room shows before need not be. */
const run = async (server, r, lines, more = {}) =>
  finished(server, await call(server, 'POST', room(r.id, '/commands'), { token: r.token, body: { lines, ...more } }), r.token);

// ---- kill -9 ----

const machine = 'machine memory=2M kernel=64K\n';

/** What was answered about a room, and what is under way. */
class Known {
  hashes = new Map(); // step -> hash
  step = 0;
  cursor = null; // step, once one was answered
  kept = 0; // the last `let`
  flying = null;
  count = 0;
}

async function makeRoom(server, rnd, seed) {
  const known = new Known();
  const lines = rnd(4);
  const scenario = machine + 'spawn p\n' + Array.from({ length: lines }, (_, i) => `p mmap 4K as s${i}\n`).join('');
  known.flying = { kind: 'make' };
  const made = await call(server, 'POST', '/api/v1/rooms', { body: { scenario, private: true, title: `room ${seed}` } });
  assert.equal(made.status, 201);
  Object.assign(known, { id: made.json.id, token: made.json.presenter_token, viewer: made.json.viewer_token, scenario: lines + 1 });
  known.flying = null;
  return known;
}

/** One request; what it promised goes to `known` when its answer came. */
async function act(server, known, rnd) {
  const what = rnd(10);
  if (what < 7 || known.step < 2) {
    const keyed = rnd(2) === 1;
    const lines = Array.from({ length: 1 + rnd(4) }, () => `p mmap 4K as m${known.count++}`);
    const kept = rnd(3) === 0 ? known.kept + 1 : 0;
    if (kept) lines.push(`let kept = ${kept}`);
    const steps = kept ? lines.length - 1 : lines.length;
    known.flying = { kind: 'lines', lines, steps, kept, key: keyed ? `k${known.count}` : undefined };
    const r = await run(server, known, lines, keyed ? { key: known.flying.key } : {});
    if (r.status === 409 && known.cursor !== null) throw new Error(r.text);
    assert.equal(r.status, 200, r.text);
    // A past cursor: lines there are refused, nothing happened.
    if (r.json.ok) {
      known.step = r.json.step;
      known.cursor = r.json.step;
      known.hashes.set(r.json.step, r.json.hash);
      if (kept) known.kept = kept;
    }
  } else if (what < 9) {
    const step = known.step - rnd(2);
    known.flying = { kind: 'cursor', step };
    const r = await call(server, 'POST', room(known.id, '/cursor'), { token: known.token, body: { step } });
    assert.equal(r.status, 200, r.text);
    known.cursor = step;
    known.hashes.set(step, r.json.hash);
    if (step !== known.step) {
      known.flying = { kind: 'cursor', step: known.step };
      await call(server, 'POST', room(known.id, '/cursor'), { token: known.token, body: { step: known.step } });
      known.cursor = known.step;
    }
  } else {
    known.flying = { kind: 'read' };
    await call(server, 'GET', room(known.id), { token: known.viewer });
  }
  known.flying = null;
}

async function look(server, known, seed) {
  const say = (what) => `seed ${seed}, room ${known.id}: ${what} (${JSON.stringify(known.flying)})`;
  const j = await opened(server, { id: known.id, token: known.viewer }, say);
  const f = known.flying;
  assert.equal(j.stored, true, say('not stored'));
  assert.equal(j.differs, undefined, say('differs'));
  if (!known.step && !known.hashes.size) known.step = known.scenario;
  if (f?.kind === 'lines') {
    const after = j.head.step - known.step;
    // With a key all lines or none; without, any first few of them.
    assert.ok(f.key ? after === 0 || after === f.steps : after >= 0 && after <= f.steps, say(`${after} steps more`));
  } else {
    assert.equal(j.head.step, known.step, say('steps'));
  }
  for (const [step, hash] of [...known.hashes].slice(-2)) {
    const at = await call(server, 'GET', room(known.id, `/snapshot?step=${step}`), { token: known.viewer });
    assert.equal(at.json?.hash, hash, say(`hash at step ${step}`));
  }
  if (known.cursor !== null && !f) assert.equal(j.step, known.cursor, say('cursor'));
  if (f?.kind === 'cursor') assert.ok(j.step === f.step || j.step === known.cursor, say(`cursor ${j.step}`));
  if (f?.key) {
    // The same request again runs once.
    const before = j.head.step;
    if (before === known.step) known.flying.steps = f.steps;
    await call(server, 'POST', room(known.id, '/cursor'), { token: known.token, body: { step: before } });
    const again = await run(server, known, f.lines, { key: f.key });
    assert.equal(again.status, 200, say(again.text));
    assert.equal(again.json.ok, true, say(again.text));
    assert.equal(again.json.step, known.step + f.steps, say('ran once'));
    if (f.kept) known.kept = f.kept;
  }
  known.flying = null;
  known.hashes = new Map();
  const head = await call(server, 'POST', room(known.id, '/cursor'), { token: known.token, body: { step: (await call(server, 'GET', room(known.id), { token: known.viewer })).json.head.step } });
  known.step = known.cursor = head.json.step;
  known.hashes.set(head.json.step, head.json.hash);
  if (known.kept && f?.kind !== 'lines') {
    const value = await run(server, known, ['print kept']);
    assert.equal(value.json.results[0].output, `kept = ${known.kept}\n`, say('kept value'));
  } else if (f?.kept && !f.key) {
    known.kept = 0; // it may be there or not
  }
}

async function killing(rounds, durable, seed) {
  const rnd = random(seed);
  const dir = folder();
  let rooms = [];
  let server = await serve('--data', dir, '--durable', durable, '--workers', '1');
  let lines = 0;
  for (let round = 0; round < rounds; round++) {
    let over = false;
    if (rooms.length < 3) rooms.push(null);
    const work = rooms.map(async (known, i) => {
      try {
        if (!known) rooms[i] = known = await makeRoom(server, rnd, seed);
        while (!over) {
          await act(server, known, rnd);
          lines++;
        }
      } catch (e) {
        if (e instanceof assert.AssertionError || !over) throw e;
      }
    });
    const wait = rnd(30);
    await Promise.race([new Promise((r) => setTimeout(r, wait)), Promise.all(work)]);
    over = true;
    await kill(server);
    await Promise.all(work);
    rooms = rooms.filter((k) => k);
    server = await serve('--data', dir, '--durable', durable, '--workers', '1');
    await Promise.all(rooms.map((known) => look(server, known, seed)));
    for (const known of rooms.filter((k) => k.step > 60)) {
      assert.equal((await call(server, 'DELETE', room(known.id), { token: known.token })).status, 204);
      known.gone = true;
      // Gone stays gone; the next kill may come at once.
    }
    const gone = rooms.filter((k) => k.gone);
    rooms = rooms.filter((k) => !k.gone);
    if (gone.length) {
      await kill(server);
      server = await serve('--data', dir, '--durable', durable, '--workers', '1');
      for (const known of gone) assert.equal((await call(server, 'GET', room(known.id), { token: known.viewer })).status, 404);
    }
  }
  await server.stop();
  return lines;
}

const percent = Number(process.env.MMSCOPE_KILLS ?? 100);
for (const [durable, rounds] of [['normal', 140], ['full', 60]])
  test(`killed ${rounds} times at random moments, durable=${durable}`, { timeout: 15 * PATIENCE_MS }, async (t) => {
    const seed = Number(process.env.MMSCOPE_SEED ?? Date.now() % 1e9);
    const requests = await killing(Math.max(2, Math.round((rounds * percent) / 100)), durable, seed);
    t.diagnostic(`seed ${seed}, ${requests} requests`);
    assert.ok(requests > 0 || rounds < 20 || percent < 20, 'requests came through between the kills');
  });

// ---- restarts ----

/** The room once it is rebuilt; the first question opens it. */
async function opened(s, r, say = (text) => text) {
  const look = async () => {
    const answer = await call(s, 'GET', room(r.id), { token: r.token });
    assert.ok(answer.status === 200 || answer.status === 503, say(answer.text)); // 503: it is too busy to say
    return answer.json;
  };
  return eventually(look, (json) => json?.state === 'ready', say('the room is not rebuilt'));
}

test('a restart serves the same rooms: tokens, cursor, branches, stopped lines, kept values, uploads', async (context) => {
  const dir = folder();
  let s = await serve('--data', dir);
  const told = async (r, token = r.token) => (await call(s, 'GET', room(r.id), { token })).json;
  const a = await make(s, { scenario: 'machine memory=8M\nlet base = meminfo.MemFree\nspawn p\np mmap 64K as a\np write a\n', title: '缺页', private: true });
  await opened(s, a);
  assert.equal((await run(s, a, ['repeat 3 as i', 'p touch a w', 'end', "note '一' 'one'", 'p munmap a'])).json.ok, true);
  // A line that is stopped ends where it is, and comes back there.
  const c = await make(s, { scenario: 'machine memory=64M\nspawn p\np mmap 32M as a\n' });
  await opened(s, c);
  const slow = run(s, c, ['repeat 100000', 'p write a', 'end']);
  await state(s, c.id, 'busy', c.token);
  assert.equal((await call(s, 'POST', room(c.id, '/stop'), { token: c.token })).status, 204);
  const stopped = await slow;
  assert.equal(stopped.status, 200, stopped.text);
  const last = stopped.json.results.at(-1);
  assert.equal(last.status, 'stopped', JSON.stringify(last));
  context.diagnostic(`stopped ${last.events ? `inside step ${last.step}, ${last.events[1] - last.events[0]} events` : 'between lines'}`);
  // Uploads are found again.
  const trace = Array.from({ length: 300 }, (_, i) => ` S ${(0x10000000 + i * 4096).toString(16)},8`).join('\n') + '\n';
  const upload = await call(s, 'POST', '/api/v1/traces?kind=lackey', { body: Buffer.from(trace) });
  assert.equal(upload.status, 201, upload.text);
  const t = await make(s, { upload: upload.json.id });
  await settled(s, t.id);
  // What was wrong with the scenario, and what was printed last, are told again.
  const wrong = await make(s, { scenario: 'machine memory=8M\nspawn p\nexpect vmstat.pgfault == 99\nspawn q\n' });
  assert.equal((await opened(s, wrong)).problem.line, 3);
  assert.equal((await run(s, wrong, ['cat /proc/meminfo', 'free -k'])).json.ok, true);
  const printed = (await call(s, 'GET', room(wrong.id, '/value?path=output'))).json.value;
  assert.match(printed, /^ +total/);
  const fork = (await call(s, 'POST', room(wrong.id, '/branches'), { token: wrong.token, body: {} })).json;
  // A branch of the past, with a line of its own.
  const branch = await call(s, 'POST', room(a.id, '/branches'), { token: a.token, body: { step: 2 } });
  assert.equal(branch.status, 201, branch.text);
  const b = { id: branch.json.id, token: branch.json.presenter_token };
  assert.equal((await run(s, b, ['p read a', 'print i'])).json.results[1].output, 'i = 2\n');
  const seek = await call(s, 'POST', room(a.id, '/cursor'), { token: a.token, body: { step: 3 } });
  assert.equal(seek.status, 200);
  const before = { a: await told(a), b: await told(b), c: await told(c), t: await told(t), wrong: await told(wrong) };
  for (const durable of ['full', 'normal']) {
    await (durable === 'full' ? kill(s) : s.stop());
    s = await serve('--data', dir, '--durable', durable);
    const list = (await call(s, 'GET', '/api/v1/rooms')).json.rooms;
    assert.deepEqual(list.filter((x) => x.id === a.id || x.id === b.id), [], 'private rooms are not listed');
    const listed = list.find((x) => x.id === t.id);
    assert.equal(listed.state, 'stored');
    assert.deepEqual(listed.head, before.t.head);
    assert.deepEqual(list.find((x) => x.id === fork.id).head, before.wrong.head, 'a branch, before it is opened');
    const first = await told(wrong); // open by then, or being opened
    assert.deepEqual([first.step, first.seq, first.head, first.hash, first.head_hash], [1, before.wrong.seq, before.wrong.head, before.wrong.hash, before.wrong.head_hash]);
    assert.equal((await call(s, 'GET', room(a.id))).status, 401);
    assert.equal((await call(s, 'GET', room(a.id), { token: 'x'.repeat(32) })).status, 403);
    assert.equal((await call(s, 'POST', room(a.id, '/commands'), { token: a.viewer, body: { lines: ['p exit'] } })).status, 403);
    for (const [r, was] of [[a, before.a], [b, before.b], [c, before.c], [t, before.t], [wrong, before.wrong]]) {
      const now = await opened(s, r);
      for (const key of ['title', 'public', 'parent', 'step', 'seq', 'head', 'hash', 'head_hash', 'steps', 'config', 'stored', 'differs', 'state', 'problem'])
        assert.deepEqual(now[key], was[key], `${key} of ${was.title}`);
    }
    assert.equal((await told(a, a.viewer)).step, 3);
    assert.equal((await call(s, 'GET', room(wrong.id, '/value?path=output'))).json.value, printed);
    assert.equal((await opened(s, { id: fork.id, token: fork.presenter_token })).problem, null, 'it is not the branch that went wrong');
    const old = await call(s, 'GET', room(a.id, '/value?path=vmstat.pgfault'), { token: a.viewer });
    assert.equal(old.json.step, 3);
  }
  await call(s, 'POST', room(a.id, '/cursor'), { token: a.token, body: { step: before.a.head.step } });
  const kept = await run(s, a, ['print i', 'print base', 'expect base > 1']);
  assert.equal(kept.json.results[0].output, 'i = 2\n');
  assert.equal(kept.json.ok, true, kept.text);
  await s.stop();
});

test('a presenter handed over, and a new room of the same server, are stored when they are told', async () => {
  const dir = folder();
  let s = await serve('--data', dir);
  const r = await make(s, { scenario: 'machine memory=4M\nspawn p\n' });
  await settled(s, r.id);
  const one = await Socket.open(s, r.id);
  one.send({ type: 'hello', token: r.token });
  await one.next('welcome');
  const two = await Socket.open(s, r.id);
  two.send({ type: 'hello' });
  const { viewer } = await two.next('welcome');
  one.send({ type: 'hand_over', viewer });
  const { token } = await two.next('role');
  await kill(s);
  s = await serve('--data', dir);
  assert.equal((await run(s, r, ['p exit'])).status, 403);
  assert.equal((await run(s, { id: r.id, token }, ['p exit'])).status, 200);
  await s.stop();
});

test('a long log opens with its progress, and other rooms go on', { timeout: 10 * PATIENCE_MS }, async () => {
  const dir = folder();
  let s = await serve('--data', dir, '--workers', '2');
  const small = await make(s, { scenario: 'machine memory=4M\nspawn p\n' });
  const long = await make(s, { scenario: 'machine memory=64M\nspawn p\np mmap 32M as a\np write a\n' });
  await opened(s, long);
  // Progress is told of what takes over a quarter of a second: as many lines as that needs here, whoever built the server and
  // whatever else runs.
  let total = 3, before, socket, progress;
  for (let more = 16; progress?.type !== 'progress'; more *= 2) {
    assert.ok(more <= 65536, `${total} lines opened without a word`);
    socket?.close();
    assert.equal((await run(s, long, [`repeat ${more}`, 'p write a', 'end'])).json.ok, true);
    total += more;
    before = await opened(s, long);
    assert.equal(before.head.step, total);
    await kill(s);
    s = await serve('--data', dir, '--workers', '2');
    socket = await Socket.open(s, long.id);
    socket.send({ type: 'hello' });
    progress = await socket.next((m) => m.type === 'progress' || m.type === 'welcome');
  }
  assert.equal(progress.opening, true);
  assert.equal(progress.total, total);
  assert.ok(progress.done < total);
  const during = (await call(s, 'GET', room(long.id))).json;
  if (during.state !== 'ready') {
    assert.equal(during.state, 'opening');
    assert.equal(during.hash, before.hash, 'where it will stand');
    assert.equal(during.head_hash, before.head_hash);
    assert.deepEqual(during.head, before.head);
    assert.equal(during.progress.total, total);
    assert.equal((await run(s, small, ['p mmap 4K as m'])).json.ok, true, 'the other room answers');
  }
  const welcome = await socket.next('welcome');
  assert.equal(welcome.room.head_hash, before.head_hash);
  assert.equal(welcome.room.state, 'ready');
  await s.stop();
});

// ---- folders that cannot be used ----

const health = async (s) => (await call(s, 'GET', '/healthz')).json;

test('a second server on the same folder says so and keeps its rooms in memory', async () => {
  const dir = folder();
  const s = await serve('--data', dir);
  const t = await serve('--data', dir);
  assert.equal((await health(s)).store.state, 'ok');
  const h = await health(t);
  assert.equal(h.status, 'degraded');
  assert.equal(h.store.state, 'memory');
  assert.match(h.store.why, /another server \(process \d+\)/);
  assert.match(t.stderr(), /in memory only: the folder is locked/);
  const r = await make(t, { scenario: 'machine memory=4M\nspawn p\n' });
  assert.equal((await run(t, r, ['p exit'])).json.ok, true);
  assert.equal((await call(t, 'GET', room(r.id))).json.stored, false);
  await t.stop();
  await s.stop();
});

test('a damaged database is left as it is, and said', async () => {
  const dir = folder();
  fs.writeFileSync(path.join(dir, 'rooms.db'), 'x'.repeat(8192));
  const s = await serve('--data', dir);
  assert.match((await health(s)).store.why, /not a database/);
  assert.match(s.stderr(), /not a database/);
  await s.stop();
  assert.equal(fs.readFileSync(path.join(dir, 'rooms.db'), 'utf8'), 'x'.repeat(8192));
});

test('a full disk: the answer says so, the room goes on, what was answered before is there', async () => {
  const dir = folder();
  // No file may grow beyond 300 KiB: to SQLite that is a disk without room.
  const child = spawn('bash', ['-c', 'ulimit -f 300; exec "$0" "$@"', bin, 'serve', '--port', '0', '--rate', '0', '--log', 'warn', '--data', dir], { stdio: ['ignore', 'pipe', 'pipe'] });
  servers.add(child.pid);
  let err = '';
  child.stderr.on('data', (d) => (err += d));
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  let s = { port: Number(/:(\d+)\n/.exec(await eventually(() => out, (text) => /:\d+\n/.test(text), 'where it listens'))[1]) };
  s.base = `http://127.0.0.1:${s.port}`;
  const r = await make(s, { scenario: 'machine memory=4M\nspawn p\n' });
  await settled(s, r.id);
  const filler = `note 'x' '${'y'.repeat(300)}'`;
  let known = 1;
  let refused = null;
  for (let i = 0; i < 60 && !refused; i++) {
    const answer = await run(s, r, [...Array(60).fill(filler), `p mmap 4K as m${i}`]);
    assert.ok(answer.status !== 200 || answer.json.ok, answer.text);
    if (answer.status === 200) known = answer.json.step;
    else refused = answer;
  }
  assert.equal(refused?.status, 507, refused?.text);
  assert.match(refused.json.detail, /could not be stored/);
  const h = await health(s);
  assert.equal(h.status, 'degraded');
  assert.equal(h.store.state, 'failing');
  assert.match(err, /not stored/);
  const on = await run(s, r, ['p exit']);
  assert.equal(on.status, 200, on.text);
  assert.equal(on.json.stored, false);
  assert.equal((await call(s, 'GET', room(r.id))).json.stored, false);
  const metrics = await call(s, 'GET', '/metrics');
  assert.match(metrics.text, /mmscope_store_ok 0/);
  child.kill('SIGTERM');
  await once(child, 'exit');
  servers.delete(child.pid);
  s = await serve('--data', dir);
  assert.ok((await opened(s, r)).head.step >= known);
  await s.stop();
});
