// A step as a story: its events cut into passes (one access, one call, one retry each), a pass into the places it visits.
// Only the pass that holds the cursor is drawn; inside it only the allocation that holds the cursor. So a step of any
// length is one line with few stations. Everything here is a function of the events and the position alone.

import type { Ev } from '../core/event';
import { EVENTS, type EventName, type FloorName, type Station } from '../core/schema.gen';
import { DECISIVE, KERNEL_EVENTS, weightOf, type KernelPlace } from './kernel/events';

export type PlaceKey =
    | 'start' | 'area' | 'proc'
    | 'tlb' | 'level' | 'mark' | 'fill' | 'entry' | 'flush'
    | 'fault' | 'call' | 'vma' | 'signal' | KernelPlace
    | 'frame';

export interface Place {
    key: PlaceKey;
    /** which one of its kind: table level, position in the chain; else 0 */
    sub: number;
    floor: FloorName;
    /** indices into the step's events, ascending */
    events: number[];
}

const KEY: Partial<Record<EventName, PlaceKey>> = {
    command: 'start', access: 'start', job_turn: 'start', trace_begin: 'start', return_to_program: 'start', syscall_return: 'start',
    command_end: 'start', job_end: 'start',
    tlb_hit: 'tlb', tlb_miss: 'tlb', walk_level: 'level', walk_empty: 'level', walk_denied: 'level', pte_mark: 'mark', tlb_fill: 'fill', tlb_evict: 'fill',
    tlb_invlpg: 'flush', tlb_flush: 'flush', task_switch: 'flush', pte_set: 'entry', pte_clear: 'entry', pt_alloc: 'entry', pt_free: 'entry',
    page_fault: 'fault', syscall: 'call', vma_find: 'vma', fault_decide: 'vma', commit_check: 'call', fault_done: 'work', signal: 'signal',
    frame_taken: 'frame', frame_zero: 'frame', frame_fill: 'frame', frame_copy: 'frame', store: 'frame',
    spawn: 'proc', exit: 'proc', vma_new: 'area', vma_resize: 'area', vma_split: 'area', vma_merge: 'area', vma_free: 'area', vma_flags: 'area', vma_place: 'area',
    stack_grow: 'area', brk_move: 'area', label_set: 'start',
};
export const placeKey = (e: Ev): PlaceKey => KERNEL_EVENTS[e.name]?.place ?? KEY[e.name] ?? (e.row.floor === 'programs' ? 'area' : e.row.floor === 'translation' ? 'flush' : e.row.floor === 'physical' ? 'frame' : 'work');

/** Events that end a pass: the line has no further station for them. */
const ENDS: ReadonlySet<EventName> = new Set(['return_to_program', 'syscall_return', 'command_end', 'job_end', 'fault_done', 'label_set']);

const ALLOCATOR: ReadonlySet<PlaceKey> = new Set(['alloc', 'zone', 'slow', 'list', 'chain', 'insert', 'pcp', 'pcpmove']);
export const inAllocator = (k: PlaceKey): boolean => ALLOCATOR.has(k);

export interface Range { from: number; to: number }

/** Passes, as half-open ranges of event indices. */
export function passes(events: readonly Ev[]): Range[] {
    const out: Range[] = [];
    let from = 0;
    const cut = (at: number): void => {
        if (at > from) out.push({ from, to: at });
        from = at;
    };
    let opened = false;
    for (let i = 0; i < events.length; i++) {
        const name = events[i]!.name;
        if (name === 'access' || name === 'syscall' || name === 'job_turn' || name === 'lab_ref' || name === 'lab_lookup') {
            // The command itself belongs to its first access.
            if (opened) cut(i);
            opened = true;
        }
        // The instruction is tried again; what a call did last belongs to it.
        if (name === 'fault_done' && i + 1 < events.length && !['command_end', 'signal', 'oom_kill'].includes(events[i + 1]!.name)) {
            cut(i + 1);
            opened = events[i + 1]!.name !== 'access';
        }
    }
    cut(events.length);
    return out.length ? out : [{ from: 0, to: 0 }];
}

/** Allocations (and frees) inside a pass: from their bar to before the next one, or to the entry they were for. */
function allocations(events: readonly Ev[], pass: Range): Range[] {
    const out: Range[] = [];
    let open = -1;
    // a long step is known in parts: a part may begin in the middle of one
    if (pass.from === 0 && pass.to > 0 && (inAllocator(placeKey(events[0]!)) || events[0]!.name.startsWith('frame_')) && events[0]!.name !== 'alloc_pages' && events[0]!.name !== 'free_pages') open = 0;
    for (let i = pass.from; i < pass.to; i++) {
        const name = events[i]!.name;
        if (name === 'alloc_pages' || name === 'free_pages') {
            if (open >= 0) out.push({ from: open, to: i });
            open = i;
        } else if (open >= 0 && (name === 'fault_done' || name === 'command_end' || name === 'vma_find' || name === 'fault_decide' || name === 'syscall_return' || name === 'return_to_program')) {
            out.push({ from: open, to: i });
            open = -1;
        } else if (open >= 0 && (name === 'pt_alloc' || name === 'pte_set')) {
            out.push({ from: open, to: i + 1 });
            open = -1;
        }
    }
    if (open >= 0) out.push({ from: open, to: pass.to });
    return out;
}

const GROUPS: ReadonlySet<EventName> = new Set(['pcp_refill', 'pcp_spill', 'pcp_drain']);
const BUDDY: ReadonlySet<EventName> = new Set(['list_empty', 'buddy_take', 'buddy_split', 'buddy_fallback', 'pageblock_tag', 'watermark_boost', 'kswapd_wake', 'kcompactd_wake', 'buddy_merge', 'buddy_insert']);

/** A group moves between a CPU's lists and the buddy allocator block by block: the blocks, each with its own events. */
export function blocksOf(events: readonly Ev[], from: number, to: number): Range[] {
    const out: Range[] = [];
    let open = from;
    let whole = false;
    for (let i = from; i < to; i++) {
        const name = events[i]!.name;
        // the next block is looked for, or came back
        if (whole && (name === 'list_empty' || name === 'buddy_take' || name === 'buddy_fallback' || name === 'buddy_merge' || name === 'buddy_insert')) {
            out.push({ from: open, to: i });
            open = i;
            whole = false;
        }
        if (name === 'buddy_take' || name === 'buddy_insert') whole = true;
    }
    if (to > open) out.push({ from: open, to });
    return out;
}

/** Of every group one block is drawn: the one with the cursor, else the first to come or the last done. */
function hiddenBlocks(events: readonly Ev[], pass: Range, at: number): Range[] {
    const out: Range[] = [];
    for (let i = pass.from; i < pass.to; i++) {
        if (!GROUPS.has(events[i]!.name)) continue;
        let end = i + 1;
        while (end < pass.to && BUDDY.has(events[end]!.name)) end++;
        const blocks = blocksOf(events, i + 1, end);
        const here = at <= i ? 0 : at >= end ? blocks.length - 1 : blocks.findIndex((b) => at >= b.from && at < b.to);
        out.push(...blocks.filter((_, n) => n !== here));
    }
    return out;
}

export interface Story {
    events: readonly Ev[];
    /** events drawn: indices, ascending */
    shown: number[];
    places: Place[];
    /** index into places of the station that is now; -1 before the first */
    now: number;
    /** the event now, or -1 */
    at: number;
    /** the event now ends the pass */
    ending: boolean;
    pass: Range;
    /** how many passes, and which one this is */
    passCount: number;
    passAt: number;
    /** allocations of this pass, and which one is drawn (-1 none) */
    allocCount: number;
    allocAt: number;
    /** the access whose story this is, if any */
    access: Ev | null;
    /** this pass tries an access again after a fault */
    again: boolean;
}

export const EMPTY_STORY: Story = { events: [], shown: [], places: [], now: -1, at: -1, ending: false, pass: { from: 0, to: 0 }, passCount: 0, passAt: 0, allocCount: 0, allocAt: -1, access: null, again: false };

const told = new WeakMap<readonly Ev[], Story>();

/** The story of a position in a step. The same one for the same position: pictures between two events share it. */
export function tell(events: readonly Ev[], at: number): Story {
    const known = told.get(events);
    if (known && known.at === at) return known;
    const story = compose(events, at);
    if (events.length) told.set(events, story);
    return story;
}

function compose(events: readonly Ev[], at: number): Story {
    if (!events.length) return EMPTY_STORY;
    const all = passes(events);
    const passAt = Math.max(0, all.findIndex((p) => at < p.to));
    const pass = at >= all[all.length - 1]!.to ? all[all.length - 1]! : all[passAt]!;
    const allocs = allocations(events, pass);
    let allocAt = allocs.length ? 0 : -1;
    allocs.forEach((a, i) => {
        if (a.from <= at) allocAt = i;
    });
    // what was decided is what comes next
    if (events[at]?.name === 'fault_decide') allocAt = Math.max(allocAt, allocs.findIndex((a) => a.from > at));
    const hidden = new Uint8Array(pass.to - pass.from);
    for (const r of [...hiddenBlocks(events, pass, at), ...allocs.filter((_, n) => n !== allocAt)]) hidden.fill(1, r.from - pass.from, r.to - pass.from);
    const shown: number[] = [];
    for (let i = pass.from; i < pass.to; i++) if (!hidden[i - pass.from] || i === at) shown.push(i);

    let access: Ev | null = null;
    for (let i = Math.min(at, pass.to - 1); i >= 0 && !access; i--) if (events[i]!.name === 'access') access = events[i]!;
    if (!access) access = events.slice(pass.from, pass.to).find((e) => e.name === 'access') ?? null;
    const again = passAt > 0 && events[pass.from - 1]?.name === 'fault_done' && ['tlb', 'level', 'fill'].includes(events[pass.from] ? placeKey(events[pass.from]!) : '');

    const visits: Place[] = [];
    let chain = 0;
    const count = new Map<PlaceKey, number>();
    if (again) visits.push({ key: 'start', sub: 0, floor: 'programs', events: [] });
    let now = -1;
    for (const i of shown) {
        const e = events[i]!;
        if (ENDS.has(e.name) && visits.length) {
            // back to the program, or the end of a fault: no place of its own, the line is whole
            if (i === at) now = visits.length - 1;
            continue;
        }
        const key = placeKey(e);
        if (e.name === 'buddy_split' || e.name === 'buddy_merge') chain++;
        if (e.name === 'alloc_pages' || e.name === 'free_pages') chain = 0;
        const sub = key === 'level' ? e.arg('level') : key === 'chain' ? chain : subOf(e, key, count);
        const before = visits[visits.length - 1];
        if (before && before.key === key && before.sub === sub) before.events.push(i);
        else visits.push({ key, sub, floor: key === 'signal' ? 'kernel' : e.row.floor, events: [i] });
        if (i === at) now = visits.length - 1;
    }
    const ending = at >= 0 && at < events.length && ENDS.has(events[at]!.name) && visits.length > 0;
    const window = tour(visits, Math.max(0, now));
    const places = visits.slice(window.from, window.to);
    return { events, shown, places, now: now < 0 ? -1 : now - window.from, at, ending, pass, passCount: all.length, passAt, allocCount: allocs.length, allocAt, access, again };
}

/** Which place of its key an event belongs to, for events of the Kernel's drawings. */
function subOf(e: Ev, key: PlaceKey, count: Map<PlaceKey, number>): number {
    const sub = KERNEL_EVENTS[e.name]?.sub;
    if (sub !== 'each') return sub?.(e) ?? 0;
    const n = (count.get(key) ?? 0) + 1;
    count.set(key, n);
    return n;
}

const DEPTH: Record<FloorName, number> = { programs: 0, translation: 1, kernel: 2, physical: 3 };

/** The longest run of visits round `now` that goes down through the floors and up again once, and comes to no place twice:
 * what one line can show without crossing itself. */
export function tour(visits: readonly Place[], now: number): Range {
    const clean = (from: number, to: number): boolean => {
        const seenPlaces = new Set<string>();
        let up = false;
        for (let i = from; i < to; i++) {
            const v = visits[i]!;
            const id = `${v.key}/${v.sub}`;
            if (seenPlaces.has(id)) return false;
            seenPlaces.add(id);
            if (i === from) continue;
            const d = DEPTH[v.floor] - DEPTH[visits[i - 1]!.floor];
            if (d < 0) up = true;
            else if (d > 0 && up) return false;
        }
        return true;
    };
    let from = now, to = Math.min(visits.length, now + 1);
    while (from > 0 && clean(from - 1, to)) from--;
    while (to < visits.length && clean(from, to + 1)) to++;
    return { from, to };
}

/** The glyph of a place: of the event that is now, else of the event that gives it its meaning. */
export function stationOf(story: Story, p: Place): Station {
    const here = p.events.includes(story.at) ? story.events[story.at]! : null;
    if (here) return here.row.station;
    if (p.key === 'list') {
        const take = p.events.map((i) => story.events[i]!).find((e) => e.row.station !== 'tick');
        return take?.row.station ?? 'tick';
    }
    const first = p.events[0];
    return first === undefined ? 'bar' : story.events[first]!.row.station;
}

export const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];

/** The first shown event of a kind that has happened, or any of it when `also` is set. */
export function seen(story: Story, name: EventName, also = false): Ev | null {
    for (const i of story.shown) if (story.events[i]!.name === name && (also || i <= story.at)) return story.events[i]!;
    return null;
}
export const seenAll = (story: Story, ...names: EventName[]): Ev[] => story.shown.filter((i) => names.includes(story.events[i]!.name)).map((i) => story.events[i]!);

/** Floor where most of a step's events are; ties go to the lower floor, where the detail is. */
export function busiest(events: readonly Ev[], totals: Partial<Record<EventName, number>> = {}): FloorName {
    const count: Record<FloorName, number> = { programs: 0, translation: 0, kernel: 0, physical: 0 };
    for (const e of events) {
        // starts and ends belong to no floor's work
        if (e.row.station !== 'bar') count[e.row.floor]++;
    }
    for (const [name, n] of Object.entries(totals)) if (EVENTS[name as EventName].station !== 'bar') count[EVENTS[name as EventName].floor] += n;
    // what decides the Kernel's drawing decides that it is the Kernel's turn
    const decides = (name: EventName, e?: Ev): boolean => KERNEL_EVENTS[name] !== undefined && weightOf(name, e) >= DECISIVE;
    if (events.some((e) => decides(e.name, e)) || Object.keys(totals).some((name) => decides(name as EventName))) return 'kernel';
    let best: FloorName = 'programs';
    for (const f of ['programs', 'physical', 'kernel', 'translation'] as const) if (count[f] >= count[best] && count[f] > 0) best = f;
    return best;
}
