// The Kernel floor, grown: compaction. Above, the zone's free blocks by order before and now, with both indices; below, the zone
// as a strip of pageblocks with the two scanners coming toward each other, and the pages that move from one to the other.

import { frameHex, int } from '../../base/format';
import type { Ev } from '../../core/event';
import { blocksByOrder, fragmentationIndex, thousandths, unusableIndex } from '../../core/fragments';
import { frameUses } from '../../core/frameuse';
import type { Lang } from '../../core/i18n/messages';
import { MIGRATETYPES, ORDERS, PFN_NONE, type Model, type Zone } from '../../core/model';
import { ENUMS, type EventName } from '../../core/schema.gen';
import type { StepView } from '../../core/timeline';
import type { Ink } from '../../render/palette';
import { ease, lerp, type Point } from '../../render/picture';
import { mark, setAnchor, type Context } from '../context';
import type { Place, Story } from '../story';
import { MIGRATE_INKS } from '../tint';
import { drawWhy } from './why';
import { wordsOfCompact, type CompactWords } from './compact.words';
import type { KernelDrawing, Stop } from './drawing';
import { eventOf, nearest } from './head';

export const compactDrawing: KernelDrawing = {
    id: 'compact',
    name: { en: 'compact', zh: '规整' },
    why: {
        en: 'Free frames that lie apart are no large block: pages in use are moved together at one end.',
        zh: '零散的空闲帧拼不成大块：把在用的页都挪到一头。',
    },
    facts: (c) => wordsOfCompact(c.lang).facts(zoneOfStory(c.model, c.story)?.name ?? ''),
    draw,
    leg,
    row,
    figure,
    twin,
};

const LEFT = 96;
const END = 720;
const TABLE = 38;
const STRIP = 200;
const TALL = 70;
const LANE = 292;
const COLUMN = 729;
/** Pages drawn on their way. */
const MOVING = 6;

const EVENTS: ReadonlySet<EventName> = new Set(['compact_suitable', 'compact_begin', 'compact_isolate', 'compact_target', 'compact_end', 'compact_defer', 'page_migrate', 'kcompactd_wake', 'kcompactd_sleep', 'compact_score']);

/** The zone of the event now or before, else of the first to come, else the one with most memory. */
export function zoneOfStory(model: Model, story: Story): Zone | null {
    const zones = model.zones().filter((z) => z.managed > 0);
    const of = (e: Ev): Zone | undefined => (e.has('zone') ? zones.find((k) => k.id === e.arg('zone')) : e.has('pfn_to') ? zones.find((k) => e.arg('pfn_to') >= k.start && e.arg('pfn_to') < k.start + k.spanned) : e.has('node') ? zones.filter((k) => k.node === e.arg('node')).at(-1) : undefined);
    const found = nearest(story, EVENTS, (e) => of(e) !== undefined);
    return (found && of(found.event)) ?? zones.reduce<Zone | null>((best, z) => (!best || z.managed > best.managed ? z : best), null);
}

/** Free blocks by order when the step (or the part of it that is known) began. */
export function blocksBefore(model: Model, step: StepView | null, index: number, zone: number): number[] {
    const now = blocksByOrder(model, zone);
    const list = step?.changes.freelist;
    const field = step?.schema.records.freelist?.fields.indexOf('blocks') ?? -1;
    if (!list || field < 0) return now;
    const seen = new Set<number>();
    const wide = step!.delta ? 4 : 5;
    for (let i = 0; i < list.length; i += wide) {
        const at = step!.delta ? 0 : (list[i] as number);
        const [id, f, was] = [Number(list[i + wide - 4]), list[i + wide - 3] as number, Number(list[i + wide - 2])];
        if (f !== field || at > index || Math.floor(id / (ORDERS * MIGRATETYPES)) !== zone || seen.has(id)) continue;
        seen.add(id);
        now[Math.floor(id / MIGRATETYPES) % ORDERS]! += was - model.mirror.get('freelist', 'blocks', id);
    }
    return now;
}

const xOf = (z: Zone, pfn: number): number => LEFT + ((END - LEFT) * Math.max(0, Math.min(z.spanned, pfn - z.start))) / Math.max(1, z.spanned);

function draw(c: Context): void {
    const w = wordsOfCompact(c.lang);
    const zone = zoneOfStory(c.model, c.story);
    if (!zone) return;
    table(c, zone, w);
    strip(c, zone, w);
    scanners(c, zone, w);
    moves(c, zone, w);
    anchors(c, zone, w);
}

function table(c: Context, zone: Zone, w: CompactWords): void {
    const { s, model, floor } = c;
    const before = blocksBefore(model, c.step, c.story.at, zone.id), now = blocksByOrder(model, zone.id);
    const top = floor.top + TABLE;
    const pitch = 46, first = END - pitch * 10;
    const rows: [string, (o: number) => string][] = [
        [w.order, int], [w.before, (o) => (before[o] ? int(before[o]!) : '–')], [w.after, (o) => (now[o] ? int(now[o]!) : '–')],
        // a block is there: the request does not fail
        [w.index, (o) => (fragmentationIndex(now, o) < 0 ? '−1' : thousandths(fragmentationIndex(now, o)))], [w.unusable, (o) => thousandths(unusableIndex(now, o)).slice(0, s.scale.k < 0.9 ? 4 : 5)],
    ];
    rows.forEach(([name, value], r) => {
        const y = top + r * 19;
        s.text(LEFT, y, name, { ink: r === 2 ? 'fg' : 'muted', bold: r === 2 });
        for (let o = 0; o < ORDERS; o++) {
            const changed = r === 2 && before[o] !== now[o];
            s.text(first + o * pitch, y, value(o), { anchor: 'end', bold: changed, ink: r === 0 ? 'muted' : changed ? 'hot' : 'fg' });
        }
        if (r === 0 || r === 2) s.hair(LEFT, y + 10, END - LEFT, r ? 'hair' : 'line');
    });
}

/** Pageblocks as columns: what cannot move at the bottom, what can above it, free on top; where columns are thinner than a px
 * several pageblocks share one. */
function strip(c: Context, zone: Zone, w: CompactWords): void {
    const { s, model, floor } = c;
    const top = floor.top + STRIP;
    const first = Math.floor(zone.start / model.blockFrames), count = Math.ceil((zone.start + zone.spanned) / model.blockFrames) - first;
    const { blocks } = frameUses(model.mirror);
    const kinds = model.mirror.column('pageblock', 'migratetype')?.lo;
    const columns = Math.min(count, END - LEFT);
    for (let k = 0; k < columns; k++) {
        const from = first + Math.floor((k * count) / columns), to = first + Math.max(Math.floor(((k + 1) * count) / columns), Math.floor((k * count) / columns) + 1);
        let free = 0, movable = 0;
        for (let b = from; b < to; b++) {
            free += blocks[b * 2] ?? 0;
            movable += blocks[b * 2 + 1] ?? 0;
        }
        const all = (to - from) * model.blockFrames;
        const x = LEFT + ((END - LEFT) * k) / columns;
        const wide = (END - LEFT) / columns;
        const gap = wide >= 3 ? 1 : 0;
        const h = (n: number): number => (TALL * n) / all;
        s.rect(x, top, wide - gap, TALL, 'kernel');
        if (movable) s.rect(x, top + h(free), wide - gap, h(movable), 'anon');
        if (free) s.rect(x, top, wide - gap, Math.max(1, h(free)), 'free');
        if (kinds) s.rect(x, top + TALL + 3, wide - gap, 4, MIGRATE_INKS[kinds[from] ?? 0] ?? 'c1');
        if (wide >= 4) {
            mark(c, { kind: 'pageblock', id: from }, x, top, wide - gap, TALL);
            s.hit(x, top, wide, TALL + 8, { kind: 'pageblock', id: from }, `${int(from)}: ${int(free)}`);
        }
    }
    // the key of the columns stands in the row of their title
    const y = floor.top + STRIP - 42;
    s.text(LEFT, y, s.scale.k < 0.9 ? zone.name : w.zone(zone.name, int(count), int(model.blockFrames)), { ink: 'muted' });
    let x = END;
    for (const [ink, name] of [['free', w.free], ['anon', w.movable], ['kernel', w.pinned]] as const) {
        const wide = s.width(name);
        s.text(x, y, name, { ink: 'muted', anchor: 'end' });
        s.rect(x - wide - 15, y - 5, 10, 10, ink);
        x -= wide + 15 + 14;
    }
}

const scan = (model: Model, zone: number, f: 'scan_migrate_pfn' | 'scan_free_pfn' | 'compact_migrate_pfn' | 'compact_free_pfn'): number => {
    const v = model.mirror.get('zone', f, zone);
    return v === PFN_NONE ? -1 : v;
};

/** Both scanners, each with what it looks for; where none runs, the places where the next one starts. */
function scanners(c: Context, zone: Zone, w: CompactWords): void {
    const { s, model, floor } = c;
    const y = floor.top + STRIP - 5;
    const runs = scan(model, zone.id, 'scan_migrate_pfn') >= 0 && model.mirror.get('zone', 'scan_migrate_pfn', zone.id) + model.mirror.get('zone', 'scan_free_pfn', zone.id) > 0;
    const at = runs ? [scan(model, zone.id, 'scan_migrate_pfn'), scan(model, zone.id, 'scan_free_pfn')] : [scan(model, zone.id, 'compact_migrate_pfn'), scan(model, zone.id, 'compact_free_pfn')];
    const said = at.map((pfn, i) => ({ pfn, i, x: xOf(zone, Math.max(0, pfn)), text: `${runs ? (i === 0 ? w.migrateScanner : w.freeScanner) : w.starts} ${frameHex(Math.max(0, pfn))}` })).filter((k) => k.pfn > 0);
    for (const { i, x } of said) {
        const d = i === 0 ? 1 : -1;
        const ink: Ink = runs ? 'hot' : 'line';
        s.path([[x, y + TALL + 6], [x, y - 6]], ink, runs ? 2 : 1, { casing: 1 });
        // a caret that points the way it goes
        s.path([[x, y - 8], [x + 8 * d, y - 3], [x, y + 2]], ink, runs ? 2 : 1, { closed: true, fill: runs ? 'hot' : 'bg' });
    }
    const left = (k: (typeof said)[number]): number => {
        const wide = s.width(k.text);
        return k.i === 0 ? Math.min(k.x + 12, END - wide) : Math.max(k.x - 12 - wide, LEFT);
    };
    const style = { ink: (runs ? 'fg' : 'muted') as Ink };
    const [one, two] = said;
    if (one && two && left(one) + s.width(one.text) + 10 > left(two)) {
        // close together they share one line
        const text = `${one.text}, ${two.text}`;
        s.text(Math.max(LEFT, Math.min((one.x + two.x) / 2 - s.width(text) / 2, END - s.width(text))), y - 16, text, style);
    } else for (const k of said) s.text(left(k), y - 16, k.text, style);
}

/** What the run that goes on, or went on last, has done in a zone so far: pages it moved, the last pages it took off their list,
 * the last frames it kept. Not `whole` where its beginning lies before what is known of a long step. */
export function runOf(story: Story, zone: number): { moved: Ev[]; isolated: Ev | null; targets: Ev | null; whole: boolean } {
    const moved: Ev[] = [];
    let isolated: Ev | null = null, targets: Ev | null = null;
    for (let i = Math.min(story.at, story.events.length - 1); i >= 0; i--) {
        const e = story.events[i]!;
        if (e.name === 'page_migrate') moved.push(e);
        else if (e.name === 'compact_isolate') isolated ??= e;
        else if (e.name === 'compact_target') targets ??= e;
        else if (e.name === 'compact_begin') return e.arg('zone') === zone ? { moved: moved.reverse(), isolated, targets, whole: true } : { moved: [], isolated: null, targets: null, whole: true };
    }
    return { moved: moved.reverse(), isolated, targets, whole: moved.length === 0 };
}

/** Pages on their way: the last few as cells over the strip, the one that moves now in between, all others a number. */
function moves(c: Context, zone: Zone, w: CompactWords): void {
    const { s, floor, story } = c;
    const y = floor.top + STRIP;
    const { moved: all, isolated, targets, whole } = runOf(story, zone.id);
    for (const [e, ink] of [[isolated, 'hot'], [targets, 'path']] as const) if (e) {
        const x = xOf(zone, e.arg('pageblock') * c.model.blockFrames), wide = Math.max(3, xOf(zone, (e.arg('pageblock') + 1) * c.model.blockFrames) - x);
        s.path([[x, y - 1], [x + wide, y - 1], [x + wide, y + TALL + 1], [x, y + TALL + 1]], e.seq === story.events[story.at]?.seq ? 'hot' : ink === 'hot' ? 'path' : 'path', 2, { closed: true, casing: 1 });
    }
    all.slice(-MOVING).forEach((e, k, list) => {
        const now = k === list.length - 1 && story.events[story.at] === e;
        const [a, b] = [xOf(zone, e.arg('pfn_from')), xOf(zone, e.arg('pfn_to'))];
        const t = now ? ease(c.tau) : 1;
        const x = lerp(a, b, t), up = now ? Math.sin(Math.PI * t) * 14 : 0;
        const cell: Point[] = [[x - 3, y + 12 + k * 8 - up], [x + 4, y + 12 + k * 8 - up], [x + 4, y + 18 + k * 8 - up], [x - 3, y + 18 + k * 8 - up]];
        s.path(cell, now ? 'hot' : 'path', 2, { closed: true, fill: 'anon', casing: 1 });
    });
    const facts: string[] = [];
    if (isolated) facts.push(w.isolated(int(isolated.arg('pages')), int(isolated.arg('scanned'))));
    if (targets) facts.push(w.targets(int(targets.arg('pages'))));
    if (all.length && whole) facts.push(w.moved(int(all.length)));
    const shift = c.model.mirror.get('zone', 'compact_defer_shift', zone.id);
    if (!facts.length && shift) facts.push(w.deferred(int(c.model.mirror.get('zone', 'compact_considered', zone.id)), int(2 ** shift), int(c.model.mirror.get('zone', 'compact_order_failed', zone.id))));
    if (facts.length) s.text(LEFT, floor.top + STRIP - 61, facts.join(', '), {});
    else drawWhy(c, LEFT, floor.top + STRIP - 61, END - LEFT, 1);
}

function nameOf(e: Ev, w: CompactWords): string {
    if (e.name === 'compact_begin') return e.arg('order') > 10 ? w.beginAll : w.begin(int(e.arg('order')));
    if (e.name === 'compact_suitable' || e.name === 'compact_end') return w.result[ENUMS.compact_result[e.arg('compact_result')] ?? ''] ?? '';
    if (e.name === 'compact_defer') return w.result.deferred!;
    return e.name === 'compact_isolate' || e.name === 'compact_target' ? int(e.arg('pages')) : w.kcompactd;
}

function anchors(c: Context, zone: Zone, w: CompactWords): void {
    const { story, floor } = c;
    const top = floor.top + 14;
    let x = 98;
    story.places.forEach((p, i) => {
        if (p.key !== 'compact' && p.key !== 'scan') return;
        const e = eventOf(story, p);
        // what comes in another zone has no place in this one
        if (e.has('zone') && e.arg('zone') !== zone.id && i !== story.now) return;
        const name = nameOf(e, w);
        if (p.key === 'scan') {
            const at = xOf(zone, (e.arg('pageblock') + 0.5) * c.model.blockFrames);
            return setAnchor(c, i, { x: at, y: floor.top + LANE, along: 'x', small: true, enter: COLUMN });
        }
        if (e.name === 'compact_end' || e.name === 'compact_defer') return setAnchor(c, i, { x: COLUMN, y: floor.top + LANE + (e.name === 'compact_end' ? 0 : -24), along: 'y', small: true, enter: COLUMN });
        setAnchor(c, i, { x, y: top, along: 'x', name: { text: name, x: x + 16, y: top, anchor: 'start' } });
        x += 16 + c.s.width(name, { bold: true }) + 26;
    });
}

/** From the corridor down at the right, then along the lane under the strip. */
function leg(c: Context, a: Stop, b: Stop, from: Point): Point[] | null {
    const [ax, ay] = from;
    const lane = c.floor.top + LANE - 40;
    if (ay < lane && b.anchor.y > lane) return [[COLUMN, ay], [COLUMN, b.anchor.y]];
    if (ay > lane && b.anchor.y < lane) return [[COLUMN, ay], [COLUMN, b.anchor.y]];
    void [a, ax];
    return null;
}

function row(_model: Model, story: Story, p: Place, lang: Lang): { name: string; value: string } | null {
    if (p.key !== 'compact' && p.key !== 'scan') return null;
    const w = wordsOfCompact(lang);
    const e = eventOf(story, p);
    if (e.name === 'compact_isolate') return { name: w.migrateScanner, value: int(e.arg('pages')) };
    if (e.name === 'compact_target') return { name: w.freeScanner, value: int(e.arg('pages')) };
    return { name: nameOf(e, w), value: e.name === 'compact_end' ? int(e.arg('migrated')) : '' };
}

/** On the phone: the strip with its scanners. */
function figure(c: Context, y: number, width: number): number {
    const { s, model } = c;
    const zone = zoneOfStory(model, c.story);
    if (!zone) return 0;
    const w = wordsOfCompact(c.lang);
    const first = Math.floor(zone.start / model.blockFrames), count = Math.max(1, Math.ceil((zone.start + zone.spanned) / model.blockFrames) - first);
    const { blocks } = frameUses(model.mirror);
    const columns = Math.min(count, Math.floor(width));
    s.text(56, y + 8, w.zone(zone.name, int(count), int(model.blockFrames)), { ink: 'muted' });
    for (let k = 0; k < columns; k++) {
        const b = first + Math.floor((k * count) / columns);
        const x = 56 + (width * k) / columns, wide = width / columns - (width / columns >= 3 ? 1 : 0);
        const [free, movable] = [blocks[b * 2] ?? 0, blocks[b * 2 + 1] ?? 0];
        s.rect(x, y + 22, wide, 40, 'kernel');
        if (movable) s.rect(x, y + 22 + (40 * free) / model.blockFrames, wide, (40 * movable) / model.blockFrames, 'anon');
        if (free) s.rect(x, y + 22, wide, Math.max(1, (40 * free) / model.blockFrames), 'free');
    }
    for (const f of ['scan_migrate_pfn', 'scan_free_pfn'] as const) {
        const pfn = scan(model, zone.id, f);
        if (pfn <= 0) continue;
        const x = 56 + (width * (pfn - zone.start)) / Math.max(1, zone.spanned);
        s.path([[x, y + 18], [x, y + 66]], 'hot', 2, { casing: 1 });
    }
    return 72;
}

function twin(model: Model, story: Story, lang: Lang): string[][] {
    const w = wordsOfCompact(lang);
    const zone = zoneOfStory(model, story);
    if (!zone) return [];
    const out: string[][] = [];
    const m = scan(model, zone.id, 'scan_migrate_pfn'), f = scan(model, zone.id, 'scan_free_pfn');
    if (m > 0 || f > 0) out.push([w.sayScan(zone.name, frameHex(Math.max(0, m)), frameHex(Math.max(0, f)))]);
    else out.push([w.sayRest(zone.name, frameHex(Math.max(0, scan(model, zone.id, 'compact_migrate_pfn'))), frameHex(Math.max(0, scan(model, zone.id, 'compact_free_pfn'))))]);
    const run = runOf(story, zone.id);
    if (run.moved.length && run.whole) out.push([w.moved(int(run.moved.length))]);
    const now = blocksByOrder(model, zone.id);
    now.forEach((n, o) => out.push([w.say(zone.name, int(o), int(n), thousandths(fragmentationIndex(now, o)), thousandths(unusableIndex(now, o)))]));
    return out;
}
