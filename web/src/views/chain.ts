// The chain of a block through the buddy allocator, from its events: taken and split down, or freed and merged up.

import type { Ev } from '../core/event';
import type { Story } from './story';

export interface Link {
    /** index into the step's events */
    at: number;
    kind: 'take' | 'split' | 'free' | 'merge';
    /** block before (split) or after (merge) */
    pfn: number;
    order: number;
    /** its buddy: upper half of a split, partner of a merge */
    buddy: number;
    /** order of the halves (split) or of the two blocks (merge) */
    half: number;
    /** list the upper half goes to */
    list: number;
    phase: 'done' | 'now' | 'next';
}

export interface Chain {
    kind: 'take' | 'free' | 'none';
    links: Link[];
    zone: number;
    migratetype: number;
    /** order of the list the block came from, or went to */
    row: number;
    /** event that took or inserted, or -1 */
    rowAt: number;
    wanted: number;
    /** lists looked at in vain: order and event index */
    empty: { order: number; at: number }[];
    check: { at: number; ok: boolean; zone: number; free: number; mark: number } | null;
    fallback: { at: number; from: number; order: number } | null;
    head: Ev | null;
    insertAt: number;
}

const NONE: Chain = { kind: 'none', links: [], zone: 0, migratetype: 0, row: -1, rowAt: -1, wanted: 0, empty: [], check: null, fallback: null, head: null, insertAt: -1 };

export function chainOf(story: Story): Chain {
    const c: Chain = { ...NONE, links: [], empty: [] };
    const phase = (i: number): Link['phase'] => (i === story.at ? 'now' : i < story.at ? 'done' : 'next');
    // only what the line visits: other allocations of the pass have their own turn
    const visited = new Set(story.places.flatMap((p) => p.events));
    for (const i of story.shown) {
        if (!visited.has(i)) continue;
        const e = story.events[i]!;
        switch (e.name) {
            case 'alloc_pages':
                Object.assign(c, { ...NONE, links: [], empty: [] });
                c.kind = 'take';
                c.head = e;
                c.wanted = e.arg('order');
                c.migratetype = e.arg('migratetype');
                c.zone = e.arg('zone');
                break;
            case 'free_pages':
                Object.assign(c, { ...NONE, links: [], empty: [] });
                c.kind = 'free';
                c.head = e;
                c.zone = e.arg('zone');
                c.wanted = e.arg('order');
                c.links.push({ at: i, kind: 'free', pfn: e.arg('pfn'), order: e.arg('order'), buddy: -1, half: e.arg('order'), list: -1, phase: phase(i) });
                break;
            case 'pcp_spill':
            case 'pcp_drain':
                Object.assign(c, { ...NONE, links: [], empty: [] });
                c.kind = 'free';
                c.head = e;
                c.zone = e.arg('zone');
                break;
            case 'zone_check':
                c.check = { at: i, ok: e.arg('ok') === 1, zone: e.arg('zone'), free: e.arg('free_pages'), mark: e.arg('mark_pages') };
                c.zone = e.arg('zone');
                break;
            case 'list_empty':
                c.empty.push({ order: e.arg('order'), at: i });
                break;
            case 'buddy_fallback':
                c.fallback = { at: i, from: e.arg('migratetype_from'), order: e.arg('order') };
                break;
            case 'buddy_take':
                // the request itself is not in the part that is known
                if (c.kind === 'none') c.kind = 'take';
                c.row = e.arg('order');
                c.rowAt = i;
                c.zone = e.arg('zone');
                c.links.push({ at: i, kind: 'take', pfn: e.arg('pfn'), order: e.arg('order'), buddy: -1, half: e.arg('order'), list: -1, phase: phase(i) });
                break;
            case 'buddy_split': {
                const to = e.arg('order_to');
                c.links.push({ at: i, kind: 'split', pfn: e.arg('pfn'), order: e.arg('order_from'), buddy: e.arg('upper_pfn'), half: to, list: to, phase: phase(i) });
                break;
            }
            case 'buddy_merge':
                // a block out of a CPU's list: its first merge says which
                if (!c.links.length) c.links.push({ at: i, kind: 'free', pfn: e.arg('pfn'), order: e.arg('order'), buddy: -1, half: e.arg('order'), list: -1, phase: phase(i) });
                c.links.push({ at: i, kind: 'merge', pfn: e.arg('merged_pfn'), order: e.arg('order') + 1, buddy: e.arg('buddy_pfn'), half: e.arg('order'), list: -1, phase: phase(i) });
                break;
            case 'buddy_insert':
                if (c.kind !== 'free') break;
                if (!c.links.length) c.links.push({ at: i, kind: 'free', pfn: e.arg('pfn'), order: e.arg('order'), buddy: -1, half: e.arg('order'), list: -1, phase: phase(i) });
                c.row = e.arg('order');
                c.rowAt = i;
                c.insertAt = i;
                c.migratetype = e.arg('migratetype');
                break;
            default:
        }
    }
    return c;
}

/** Which links are drawn when there is room for `most`: always the one that is now, else the last done. */
export function windowOf(links: readonly Link[], most: number): { from: number; to: number } {
    if (links.length <= most) return { from: 0, to: links.length };
    let now = links.findIndex((l) => l.phase === 'now');
    if (now < 0) for (let i = 0; i < links.length; i++) if (links[i]!.phase === 'done') now = i;
    const from = Math.max(0, Math.min(now - 2, links.length - most));
    return { from, to: from + most };
}

/** Binary of a block's number round the bit that tells it from its buddy: at most four digits, … for what is cut below. */
export function xorText(pfn: number, order: number): { left: [string, string, string]; mask: string; right: [string, string, string] } {
    const top = order < 4 ? 3 : order + 1;
    const low = order < 4 ? 0 : order - 1;
    const tail = low > 0 ? '…' : '';
    const digits = (v: number): string => {
        let out = '';
        for (let b = top; b >= low; b--) out += (v >>> b) & 1;
        return out;
    };
    const split = (v: number): [string, string, string] => {
        const d = digits(v);
        const at = top - order;
        return [d.slice(0, at), d[at]!, d.slice(at + 1) + tail];
    };
    return { left: split(pfn), mask: digits(1 << order) + tail, right: split(pfn ^ (1 << order)) };
}

/** Change of a list since the request began that is drawn, all blocks of a group together: from the events. */
export function listDelta(story: Story, zone: number, order: number, migratetype: number): number {
    let from = Math.min(story.at, story.events.length - 1);
    const first = story.shown[0] ?? 0;
    while (from > first && story.events[from]!.name !== 'alloc_pages' && story.events[from]!.name !== 'free_pages') from--;
    let d = 0;
    // merges take from the list of the type that the block is put on in the end
    let merged = 0;
    for (let i = Math.max(0, from); i <= story.at && i < story.events.length; i++) {
        const e = story.events[i]!;
        if (e.arg('zone') !== zone) continue;
        const same = e.arg('migratetype') === migratetype;
        if (e.name === 'buddy_fallback' && e.arg('order') === order) d += same ? 1 : migratetype === e.arg('migratetype_from') ? -1 : 0;
        if (e.name === 'buddy_take' && e.arg('order') === order && same) d--;
        if (e.name === 'buddy_split' && e.arg('order_to') === order && same) d++;
        if (e.name === 'buddy_merge' && e.arg('order') === order) merged++;
        if (e.name === 'buddy_insert') {
            if (same) d -= merged;
            merged = 0;
            if (e.arg('order') === order && same) d++;
        }
    }
    // under way: the type is that of the insertion to come
    if (merged) {
        const next = story.events.findIndex((e, i) => i > story.at && e.name === 'buddy_insert');
        if (next >= 0 && story.events[next]!.arg('migratetype') === migratetype) d -= merged;
    }
    return d;
}
