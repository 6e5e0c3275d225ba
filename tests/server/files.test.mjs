// files.test.mjs - the page's files: types, ETags, compression, addresses of rooms, headers; and how the
// server starts and stops.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bin, call, eventually, join, raw, serve } from './kit.mjs';

let s;
let dir;
const JS = 'export const a = 1;\n'.repeat(400);

before(async () => {
  dir = mkdtempSync(path(tmpdir(), 'mmscope-'));
  mkdirSync(path(dir, 'assets'));
  writeFileSync(path(dir, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(path(dir, 'assets/app-1.js'), JS);
  writeFileSync(path(dir, 'assets/app-1.js.gz'), gzipSync(JS, { level: 1 }));
  writeFileSync(path(dir, 'style.css'), 'a{color:red}'.repeat(300));
  writeFileSync(path(dir, '.secret'), 'x');
  symlinkSync('/etc/passwd', path(dir, 'passwd.txt'));
  s = await serve('--web', dir);
});
after(async () => {
  await s.stop();
  rmSync(dir, { recursive: true });
});

test('index for /, for a room, with its headers', async () => {
  for (const at of ['/', '/r/first', '/r/abc-1', '/l', '/l/two-level', '/l/two-level?p=3', '/labs', '/e', '/e/paging-linear?seed=3', '/c/abc/def-2', '/edit', '/index.html']) {
    const r = await call(s, 'GET', at);
    assert.equal(r.status, 200, at);
    assert.match(r.headers.get('content-type'), /^text\/html/);
    assert.match(r.text, /<title>page/);
    assert.equal(r.headers.get('cache-control'), 'no-cache');
    assert.equal(r.headers.get('x-content-type-options'), 'nosniff');
    assert.match(r.headers.get('content-security-policy'), /script-src 'self'/);
    assert.match(r.headers.get('content-security-policy'), /frame-ancestors 'none'/);
  }
  assert.equal((await call(s, 'GET', '/r/a/b')).status, 404);
  for (const at of ['/r/', '/l/', '/l/a/b', '/e/', '/c/a', '/c/a/', '/c//b', '/c/a/b/c', '/edit/x', '/labs/', '/lab', `/l/${'a'.repeat(400)}`])
    assert.equal((await call(s, 'GET', at)).status, 404, at);
});

test('--embed lets the page into frames of the origins it names, and only of them', async () => {
  for (const [value, says] of [['https://school.example http://127.0.0.1:8080', 'frame-ancestors https://school.example http://127.0.0.1:8080'], ['*', 'frame-ancestors *']]) {
    const open = await serve('--web', dir, '--embed', value);
    const policy = (await call(open, 'GET', '/')).headers.get('content-security-policy');
    assert.ok(policy.endsWith(says), policy);
    await open.stop();
  }
});

test('compression: a sibling as it is, else made at start; plain where not asked', async () => {
  for (const [file, text] of [['/assets/app-1.js', JS], ['/style.css', 'a{color:red}'.repeat(300)]]) {
    const plain = await raw(s, `GET ${file} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    assert.ok(plain.endsWith(text));
    assert.match(plain, /\r\nVary: Accept-Encoding\r\n/);
    const packed = await raw(s, `GET ${file} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n`);
    const body = Buffer.from(packed.slice(packed.indexOf('\r\n\r\n') + 4), 'latin1');
    assert.equal(gunzipSync(body).toString(), text);
    assert.ok(body.length < text.length / 4);
  }
  assert.equal((await call(s, 'GET', '/assets/app-1.js.gz')).status, 404, 'siblings have no address');
});

test('strong ETags, 304, HEAD, methods', async () => {
  const r = await call(s, 'GET', '/assets/app-1.js');
  assert.match(r.headers.get('etag'), /^"[0-9a-f]{32}"$/);
  assert.match(r.headers.get('cache-control'), /immutable/);
  const again = await call(s, 'GET', '/assets/app-1.js', { headers: { 'If-None-Match': `"x", ${r.headers.get('etag')}` } });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get('etag'), r.headers.get('etag'));
  assert.equal((await call(s, 'HEAD', '/assets/app-1.js')).text, '');
  const put = await call(s, 'POST', '/style.css', { body: 'x', type: 'text/plain' });
  assert.equal(put.status, 405);
  assert.equal(put.headers.get('allow'), 'GET, HEAD, OPTIONS');
});

test('nothing but what stood in the directory', async () => {
  for (const at of ['/.secret', '/passwd.txt', '/assets', '/assets/', '//index.html', '/assets/../style.css/x', '/index.html%00.js'])
    assert.ok([400, 404].includes((await call(s, 'GET', at)).status), at);
});

test('wrong options and taken ports are told', async () => {
  const run = async (...args) => {
    const child = spawn(bin, ['serve', '--data', 'none', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (d) => (err += d));
    const [code] = await once(child, 'exit');
    return { code, err };
  };
  const port = await run('--port', 'eighty');
  assert.equal(port.code, 2);
  assert.match(port.err, /--port is 'eighty'; it must be a number from 0 to 65535/);
  const taken = await run('--port', String(s.port), '--log', 'error');
  assert.equal(taken.code, 1);
  assert.match(taken.err, /cannot listen/);
});

test('on the network it prints that address and a QR code', async () => {
  const child = spawn(bin, ['serve', '--host', '0.0.0.0', '--port', '0', '--log', 'error', '--data', 'none'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, MMSCOPE_PUBLIC_URL: 'http://class.example:8080' } });
  let out = '';
  child.stdout.on('data', (d) => (out += d));
  await eventually(() => [out, child.exitCode], ([text, code]) => /[█▀▄]{10}[^\n]*\n\n?$/.test(text) || code !== null, 'the QR code');
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.match(out, /^mmscope: listening on http:\/\/127\.0\.0\.1:\d+\nmmscope: others reach it at http:\/\/class\.example:8080\n/);
});

test('SIGTERM ends it cleanly while viewers watch and a line runs', async () => {
  const own = await serve();
  const made = (await call(own, 'POST', '/api/v1/rooms', { body: { scenario: 'machine memory=16M\nspawn a\na mmap 8M as m\n' } })).json;
  const boss = await join(own, made.id, made.presenter_token);
  boss.socket.send({ type: 'command', lines: ['a read m count=4000000000'] });
  await boss.socket.next('progress');
  const stopped = own.stop();
  assert.ok(['closed', 'shutdown'].includes((await boss.socket.next('bye')).reason));
  const { code, signal } = await stopped;
  assert.deepEqual([code, signal], [0, null]);
});
