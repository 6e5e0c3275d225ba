// The lab pictures on the real program: every lab's ready-made start is run, every event of it drawn, at three sizes and in both
// languages; values are compared with countings of our own.
import { describe, expect, it } from 'vitest';
import { defaults, scenarioOf, type Forms, type LabName } from '../../core/labstarts';
import { labOf, type FreeLab, type Lab, type SegmentsLab, type TablesLab } from '../../core/lab';
import { describe as inspect } from '../../core/describe';
import { messages, type Lang } from '../../core/i18n/messages';
import { subjectOf, tell } from '../../core/story';
import { runRoom, serveWhileTesting, there } from '../../core/testroom';
import { differing } from '../../core/timeline';
import { naive, type Naive } from '../../dev/labfix';
import { missesAt } from './curve';
import { labPicture, labTable, labTwin } from './lab';
import { problems, textsOf } from './overlap';

serveWhileTesting();

const SIZES = [{ width: 736, height: 512, font: 1 }, { width: 1136, height: 812, font: 1.285 }, { width: 358, height: 520, font: 1 }];
const forms: Forms = defaults();
const kinds: LabName[] = ['replace', 'curve', 'segments', 'tables', 'freelist'];

describe.runIf(there)('the ready-made starts', () => {
    it.each(kinds)('%s: every event is drawn without a fault, forward and back', async (name) => {
        const { t, model, end } = await runRoom(scenarioOf(name, forms));
        const found = new Set<string>();
        const seen = new Map<number, string>();
        const draw = (seq: number, lang: Lang, size: (typeof SIZES)[0]): string => {
            t.goTo(seq);
            const lab = labOf(model);
            if (!lab) return '';
            const p = labPicture({ moment: t.moment(1)!, model, lang, still: false, selection: null, ...size, cursor: -1 }, lab);
            for (const problem of problems(p)) found.add(`${problem} [${seq}, ${size.width}, ${lang}]`);
            expect(p.nodes.length).toBeLessThanOrEqual(900);
            for (const n of textsOf(p)) expect(n.text).not.toMatch(/undefined|NaN|\bnull\b(?! selector)/);
            return JSON.stringify(p);
        };
        for (let seq = 1; seq <= t.high; seq++) {
            seen.set(seq, draw(seq, 'en', SIZES[0]!));
            draw(seq, seq % 2 ? 'zh' : 'en', SIZES[1 + (seq % 2)]!);
            if (seq % 3 === 0) draw(seq, 'zh', SIZES[0]!);
            const moment = t.moment(1)!;
            for (const lang of ['en', 'zh'] as Lang[]) {
                const said = tell(moment, model, messages[lang]);
                expect(said?.now).toBeTruthy();
                const thing = subjectOf(moment, model);
                if (thing && labOf(model)) expect(inspect(thing, model, messages[lang], moment.event).rows.length, `${thing.kind} ${thing.id}`).toBeGreaterThan(0);
            }
        }
        expect([...found]).toEqual([]);
        expect(differing(t.mirror!.viewHash, end.view_hash)).toEqual([]);
        for (let seq = t.high; seq >= 1; seq--) expect(draw(seq, 'en', SIZES[0]!)).toBe(seen.get(seq));
        t.goTo(t.high);
        const lab = labOf(model)!;
        expect(lab.kind).toBe(name);
        const table = labTable(lab, 'en');
        expect(table.rows.length).toBeGreaterThan(0);
        expect(table.rows.every((r) => r.length === table.head.length)).toBe(true);
        expect(labTwin(t.moment(1)!, model, 'zh')[0]!.rows.length).toBeGreaterThan(1);
    }, 240_000);

    const every = 'fifo,lru,opt,clock,clock1,second-chance,random,nfu,aging,lfu,2q,arc';
    const string = (n: number, pages: number): string => Array.from({ length: n }, (_, i) => (i * 7 + ((i * i) % 5) * 3) % pages).join(',');
    const loads = Array.from({ length: 24 }, (_, i) => `lab load p${i} ${1 + (i % 5)}M type=${['data', 'code', 'stack'][i % 3]}`);
    const allocs = Array.from({ length: 40 }, (_, i) => `lab alloc ${10 + ((i * 13) % 50)} as n${i}`);
    const frees = Array.from({ length: 20 }, (_, i) => `lab free n${2 * i}`);
    it.each([
        ['all policies', `lab policy=${every} frames=4 refs=${string(20, 7)}`],
        ['many frames', `lab policy=lru,arc,clock1 frames=24 refs=${string(60, 31)}`],
        ['only sums', `lab policy=${every} frames=64 refs=${string(60, 31)}`],
        ['long page numbers', 'lab policy=fifo,lru frames=3 refs=22369621,22369622,22369623,22369621,22369624,22369625,22369621'],
        ['a curve of all policies', `lab curve policy=${every} frames=40 refs=${string(80, 37)}`],
        ['many segments', `lab segments memory=100M fit=worst\n${loads.join('\n')}\nlab access p3 0 r\nlab access p4 0 x\nlab access 0 0 r\nlab access 0x7b 0xffffffff r\nlab access 0x60 0 x\nlab unload p2\nlab unload p9\nlab load big 12M`],
        ['long mode', 'lab segments memory=64M bits=64\nlab access 0x2b 0x7fff00000000 r\nlab access 0x2b 0x800000000000 r'],
        ['a long free list', `lab freelist size=4096 policy=best order=size+\n${allocs.join('\n')}\n${frees.join('\n')}\nlab alloc 33 as late\nlab alloc 3000 as never`],
        ['57 bits', 'lab tables bits=57 map=0x10000000..0x20000000,0x7f0000000000..0x7f0001000000 at=0x7f0000000123'],
        ['48 bits, nothing there', 'lab tables bits=48 map=0x400000..0x800000 at=0x123456789000'],
    ])('%s: nothing lies on anything else', async (_, lines) => {
        const { t, model } = await runRoom(`machine memory=16M\n${lines}\n`);
        const found = new Set<string>();
        const stride = Math.max(1, Math.floor(t.high / 25));
        for (let seq = 1; seq <= t.high; seq += seq + stride > t.high ? 1 : stride) for (const size of SIZES) for (const lang of ['en', 'zh'] as Lang[]) {
            if (!t.knows(seq)) continue;
            t.goTo(seq);
            const lab = labOf(model);
            if (!lab) continue;
            const p = labPicture({ moment: t.moment(1)!, model, lang, still: false, selection: null, ...size, cursor: -1 }, lab);
            for (const problem of problems(p)) found.add(`${problem} [${seq}, ${size.width}, ${lang}]`);
        }
        expect([...found].slice(0, 12)).toEqual([]);
        expect(labOf(model)).not.toBeNull();
    }, 240_000);

    it('replace and curve: counts of a naive model', async () => {
        const refs = forms.replace.refs.split(',').map(Number);
        const { t, model } = await runRoom(scenarioOf('replace', forms));
        t.goTo(t.high);
        const lab = labOf(model) as Extract<Lab, { kind: 'replace' }>;
        for (const r of lab.runs) expect(r.misses, r.policy).toBe(naive(r.policy as Naive, forms.replace.frames, refs).misses);
        const { t: t2, model: model2 } = await runRoom(scenarioOf('curve', forms));
        t2.goTo(t2.high);
        const curve = labOf(model2) as Extract<Lab, { kind: 'curve' }>;
        for (const r of curve.runs) for (let n = 1; n <= 5; n++) expect(missesAt(curve, r.id, n), `${r.policy} ${n}`).toBe(naive(r.policy as Naive, n, refs).misses);
    }, 120_000);

    it('segments: the story of 512, 128 and 256 MB, step by step', async () => {
        const { t, model } = await runRoom(scenarioOf('segments', forms));
        const MB = 2 ** 20;
        const after = (command: string, nth = 0): SegmentsLab => {
            t.goTo(t.window.filter((s) => s.command === command)[nth]!.last);
            return labOf(model) as SegmentsLab;
        };
        let lab = after('lab unload browser');
        expect([lab.free, lab.largest]).toEqual([256 * MB, 128 * MB]);
        lab = after('lab load editor 200M');
        expect(lab.segments.some((g) => g.name === 'editor')).toBe(false);
        lab = after('lab swapout music');
        expect(lab.segments.find((g) => g.name === 'music')!.swapped).toBe(true);
        lab = after('lab swapin music at=lowest');
        expect(lab.largest).toBe(256 * MB);
        lab = after('lab load editor 200M', 1);
        expect(lab.segments.find((g) => g.name === 'editor')!.present).toBe(true);
        // the pieces tile memory
        expect(lab.blocks.reduce((n, b) => n + b.bytes, 0)).toBe(lab.size);
    }, 120_000);

    it('tables: a two-level table of this space, counted by hand', async () => {
        const { t, model } = await runRoom(scenarioOf('tables', forms));
        t.goTo(t.high);
        const lab = labOf(model) as TablesLab;
        const tops = new Set<number>();
        for (const range of forms.tables.map.split(',')) {
            const [a, b] = range.split('..').map(Number) as [number, number];
            for (let at = a; at < b; at += 4096) tops.add(Math.floor(at / 2 ** 22));
        }
        const two = lab.schemes.find((s) => s.scheme === 'two_level')!;
        expect(two.bytes).toBe((1 + tops.size) * 4096);
        expect(lab.schemes.find((s) => s.scheme === 'linear')!.bytes).toBe(2 ** 20 * 4);
    }, 120_000);

    it('freelist: the list holds exactly the free pieces', async () => {
        const { t, model } = await runRoom(scenarioOf('freelist', forms));
        for (const step of t.window) {
            t.goTo(step.last);
            const lab = labOf(model) as FreeLab | null;
            if (!lab) continue;
            const free = lab.blocks.filter((b) => !b.used);
            expect([...lab.list].sort((a, b) => a - b)).toEqual(free.map((b) => b.id).sort((a, b) => a - b));
            expect(free.reduce((n, b) => n + b.bytes, 0)).toBe(lab.free);
        }
    }, 120_000);
});
