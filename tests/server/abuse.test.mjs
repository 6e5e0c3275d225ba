// abuse.test.mjs - malformed HTTP, JSON and WebSocket input gets a clear answer or a clean close, and
// the server goes on serving.
import test, { after, before, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { call, eventually, join, PATIENCE_MS, raw, serve, settled, Socket } from './kit.mjs';

let s;
let room;

before(async () => {
  // the times are short enough to be waited for, and long enough for our own requests on a loaded machine
  s = await serve('--head-seconds', '3', '--request-seconds', '6', '--max-viewers-per-address', '20', '--queue', '8', '--max-rooms', '4',
    '--max-body', '20000', '--max-upload', '100000', '--viewer-queue', '16', '--viewer-queue-bytes', '65536');
  room = (await call(s, 'POST', '/api/v1/rooms', { body: { scenario: 'machine memory=16M\nspawn app\napp mmap 1M as buf\n' } })).json;
  await settled(s, room.id);
});
afterEach(async () => {
  assert.equal((await call(s, 'GET', '/healthz')).status, 200, 'it goes on serving');
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}/value?path=vmstat.pgfault`)).status, 200);
});
after(async () => {
  const { code, signal } = await s.stop();
  assert.deepEqual([code, signal], [0, null]);
});

const status = (text) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
/** Until the socket is closed, by whichever way. */
function closed(socket, otherwise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(otherwise)), PATIENCE_MS).unref();
    socket.on('error', () => {});
    socket.on('close', resolve);
    socket.resume();
  });
}
const H = () => `Host: 127.0.0.1:${s.port}\r\n`;

test('malformed heads', async () => {
  for (const [bytes, want] of [
    ['\r\n\r\n\r\n', [0, 400]],
    ['NONSENSE\r\n\r\n', [0, 400]],
    ['GET / HTTP/1.1\r\n\r\n', [400]], // no Host
    [`GET /healthz HTTP/1.1\r\n${H()}${H()}\r\n`, [400]],
    [`POST /api/v1/validate HTTP/1.1\r\n${H()}Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}x`, [400]],
    [`POST /api/v1/validate HTTP/1.1\r\n${H()}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
    [`POST /api/v1/validate HTTP/1.1\r\n${H()}Content-Length: -1\r\n\r\n`, [400]],
    [`GET /healthz HTTP/1.1\r\n${H()}X: ${'a'.repeat(60000)}\r\n\r\n`, [413, 414, 431]],
    [`GET /${'a'.repeat(60000)} HTTP/1.1\r\n${H()}\r\n`, [414]],
    [`GET /healthz%00.png HTTP/1.1\r\n${H()}\r\n`, [400]],
    [`GET /../../etc/passwd HTTP/1.1\r\n${H()}\r\n`, [400, 404]],
    [`GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${H()}\r\n`, [400, 404]],
    [`GET /ws HTTP/1.1\r\n${H()}\r\n`, [404, 426]],
    [`GET /ws/v1/rooms/first HTTP/1.1\r\n${H()}\r\n`, [426]],
    [`GET /ws/v1/rooms/first HTTP/1.1\r\n${H()}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`, [426]],
  ]) {
    const got = status(await raw(s, bytes, (text) => text.includes('\r\n\r\n')));
    assert.ok(want.includes(got), `${JSON.stringify(bytes.slice(0, 60))} answered ${got}, not one of ${want}`);
  }
});

test('slow heads and silent sockets are closed', async () => {
  const silent = ['', 'G', 'GET /ws/v1/ro', 'GET /ws/v1/rooms/first HTTP/1.1\r\nHost: x\r\n'].map(async (first) => {
    const socket = net.connect(s.port, '127.0.0.1');
    await once(socket, 'connect');
    if (first) socket.write(first);
    await closed(socket, `${JSON.stringify(first)} stays open`);
  });
  const drip = net.connect(s.port, '127.0.0.1');
  await once(drip, 'connect');
  drip.write(`GET /healthz HTTP/1.1\r\n${H()}`);
  const timer = setInterval(() => drip.write('X-Drip: 1\r\n'), 200).unref();
  await closed(drip, 'a dripping head goes on');
  clearInterval(timer);
  await Promise.all(silent);
});

test('upgrades that are not right', async () => {
  assert.equal((await Socket.open(s, 'first', { protocol: 'chat' })).status, 400);
  assert.equal((await Socket.open(s, 'first', { protocol: null })).status, 400);
  assert.equal((await Socket.open(s, 'first', { origin: 'http://evil.example' })).status, 403);
  assert.equal((await Socket.open(s, 'no/such')).status, 404);
  assert.equal((await Socket.open(s, 'first', { origin: `http://127.0.0.1:${s.port}` })).status, 101);
});

test('malformed JSON in bodies', async () => {
  const path = `/api/v1/rooms/${room.id}/commands`;
  const token = room.presenter_token;
  for (const body of ['', '{', '[]', 'null', '"x"', '{"lines":[1]}', '{"lines":"x"}', '{"lines":["a\\u0000b"]}', '{"lines":["\\ud800"]}', '{"lines":[01]}', '{"lines":[]}x',
    `${'['.repeat(40)}${']'.repeat(40)}`, '{"a":1,"a":2}', '\ufeff{"lines":[]}', '{"lines":["\x01"]}', `{"at_step":1e400,"lines":[]}`, '{"at_step":-1,"lines":[]}', '{"at_step":1.5,"lines":[]}']) {
    const r = await call(s, 'POST', path, { token, body });
    assert.equal(r.status, 400, `${JSON.stringify(body)}: ${r.text}`);
    assert.match(r.headers.get('content-type'), /problem\+json/);
  }
  const utf8 = await call(s, 'POST', path, { token, body: new Uint8Array([...Buffer.from('{"lines":["'), 0xff, 0xfe, ...Buffer.from('"]}')]) });
  assert.equal(utf8.status, 400);
  const large = await call(s, 'POST', path, { token, body: JSON.stringify({ lines: ['#'.repeat(30000)] }) });
  assert.equal(large.status, 413);
  assert.equal(large.json.limit, 20000);
  const chunked = await raw(s, `POST ${path} HTTP/1.1\r\n${H()}Content-Type: text/plain\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${'8000\r\n'}${'#'.repeat(0x8000)}\r\n0\r\n\r\n`);
  assert.equal(status(chunked), 413);
  const upload = await call(s, 'POST', '/api/v1/traces', { type: 'application/octet-stream', body: 'x'.repeat(200000) });
  assert.equal(upload.status, 413);
  const twice = await call(s, 'GET', `/api/v1/rooms/${room.id}/snapshot?step=1&step=2`);
  assert.equal(twice.status, 400);
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}/snapshot?banana=1`)).json.field, 'banana');
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}/proc/..%2f..%2fetc%2fpasswd`)).status, 404);
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}/proc/meminfo%20|%20head`)).status, 404);
});

test('malformed WebSocket input', async () => {
  const began = performance.now();
  const silent = await Socket.open(s, 'first');
  assert.equal((await silent.next('bye')).reason, 'hello-late');
  assert.ok(performance.now() - began > 2900, 'hello is awaited for 3 seconds');
  const early = await Socket.open(s, 'first');
  early.send({ type: 'ping' });
  assert.equal((await early.next('problem')).problem.status, 400);
  assert.equal((await early.end()).code, 1000);
  for (const text of ['', '{', '[]', '{"type":1}', '{"type":"hello","banana":1}', '{"type":"hello","type":"hello"}', `${'['.repeat(50)}`]) {
    const x = await Socket.open(s, 'first');
    x.send(text);
    const first = await x.next(() => true).catch(() => null);
    assert.ok(first === null || first.type === 'problem', `${text}: ${JSON.stringify(first)}`);
    assert.ok(await x.end(), text);
  }
  const codes = async (act) => {
    const { socket } = await join(s, 'first');
    act(socket);
    return (await socket.end()).code;
  };
  assert.equal(await codes((x) => x.frame(2, 'binary')), 1003);
  assert.equal(await codes((x) => x.frame(1, Buffer.from([0xff, 0xfe, 0xfd]))), 1007);
  assert.equal(await codes((x) => x.frame(1, 'x'.repeat(40000))), 1009);
  // What it still sends after the close makes the kernel reset the connection.
  assert.ok([1008, 1006].includes(await codes((x) => { for (let i = 0; i < 400; i++) x.send({ type: 'ping' }); })));
  assert.ok([1002, 1006].includes(await codes((x) => x.net.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])))));
  const good = await join(s, 'first');
  good.socket.send('{"type":"nonsense","re":1}');
  assert.equal((await good.socket.next('problem')).problem.status, 400);
  good.socket.send('{"type":"hello"}');
  assert.equal((await good.socket.next('problem')).problem.type, 'mmscope:order');
  good.socket.send('{"type":"seek","step":1,"x":1}');
  assert.equal((await good.socket.next('problem')).problem.field, 'x');
  // In two fragments, with a ping in between.
  good.socket.frame(1, '{"type":"pi', { fin: false });
  good.socket.frame(9, 'hm');
  good.socket.frame(0, 'ng","re":2}');
  assert.equal((await good.socket.next('pong')).re, 2);
  good.socket.close();
});

test('a wrong token is told, and watching goes on', async () => {
  const socket = await Socket.open(s, room.id);
  socket.send({ type: 'hello', token: 'x'.repeat(32) });
  assert.equal((await socket.next('problem')).problem.status, 403);
  assert.equal((await socket.next('welcome')).role, 'viewer');
  socket.close();
});

test('limits: rooms, viewers of an address', async () => {
  const made = [];
  let last;
  for (let i = 0; i < 6; i++) {
    last = await call(s, 'POST', '/api/v1/rooms', { body: {} });
    if (last.status === 201) made.push(last.json);
  }
  assert.equal(last.status, 429);
  assert.equal(last.json.limit, 4);
  assert.equal(made.length, 2, 'with the guided room and ours there are four');
  for (const r of made) await call(s, 'DELETE', `/api/v1/rooms/${r.id}`, { token: r.presenter_token });
  const sockets = await Promise.all(Array.from({ length: 24 }, () => Socket.open(s, 'first')));
  await eventually(() => sockets.filter((x) => x.status === 101 && !x.closed).length, (open) => open <= 20, 'sockets of one address');
  for (const x of sockets) x.close();
  // the next test needs some of those places
  const again = await eventually(() => Socket.open(s, 'first'), (x) => x.status === 101 && !x.closed, 'a place that became free');
  again.close();
});

test('a viewer that does not read is dropped to its next snapshot; others see everything', async () => {
  const boss = await join(s, room.id, room.presenter_token);
  const slow = await join(s, room.id);
  slow.socket.net.pause();
  for (let round = 0; round < 40; round++) {
    boss.socket.send({ type: 'command', lines: [`app write buf+${round * 16}K..${round * 16 + 16}K`, 'cat /proc/vmstat', 'cat /proc/vmstat', 'cat /proc/vmstat'] });
    await boss.mirror.until(boss.socket, (m) => m.type === 'result');
  }
  const head = boss.mirror.at;
  slow.socket.net.resume();
  await slow.mirror.until(slow.socket, (m) => m.type === 'cursor' && m.seq === head);
  assert.equal(slow.mirror.dump(), boss.mirror.dump());
  assert.ok(slow.mirror.seen.filter((m) => m.type === 'snapshot').length >= 2, 'a snapshot filled the gap');
  const { text } = await call(s, 'GET', '/metrics');
  assert.ok(Number(/^mmscope_viewers (\d+)$/m.exec(text)[1]) >= 2);
  boss.socket.close();
  slow.socket.close();
});
