// Two histories side by side: the same commands never differ, and where they first do is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, finished, serve, settled } from './kit.mjs';

const room = async (server, scenario, more = {}) => {
  const made = await call(server, 'POST', '/api/v1/rooms', { body: { scenario, ...more } });
  assert.equal(made.status, 201, made.text);
  await settled(server, made.json.id, made.json.presenter_token);
  return made.json;
};
const compare = async (server, a, b, query = '') => {
  const r = await call(server, 'GET', `/api/v1/rooms/${a.id}/compare?with=${b.id}${query}`);
  assert.equal(r.status, 200, r.text);
  return r.json;
};
const base = ['machine memory=16M seed=3', 'spawn p', 'p mmap 1M as m', 'p write m+0..256K', 'p read m', 'p munmap m'];

test('the same commands: every step paired, nothing differs', async (t) => {
  const server = await serve();
  t.after(() => server.stop());
  const [a, b] = [await room(server, base.join('\n')), await room(server, base.join('\n'))];
  const c = await compare(server, a, b, '&step=3');
  assert.deepEqual(c.pairs, [1, 1, 5]);
  assert.equal(c.common, 5);
  assert.equal(c.first, null);
  assert.deepEqual(c.differing, []);
  assert.ok(c.values > 50);
  assert.deepEqual(c.at, { a: 3, b: 3 });
});

test('a parameter set in one of them: paired past it, the first difference is what it leads to', async (t) => {
  const server = await serve();
  t.after(() => server.stop());
  const other = [...base.slice(0, 3), 'sysctl vm.overcommit_memory=2', 'sysctl vm.overcommit_ratio=0', ...base.slice(3), 'p mmap 8M as n'];
  const [a, b] = [await room(server, [...base, 'p mmap 8M as n'].join('\n')), await room(server, other.join('\n'))];
  const c = await compare(server, a, b, '&step=6');
  assert.equal(c.common, 2);
  assert.deepEqual(c.pairs, [1, 1, 2, 3, 5, 4]);
  assert.deepEqual([c.first.a, c.first.b], [6, 8], JSON.stringify(c.first)); // the last mmap is refused under the strict limit
  assert.ok(c.first.sections.includes('processes'));
  assert.deepEqual(c.at, { a: 6, b: 8 });
  assert.ok(c.differing.some((d) => d.name === 'sysctl.vm.overcommit_memory' && d.a === 0 && d.b === 2));
  assert.ok(c.differing.some((d) => d.name === 'committed_pages'));
  assert.ok(c.differing.length < c.values);
});

test('a branch has its parent’s steps, and other machines are compared where they can be', async (t) => {
  const server = await serve();
  t.after(() => server.stop());
  const a = await room(server, base.join('\n'));
  const branch = (await call(server, 'POST', `/api/v1/rooms/${a.id}/branches`, { token: a.presenter_token, body: { step: 2 } })).json;
  await settled(server, branch.id, branch.presenter_token); // it is built by running the steps again
  const done = await call(server, 'POST', `/api/v1/rooms/${branch.id}/commands`, { token: branch.presenter_token, type: 'text/plain', body: 'p mmap 1M as other' });
  assert.equal((await finished(server, done, branch.presenter_token)).json.ok, true);
  const c = await compare(server, a, branch);
  assert.equal(c.b.parent, a.id);
  assert.equal(c.b.parent_step, 2);
  assert.equal(c.common, 2);
  const small = await room(server, 'machine memory=8M paging=2 profile=i386\nspawn p');
  assert.ok((await compare(server, a, small, '&step=1')).first);
});

test('private rooms need their token, unknown ones are said', async (t) => {
  const server = await serve();
  t.after(() => server.stop());
  const a = await room(server, base.join('\n'));
  const hidden = await room(server, base.join('\n'), { private: true });
  const no = await call(server, 'GET', `/api/v1/rooms/${a.id}/compare?with=${hidden.id}`);
  assert.ok([401, 403].includes(no.status), String(no.status));
  const yes = await call(server, 'GET', `/api/v1/rooms/${a.id}/compare?with=${hidden.id}`, { token: hidden.viewer_token });
  assert.equal(yes.status, 200);
  assert.equal((await call(server, 'GET', `/api/v1/rooms/${a.id}/compare?with=nothere`)).status, 404);
  assert.equal((await call(server, 'GET', `/api/v1/rooms/${a.id}/compare`)).status, 400);
});
