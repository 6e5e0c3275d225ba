// The Kernel floor's drawings on the real program: machines that go through the whole allocation path are run, their events
// drawn in both languages and at several sizes: no word on another, none cut, no line through a word.
import { describe, expect, it } from 'vitest';
import { describe as inspect } from '../../core/describe';
import { messages, type Lang } from '../../core/i18n/messages';
import { hasPcp, pcpLists, pcpOf, zonelist } from '../../core/physmem';
import { subjectOf, tell as say } from '../../core/story';
import { runRoom, serveWhileTesting, there, type Line } from '../../core/testroom';
import { cutaway, scaleFor, type CutawayInput } from '../cutaway';
import { problems, textsOf } from '../lab/overlap';
import { phone } from '../phone';
import { tell } from '../story';
import { twinOf } from '../twin';
import { KERNEL_DRAWINGS, KERNEL_EVENTS } from './events';
import { gaugeOf } from './gauge';
import { drawingOf, DRAWINGS, offered } from './registry';
import { STAGES, walkOf } from './zonewalk';

serveWhileTesting();

/** Pages taken and given back by two CPUs until lists spill, blocks of all sizes, types that help each other out. */
const BUSY = `machine memory=32M cpus=2 seed=7
alloc_pages 0 as one
alloc_pages 3 as big
alloc_pages 10 as huge
alloc_pages 0 count=300 as many
free_pages many
free_pages big
free_pages huge
alloc_pages 2 gfp=ATOMIC as soon
free_pages one`;
/** Memory runs out: the slow path to its end, for a request that may wait, one that may not, and a costly one. */
const FULL = `machine memory=16M cpus=1 seed=7
alloc_pages 0 count=2600 as most
alloc_pages 0 gfp=ATOMIC count=700 as soon
alloc_pages 4 as costly
alloc_pages 0 gfp=KERNEL+NORETRY count=400 as once
free_pages most`;

/** Objects of small and large slabs, taken by one CPU and given back by the other, until slabs go to the node and to nobody. */
const OBJECTS = `machine memory=32M cpus=2 seed=7
kmem_cache inode_like size=600 reclaimable
kmem_cache tiny size=8
kmem_alloc inode_like count=60 as x
kmem_alloc tiny count=700 as t cpu=1
kmem_free x every=2 cpu=1
kmem_free t every=3
kmem_alloc inode_like count=20 as y
kmem_free x
kmem_free y
kmalloc 100 as k
kfree k`;
/** Every other page of what filled the machine is given back, then the rest is moved together. */
const PIECES = `machine memory=16M pcp=off seed=7
spawn a
a mmap 2M as m
a write m
a mmap 256K as p
a write p
a munmap m+0..1M
sysctl vm.compact_memory=1
alloc_pages 9 as large`;
/** Two nodes, and a process of the second that needs more than its own. */
const NODES = `machine memory=64M nodes=2 cpus=4 seed=7
spawn a
a mmap 256K as m
a write m
alloc_pages 0 count=40 as k`;

/** Places worth a look: every event of the first steps, then some of each kind. */
function places(log: readonly Line[], each: number): number[] {
    const count = new Map<string, number>();
    const out = new Set<number>();
    for (const l of log) {
        const n = (count.get(l.event) ?? 0) + 1;
        count.set(l.event, n);
        if (n <= each || n % 1499 === 0) out.add(l.seq);
    }
    return [...out].sort((a, b) => a - b);
}

const base: Omit<CutawayInput, 'moment' | 'model' | 'lang'> = { still: false, selection: null, related: [], pinned: 'kernel', typed: null };

describe('the registry', () => {
    it('knows every drawing that an event may call for, once', () => {
        const ids = DRAWINGS.map((d) => d.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(KERNEL_DRAWINGS).toContain(id);
        for (const row of Object.values(KERNEL_EVENTS)) if (row.drawing) expect(KERNEL_DRAWINGS).toContain(row.drawing);
    });
    it('has names that fit the rail', () => {
        for (const d of DRAWINGS) {
            expect(d.name.en.length, d.id).toBeLessThanOrEqual(11);
            expect(d.name.zh.length, d.id).toBeLessThanOrEqual(6);
        }
    });
});

describe('the gauge', () => {
    // bands and edges of a zone of any size: in order, never beyond the end; the figures are those of a 64 MB and a 16 GB machine
    it.each([[12288, 207, 258, 309, 0], [4194304, 15000, 18750, 22500, 512], [300, 28, 35, 42, 0], [10, 0, 0, 0, 0]] as const)('%i pages', (managed, min, low, high, boost) => {
        const g = gaugeOf({ managed, min, low, high }, { boost }, 200);
        let before = 0;
        for (const b of g.bands) {
            expect(b.from).toBe(before);
            expect(b.to).toBeGreaterThanOrEqual(b.from);
            before = b.to;
        }
        expect(before).toBe(200);
        let last = -1;
        for (let n = 0; n <= managed; n += Math.max(1, managed >> 6)) {
            expect(g.at(n)).toBeGreaterThanOrEqual(last);
            expect(g.at(n)).toBeLessThanOrEqual(200);
            last = g.at(n);
        }
        expect(g.edges.map((e) => e.pages)).toEqual([min + boost, low + boost, high + boost]);
    });
});

describe.runIf(there)('machines at work', () => {
    it.each([['busy', BUSY], ['full', FULL], ['objects', OBJECTS], ['pieces', PIECES], ['nodes', NODES]] as const)('%s: every drawing, wide and upright, keeps its words apart', async (_name, scenario) => {
        const { t, model, log } = await runRoom(scenario);
        const found = new Set<string>();
        const big = scaleFor(1136, 848);
        for (const seq of places(log, 2)) {
            t.goTo(seq);
            const moment = t.moment(1)!;
            for (const d of offered(model)) for (const lang of ['en', 'zh'] as Lang[]) for (const scale of [seq % 2 ? undefined : big]) {
                const p = cutaway({ ...base, moment, model, lang, drawing: d.id, ...(scale ? { scale } : {}) });
                const at = `[${seq} ${log[seq - 1]!.event}, ${d.id}, ${lang}${scale ? ', big' : ''}]`;
                for (const problem of problems(p)) found.add(`${problem} ${at}`);
                for (const n of textsOf(p)) expect(n.text, at).not.toMatch(/undefined|NaN|null/);
                expect(p.nodes.length, at).toBeLessThanOrEqual(420);
                const q = phone({ ...base, moment, model, lang, drawing: d.id }, 358);
                for (const problem of problems(q)) found.add(`${problem} ${at} phone`);
            }
            for (const lang of ['en', 'zh'] as Lang[]) {
                expect(say(moment, model, messages[lang])?.now).toBeTruthy();
                const thing = subjectOf(moment, model);
                if (thing) expect(inspect(thing, model, messages[lang], moment.event).title, `${thing.kind} ${thing.id}`).toBeTruthy();
            }
        }
        expect([...found]).toEqual([]);
    }, 240000);

    it('a drawing stays for a whole step, and a kept one is shown whatever happens', async () => {
        const { t, model, log } = await runRoom(BUSY);
        const shown = new Map<number, Set<string>>();
        for (const l of log) {
            if (l.seq % 5) continue;
            t.goTo(l.seq);
            const step = t.moment(1)!.step;
            const id = drawingOf(step, null, model).id;
            shown.set(l.step, (shown.get(l.step) ?? new Set()).add(id));
            expect(drawingOf(step, 'zones', model).id).toBe('zones');
        }
        for (const ids of shown.values()) expect(ids.size).toBe(1);
        expect(new Set([...shown.values()].flatMap((ids) => [...ids])).size).toBeGreaterThan(1);
    }, 120000);

    it('the walk of a request is what its events say', async () => {
        const { t, model, log } = await runRoom(FULL);
        const failed = log.filter((l) => l.event === 'alloc_fail');
        expect(failed.length).toBeGreaterThan(0);
        t.goTo(failed[0]!.seq);
        const moment = t.moment(1)!;
        const walk = walkOf(tell(moment.step!.events, moment.index));
        // low first, then min: at least two walks, and every zone asked refused
        expect(walk.rounds.length).toBeGreaterThanOrEqual(2);
        expect(walk.rounds[0]!.checks[0]!.mark).toBeGreaterThan(walk.rounds[1]!.checks[0]!.mark);
        for (const r of walk.rounds) for (const c of r.checks) expect(c.ok && !c.noBlock).toBe(false);
        // in one time round the slow path goes down its column
        const order = walk.stages.slice(walk.from).map((s) => STAGES.indexOf(s.key));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(walk.stages.map((s) => s.key)).toContain('slow');
        expect(walk.stages.at(-1)!.key).toBe('fail');
        const said = twinOf(moment, model, 'en').find((part) => part.title === 'Kernel')!.rows.flat().join('\n');
        expect(said).toContain('free');
    }, 120000);

    it('what lies on the lists of the CPUs is what their counts say', async () => {
        const { t, model, log } = await runRoom(BUSY);
        expect(hasPcp(model)).toBe(true);
        for (const seq of places(log, 2)) {
            t.goTo(seq);
            for (let cpu = 0; cpu < model.cpus; cpu++) for (const z of zonelist(model, 0)) {
                const p = pcpOf(model, cpu, z.id);
                expect(pcpLists(model, p).reduce((n, l) => n + l.blocks * 2 ** l.order, 0), `cpu ${cpu}, ${z.name} at ${seq}`).toBe(p.count);
            }
        }
    }, 120000);
});
