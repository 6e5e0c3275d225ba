// ws.test.mjs - rooms over the WebSocket: mirrors proven by view_hash, roles, playing, reconnects.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { call, join, serve, settled, Socket } from './kit.mjs';

let s;
const SCENARIO = 'machine memory=16M seed=1\nspawn app\napp mmap 1M as buf\n';

before(async () => {
  s = await serve('--log', 'error');
});
after(async () => {
  const { code, signal, err } = await s.stop();
  assert.deepEqual([code, signal, err], [0, null, '']);
});

async function makeRoom(scenario = SCENARIO) {
  const { json, text } = await call(s, 'POST', '/api/v1/rooms', { body: { scenario } });
  assert.ok(json?.id, text);
  await settled(s, json.id);
  return json;
}

test('welcome, snapshot and cursor; a presenter runs lines, two viewers follow', async () => {
  const room = await makeRoom();
  const boss = await join(s, room.id, room.presenter_token);
  const a = await join(s, room.id);
  const b = await join(s, room.id);
  assert.equal(boss.welcome.role, 'presenter');
  assert.equal(a.welcome.role, 'viewer');
  assert.equal(a.welcome.room.steps.length, 2);
  boss.socket.send({ type: 'command', lines: ['app write buf', 'cat /proc/buddyinfo'], re: 7 });
  const result = await boss.mirror.until(boss.socket, (m) => m.type === 'result');
  assert.equal(result.re, 7);
  assert.equal(result.results[0].ok, true);
  const at = (m) => m.type === 'cursor' && m.seq === result.seq;
  await a.mirror.until(a.socket, at);
  await b.mirror.until(b.socket, at);
  assert.equal(a.mirror.dump(), b.mirror.dump());
  assert.match(a.mirror.seen.find((m) => m.type === 'output').text, /Node 0/, 'viewers read along');
  // back to the beginning and forward again, by the messages they have
  boss.socket.send({ type: 'seek', step: 0 });
  for (const x of [a, b]) await x.mirror.until(x.socket, (m) => m.type === 'cursor' && m.seq === 0);
  // a step goes no further than the history, however far it was asked to go
  boss.socket.send({ type: 'step', by: 2 ** 31, grain: 'command' });
  for (const x of [a, b]) await x.mirror.until(x.socket, at);
  assert.equal(a.mirror.dump(), b.mirror.dump());
  boss.socket.send({ type: 'step', by: -(2 ** 31), grain: 'command' });
  assert.equal((await a.mirror.until(a.socket, (m) => m.type === 'cursor')).seq, 0);
  for (const x of [boss, a, b]) x.socket.close();
});

test('every event, forward and back, leaves the mirror right', async () => {
  const room = await makeRoom('machine memory=16M seed=3\nspawn app\napp mmap 64K as x\napp write x+0..32K\napp munmap x+16K..32K\n');
  const boss = await join(s, room.id, room.presenter_token);
  boss.socket.send({ type: 'seek', step: 0 });
  await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && m.seq === 0);
  const start = boss.mirror.dump();
  const last = boss.welcome.room.head.seq;
  const walk = async (by, from) => {
    for (let n = 1; n <= last; n++) {
      boss.socket.send({ type: 'step', by, grain: 'event' });
      // A viewer may send 60 messages a second.
      if (n % 30 === 0 || n === last) {
        await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && m.seq === from + by * n);
        await new Promise((r) => setTimeout(r, 450));
      }
    }
  };
  await walk(1, 0);
  await walk(-1, last);
  assert.equal(boss.mirror.dump(), start);
  boss.socket.close();
});

test('a long step comes as net change and can be entered, also backwards', async () => {
  const room = await makeRoom('machine memory=16M seed=1\nspawn app\napp mmap 4M as buf\napp write buf\napp read buf\n');
  const boss = await join(s, room.id, room.presenter_token);
  const [first, last] = boss.welcome.room.steps[2];
  assert.equal(boss.welcome.room.steps[2][4], 'delta');
  assert.ok(last - first > 4000);
  boss.socket.send({ type: 'seek', step: 2 });
  const delta = await boss.mirror.until(boss.socket, (m) => m.type === 'delta' && m.step === 3);
  assert.equal(delta.totals.fault_done, 1024);
  await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && m.step === 2);
  const middle = Math.floor((first + last) / 2);
  for (const seq of [middle, middle + 3, middle + 700, middle - 900, last - 1, last, first, first - 1]) {
    boss.socket.send({ type: 'seek', seq });
    await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && m.seq === seq);
    const now = await call(s, 'GET', `/api/v1/rooms/${room.id}/snapshot`);
    boss.mirror.check(now.json.view_hash, `at ${seq}`);
  }
  boss.socket.close();
});

test('viewers may look around themselves and nothing more', async () => {
  const room = await makeRoom();
  const v = await join(s, room.id);
  for (const m of [{ type: 'command', lines: ['spawn x'] }, { type: 'stop' }, { type: 'play', speed: 1 }, { type: 'pause' }, { type: 'seek', step: 0 },
    { type: 'step', by: 1, grain: 'event' }, { type: 'jump', kind: 'notable', dir: 1 }, { type: 'point', select: {}, view: {} }, { type: 'hand_over', viewer: 'v1' }]) {
    v.socket.send({ ...m, re: m.type });
    const answer = await v.socket.next('problem');
    assert.equal(answer.problem.status, 403, m.type);
    assert.equal(answer.re, m.type);
  }
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json.head.step, 2, 'nothing was run');
  v.socket.send({ type: 'detach' });
  v.socket.send({ type: 'seek', step: 1 });
  const own = await v.mirror.until(v.socket, (m) => m.type === 'cursor');
  assert.deepEqual([own.step, own.following], [1, false]);
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json.step, 2, 'the room stays');
  v.socket.send({ type: 'inspect', kind: 'proc', id: 0, re: 'i' });
  assert.equal((await v.socket.next('inspect')).step, 1, 'inspected where the viewer stands');
  v.socket.send({ type: 'follow' });
  assert.equal((await v.mirror.until(v.socket, (m) => m.type === 'cursor')).step, 2);
  v.socket.send({ type: 'ping', re: 5 });
  assert.equal((await v.socket.next('pong')).re, 5);
  v.socket.close();
});

test('play runs to the end and back to the start', async () => {
  const room = await makeRoom();
  const boss = await join(s, room.id, room.presenter_token);
  const v = await join(s, room.id);
  const head = boss.welcome.room.head.seq;
  boss.socket.send({ type: 'seek', step: 0 });
  boss.socket.send({ type: 'play', speed: 200, grain: 'event' });
  const end = await v.mirror.until(v.socket, (m) => m.type === 'cursor' && m.seq === head);
  assert.equal(end.playing, null);
  boss.socket.send({ type: 'play', speed: 200, dir: -1 });
  await v.mirror.until(v.socket, (m) => m.type === 'cursor' && m.seq === 0);
  boss.socket.send({ type: 'play', speed: 1, grain: 'command' });
  assert.deepEqual((await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && m.playing?.grain === 'command')).playing, { speed: 1, grain: 'command', dir: 1 });
  boss.socket.send({ type: 'pause' });
  assert.equal((await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && !m.playing)).playing, null);
  boss.socket.close();
  v.socket.close();
});

test('jump to what is notable, and why', async () => {
  const room = await makeRoom(`${SCENARIO}app write buf+0..16K\n`);
  const boss = await join(s, room.id, room.presenter_token);
  boss.socket.send({ type: 'seek', step: 0 });
  boss.socket.send({ type: 'jump', kind: 'fault_done', dir: 1 });
  const there = await boss.mirror.until(boss.socket, (m) => m.type === 'cursor' && m.seq > 0);
  boss.socket.send({ type: 'why', seq: there.seq, re: 'w' });
  const why = await boss.socket.next('why');
  assert.equal(why.chain[0].event, 'fault_done');
  assert.equal(why.chain.at(-1).event, 'command');
  boss.socket.send({ type: 'jump', kind: 'fault_done', dir: -1, re: 'none' });
  assert.equal((await boss.socket.next('problem')).problem.status, 404);
  boss.socket.close();
});

test('reload and reconnect land on the same hash', async () => {
  const room = await makeRoom();
  const boss = await join(s, room.id, room.presenter_token);
  boss.socket.send({ type: 'command', lines: ['app write buf+0..32K'] });
  await boss.mirror.until(boss.socket, (m) => m.type === 'result');
  const before_ = boss.mirror.dump();
  boss.socket.close();
  const again = await join(s, room.id, room.presenter_token, { last_seq: boss.mirror.at });
  assert.equal(again.welcome.role, 'presenter');
  assert.equal(again.mirror.dump(), before_);
  again.socket.close();
});

test('sections: a viewer gets what it asked for', async () => {
  const room = await makeRoom();
  const v = await join(s, room.id, undefined, { sections: ['processes', 'machine'] });
  assert.deepEqual([...v.mirror.values.keys()].sort(), ['cpu', 'machine', 'proc', 'vma', 'label'].filter((k) => v.mirror.values.has(k)).sort());
  v.socket.send({ type: 'subscribe', sections: ['frames'] });
  const snapshot = await v.socket.next('snapshot');
  assert.deepEqual(Object.keys(snapshot.records), ['frame']);
  v.socket.send({ type: 'subscribe', sections: ['banana'], re: 1 });
  assert.equal((await v.socket.next('problem')).problem.status, 400);
  v.socket.close();
});

test('the presenter points and hands over', async () => {
  const room = await makeRoom();
  const boss = await join(s, room.id, room.presenter_token);
  const v = await join(s, room.id);
  boss.socket.send({ type: 'point', select: { kind: 'frame', id: 3 }, view: { floor: 4 } });
  assert.deepEqual((await v.socket.next('point')).select, { kind: 'frame', id: 3 });
  boss.socket.send({ type: 'hand_over', viewer: v.welcome.viewer });
  const role = await v.socket.next('role');
  assert.equal(role.role, 'presenter');
  assert.equal((await boss.socket.next('role')).role, 'viewer');
  boss.socket.send({ type: 'command', lines: ['spawn x'] });
  assert.equal((await boss.socket.next('problem')).problem.status, 403);
  const old = await call(s, 'POST', `/api/v1/rooms/${room.id}/commands`, { token: room.presenter_token, body: { lines: ['spawn x'] } });
  assert.equal(old.status, 403, 'the old token is void');
  const fresh = await call(s, 'POST', `/api/v1/rooms/${room.id}/commands`, { token: role.token, body: { lines: ['spawn x'] } });
  assert.equal(fresh.status, 200);
  assert.equal((await v.socket.next((m) => m.type === 'people')).count >= 1, true);
  boss.socket.close();
  v.socket.close();
});

test('a long trace tells its progress and can be stopped', async () => {
  const room = await makeRoom('machine memory=64M seed=1\nspawn app\napp mmap 32M as big\n');
  const boss = await join(s, room.id, room.presenter_token);
  boss.socket.send({ type: 'command', lines: ['app read big count=2000000000 pattern=random', 'spawn never'] });
  const progress = await boss.socket.next('progress');
  assert.ok(progress.total === null || progress.done <= progress.total);
  const busy = await call(s, 'GET', `/api/v1/rooms/${room.id}`);
  assert.equal(busy.json.state, 'busy');
  boss.socket.send({ type: 'stop' });
  const result = await boss.mirror.until(boss.socket, (m) => m.type === 'result');
  assert.equal(result.results[0].status, 'stopped');
  assert.equal(result.results.length, 1);
  boss.socket.close();
});

test('over REST long work is answered 202 with a place to ask', async () => {
  const room = await makeRoom('machine memory=64M seed=1\nspawn app\napp mmap 32M as big\n');
  const { presenter_token: token } = room;
  const base = `/api/v1/rooms/${room.id}`;
  const long = await call(s, 'POST', `${base}/commands`, { token, body: { lines: ['app read big count=2000000000 pattern=random'] } });
  assert.equal(long.status, 202, long.text);
  assert.equal(long.headers.get('location'), long.json.url);
  assert.equal((await call(s, 'GET', long.json.url)).json.done, false);
  const waiting = await call(s, 'GET', `${base}/snapshot`);
  assert.equal(waiting.status, 503);
  assert.equal(waiting.headers.get('retry-after'), '1');
  assert.equal((await call(s, 'POST', `${base}/stop`, { token })).status, 204);
  await settled(s, room.id);
  const done = await call(s, 'GET', long.json.url);
  assert.equal(done.json.results[0].status, 'stopped');
});

test('ending a room says bye', async () => {
  const room = await makeRoom();
  const v = await join(s, room.id);
  assert.equal((await call(s, 'DELETE', `/api/v1/rooms/${room.id}`, { token: room.presenter_token })).status, 204);
  assert.equal((await v.socket.next('bye')).reason, 'closed');
  assert.equal((await v.socket.end()).code, 1000);
  const none = await Socket.open(s, room.id);
  none.send({ type: 'hello' });
  assert.equal((await none.next('problem')).problem.status, 404);
});
