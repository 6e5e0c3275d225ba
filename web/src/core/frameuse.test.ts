// Uses of frames: only the first frame of a free block says which list it is on, and slabs are told apart by their cache.
import { describe, expect, it } from 'vitest';
import { Builder } from './fixture';
import { fragmentationIndex, thousandths, unusableIndex } from './fragments';
import { frameUses, USE, USES } from './frameuse';
import { Mirror } from './mirror';
import { ENUMS, PAGE_FLAGS } from './schema.gen';

const flag = (name: string): number => PAGE_FLAGS.find(([, n]) => n === name)![0];
const type = (name: (typeof ENUMS.frame_type)[number]): number => ENUMS.frame_type.indexOf(name);

/** Frames 0-7 a block of order 3 on a CPU's list, 8-15 one of the buddy allocator, 16 and 17 slabs, 18 kept by boot, 19 asked for. */
function build(): Builder {
    const b = new Builder();
    for (let pfn = 0; pfn < 16384; pfn++) b.put('frame', pfn, { type: type('hole') });
    for (let pfn = 0; pfn < 16; pfn++) b.put('frame', pfn, { type: type('free') });
    b.put('frame', 0, { flags: flag('pcp'), order: 3 });
    b.put('frame', 8, { flags: flag('buddy'), order: 3 });
    b.put('kmem_cache', 0, { live: 1, flags: 0 });
    b.put('kmem_cache', 1, { live: 1, flags: 1 });
    b.put('slab', 0, { live: 1, cache: 0, pfn: 16 });
    b.put('slab', 1, { live: 1, cache: 1, pfn: 17 });
    b.put('frame', 16, { type: type('slab'), vpn: 1 });
    b.put('frame', 17, { type: type('slab'), vpn: 2 });
    b.put('frame', 18, { type: type('kernel'), flags: flag('reserved'), use: ENUMS.kernel_use.indexOf('memmap') });
    b.put('frame', 19, { type: type('kernel') });
    return b;
}
const counts = (m: Mirror): Record<string, number> => Object.fromEntries(USES.map((u, i) => [u, frameUses(m).counts[i]!] as const).filter(([, n]) => n > 0));

describe('uses of frames', () => {
    it('follow the block, the cache and what boot kept', () => {
        const m = Mirror.from(build().schema, build().snapshot(0));
        expect(counts(m)).toEqual({ pcp: 8, free: 8, slab_unreclaimable: 1, slab_reclaimable: 1, memmap: 1, driver: 1, hole: 16384 - 20 });
        expect([...frameUses(m).blocks.subarray(0, 4)]).toEqual([16, 0, 0, 0]);
    });
    it('follow the head of a block that joins another, forward and back', () => {
        const b = build();
        const m = Mirror.from(b.schema, b.snapshot(0));
        const before = [...frameUses(m).cells];
        b.ev('command', 0);
        b.ev('buddy_merge', 1, 0, 0, 8, 3, 0);
        b.put('frame', 8, { flags: 0, order: 0 });
        b.put('frame', 0, { flags: flag('buddy'), order: 4 });
        b.ev('frame_taken', 1, 19, 0, type('anon'), 0);
        b.put('frame', 19, { type: type('anon'), refcount: 1 });
        b.endStep(1, 'x');
        const { changes } = b.steps[0]!;
        m.apply(changes, 0, 9);
        expect(counts(m)).toMatchObject({ free: 16, anon: 1 });
        expect(counts(m).pcp).toBeUndefined();
        expect([...frameUses(m).blocks.subarray(0, 2)]).toEqual([16, 1]);
        m.revert(changes, 0, 9);
        expect([...frameUses(m).cells]).toEqual(before);
        expect(frameUses(m).cells[0]).toBe(USE.pcp);
    });
    it('say which frames changed, and only those', () => {
        const b = build();
        const m = Mirror.from(b.schema, b.snapshot(0));
        const { changed } = frameUses(m);
        const at = changed.total;
        b.ev('command', 0);
        b.put('frame', 19, { type: type('table'), refcount: 1 });
        b.put('frame', 18, { refcount: 2 });
        b.endStep(1, 'x');
        m.apply(b.steps[0]!.changes, 0, 9);
        frameUses(m);
        expect([...changed.since(at)!]).toEqual([19]);
    });
});

describe('fragmentation', () => {
    // by hand: 10 single frames and one pair, order 3: total 11 blocks, 12 pages, none suitable
    const blocks = [10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    it('is counted as the kernel does', () => {
        // 1000 - (1000 + 12 * 1000 / 8) / 11 = 1000 - 2500 / 11 = 773
        expect(fragmentationIndex(blocks, 3)).toBe(773);
        expect(fragmentationIndex(blocks, 1)).toBe(-1000);
        expect(fragmentationIndex(blocks.map(() => 0), 3)).toBe(0);
        expect(unusableIndex(blocks, 0)).toBe(0);
        expect(unusableIndex(blocks, 1)).toBe(833);
        expect(unusableIndex(blocks, 2)).toBe(1000);
    });
    it('is written with three decimals', () => {
        expect(thousandths(773)).toBe('0.773');
        expect(thousandths(-1000)).toBe('−1.000');
        expect(thousandths(9)).toBe('0.009');
    });
});
