// What the Kernel floor's drawings read and choose, on the real program: LRU lists and batches against the frames, what a run of
// compaction moved, and which drawing a step calls for.
import { describe, expect, it } from 'vitest';
import { batchesOf, batchOfPage, listOfPage, lruLists } from '../../core/lrulists';
import { PFN_NONE, type Model } from '../../core/model';
import { nodes } from '../../core/physmem';
import { cpuSide } from '../../core/slabs';
import { runRoom, serveWhileTesting } from '../../core/testroom';
import { tell } from '../story';
import { runOf, zoneOfStory } from './compact';
import { changedLists } from './lru';
import { drawingOf } from './registry';
import { linesOf } from './why';

serveWhileTesting();

const PAGES = `machine memory=16M pcp=off seed=7
spawn a
a mmap 256K as m
a write m
a mlock m+192K..256K
a munmap m+0..128K
sysctl vm.compact_memory=1`;
/** Pages are given back at the low end, so that those above them can come down or go up. */
const PIECES = `machine memory=16M pcp=off seed=7
spawn a
a mmap 2M as m
a write m
a mmap 256K as p
a write p
a munmap m+0..1M
sysctl vm.compact_memory=1`;
/** Objects taken and given back out of order. */
const OBJECTS = `machine memory=16M seed=7
kmem_cache thing size=600
kmem_alloc thing count=9 as x
kmem_free x every=2
kmem_alloc thing count=3 as y
kmem_free x
kmem_free y`;
/** The first node is nearly full: the second one answers its CPU. */
const FAR = `machine memory=32M nodes=2 cpus=2 pcp=off seed=7
alloc_pages 10 count=3 as most
alloc_pages 8 count=3 as more
alloc_pages 6 count=8 as rest
spawn a
a mmap 256K as m
a write m`;

const lists = (model: Model): ReturnType<typeof lruLists> => nodes(model).flatMap((n) => lruLists(model, n.id));

describe('the LRU lists', () => {
    it('hold every page of a program once, or a batch does', async () => {
        const { t, model, log } = await runRoom(PAGES);
        const seen = new Set<string>();
        for (const l of log) {
            if (!l.event.startsWith('lru_') || (seen.has(l.event) && l.seq % 7)) continue;
            seen.add(l.event);
            t.goTo(l.seq);
            // the flags of every page of a program say where it is; the ends of a list lie on it
            const on = new Map<number, number>();
            for (let pfn = 0; pfn < model.frameCount; pfn++) {
                const list = ['anon', 'file'].includes(model.frame(pfn).type) ? listOfPage(model, pfn, 0) : -1;
                if (list >= 0) on.set(list, (on.get(list) ?? 0) + 1);
            }
            for (const k of lists(model)) {
                expect(on.get(k.id) ?? 0, `${k.name} at ${l.seq}`).toBe(k.pages);
                expect(k.head === PFN_NONE, k.name).toBe(k.pages === 0 || k.name === 'unevictable');
                for (const pfn of [k.head, k.tail]) if (pfn !== PFN_NONE) expect(listOfPage(model, pfn, k.node)).toBe(k.id);
            }
            for (let cpu = 0; cpu < model.cpus; cpu++) for (const b of batchesOf(model, cpu)) for (const pfn of b.pages) expect(batchOfPage(model, pfn)).toBe(b.id);
            const step = t.moment(1)!.step!;
            const changed = changedLists(step, t.moment(1)!.index);
            if (l.event === 'lru_del' || l.event === 'lru_drain') expect(changed.size, l.event).toBeGreaterThan(0);
            if (l.event === 'lru_add') expect(changed.size).toBe(0);
        }
        expect([...seen].sort()).toEqual(['lru_add', 'lru_del', 'lru_drain', 'lru_move']);
        t.goTo(log.at(-1)!.seq);
        const waiting = batchesOf(model, 0).filter((b) => b.name === 'add').reduce((n, b) => n + b.pages.length, 0);
        expect(lists(model).reduce((n, k) => n + k.pages, waiting)).toBe(model.procs().reduce((n, p) => n + p.rssPages, 0));
    }, 120000);
});

describe('compaction', () => {
    it('has moved at its end what the kernel counts', async () => {
        const { t, model, log } = await runRoom(PIECES);
        const ends = log.filter((l) => l.event === 'compact_end');
        expect(ends.length).toBeGreaterThan(0);
        for (const l of ends) {
            t.goTo(l.seq);
            const { step, index, event } = t.moment(1)!;
            const story = tell(step!.events, index);
            const zone = zoneOfStory(model, story)!;
            expect(zone.id).toBe(event!.arg('zone'));
            expect(runOf(story, zone.id)).toMatchObject({ whole: true });
            expect(runOf(story, zone.id).moved.length).toBe(event!.arg('migrated'));
        }
        expect(ends.some((l) => Number(l.args.migrated) > 0)).toBe(true);
    }, 120000);
});

describe('a CPU’s own list of free objects', () => {
    it('gives back first what came last', async () => {
        const { t, model, log } = await runRoom(OBJECTS);
        let freed = 0;
        for (const l of log) {
            if ((l.event !== 'kmem_free' && l.event !== 'kmem_alloc') || Number(l.args.cpu) !== 0) continue;
            const cache = Number(l.args.cache);
            t.goTo(l.seq - 1);
            const before = cpuSide(model, cache, 0);
            t.goTo(l.seq);
            const after = cpuSide(model, cache, 0);
            expect(new Set([after.next, ...after.ahead]).size).toBe(after.next < 0 ? 1 : Math.min(5, after.freeObjects));
            if (l.event === 'kmem_free' && Number(l.args.slab_put) === 0) {
                expect([after.next, ...after.ahead].slice(1), `freed at ${l.seq}`).toEqual([before.next, ...before.ahead].filter((n) => n >= 0).slice(0, 4));
                freed++;
            } else if (l.event === 'kmem_alloc' && Number(l.args.slab_path) === 0 && before.ahead.length) expect(after.next).toBe(before.ahead[0]);
        }
        expect(freed).toBeGreaterThan(4);
    }, 120000);
});

describe('a step calls for', () => {
    it('the nodes where another one answers, all pages at boot', async () => {
        const { t, model, log } = await runRoom(FAR);
        expect(drawingOf(null, null, model).id).toBe('census');
        const missed = log.filter((l) => l.event === 'numa_remote');
        expect(missed.length).toBeGreaterThan(0);
        t.goTo(missed.at(-1)!.seq);
        expect(drawingOf(t.moment(1)!.step, null, model).id).toBe('numa');
    }, 120000);
    it('its sentence in lines that fit', () => {
        const width = (text: string): number => text.length * 10;
        expect(linesOf('one two three', 70, width)).toEqual(['one two', 'three']);
        // no line begins with a sign that ends the one before
        for (const line of linesOf('取这些页不必锁住区。它们不算空闲，也不能合并。', 90, width)) expect(line).not.toMatch(/^[，。]/);
        expect(linesOf('取这些页，不必锁', 50, width).join('')).toBe('取这些页，不必锁');
    });
});
