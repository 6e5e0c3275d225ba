import { describe, expect, it } from 'vitest';
import { makeFixture } from '../fixture';
import { Model } from '../model';
import { EVENTS, type EventName } from '../schema.gen';
import { Timeline } from '../timeline';
import { Ev } from '../event';
import { messages, type Lang } from './messages';
import { originOf } from './kernel';
import { Story } from './story';

const fx = makeFixture();
const t = new Timeline();
t.reset(fx.schema);
t.snapshot(fx.snapshot);
for (const s of fx.steps) t.add(s);
t.goTo(7);
const model = new Model(t.mirror!, fx.config);
const step = t.window[0]!;

const samples: Record<string, number> = {
    pid: 1000, addr: 0x5581c3a47e10, vpn: 0x5581c3a47, pfn: 0x1748, start: 0x5581c3600000, end: 0x5581c4600000, entry: 0x1748867, bytes: 2 << 20, pages: 32, found: 1, vma: 2, level: 1, index: 71,
    table_pfn: 0x1c07, flags: 3, zone: 1, order: 3, order_from: 3, order_to: 2, tlb_level: 1, set: 7, ns: 900, accesses: 7388, done: 7388, brk: 0x5581c4600000, brk_before: 0x5581c3600000,
    free_pages: 8787, mark_pages: 249, committed_pages: 9000, limit_pages: 12000, entries: 64, signal: 11, si_code: 1,
};

/** Every event kind with plausible arguments, in variants of its deciding one. */
function variants(name: EventName): Ev[] {
    const names = EVENTS[name].args;
    const one = (over: Record<string, number>): Ev => new Ev(1, [name, 0, 0, ...names.map((a) => over[a] ?? samples[a] ?? 1)], names);
    const out = [one({})];
    const range = (arg: string, n: number): void => {
        if ((names as readonly string[]).includes(arg)) for (let i = 0; i < n; i++) out.push(one({ [arg]: i }));
    };
    range('fault_kind', 13);
    range('tlb_flush_reason', 4);
    range('access_type', 3);
    range('level', 6);
    range('errno', 13);
    range('ok', 2);
    range('found', 2);
    range('allowed', 2);
    range('mode', 3);
    range('at_tail', 2);
    range('caught', 2);
    range('order', 11);
    range('migratetype', 5);
    range('frame_type', 8);
    range('tlb_level', 3);
    range('seg_rule', 8);
    range('seg_fault', 4);
    range('table_scheme', 6);
    range('lab_fit', 4);
    range('lru_batch', 6);
    range('lru_list', 5);
    range('compact_why', 4);
    range('compact_result', 9);
    for (const yes of ['used', 'fits', 'present', 'match', 'flat', 'pages', 'base', 'descriptor']) range(yes, 2);
    return out;
}

// Rough widths in units of the font size: a CJK letter 1, a Latin one half.
const width = (s: string): number => [...s].reduce((w, c) => w + (c.charCodeAt(0) > 0x2e80 ? 1 : 0.5), 0);

describe.each(['en', 'zh'] as Lang[])('narration, %s', (lang) => {
    it.each(Object.keys(EVENTS) as EventName[])('%s', (name) => {
        const words = messages[lang].events[name];
        for (const e of variants(name)) {
            const s = new Story(e, model, step);
            const said = [words.now(s), words.why(s), words.station(s), words.chain(s)];
            for (const text of said) {
                expect(text.length).toBeGreaterThan(0);
                expect(text).not.toMatch(/undefined|NaN|\[object/);
            }
            // Three lines of 20 px in 216 px, five of 18 px in 232 px, with what breaking loses at line ends.
            expect(width(said[0]!) * 20, said[0]).toBeLessThanOrEqual(3 * 216 + 20);
            expect(width(said[1]!) * 18, said[1]).toBeLessThanOrEqual(5 * 232 + 90);
            expect(width(said[2]!), said[2]).toBeLessThanOrEqual(10.5);
            originOf(e);
        }
    });
});

it('both languages are really two languages', () => {
    const s = new Story(step.events[6]!, model, step);
    expect(messages.en.events.walk_empty.now(s)).toBe('The last table has no entry for this page. The walk stops here.');
    expect(messages.en.events.walk_empty.why(s)).toBe('The heap was promised by brk, but no byte of this page was touched before. Linux hands out frames on first touch.');
    expect(messages.zh.events.walk_empty.now(s)).toBe('最后一级页表里没有这一页，查表到此为止。');
});
