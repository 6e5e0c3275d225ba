import { describe, expect, it } from 'vitest';
import { makeFixture } from './fixture';
import { Mirror } from './mirror';
import { Model } from './model';
import { differing, Timeline } from './timeline';

function standing(): { t: Timeline; fx: ReturnType<typeof makeFixture> } {
    const fx = makeFixture();
    const t = new Timeline();
    t.reset(fx.schema);
    t.snapshot(fx.snapshot);
    for (const s of fx.steps) expect(t.add(s)).toBe(true);
    return { t, fx };
}

describe('timeline', () => {
    it('goes forward to what a snapshot of the end says', () => {
        const { t, fx } = standing();
        const last = fx.steps.at(-1)!.seq;
        for (let seq = 1; seq <= last; seq++) {
            expect(t.goTo(seq)).toBe(true);
            expect(t.moment(1)!.event!.seq).toBe(seq);
        }
        expect(t.wrongSections()).toEqual([]);
        expect(differing(t.mirror!.viewHash, Mirror.from(fx.schema, fx.end).viewHash)).toEqual([]);
    });

    it('back is forward reversed, at every event', () => {
        const { t } = standing();
        const hashes: string[] = [];
        for (let seq = 0; seq <= t.high; seq++) {
            t.goTo(seq);
            hashes.push(JSON.stringify(t.mirror!.viewHash));
        }
        for (let seq = t.high; seq >= 0; seq--) {
            t.goTo(seq);
            expect(JSON.stringify(t.mirror!.viewHash)).toBe(hashes[seq]);
            t.mirror!.rehash();
            expect(JSON.stringify(t.mirror!.viewHash)).toBe(hashes[seq]);
        }
        expect(new Set(hashes).size).toBeGreaterThan(10);
    });

    it('refuses what it does not know', () => {
        const { t, fx } = standing();
        expect(t.goTo(t.high + 1)).toBe(false);
        expect(t.add({ ...fx.steps[1]!, first: 500, seq: 510 })).toBe(false);
    });

    it('replaces the future when history goes on from the past', () => {
        const { t, fx } = standing();
        t.goTo(fx.steps[0]!.seq);
        expect(t.add({ ...fx.steps[1]!, command: 'another' })).toBe(true);
        expect(t.window.map((s) => s.command)).toEqual([fx.steps[0]!.command, 'another']);
    });
});

describe('model', () => {
    it('walks and names', () => {
        const { t, fx } = standing();
        t.goTo(7);
        const m = new Model(t.mirror!, fx.config);
        const web = m.procOfPid(1000)!;
        expect(web.name).toBe('web');
        const addr = 0x5581c3a47e10;
        const walk = m.walk(web.slot, addr);
        expect(walk.at.map((l) => l.index)).toEqual([171, 7, 29, 71]);
        expect(walk.stopped).toBe(1);
        expect(m.place(web.slot, addr)).toBe('heap+0x447e10');
        t.goTo(t.high);
        expect(m.walk(web.slot, addr).pfn).toBe(0x1748);
        expect(m.tlbSet(0, 0, 7)[3]).toMatchObject({ valid: true, pfn: 0x1748 });
        expect(m.freeList(1, 1, 0)).toMatchObject({ blocks: 1, head: 0x124a });
    });
});
