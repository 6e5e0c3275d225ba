// lesson_rooms.test.mjs - every lesson as a room: its text stands there word for word with the machine's values in it,
// written by the rules of look (commas, a true minus, a no-break space), the right answers are the right ones, and a
// slider moved in the room says what a run with that value says.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { call, serve, settled } from './kit.mjs';
import { figures, order, read } from './lesson_kit.mjs';

let s;
before(async () => (s = await serve()));
after(async () => s.stop());

/** The right answers, by what the lessons teach: choices count from 0. */
const right = {
  'first-touch': [1], address: [1, 1], mmu: [1], demand: [2, 1], waste: [1, 1], 'two-level': [1, 1, 2], 'table-life': [1],
  levels: [1], tlb: [2, 2], layout: [0, 1], space32: [1], space48: [2], isolation: [2, 1], invalid: [1, 1, 1], shapes: [0, 1],
  frame: [2, 1, 2], buddy: [1, 1], zones: [1], watermarks: [0, 3, 2], numa: [1, 2], compaction: [1, 2], slab: [0, 1], 'kernel-memory': [2, 2],
  replacement: [1, 2], curve: [0], segments: [0, 0], fit: [1, 0], freelist: [1, 1, 1],
};

const bytes = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4, kB: 1024, bytes: 1, pages: 4096 };
const time = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

function digits(x, decimals) {
  const [whole, part] = (Math.sign(x) * x + 1e-9).toFixed(decimals).split('.');
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (x < 0 ? '\u2212' : '') + commas + (part ? `.${part}` : '');
}

/** What the program printed, as a sentence has it. */
function shown(printed, wanted) {
  const m = /^(-?[\d.]+|0x[0-9a-f]+)(?: (kB|bytes|pages|ns))?$/.exec(printed);
  if (!m) return printed; // a word
  if (wanted === 'hex') return `0x${BigInt(m[1]).toString(16)}`;
  if (m[1].startsWith('0x')) return m[1];
  const [, unit, fixed] = /^([^.]*)(?:\.(\d))?$/.exec(wanted ?? '');
  const as = unit || { kB: 'kB', bytes: 'B', ns: 'ns' }[m[2]] || '';
  let x = Number(m[1]) * (m[2] && unit ? (bytes[m[2]] ?? time[m[2]]) : 1);
  if (unit) x = unit === '%' ? x * 100 : x / (bytes[unit] ?? time[unit]);
  const one = ['MB', 'GB', 'TB', 'us', 'ms', 's'].includes(unit);
  const decimals = fixed !== undefined ? Number(fixed) : one || Math.abs(x - Math.round(x)) > 1e-9 ? 1 : 0;
  return digits(x, decimals) + (as && as !== 'pages' ? `\u00a0${as === 'us' ? '\u00b5s' : as}` : '');
}

/** A text as it must read. A frame is printed with 0x and shown without. */
function sentence(text, lang, printed) {
  return text[lang]
    .replace(/\{([^{}]+)\}/g, (_, value) => {
      const [, e, unit] = /^(.*?)(?: in (\S+))?$/.exec(value);
      const v = shown(printed[e], unit);
      return !unit && /pfn|^(found|of_[ab]|got|buddy|place|spilled|where|there|taken)$/.test(e) ? v.replace(/^0x/, '') : v;
    })
    .replace(/\[[a-z]+ ([^\]]*)\]/g, '$1')
    .replace(/`/g, '');
}
const words = (spans) => spans.map((x) => (typeof x === 'string' ? x : (x.t ?? x.m ?? x.v))).join('');

/** The room's texts in the order of the file. */
function said(lesson) {
  return lesson.pages.flatMap((page) => [
    { zh: page.heading.zh, en: page.heading.en },
    ...page.blocks.flatMap((b) => [b, ...(b.choices ?? [])].map((x) => ({ zh: words(x.zh), en: words(x.en) }))),
  ]);
}

async function through(id, set) {
  const made = await call(s, 'POST', '/api/v1/rooms', { body: { lesson: id, ...(set ? { set } : {}) } });
  assert.equal(made.status, 201, made.text);
  const { id: room, presenter_token: token } = made.json;
  await settled(s, room);
  const get = async () => (await call(s, 'GET', `/api/v1/rooms/${room}/lesson`)).json;
  let lesson = await get();
  const answers = [];
  for (;;) {
    assert.equal(lesson.problem, null);
    const open = lesson.pages.flatMap((p) => p.blocks ?? []).find((b) => b.type === 'question' && b.state === 'open');
    if (!open) break;
    assert.equal(open.correct ?? null, null, 'the answer is not there before it is revealed');
    const shut = await call(s, 'POST', `/api/v1/rooms/${room}/lesson`, { body: { reveal: open.name }, token });
    assert.equal(shut.status, 200, shut.text);
    await settled(s, room);
    lesson = await get();
    answers.push(lesson.pages.flatMap((p) => p.blocks ?? []).find((b) => b.name === open.name).correct);
  }
  await call(s, 'DELETE', `/api/v1/rooms/${room}`, { token });
  return { lesson, answers };
}

function same(id, set, lesson) {
  const source = read(id);
  const { printed } = figures(source, set ?? {});
  const texts = source.texts.map((text, i) => ({ text, printed: printed[i] })).filter(({ text }) => text.page && text.zh);
  const there = said(lesson);
  assert.equal(there.length, texts.length, `${id}: texts`);
  texts.forEach(({ text, printed: values }, i) => {
    for (const lang of ['zh', 'en']) {
      assert.equal(there[i][lang], sentence(text, lang, values), `${id}.mm:${text.line + 1} ${lang}`);
    }
  });
}

for (const id of order) {
  test(`${id}: read to its end`, async () => {
    const { lesson, answers } = await through(id);
    assert.deepEqual(answers, right[id]);
    assert.ok(lesson.pages.every((p) => p.open));
    same(id, undefined, lesson);
  });
  const slider = read(id).sliders[0];
  if (slider) {
    test(`${id}: with ${slider.name} at its end`, async () => {
      const suffix = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
      const [, n, unit] = /^(\d+)([KMG]?)$/.exec(slider.max);
      const { lesson } = await through(id, { [slider.name]: Number(n) * (suffix[unit] ?? 1) });
      same(id, { [slider.name]: slider.max }, lesson);
    });
  }
}
