// lesson_figures.test.mjs - every figure of every lesson against a reckoning of its own: as written, and with each slider
// at both ends and between. The rules are those of lesson_models.mjs; nothing here is copied from what the engine printed.
import test from 'node:test';
import assert from 'node:assert/strict';
import { eventsBefore, expressions, figures, order, read, settings } from './lesson_kit.mjs';
import { G, K, M, PAGE, T, cost, frame, layout, loop, marks, misses, near, pages, range, random, slab, tables, tlb, withSplits, zipf } from './lesson_models.mjs';

const up = (n, by) => Math.ceil(n / by) * by;
const SEGV = 'SIGSEGV';
const MAPERR = 'SEGV_MAPERR';
const ACCERR = 'SEGV_ACCERR';

/** For each lesson: the values of its texts in order, texts without values left out. */
const expected = {
  'first-touch': ({ part }) => {
    const pagesWritten = part / PAGE;
    return [
      [layout().size + 16 * M, 0],
      [PAGE],
      [part, pagesWritten - 1, part], // the first page was there
    ];
  },

  address: ({ number, offset, bits }) => {
    const address = number * PAGE + offset;
    const size = 2 ** bits;
    const split = Math.floor(address / size);
    let found;
    return [
      [0x1000],
      [0x1000, 1, 0],
      [0x1000, 0, frame, (v, all) => v !== all[2] || 'page 1 shares a frame with page 0'],
      [address, number, offset],
      [(v) => ((found = v), frame(v))],
      [(v) => v === found * PAGE + offset || `${v} is not frame ${found} and the offset`],
      [frame, (v, all) => v === all[0] + 3 || 'the lowest page was written last and got the highest frame'],
      [address, size, split, address - split * size],
    ];
  },

  mmu: () => {
    const walk = 2 * cost.walk;
    const first = withSplits(walk + cost.fault + cost.alloc + cost.zero + walk);
    return [[first, 1], [cost.hit], [2, walk, 0], [cost.hit, walk, first]];
  },

  demand: ({ touched }) => {
    const size = layout({ text: 256 * K, data: 64 * K, bss: 64 * K }).size;
    const tablesMade = 3 * (cost.alloc + cost.zero); // three levels below the top
    const faults = (256 * K + 64 * K) / PAGE + 1;
    return [
      [size],
      [size],
      [0],
      [withSplits(cost.switch + cost.walk + cost.fault + tablesMade + cost.alloc + cost.zero + 4 * cost.walk), PAGE],
      [0],
      [faults, faults * PAGE, size],
      [2 * M],
      [touched],
      [touched * PAGE],
      [touched * PAGE, touched, (touched * PAGE) / (2 * M)],
    ];
  },

  waste: ({ request }) => {
    const taken = up(request, PAGE);
    let spare;
    return [
      [request],
      [Math.floor(request / PAGE)],
      [taken / PAGE],
      [(2 * taken) / PAGE],
      [taken, taken, taken - request],
      [40 * PAGE],
      [(v) => ((spare = v), v > M) || 'less than half of the free memory', (v) => v * PAGE === spare || 'not all single frames'],
      // every other frame of 1,024 is free, and the last one freed is handed out first
      [400 * K, (v) => v === 1023 || v === 1022 || `${v} is not the topmost`, (v, all) => v === all[1] - 2, (v, all) => v === all[1] - 4],
      ['ENOMEM', (v) => v === spare - 400 * K || `${v} left of ${spare}`],
      [(v) => (v > 0 && v <= 100) || `${v} moved for a pair of frames`],
    ];
  },

  // 15 new pages are one batch of the LRU lists (Linux 6.1, include/linux/pagevec.h); struct page is 64 bytes
  frame: ({ others }) => {
    const anon = (...more) => ['uptodate', ...more.filter((f) => f === 'lru'), 'swapbacked', ...more.filter((f) => f !== 'lru'), 'anon', 'anon_exclusive'].join('|');
    const listed = others + 1 >= 15;
    let used;
    return [
      [64 * M, (v) => ((used = 64 * M - v), v > 50 * M && v < 64 * M)],
      [(v) => v === used || `${v} in use, not ${used}`],
      [1 * M],
      [1 * M, 64, 1 / 64],
      [2, 0, -1],
      [others, listed ? 1 : 2],
      [anon(), listed ? anon('lru') : anon()],
      [anon('lru', 'unevictable', 'mlocked'), 'buddy', 0],
      ['buddy'],
      [anon()],
      ['slab', frame, 1],
      ['buddy'],
    ];
  },

  // the two free blocks of order 10 begin at 8 MiB, frame 2048; each cut leaves the upper half
  buddy: ({ order }) => {
    const cuts = 10 - order;
    return [
      [8 * M, 2],
      [order],
      [cuts, 2048, 2 ** order * PAGE],
      [2048 + 2 ** order, 0],
      [order, 0],
      [cuts, 2, 8 * M],
      [8 * K, 8 * K - 5 * K],
      [8 * K, 32 * K], // kmalloc-8k in the recorded slab geometry: four objects in a block of order 3
    ];
  },

  zones: ({ ratio }) => {
    const managed = [3840, 4096, 8192];
    const { low } = marks(managed);
    const reserve = Math.floor((managed[1] + managed[2]) / ratio);
    const midReserve = Math.floor(managed[2] / 256);
    return [
      managed.map((n) => n * PAGE),
      [0x2000], // Normal begins here
      [low[2] * PAGE],
      [0x1000],
      [low[1] + midReserve, low[0] + reserve, low[0]].map((n) => n * PAGE),
      [reserve * PAGE, ratio],
      [(v) => (v < 0x1000 && v > 0) || `${v} is not below zone DMA32`],
    ];
  },

  // The recorded machine of 256 MB: 3,840 and 48,848 managed pages, 180 of the first kept back (boot-256M). A request is
  // served as long as more than the mark and what is kept back would be left.
  watermarks: ({ minfree }) => {
    const managed = [3840, 48848];
    const kept = 180;
    const { min, low, high } = marks(managed, { minFree: minfree });
    const raised = marks(managed, { minFree: 4 * minfree }).low;
    const wide = marks(managed, { minFree: minfree, scale: 1000 }).low[1];
    const gap = low[1] - min[1];
    const tables = 8; // frames that went to page tables on the way, at most
    const called = (marked) => marked[0] + kept + marked[1];
    let had;
    return [
      [minfree, min[0] * PAGE, min[1] * PAGE, (min[0] + min[1]) * PAGE],
      [low[1] * PAGE, high[1] * PAGE],
      [wide * PAGE],
      [near((managed[1] - 38400) * PAGE, 256 * PAGE)], // 150 MB are gone, and the process's tables and kernel objects
      [(v) => (v > low[1] * PAGE && v < high[1] * PAGE) || `${v} is not between low and high`, 0],
      [(low[0] + kept) * PAGE, low[0] * PAGE, kept * PAGE, near(called(low) * PAGE, tables * PAGE)],
      [(v) => (v >= min[1] * PAGE && v < low[1] * PAGE) || `${v} is not between min and low`, 0],
      [(v) => v > 0 || 'no direct reclaim', 'SIGKILL'],
      [4 * minfree, low[1] * PAGE, raised[1] * PAGE],
      [(v) => ((had = v), near((managed[0] + managed[1] - called(low)) * PAGE, 256 * PAGE)(v))],
      // What it has not, the higher marks kept: within a turn of eight accesses and its tables.
      [(v) => near(had - (called(raised) - called(low)) * PAGE, 64 * PAGE)(v), near(called(raised) * PAGE, 16 * PAGE), near(called(low) * PAGE, tables * PAGE)],
    ];
  },

  // What spills is what the process wrote beyond node zero's room; an access to node one costs 60 ns more (README).
  numa: ({ part, mode }) => {
    const written = part / PAGE;
    let spilled;
    const room = (v) => (v > 0 && v < written && written - v < 8192) || `${v} of ${written} pages cannot all lie on one node`;
    const again = (v) => near(spilled, 32)(v);
    return [
      [16 * M, (v) => (v > 4096 && v < 4096 + 64) || `${v} is not the pages and their tables`, 0],
      [part],
      [(v) => ((spilled = v), room(v))],
      [1024 * (100), 1024 * 160, 60],
      [(v) => v > 4096 || 'too few', (v) => near(spilled + 1024, 32)(v)],
      [mode],
      [(v) => v === spilled],
      // with any of its bits set each request that finds a zone of node zero low asks there first
      [again, (v) => (mode ? v >= spilled : v === 0) || `${v} looks`],
    ];
  },

  // unusable_index of order 1 is the share of single frames in what is free (kernel-facts: mm/vmstat.c)
  compaction: ({ every }) => {
    const freed = Math.ceil(2304 / every);
    let spare, singles, left, from, dropped;
    const third = (n, of) => Math.floor((n * PAGE * 1000) / of) / 1000;
    return [
      [every, (v) => ((spare = v), v > freed * PAGE), (v) => ((singles = v), near(freed, 8)(v))],
      [(v) => near(third(singles, spare), 0.0011)(v), 1],
      ['ENOMEM', (v) => v === spare],
      // an entry of 192 and an inode of 632 bytes for each of 120 files (slab geometry of the recordings)
      [(v) => v >= 120 * (192 + 632), (v) => ((dropped = v), v > 0 && v % PAGE === 0), 1],
      [(v) => ((from = v), frame(v))],
      [(v) => v > from || 'not moved up', (v) => (v > 0 && v < 2304 - freed) || `${v} moved of ${2304 - freed} in use`],
      [near(freed, 8), (v) => ((left = v), v < singles / 2 || 'still in pieces'), 0, (v) => v >= 0, (v) => v === spare + dropped],
      [(v) => near(third(left, spare + dropped), 0.0011)(v), (v) => v <= 1],
      [(v) => v === 0 || v === 'ENOMEM'],
    ];
  },

  slab: ({ size }) => {
    const { pages: frames, objects } = slab(size, 1);
    const whole = frames * PAGE;
    const second = slab(size, 1).objects >= 8 ? whole : Math.ceil(8 / objects) * whole;
    return [
      [size, whole, objects, 0],
      [whole],
      [objects, 2, 2 * objects],
      [2 * whole],
      [2 * whole],
      [0, (v) => v > 8 * M || 'not all is back'],
      [second, second],
    ];
  },

  // struct page is 64 bytes a frame; 14,343 + 2,338 + 9,132 + 2,824 + 17,344 KB are the recorded kernel's sections
  'kernel-memory': ({ ram }) => {
    let total, lost, held;
    let kept, working, spare;
    return [
      [
        ram, (v) => ((total = v), v < ram), (v) => ((lost = v), v === ram - total || `${v} is not the rest`),
        near(45981 * K, 1 * M), ram / 64, (v) => v % PAGE === 0 && v > 0 && v < ram / 128, near(62 * PAGE, 4 * PAGE),
      ],
      [10 * 16 * K, 16 * K, 10 * 2 * PAGE, 2 * PAGE, (v) => v > 10 * (6208 + 1152) || 'less than the two largest objects'],
      [(v) => ((spare = v), v > 10 * 20 * K), (v) => v < spare && v >= 0],
      [2560 * K],
      [2560 * K],
      [(v) => ((held = v), v >= 200 * (192 + 640)) || 'less than its objects'],
      // an entry and an inode of each closed file were looked at, and no page appeared
      [(v) => v < held || 'no frame came back', (v, all) => v === held - all[0], (v) => v >= 400 || `${v} objects`],
      [
        (v) => ((kept = v), v >= lost - 33 * PAGE && v <= lost || `${v} of ${lost}`), (v) => ((working = v), v > 2560 * K),
        (v) => v >= 4 * M && v < 5 * M, (v) => ((spare = v), v > total / 2),
        (v) => near(ram, 33 * PAGE)(v) === true && v === kept + working + spare + 4 * M || `${v}`, // 32 frames at the top are the firmware's
      ],
    ];
  },

  'two-level': ({ used }) => {
    const entries = (4 * G) / PAGE;
    const flat = entries * 4;
    const n = Math.round(1024 * 0.2);
    const twoLevel = tables(pages(0x08400000, n * 4 * M, 4 * M), 2);
    const lab = PAGE * (1 + Math.ceil((1024 * used) / 100));
    const small = tables([0x08048000, 0x08148000, 0xbffdf000], 2);
    return [
      [entries, flat],
      [100 * flat],
      [flat],
      [small],
      [n],
      [n],
      [4 * n],
      [n],
      [twoLevel, n, n * PAGE, flat, near(twoLevel / flat, 1e-6)],
      [204.8, n, twoLevel, near(4 * K + 0.2 * 4 * M, 0.1)],
      [used, flat, lab],
      [4 * M + 4 * K, 4 * K],
      [100 * small, 100 * flat, (v) => (v > 480 * M && v < 512 * M) || `${v} of 512 MB`],
      [small],
    ];
  },

  'table-life': ({ megabytes }) => {
    const at = layout();
    const start = at.below - 16 * M;
    const small = [at.code, at.stack];
    const used = pages(start, megabytes * M, 256 * K);
    const written = used.length * PAGE;
    const idle = tables(small, 4);
    const busy = tables([...small, ...used], 4);
    return [
      [idle],
      [megabytes, written, busy - idle, 2 * M],
      [0, busy],
      [busy, idle],
      [written + busy + 2 * PAGE],
    ];
  },

  levels: ({ levels }) => {
    const at = layout();
    const before = [at.below - 16 * K, at.stack];
    const far = 0x200000000000;
    return [
      [2 ** 36, 2 ** 36 * 8, 512],
      [levels, 9 * levels + 12],
      [tables([before[0]], levels)],
      [levels],
      [512 * levels],
      [levels, levels * cost.walk],
      [cost.hit],
      [cost.walk],
      [far, tables([...before, far], levels) - tables(before, levels)],
    ];
  },

  tlb: ({ sets, ways, pages: span, stride }) => {
    const entries = sets * ways;
    const more = entries + sets;
    const run = tlb(sets, ways);
    const ns = ({ hits, misses }) => (hits * cost.hit + misses * 4 * cost.walk) / (hits + misses);
    run(range(1024));
    run(range(span));
    const good = run(loop(range(span), 4 * span));
    run(range(more));
    const bad = run(loop(range(more), 4 * more));
    const next = random(3);
    const any = run(Array.from({ length: 20000 }, () => Math.floor(next() * more)));
    const near20k = run(zipf(1024, 1.3, 20000));
    const comb = range(8, stride);
    run(comb);
    const thin = run(loop(comb, 80));
    return [
      [entries, sets, ways],
      [span, 4 * span, good.hits, near(good.hits / (4 * span), 1e-6), near(ns(good), 1e-5)],
      [more, entries, sets],
      [near(entries / more, 1e-6)],
      [0, 0, 4 * cost.walk, near(ns(bad) / ns(good), 1e-4), ways + 1, ways],
      [more, near(any.hits / 20000, 0.05)],
      [entries, near(near20k.hits / 20000, 0.03), near(ns(near20k), 3)],
      [stride, entries],
      [thin.hits, thin.misses, stride, sets, stride % sets, ways],
      [entries, entries * PAGE],
      [ns(bad) / cost.hit, entries],
    ];
  },

  layout: () => {
    const at = layout({ text: 512 * K, data: 128 * K, bss: 64 * K, libs: M });
    return [
      [at.code],
      [at.data, at.bss],
      [at.stack],
      [at.heap],
      [at.below - 256 * K, at.below - 512 * K],
      [at.below - 768 * K, 256 * K],
      [132 * K],
      [132 * K, 132 * K + 64 * K],
      [SEGV, MAPERR],
    ];
  },

  space32: () => {
    const border = 3 * G;
    return [
      [border, G],
      [border - PAGE],
      [border, SEGV, MAPERR],
      [(v) => (v > 480 * M && v < 512 * M) || `${v} of 512 MB`],
      [border],
      [layout().size + 2814 * M + 127 * M + 1984 * K, border, PAGE, 'ENOMEM'],
      [border - PAGE, frame, (v, all) => v !== all[1] || 'one frame for two processes'],
      [1024 / 4],
    ];
  },

  space48: ({ ram }) => {
    const half = 2 ** 47;
    const opposite = 2 ** 64 - half;
    return [
      [2 ** 64, 2 * half, half],
      [half - 2 * PAGE],
      [half, half],
      [SEGV, 'SI_KERNEL', 0, 0, 0],
      [opposite, SEGV, MAPERR, opposite],
      [layout().size + 104 * T, ram],
      [2 * half, half],
    ];
  },

  isolation: ({ ram }) => [
    [ram, layout().size + G],
    [(G / (4 * M)) * PAGE],
    [frame, (v, all) => v !== all[0] || 'one frame for two processes'],
    [layout().below - G, SEGV, MAPERR],
    [SEGV, ACCERR],
    [frame],
  ],

  shapes: ({ memory, bulk }) => {
    const space = [...pages(0x400000, 2 * M), ...pages(0x10000000, bulk), ...pages(0x7ffff7c00000, 2 * M), ...pages(0x7ffffffde000, 132 * K)];
    const lower = new Set(space.map((a) => a >> 21n)).size; // lower tables of a page each
    const nodes = space.length;
    const power = (n) => 2 ** Math.ceil(Math.log2(n)); // a hash has one bucket a page or more, a power of two
    const buckets = power(nodes);
    return [
      [bulk, nodes],
      [512 * G, 2 ** 27 * 8 + lower * PAGE, tables(space, 4), tables(space, 5)],
      [4 * K, 256 * T],
      [memory, (memory / PAGE) * 16 + power(memory / PAGE) * 4],
      [nodes * PAGE, nodes * 24 + buckets * 8],
      [4],
      [2, near(1 + (nodes - 1) / (2 * buckets), 0.002)],
    ];
  },

  replacement: ({ frames }) => {
    const book = [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1]; // Silberschatz, Galvin, Gagne
    const belady = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5];
    const of = (policy) => misses(policy, frames, book);
    const three = misses('fifo', 3, belady);
    return [
      [frames, 20],
      [of('fifo'), 20 - of('fifo'), (of('fifo') - Math.min(frames, 6)) * PAGE],
      [of('fifo'), of('lru')],
      [of('opt'), of('lru'), of('fifo')],
      [of('clock1')],
      [12, three],
      [three],
      [three],
      [three],
      [misses('fifo', 4, belady), misses('lru', 4, belady)],
    ];
  },

  curve: ({ frames }) => {
    const phase = (list) => loop(list, 3 * 4);
    const refs = [...loop([1, 2, 3], 15), ...phase([4, 5, 6]), ...phase([7, 8, 9]), 1, 2, 3, 1, 2, 3];
    const wide = '195284637159382647519273864195284637518392674'.split('').map(Number);
    const lru = (n, list = refs) => misses('lru', n, list);
    return [
      [45, lru(1)],
      [lru(2), lru(3), lru(9)],
      [lru(3), lru(2), lru(3) - lru(9)],
      [frames, lru(frames), misses('fifo', frames, refs), misses('opt', frames, refs)],
      [45, lru(3, wide), lru(6, wide), lru(9, wide)],
    ];
  },

  segments: ({ offset }) => {
    const limit = 96 * K - 1;
    const ldt = (index) => index * 8 + 4 + 3; // index, TI, RPL 3
    const address = 0x8100000;
    return [
      [0, 64 * K],
      [ldt(1)],
      [64 * K, 64 * K + 4660],
      [offset],
      [offset + 3 <= limit ? 'none' : 'GP', limit, offset + 3],
      ['GP', 'limit'],
      ['GP', 'rights', 'GP', 'privilege'],
      ['none'],
      ['NP', 'present'],
      [0x7b, 0, 4 * G - 1, 3, 0x68, 0, 0], // Linux 6.1 arch/x86/include/asm/segment.h
      [address],
      [address],
      [address],
      [address, frame],
    ];
  },

  fit: ({ program }) => {
    const [game, browser, music] = [512 * M, 128 * M, 256 * M];
    const left = G - game - browser - music;
    const fits = program <= Math.max(browser, left);
    // first fit: into the browser's hole when it is large enough
    const holes = fits ? [browser - program, left] : [browser, left];
    const largest = Math.max(...holes);
    const free = holes[0] + holes[1];
    const disk = (bytes) => 100000 + (bytes / PAGE) * 8000; // a request 0.1 ms, a page 8 us
    return [
      [left],
      [0],
      [browser + left, Math.max(browser, left)],
      [program],
      [browser + left],
      [fits ? 0 : 'ENOMEM', free, largest, free - largest],
      [G - game],
      [game, G - game - music, 0],
      [game + music, G - game - music - program],
      [program, 2 * music, 2 * disk(music)],
      [program],
      [2 * music],
      [program],
      [0],
      [game + browser + music + 200 * M, music, game + browser + music + 200 * M - G],
    ];
  },

  freelist: ({ header: h }) => {
    const size = 1000 + 5 * h;
    const hole = (bytes) => bytes + h;
    return [
      [size, hole(200) + hole(400) + hole(300), 3, hole(400)],
      [h, 5 * h],
      [hole(200), hole(400), hole(300)],
      [hole(400)],
      [hole(300)],
      [3], // best fit looks at all of them
      [hole(400), 2], // first fit stops at the second
      [hole(200) + hole(400) + hole(300) - hole(250)],
      ['ENOMEM', hole(200) + hole(300) + hole(400) - hole(250), hole(300)],
      [size, 6], // five pieces, one of them cut in two
      ['ENOMEM', hole(300)],
      [1],
    ];
  },

  invalid: () => [
    [4],
    [SEGV, MAPERR, 0x10000000 + 16 * K],
    [0],
    [0, SEGV, MAPERR, 64 * K],
    [SEGV, MAPERR, 0x30000000],
    [SEGV, MAPERR],
    [ACCERR, 0],
  ],
};

for (const id of order) {
  const lesson = read(id);
  for (const set of settings(lesson)) {
    test(`${id} ${JSON.stringify(set)}`, () => {
      assert.ok(expected[id], 'a lesson has its reckoning here');
      const { params, figures: got } = figures(lesson, set);
      const rows = expected[id](params);
      const texts = lesson.texts.map((text, i) => ({ text, e: expressions(text), got: got[i] })).filter((t) => t.e.length);
      assert.equal(rows.length, texts.length, 'texts with figures');
      texts.forEach(({ text, e, got: values }, i) => {
        const where = `${id}.mm:${text.line + 1}`;
        assert.equal(values.length, e.length, `${where}: every figure was printed`);
        assert.equal(rows[i].length, e.length, `${where}: ${e.join(' | ')}`);
        e.forEach((name, k) => {
          const want = rows[i][k];
          if (typeof want === 'function') assert.equal(want(values[k], values), true, `${where} {${name}}`);
          else assert.equal(values[k], want, `${where} {${name}}`);
        });
      });
    });
  }
}

test('what a paragraph points to happened in the step before it', () => {
  for (const id of order) {
    const lesson = read(id);
    const before = eventsBefore(lesson);
    for (const text of lesson.texts) {
      const see = /(?:^| )see=(\w+)/.exec(text.head ?? '');
      if (see) assert.ok(before(text.line + 1).has(see[1]), `${id}.mm:${text.line + 1} see=${see[1]}`);
    }
  }
});

test('nothing is expected of lessons that are not there', () => {
  assert.deepEqual(Object.keys(expected).filter((id) => !order.includes(id)), []);
});

test('both languages say the same values, and each has its text', () => {
  for (const id of order) {
    for (const text of read(id).texts) {
      const values = (lang) => [...new Set([...(text[lang] ?? '').matchAll(/\{([^{}]+)\}/g)].map((m) => m[1]))].sort();
      if (text.zh === undefined && text.en === undefined) continue; // a header whose texts follow on their own
      assert.ok(text.zh && text.en, `${id}.mm:${text.line + 1}: both languages`);
      assert.deepEqual(values('zh'), values('en'), `${id}.mm:${text.line + 1}`);
    }
  }
});

test('each row of the claims that lessons are asked for has one', () => {
  const asked = 'A1 A2 A3 A4 A6 A7 A8 A9 A10 A11 A12 A13 A14 B3 B4 B5 B11c C1 C2 C3'.split(' ');
  // Physical memory: each also says what the teaching note says and where the machine differs.
  const told = 'A28 A29 A30 A31 B6 B7 B8 B15 B22a B22b B23 B24a B24b B27a B27b B27c'.split(' ');
  const lessons = order.map(read);
  const there = new Set(lessons.flatMap((lesson) => lesson.rows));
  const notes = new Set(lessons.flatMap((lesson) => lesson.texts.filter((t) => t.kind === 'note').flatMap((t) => t.head.split(' '))));
  assert.deepEqual([...asked, ...told].filter((row) => !there.has(row)), []);
  assert.deepEqual(told.filter((row) => !notes.has(row)), []);
});

test('every lesson asks before it answers, and no figure is typed', () => {
  // A note quotes the teaching note's own figures; `names`, 2^n and words such as x86-64 are names, not figures.
  const names = /`[^`]*`|\{[^{}]*\}|2\^n|x86(-64)?|(?<=[\u4e00-\u9fff ])2(?= 的幂)|64-bit|32-bit/g;
  for (const id of order) {
    const lesson = read(id);
    assert.ok(lesson.questions > 0, `${id} asks`);
    for (const text of lesson.texts) {
      if (text.kind === 'note') continue;
      for (const lang of ['zh', 'en']) {
        assert.doesNotMatch((text[lang] ?? '').replace(names, ''), /\d/, `${id}.mm:${text.line + 1} ${lang}`);
      }
    }
  }
});
