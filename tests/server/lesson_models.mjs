// lesson_models.mjs - what the lessons' machines must come to, reckoned here from the manuals' rules and nothing the
// engine says: radix tables (Intel SDM vol. 3, 4.2-4.5), Linux's address layout with norandmaps, a TLB of sets and
// ways with least recently used, and the cost table of README's model.
export const K = 1024;
export const M = 1024 * K;
export const G = 1024 * M;
export const T = 1024 * G;
export const PAGE = 4096;

/** ns, the defaults of the machine line's cost.NAME */
export const cost = {
  hit: 1, walk: 25, fault: 250 + 250, zero: 100, alloc: 60, split: 10, switch: 1000,
};

/** Bytes of the tables that hold these addresses, the top one included: one table a distinct prefix a level. */
export function tables(addresses, levels) {
  const bits = levels === 2 ? 10n : 9n;
  let count = 1;
  for (let level = 1; level < levels; level++) {
    count += new Set([...addresses].map((a) => BigInt(a) >> (12n + bits * BigInt(level)))).size;
  }
  return count * PAGE;
}
/** Every page of [start, start + bytes). */
export function pages(start, bytes, stride = PAGE) {
  return Array.from({ length: Math.ceil(bytes / stride) }, (_, i) => BigInt(start) + BigInt(i) * BigInt(stride));
}

/** A program of the default sizes: 64-bit position independent at 2/3 of user space; vvar and vdso are 6 pages. */
export function layout({ text = M, data = 64 * K, bss = 64 * K, libs = 0 } = {}) {
  const code = 0x555555554000;
  const stackEnd = 0x7ffffffff000;
  const stack = 132 * K;
  const below = 0x7ffff7fff000 - 6 * PAGE - libs; // top of what mmap hands out
  return {
    code, data: code + text, bss: code + text + data, heap: code + text + data + bss, below,
    stack: stackEnd - stack, size: text + data + bss + stack + libs + 6 * PAGE,
  };
}

/** Hits and misses of an access sequence in sets of ways, least recently used out; state goes on between calls. */
export function tlb(sets, ways) {
  const set = Array.from({ length: sets }, () => []);
  return (sequence) => {
    let hits = 0;
    let misses = 0;
    for (const page of sequence) {
      const s = set[page % sets];
      const at = s.indexOf(page);
      if (at >= 0) {
        hits++;
        s.splice(at, 1);
      } else {
        misses++;
        if (s.length === ways) s.pop();
      }
      s.unshift(page);
    }
    return { hits, misses };
  };
}
export const range = (n, step = 1) => Array.from({ length: n }, (_, i) => i * step);
export const loop = (list, count) => Array.from({ length: count }, (_, i) => list[i % list.length]);

/** Small, fixed generator for sequences whose exact order does not matter. */
export function random(seed = 1) {
  let x = seed >>> 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}
/** Page i of n with probability proportional to 1 / (i + 1)^s. */
export function zipf(n, s, count) {
  const next = random(7);
  const sum = [];
  let total = 0;
  for (let i = 0; i < n; i++) sum.push((total += (i + 1) ** -s));
  return Array.from({ length: count }, () => {
    const at = next() * total;
    return sum.findIndex((v) => v >= at);
  });
}

/** Misses of a page replacement policy on a string of pages. */
export function misses(policy, frames, refs) {
  const held = []; // fifo, clock: in slots by age of arrival; lru: least recently used first
  const bit = new Map();
  let count = 0;
  let hand = 0;
  refs.forEach((page, at) => {
    if (held.includes(page)) {
      bit.set(page, 1);
      if (policy === 'lru') held.push(...held.splice(held.indexOf(page), 1));
      return;
    }
    count++;
    if (held.length < frames) {
      held.push(page);
    } else if (policy === 'clock1') {
      for (; bit.get(held[hand]); hand = (hand + 1) % frames) bit.set(held[hand], 0);
      held[hand] = page;
      hand = (hand + 1) % frames;
    } else if (policy === 'opt') {
      const next = (p) => (refs.indexOf(p, at + 1) + 1 || Infinity);
      held[held.indexOf(held.reduce((a, b) => (next(b) > next(a) ? b : a)))] = page;
    } else {
      held.shift();
      held.push(page);
    }
    bit.set(page, 1);
  });
  return count;
}

/** The marks of zones with these managed pages, after Linux 6.1 calculate_min_free_kbytes() and __setup_per_zone_wmarks(). */
export function marks(managed, { minFree, scale = 10 } = {}) {
  const sum = managed.reduce((a, b) => a + b);
  const kbytes = minFree ?? Math.min(Math.max(Math.floor(Math.sqrt(16 * sum * 4)), 128), 262144);
  const min = managed.map((n) => Math.floor((Math.floor(kbytes / 4) * n) / sum));
  const gap = managed.map((n, i) => Math.max(Math.floor(min[i] / 4), Math.floor((n * scale) / 10000)));
  return { kbytes, min, low: min.map((n, i) => n + gap[i]), high: min.map((n, i) => n + 2 * gap[i]) };
}

/** Pages and objects of a slab: Linux 6.1 mm/slub.c calculate_order() for objects without alignment or constructor. */
export function slab(size, cpus) {
  let least = 4 * (Math.floor(Math.log2(cpus)) + 2);
  for (least = Math.min(least, Math.floor(32768 / size)); least > 1; least--) {
    for (const fraction of [16, 8, 4]) {
      for (let order = 0; order <= 3; order++) {
        const bytes = PAGE << order;
        if (bytes >= least * size && bytes % size <= bytes / fraction) return { pages: 1 << order, objects: Math.floor(bytes / size) };
      }
    }
  }
  throw new Error('larger than these lessons ask for');
}

/** Checks that are no single number. */
export const near = (x, by) => (v) => Math.abs(v - x) <= by || `${v} is not ${x} ± ${by}`;
export const frame = (v) => (Number.isInteger(v) && v > 0) || `${v} is no frame`;
/** base plus up to ten buddy splits */
export const withSplits = (base) => (v) => ((v - base) % cost.split === 0 && v >= base && v <= base + 20 * cost.split) || `${v} is not ${base} and some splits`;
