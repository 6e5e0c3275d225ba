// lessons.test.mjs - lessons over real sockets: a class reads, answers, sees the answer; nothing of it is sent before.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { call, eventually, join, serve, settled, Socket, state } from './kit.mjs';

// 787 pages of 4 kB are written after the question: 3,148 kB, and as many faults. Neither stands in what is public.
const LESSON = `# a comment with the answer: 3148
#: lesson quiz rows=A6,B12a minutes=3
#: zh 测验
#: en A quiz
#: about
#: zh 一句话
#: en One sentence
#: slider pages 1..1000 step=1 unit=pages
#: zh 写多少页
#: en pages written
machine memory=64M seed=5
let pages = 787
spawn p
#: page pin=programs see=vma_new
#: zh 第一页
#: en First page
p mmap 8M as buf
let size = $pages * 4096
#: zh \`VmSize\` 是 {p.status.VmSize}，[anon 匿名页]还没有；{{括号}}
#: en \`VmSize\` is {p.status.VmSize}, no [anon anonymous page] yet; {{braces}}
#: ask grows
#: zh \`VmRSS\` 会多多少？现在 {p.status.VmRSS}
#: en How much will \`VmRSS\` grow? It is {p.status.VmRSS}
#: choice when p.status.VmRSS == 0
#: zh 不变
#: en Not at all
#: choice when p.status.VmRSS > 0
#: zh 变大
#: en It grows
p write buf+0..$size
expect p.status.VmRSS == 3148
#: reveal see=page_fault
#: zh 现在是 {p.status.VmRSS}
#: en Now it is {p.status.VmRSS}
#: note A6
#: zh 讲义说的
#: en What the note says
p write buf+0..4K
#: page pin=kernel/zones
#: zh 第二页
#: en Second page
#: zh 缺页 {vmstat.pgfault}
#: en faults {vmstat.pgfault}
#: ask second
#: zh 会缺页吗？
#: en Will it fault?
#: choice when result.ns > 100000000
#: zh 会
#: en Yes
#: choice when result.ns <= 100000000
#: zh 不会
#: en No
p read buf+0..4K
#: reveal
#: zh 没有
#: en It does not
#: page
#: zh 第三页
#: en Third page
p munmap buf
`;
const NO_EN = '#: lesson broken\n#: zh 标题\nmachine memory=16M\n#: page\n#: zh 页\n#: en Page\n';

let s, dir;
const file = (name) => path(dir, name);

before(async () => {
  dir = mkdtempSync(path(tmpdir(), 'mmscope-lessons-'));
  writeFileSync(file('quiz.mm'), LESSON);
  writeFileSync(file('broken.mm'), NO_EN);
  writeFileSync(file('ORDER'), 'quiz\nnowhere\n');
  s = await serve('--log', 'error', '--lessons', dir);
});
after(async () => {
  const { code, signal, err } = await s.stop();
  rmSync(dir, { recursive: true });
  assert.deepEqual([code, signal, err], [0, null, '']);
});

async function lessonRoom(body = {}) {
  const { json, text, status } = await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'quiz', ...body } });
  assert.equal(status, 201, text);
  await settled(s, json.id);
  return json;
}
const lessonOf = async (room) => (await call(s, 'GET', `/api/v1/rooms/${room.id}/lesson`)).json;
const post = (room, body, token = room.presenter_token) => call(s, 'POST', `/api/v1/rooms/${room.id}/lesson`, { body, token });
const value = async (room, what) => (await call(s, 'GET', `/api/v1/rooms/${room.id}/value?path=${what}`)).json.value;
const block = (lesson, page, type, n = 0) => lesson.pages[page - 1].blocks.filter((b) => b.type === type)[n];

test('the lessons that come along, and those of a folder; what is wrong with a file is said', async () => {
  const { json } = await call(s, 'GET', '/api/v1/lessons');
  const order = readFileSync(new URL('../../web/lessons/ORDER', import.meta.url), 'utf8').split(/\s+/).filter(Boolean);
  assert.deepEqual(
    json.lessons.map((l) => l.id),
    [...order, 'quiz'],
  );
  const quiz = json.lessons.at(-1);
  assert.deepEqual(quiz, {
    id: 'quiz',
    title: { zh: '测验', en: 'A quiz' },
    about: { zh: '一句话', en: 'One sentence' },
    rows: ['A6', 'B12a'],
    minutes: 3,
    pages: 3,
    questions: 2,
  });
  const wrong = json.problems.map((p) => [p.file, p.line, p.column]);
  assert.deepEqual(wrong.slice(0, 2), [
    ['ORDER', 1, 1],
    ['broken.mm', 1, 1],
  ]);
  assert.ok(json.problems.every((p) => p.detail && p.detail_zh));
  const one = (await call(s, 'GET', '/api/v1/lessons/quiz')).json;
  assert.equal(one.about.en, 'One sentence');
  assert.equal(one.scenario.split('\n').length, LESSON.split('\n').length, 'the lines keep their numbers');
  assert.ok(one.scenario.includes('#: ask grows') && !/3148|expect/.test(one.scenario), 'no line that states an answer');
  for (const id of ['nobody', 'broken', 'first']) assert.equal((await call(s, 'GET', `/api/v1/lessons/${id}`)).status, 404);
  assert.equal((await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'broken' } })).status, 404);
});

test('a file that changes is read again', async () => {
  writeFileSync(file('broken.mm'), NO_EN.replace('#: zh 标题', '#: zh 标题\n#: en Title\n#: about\n#: zh 甲\n#: en A'));
  await eventually(() => call(s, 'GET', '/api/v1/lessons/broken'), (r) => r.status === 200, 'the mended lesson');
  assert.equal((await call(s, 'GET', '/api/v1/lessons/broken')).json.title.en, 'Title');
  writeFileSync(file('broken.mm'), '#: lesson broken\n#: colour pink\n');
  await eventually(() => call(s, 'GET', '/api/v1/lessons/broken'), (r) => r.status === 404, 'the broken lesson');
  const { json } = await call(s, 'GET', '/api/v1/lessons');
  assert.deepEqual(
    json.problems.filter((p) => p.file === 'broken.mm' && p.word === 'colour').map((p) => [p.line, p.column]),
    [[2, 4]],
  );
});

test('a room runs up to the first question; its texts hold what the machine says there', async () => {
  const room = await lessonRoom();
  const state = (await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json;
  assert.equal(state.lesson, 'quiz');
  assert.deepEqual(
    state.steps.map((x) => x[2]),
    ['spawn p', 'p mmap 8M as buf'],
  );
  const lesson = await lessonOf(room);
  assert.deepEqual([lesson.id, lesson.page, lesson.minutes, lesson.problem], ['quiz', 1, 3, null]);
  assert.deepEqual(lesson.pages.map((p) => [p.n, p.open, 'blocks' in p, p.heading.en]), [
    [1, true, true, 'First page'],
    [2, false, false, 'Second page'],
    [3, false, false, 'Third page'],
  ]);
  const size = String(await value(room, 'p.status.VmSize&step=2')).replace(/\B(?=(\d{3})+$)/g, ',');
  const text = block(lesson, 1, 'text');
  assert.deepEqual(text.en, [{ m: 'VmSize' }, ' is ', { v: `${size}\u00a0kB` }, ', no ', { c: 'anon', t: 'anonymous page' }, ' yet; {braces}']);
  assert.deepEqual(text.zh, [{ m: 'VmSize' }, ' 是 ', { v: `${size}\u00a0kB` }, '，', { c: 'anon', t: '匿名页' }, '还没有；{括号}']);
  assert.deepEqual([text.step, text.seq], [2, state.head.seq]);
  const question = block(lesson, 1, 'question');
  assert.deepEqual([question.name, question.state, question.counts, question.answered], ['grows', 'open', [0, 0], 0]);
  assert.deepEqual(question.choices[1], { zh: ['变大'], en: ['It grows'] });
  assert.ok(!('correct' in question));
  assert.deepEqual(lesson.sliders, [
    { name: 'pages', zh: '写多少页', en: 'pages written', min: 1, max: 1000, step: 1, unit: 'pages', bytes: false, value: 787, default: 787 },
  ]);
  // page 1 has see=vma_new, but the step just before is `spawn p`: its first area is where the page stands
  const events = (await call(s, 'GET', `/api/v1/rooms/${room.id}/events?from=1&limit=1000`)).text.trim().split('\n').map(JSON.parse);
  assert.deepEqual([lesson.pages[0].step, lesson.pages[0].seq], [1, events.find((e) => e.event === 'vma_new').seq]);
  assert.equal(state.seq, lesson.pages[0].seq, 'the room stands at its first page');
});

test('a class answers, the presenter reveals, the text goes on', async () => {
  const room = await lessonRoom();
  const boss = await join(s, room.id, room.presenter_token);
  const told = await boss.socket.next('lesson');
  assert.equal(told.pages[0].blocks.length, 2);
  const pupils = [];
  for (let i = 0; i < 5; i++) pupils.push(await join(s, room.id, undefined, { voter: `pupil-${i}` }));
  boss.socket.send({ type: 'ask', question: 'grows' });
  for (const p of pupils) assert.equal((await p.mirror.until(p.socket, (m) => m.type === 'question')).name, 'grows');
  for (const [i, p] of pupils.entries()) p.socket.send({ type: 'answer', question: 'grows', choice: i < 2 ? 0 : 1, re: i });
  for (const [i, p] of pupils.entries()) assert.equal((await p.mirror.until(p.socket, (m) => m.type === 'answer')).re, i);
  await boss.mirror.until(boss.socket, (m) => m.type === 'question' && m.answered === 5 && m.counts[1] === 3);
  // one of them thinks again, and answers once more from another connection
  pupils[0].socket.close();
  pupils[0] = await join(s, room.id, undefined, { voter: 'pupil-0' });
  pupils[0].socket.send({ type: 'answer', question: 'grows', choice: 1 });
  const counted = await boss.mirror.until(boss.socket, (m) => m.type === 'question' && m.counts[1] === 4);
  assert.deepEqual([counted.counts, counted.answered, 'correct' in counted], [[1, 4], 5, false]);
  // a viewer may not reveal, nor turn pages, nor slide
  for (const m of [{ type: 'reveal', question: 'grows' }, { type: 'page', n: 1 }, { type: 'slider', name: 'pages', value: 3 }, { type: 'ask', question: 'grows' }]) {
    pupils[1].socket.send(m);
    assert.equal((await pupils[1].mirror.until(pupils[1].socket, (x) => x.type === 'problem')).problem.status, 403);
  }
  boss.socket.send({ type: 'reveal', question: 'grows' });
  for (const p of pupils) {
    const shown = await p.mirror.until(p.socket, (m) => m.type === 'reveal');
    assert.deepEqual([shown.question, shown.correct, shown.counts, shown.answered], ['grows', 1, [1, 4], 5]);
  }
  const lesson = await lessonOf(room);
  assert.deepEqual(block(lesson, 1, 'reveal').en, ['Now it is ', { v: '3,148\u00a0kB' }]);
  assert.deepEqual(block(lesson, 1, 'note').rows, ['A6']);
  assert.deepEqual(lesson.pages.map((p) => p.open), [true, true, false]);
  assert.deepEqual(block(lesson, 2, 'text').en[1], { v: '787' }, 'one fault a page');
  assert.equal(block(lesson, 1, 'question').correct, 1);
  // the class stands at the first fault of the write
  const state = (await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json;
  assert.deepEqual([state.step, state.inside], [3, true]);
  assert.equal(state.seq, block(lesson, 1, 'reveal').seq);
  pupils[2].socket.send({ type: 'answer', question: 'grows', choice: 0 });
  assert.equal((await pupils[2].mirror.until(pupils[2].socket, (m) => m.type === 'problem')).problem.status, 409);
  // pages: only what is open
  boss.socket.send({ type: 'page', n: 3 });
  assert.equal((await boss.mirror.until(boss.socket, (m) => m.type === 'problem')).problem.status, 409);
  boss.socket.send({ type: 'page', n: 2 });
  const turned = await pupils[3].mirror.until(pupils[3].socket, (m) => m.type === 'lesson' && m.page === 2);
  assert.equal(turned.pages[1].step, 4);
  assert.equal(turned.pages[1].pin, 'kernel/zones');
  await settled(s, room.id);
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json.step, 4);
  // to the end by REST
  const end = await post(room, { reveal: 'second' });
  assert.equal(end.status, 200);
  assert.ok(end.json.pages[2].open && end.json.pages[1].blocks.at(-1).type === 'reveal');
  assert.equal(block(end.json, 2, 'question').correct, 1);
  const done = (await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json;
  assert.equal(done.steps.at(-1)[2], 'p munmap buf');
  for (const x of [boss, ...pupils]) x.socket.close();
});

test('nothing that can be had before the answer is shown holds it', async () => {
  const room = await lessonRoom();
  const at = `/api/v1/rooms/${room.id}`;
  const got = [];
  const boss = await join(s, room.id, room.presenter_token);
  const viewer = await Socket.open(s, room.id);
  const log = (m) => got.push(JSON.stringify(m));
  viewer.send({ type: 'hello' });
  const seen = async (type) => {
    for (;;) {
      const m = await viewer.next(() => true);
      log(m);
      if (m.type === type) return m;
    }
  };
  await seen('lesson');
  const head = JSON.parse(got[0]).room.head;
  for (const m of [
    { type: 'answer', question: 'grows', choice: 1 },
    { type: 'inspect', kind: 'page', actor: 'p', addr: 'buf' },
    { type: 'inspect', kind: 'proc', id: 0 },
    { type: 'why', kind: 'proc', id: 0 },
    { type: 'detach' },
    { type: 'step', by: 10, grain: 'command' },
    { type: 'seek', step: 3 },
    { type: 'seek', seq: head.seq + 1 },
    { type: 'jump', kind: 'page_fault', dir: 1 },
    { type: 'seek', step: head.step },
    { type: 'resync' },
    { type: 'follow' },
    { type: 'ping' },
  ])
    viewer.send(m);
  await seen('pong');
  await new Promise((r) => setTimeout(r, 300)); // the counts are told a little later
  viewer.messages.splice(0).forEach(log);
  const paths = ['', '/snapshot', '/snapshot?step=1', '/snapshot?step=3', `/snapshot?seq=${head.seq + 5}`, '/events?from=0&limit=100000', `/events?from=${head.seq + 1}&limit=1000`];
  paths.push('/timeline', '/export?format=mm', '/lesson', '/value?path=p.status.VmRSS', '/value?path=p.status.VmRSS&step=3', '/value?path=vmstat.pgfault', '/value?path=hash');
  paths.push('/values?path=p.status.VmRSS,vmstat.pgfault,clock.ns&from=0&to=100000', '/proc/meminfo', '/proc/vmstat', '/proc/p/status', '/proc/meminfo?step=3');
  paths.push('/inspect?kind=page&actor=p&addr=buf', '/why?kind=proc&id=0', '/jobs/1');
  for (const p of paths) got.push((await call(s, 'GET', at + p)).text);
  for (const p of ['/rooms', '/lessons', '/lessons/quiz', '/schema', '/openapi.json']) got.push((await call(s, 'GET', '/api/v1' + p)).text);
  const refused = [
    await call(s, 'POST', at + '/lesson', { body: { reveal: 'grows' } }),
    await call(s, 'POST', at + '/commands', { body: { lines: ['p write buf'] } }),
    await call(s, 'POST', at + '/branches', { body: {} }),
    await call(s, 'POST', at + '/cursor', { body: { step: 3 } }),
  ];
  assert.deepEqual(refused.map((r) => r.status), [401, 401, 401, 401]);
  refused.forEach((r) => got.push(r.text));
  const before = await value(room, 'hash');
  assert.equal(await value(room, 'vmstat.pgfault'), 0);
  // now the answer
  boss.socket.send({ type: 'reveal', question: 'grows' });
  await boss.mirror.until(boss.socket, (m) => m.type === 'reveal');
  const after = (await call(s, 'GET', at)).json;
  const secrets = [after.head_hash, 'p write buf+0', '3148', '3,148', '"787"', `"seq":${after.head.seq}`];
  const rows = (await call(s, 'GET', `${at}/events?from=${head.seq + 1}&limit=3`)).text.trim().split('\n').map(JSON.parse);
  assert.ok(rows.length === 3 && rows[0].seq === head.seq + 1);
  for (const r of rows) secrets.push(`"seq":${r.seq},`);
  assert.equal(await value(room, 'p.status.VmRSS&step=3'), 3148);
  assert.notEqual(await value(room, 'hash'), before);
  const all = got.filter((t) => !t.includes('"#: lesson') && !t.includes('"openapi"'));
  for (const secret of secrets)
    for (const text of all) {
      if (secret === 'p write buf+0' && text.includes('#: lesson')) continue; // the source is public; it has no figure
      assert.ok(!text.includes(secret), `${secret} was told in ${text.slice(0, 200)}`);
    }
  assert.ok(all.join('').length > 100000, 'much was looked at');
  boss.socket.close();
  viewer.close();
});

test('a slider runs the lesson again with another value, to the same page', async () => {
  const room = await lessonRoom();
  const boss = await join(s, room.id, room.presenter_token);
  const pupil = await join(s, room.id);
  boss.socket.send({ type: 'reveal', question: 'grows' });
  await boss.mirror.until(boss.socket, (m) => m.type === 'reveal');
  boss.socket.send({ type: 'page', n: 2 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'lesson' && m.page === 2);
  boss.socket.send({ type: 'slider', name: 'pages', value: 100 });
  const welcome = await pupil.mirror.until(pupil.socket, (m) => m.type === 'welcome');
  assert.equal(welcome.room.steps[2][2], 'p write buf+0..409600');
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'snapshot');
  const lesson = await pupil.mirror.until(pupil.socket, (m) => m.type === 'lesson');
  assert.deepEqual([lesson.page, lesson.sliders[0].value], [2, 100]);
  assert.deepEqual(block(lesson, 1, 'reveal').en[1], { v: '400\u00a0kB' });
  assert.deepEqual(block(lesson, 2, 'text').en[1], { v: '100' });
  assert.equal(block(lesson, 1, 'question').correct, 1, 'what was revealed stays so');
  assert.equal(lesson.problem, null, 'the expectation of the value as written is left out');
  const cursorAt = (await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json;
  assert.equal(cursorAt.seq, lesson.pages[1].seq);
  // every event of the new history, by the mirror of one who was there before
  boss.socket.send({ type: 'seek', step: 0 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'cursor' && m.seq === 0);
  boss.socket.send({ type: 'seek', step: 4 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'cursor' && m.step === 4);
  // the same as a room made with that value
  const set = await lessonRoom({ set: { pages: 100 } });
  await post(set, { reveal: 'grows' });
  const other = (await call(s, 'GET', `/api/v1/rooms/${set.id}`)).json;
  assert.equal(other.head_hash, (await call(s, 'GET', `/api/v1/rooms/${room.id}`)).json.head_hash);
  for (const bad of [{ name: 'pages', value: 0 }, { name: 'pages', value: 1001 }, { name: 'nobody', value: 5 }, { name: 'pages' }, { value: 5 }, 7, { name: 'pages', value: 5, more: 1 }])
    assert.equal((await post(room, { slider: bad })).status, 400, JSON.stringify(bad));
  for (const bad of [{ pages: 0 }, { nobody: 1 }, { pages: '5' }, 5])
    assert.equal((await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'quiz', set: bad } })).status, 400, JSON.stringify(bad));
  for (const x of [boss, pupil]) x.socket.close();
});

test('a class goes on to another lesson in its room', async () => {
  const room = await lessonRoom();
  const boss = await join(s, room.id, room.presenter_token);
  const pupil = await join(s, room.id);
  pupil.socket.send({ type: 'answer', question: 'grows', choice: 1 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'answer');
  boss.socket.send({ type: 'lesson', id: 'buddy' });
  const welcome = await pupil.mirror.until(pupil.socket, (m) => m.type === 'welcome');
  assert.deepEqual([welcome.room.id, welcome.room.lesson, welcome.role], [room.id, 'buddy', 'viewer']);
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'snapshot');
  const lesson = await pupil.mirror.until(pupil.socket, (m) => m.type === 'lesson');
  assert.deepEqual([lesson.id, lesson.page, lesson.next, lesson.problem], ['buddy', 1, 'zones', null]);
  assert.equal(welcome.room.title, lesson.title.en);
  assert.deepEqual(block(lesson, 1, 'question').counts, [0, 0, 0]);
  // every event of the new machine, by the mirror of one who was there before
  boss.socket.send({ type: 'reveal', question: 'lists' });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'reveal' && m.question === 'lists');
  boss.socket.send({ type: 'seek', step: 0 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'cursor' && m.seq === 0);
  boss.socket.send({ type: 'seek', step: 2 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'cursor' && m.step === 2);
  assert.equal((await lessonOf(room)).id, 'buddy');
  // back again: it begins anew, with nothing answered
  const back = await post(room, { lesson: 'quiz' });
  assert.deepEqual([back.status, back.json.id, back.json.page, block(back.json, 1, 'question').state], [200, 'quiz', 1, 'open']);
  assert.deepEqual(block(back.json, 1, 'question').counts, [0, 0]);
  assert.equal((await post(room, { lesson: 'nowhere' })).status, 404);
  assert.equal((await post(room, { lesson: 5 })).status, 400);
  assert.equal((await post(room, { lesson: 'buddy' }, 'x'.repeat(32))).status, 403);
  pupil.socket.send({ type: 'lesson', id: 'buddy' });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'problem');
  assert.equal((await lessonOf(room)).id, 'quiz');
  // a title of its own stays
  const named = await lessonRoom({ title: 'Monday' });
  await post(named, { lesson: 'buddy' });
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${named.id}`)).json.title, 'Monday');
  for (const x of [boss, pupil]) x.socket.close();
});

test('lines of the presenter leave the lesson for a room of their own', async () => {
  const room = await lessonRoom();
  const at = `/api/v1/rooms/${room.id}/commands`;
  await call(s, 'POST', `/api/v1/rooms/${room.id}/cursor`, { body: { step: 2 }, token: room.presenter_token });
  const refused = await call(s, 'POST', at, { body: { lines: ['p write buf+0..8K'] }, token: room.presenter_token });
  assert.deepEqual([refused.status, refused.json.type], [409, 'mmscope:lesson']);
  assert.match(refused.json.detail, /branch:true/);
  const branch = await call(s, 'POST', at, { body: { lines: ['p write buf+0..8K'], branch: true }, token: room.presenter_token });
  assert.equal(branch.status, 200, branch.text);
  assert.notEqual(branch.json.room.id, room.id);
  assert.equal(branch.json.ok, true);
  const own = (await call(s, 'GET', `/api/v1/rooms/${branch.json.room.id}`)).json;
  assert.equal(own.parent.id, room.id);
  assert.equal(own.steps.at(-1)[2], 'p write buf+0..8K');
  assert.equal((await call(s, 'GET', `/api/v1/rooms/${branch.json.room.id}/lesson`)).status, 404, 'no lesson there');
  assert.equal((await lessonOf(room)).pages[1].open, false);
});

test('a question of the presenter’s own, in any room', async () => {
  const scenario = 'machine memory=16M seed=1\nspawn app\napp mmap 64K as m\n';
  const made = (await call(s, 'POST', '/api/v1/rooms', { body: { scenario } })).json;
  await settled(s, made.id);
  const boss = await join(s, made.id, made.presenter_token);
  const pupil = await join(s, made.id);
  const ask = (more) => boss.socket.send({ type: 'ask', zh: '`VmRSS` 是 {app.status.VmRSS}，写了之后呢？', en: '`VmRSS` is {app.status.VmRSS}; after a write?', ...more });
  const choices = [
    { zh: '0', en: '0', when: 'app.status.VmRSS == 0' },
    { zh: '更多', en: 'more', when: 'app.status.VmRSS > 0' },
  ];
  const bad = [[], choices.slice(1), [{ zh: '甲', en: 'a' }, { zh: '乙' }], [{ zh: '甲', en: 'a', when: 'nobody.x ==' }, choices[1]], [{ zh: '甲', en: 'a', sure: true }, choices[1]], 5];
  for (const c of bad) {
    ask({ choices: c });
    assert.ok([400, 422].includes((await boss.mirror.until(boss.socket, (m) => m.type === 'problem')).problem.status), JSON.stringify(c));
  }
  ask({ choices });
  const q = await pupil.mirror.until(pupil.socket, (m) => m.type === 'question');
  assert.deepEqual(q.en, [{ m: 'VmRSS' }, ' is ', { v: '0\u00a0kB' }, '; after a write?']);
  assert.ok(q.ad_hoc && !JSON.stringify(q).includes('when'));
  const late = await join(s, made.id);
  assert.equal((await late.mirror.until(late.socket, (m) => m.type === 'question')).name, q.name, 'who comes later is asked too');
  for (const c of [2, -1, 'x', null]) {
    pupil.socket.send({ type: 'answer', question: q.name, choice: c });
    assert.equal((await pupil.mirror.until(pupil.socket, (m) => m.type === 'problem')).problem.status, 400);
  }
  pupil.socket.send({ type: 'answer', question: 'nothing', choice: 0 });
  assert.equal((await pupil.mirror.until(pupil.socket, (m) => m.type === 'problem')).problem.status, 404);
  pupil.socket.send({ type: 'answer', question: q.name, choice: 1 });
  boss.socket.send({ type: 'command', lines: ['app write m+0..4K'] });
  await boss.mirror.until(boss.socket, (m) => m.type === 'result');
  boss.socket.send({ type: 'reveal', question: q.name });
  const shown = await pupil.mirror.until(pupil.socket, (m) => m.type === 'reveal');
  assert.deepEqual([shown.correct, shown.counts], [1, [0, 1]], 'what holds at the cursor is right');
  boss.socket.send({ type: 'reveal', question: q.name });
  assert.equal((await boss.mirror.until(boss.socket, (m) => m.type === 'problem')).problem.status, 409);
  // without `when` there is nothing that is right, only what the class thinks
  ask({ choices: [{ zh: '甲', en: 'a' }, { zh: '乙', en: 'b' }] });
  const open = await pupil.mirror.until(pupil.socket, (m) => m.type === 'question');
  boss.socket.send({ type: 'reveal', question: open.name });
  assert.equal((await pupil.mirror.until(pupil.socket, (m) => m.type === 'reveal')).correct, null);
  for (const x of [boss, pupil, late]) x.socket.close();
});

test('bad requests to a lesson', async () => {
  const room = await lessonRoom();
  const bad = [[{}, 400], [{ page: 0 }, 400], [{ page: 4 }, 400], [{ page: 2 }, 409], [{ page: 'one' }, 400], [{ reveal: 'second' }, 404], [{ reveal: 5 }, 404], [{ page: 1, reveal: 'grows' }, 400], [{ other: 1 }, 400]];
  for (const [body, status] of bad) assert.equal((await post(room, body)).status, status, JSON.stringify(body));
  assert.equal((await post(room, { page: 1 }, 'x'.repeat(32))).status, 403);
  assert.equal((await call(s, 'GET', '/api/v1/rooms/first/lesson')).status, 404);
  const first = await lessonOf(room);
  assert.ok(first.pages[0].open && !first.pages[1].open, 'as it was');
  assert.equal((await post(room, { page: 1 })).json.page, 1);
  const guided = await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'first' } });
  assert.equal(guided.status, 201);
  await call(s, 'DELETE', `/api/v1/rooms/${guided.json.id}`, { token: guided.json.presenter_token });
});

test('a server that was killed serves the lesson where it was: page, answers shown, what is closed', async () => {
  const data = path(dir, 'data');
  const args = ['--log', 'error', '--lessons', dir];
  let one = await serve(...args, '--data', data);
  const api = (method, where, more = {}) => call(one, method, `/api/v1/rooms${where}`, more);
  const again = async () => {
    process.kill(one.pid, 'SIGKILL');
    assert.equal((await one.stop()).signal, 'SIGKILL');
    one = await serve(...args, '--data', data);
  };
  const made = (await api('POST', '', { body: { lesson: 'quiz', set: { pages: 5 } } })).json;
  const say = async (body) => (await api('POST', `/${made.id}/lesson`, { body, token: made.presenter_token })).json;
  const told = async () => (await api('GET', `/${made.id}/lesson`)).json;
  await settled(one, made.id);
  const first = await told();
  await again();
  assert.deepEqual((await settled(one, made.id)).lesson, 'quiz');
  assert.deepEqual(await told(), first, 'before anything was shown');
  const pupil = await join(one, made.id);
  pupil.socket.send({ type: 'answer', question: 'grows', choice: 1 });
  await pupil.mirror.until(pupil.socket, (m) => m.type === 'answer');
  pupil.socket.close();
  await say({ reveal: 'grows' });
  const page = await say({ page: 2 });
  assert.equal(page.page, 2);
  const state = await settled(one, made.id);
  await again();
  // a lesson that is edited in the meantime does not change a room that was made of it
  writeFileSync(file('quiz.mm'), LESSON.replace('First page', 'Another page'));
  const back = await settled(one, made.id);
  assert.deepEqual([back.step, back.seq, back.head, back.hash, back.head_hash], [state.step, state.seq, state.head, state.hash, state.head_hash]);
  assert.deepEqual(await told(), page);
  assert.deepEqual(block(page, 1, 'question').counts, [0, 1]);
  assert.deepEqual([page.pages[2].open, page.sliders[0].value], [false, 5]);
  assert.equal((await api('POST', `/${made.id}/lesson`, { body: { page: 3 }, token: made.presenter_token })).status, 409);
  // it goes on, another value too, and that is kept as well
  const slid = await say({ slider: { name: 'pages', value: 9 } });
  assert.deepEqual(block(slid, 1, 'reveal').en[1], { v: '36\u00a0kB' });
  const end = await say({ reveal: 'second' });
  assert.ok(end.pages[2].open);
  await again();
  await settled(one, made.id);
  assert.deepEqual(await told(), end);
  // and so is the lesson that the class went on to
  const buddy = await say({ lesson: 'buddy' });
  assert.deepEqual([buddy.id, buddy.page], ['buddy', 1]);
  await again();
  const there = await settled(one, made.id);
  assert.deepEqual([there.lesson, there.title, await told()], ['buddy', buddy.title.en, buddy]);
  const { err } = await one.stop();
  assert.equal(err, '');
  writeFileSync(file('quiz.mm'), LESSON);
});

test('a lesson that is being written: every problem with its place, and a room of it', async () => {
  const wrong = LESSON.replace('see=vma_new', 'see=vma_old').replace('p mmap 8M as buf', 'p mapp 8M as buf').replace('#: en First page\n', '');
  const { json } = await call(s, 'POST', '/api/v1/validate', { body: { scenario: wrong } });
  assert.equal(json.ok, false);
  assert.equal(json.count, json.problems.length);
  const at = (word) => json.problems.find((p) => p.word.includes(word) || p.detail.includes(word));
  const line = (text) => wrong.split('\n').indexOf(text) + 1;
  assert.equal(at('mapp').line, line('p mapp 8M as buf'));
  assert.deepEqual([at('vma_old').line, at('vma_old').column], [line('#: page pin=programs see=vma_old'), 22]);
  assert.equal(at('no en text').line, line('#: page pin=programs see=vma_old'));
  assert.equal((await call(s, 'POST', '/api/v1/validate', { body: { scenario: LESSON } })).json.ok, true);
  const bad = await call(s, 'POST', '/api/v1/rooms', { body: { scenario: wrong, as: 'lesson' } });
  assert.equal(bad.status, 422);
  assert.equal(bad.json.problems.length, json.problems.length);
  assert.equal((await call(s, 'POST', '/api/v1/rooms', { body: { scenario: 'machine memory=16M\n', as: 'lesson' } })).status, 422);
  for (const body of [{ scenario: LESSON, as: 'film' }, { as: 'lesson' }, { lesson: 'quiz', as: 'lesson' }])
    assert.equal((await call(s, 'POST', '/api/v1/rooms', { body })).status, 400, JSON.stringify(Object.keys(body)));
  const room = await lessonRoom({ lesson: undefined, scenario: LESSON, as: 'lesson', set: { pages: 2 } });
  const told = await lessonOf(room);
  assert.deepEqual([told.id, told.sliders[0].value, told.pages[1].open], ['quiz', 2, false]);
  assert.deepEqual(block((await post(room, { reveal: 'grows' })).json, 1, 'reveal').en[1], { v: '8\u00a0kB' });
  // as a plain scenario it is run to its end
  const plain = (await call(s, 'POST', '/api/v1/rooms', { body: { scenario: LESSON } })).json;
  assert.equal((await settled(s, plain.id)).steps.at(-1)[2], 'p munmap buf');
});

test('a lesson that is stopped, or whose line is refused, says so and can be run again', async () => {
  // the second question's line takes long
  const slow = LESSON.replace('p read buf+0..4K', 'p read buf pattern=loop count=400000000').replace('#: lesson quiz', '#: lesson slow');
  writeFileSync(file('slow.mm'), slow);
  // 9 pages fit, 1000 do not: a range outside of the mapping is refused
  writeFileSync(file('narrow.mm'), LESSON.replace('#: lesson quiz', '#: lesson narrow').replace('p mmap 8M', 'p mmap 3200K'));
  await eventually(() => call(s, 'GET', '/api/v1/lessons/narrow'), (r) => r.status === 200, 'the new lesson');
  const { json: room } = await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'narrow' } });
  await settled(s, room.id);
  const wide = (await post(room, { slider: { name: 'pages', value: 1000 } })).json;
  assert.equal(wide.problem, null, 'nothing behind the question was run');
  const failed = (await post(room, { reveal: 'grows' })).json;
  const at = LESSON.split('\n').indexOf('p write buf+0..$size') + 1;
  assert.equal(failed.problem.line, at, JSON.stringify(failed.problem));
  assert.deepEqual(failed.pages.map((p) => p.open), [true, false, false]);
  assert.equal(block(failed, 1, 'question').state, 'open');
  const again = (await post(room, { slider: { name: 'pages', value: 9 } })).json;
  assert.deepEqual([again.problem, again.pages[1].open], [null, true]);
  assert.deepEqual(block(again, 1, 'reveal').en[1], { v: '36\u00a0kB' });
  // stopped in the middle
  const { json: long } = await call(s, 'POST', '/api/v1/rooms', { body: { lesson: 'slow' } });
  await settled(s, long.id);
  assert.equal((await post(long, { reveal: 'grows' })).status, 200);
  const reveal = post(long, { reveal: 'second' });
  await state(s, long.id, 'busy');
  assert.equal((await call(s, 'POST', `/api/v1/rooms/${long.id}/stop`, { token: long.presenter_token })).status, 204);
  const stopped = (await reveal).json;
  assert.match(JSON.stringify(stopped.problem), /was stopped/);
  assert.equal(stopped.pages[2].open, false);
  await call(s, 'DELETE', `/api/v1/rooms/${long.id}`, { token: long.presenter_token });
});
