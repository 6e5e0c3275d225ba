// The Kernel floor, grown: the LRU lists. Left every CPU's batch of pages that wait to be put on a list, right the five lists
// of a node: from the head, where pages are put, to the tail, where reclaim will look first.

import { frameHex, int } from '../../base/format';
import type { Ev } from '../../core/event';
import { BATCH_PAGES, batchesOf, hasLru, LRU_BATCHES, LRU_LISTS, lruLists, type PageList } from '../../core/lrulists';
import type { Lang } from '../../core/i18n/messages';
import { PFN_NONE, type Model } from '../../core/model';
import { nodes } from '../../core/physmem';
import type { Selection } from '../../core/selection';
import type { StepView } from '../../core/timeline';
import type { Ink } from '../../render/palette';
import type { Point } from '../../render/picture';
import { mark, type Context } from '../context';
import type { Story } from '../story';
import type { KernelDrawing } from './drawing';
import { wordsOfLru, type LruWords } from './lru.words';
import { drawWhy } from './why';

export const lruDrawing: KernelDrawing = {
    id: 'lru',
    name: { en: 'LRU lists', zh: 'LRU 链' },
    why: {
        en: 'A new page waits until 15 are together: the lists are locked once for all. Nothing ages here yet.',
        zh: '新页攒满 15 页才一起上链，锁只拿一次。这里页还不会老化。',
    },
    offered: hasLru,
    facts: (c) => wordsOfLru(c.lang).facts(int(onLists(c.model))),
    draw,
    figure,
    twin,
};

const LEFT = 96;
const BATCH = 146;
const BATCH_END = 316;
const LISTS = 336;
const CELLS = 440;
const END = 722;
const CELL = 8;
/** Pages drawn of either end of a list. */
const SHOWN = 12;
const HEAD = 38;
const FIRST = 68;

const nodesOf = (model: Model): number[] => nodes(model).filter((n) => n.managed > 0).map((n) => n.id);
const onLists = (model: Model): number => nodesOf(model).reduce((n, node) => n + lruLists(model, node).reduce((sum, l) => sum + l.pages, 0), 0);
export const inkOfList = (name: PageList['name']): { ink: Ink; alpha: number } => (name === 'unevictable' ? { ink: 'huge', alpha: 1 } : { ink: name.endsWith('anon') ? 'anon' : 'file', alpha: name.startsWith('active') ? 1 : 0.55 });

/** What is drawn of several: the node of what is selected, else of the event now or before, else the first. */
export function nodeOfStory(model: Model, story: Story, selection: Selection | null): number {
    const all = nodesOf(model);
    let node = all[0] ?? 0;
    for (const i of story.shown) {
        const e = story.events[i]!;
        if (i > story.at) break;
        if (e.name === 'lru_del' || e.name === 'lru_move') node = e.arg('node');
        else if (e.name === 'lru_add') node = model.zones().find((z) => z.id === model.zoneOf(e.arg('pfn')))?.node ?? node;
    }
    if (selection?.kind === 'lrulist') node = Math.floor(selection.id / LRU_LISTS);
    return all.includes(node) ? node : (all[0] ?? 0);
}

/** Lists that the event now changes the length of. */
export function changedLists(step: StepView | null, at: number): Set<number> {
    const out = new Set<number>();
    const list = step && !step.delta ? step.changes.lrulist : undefined;
    const field = step?.schema.records.lrulist?.fields.indexOf('pages') ?? -1;
    for (let i = 0; list && i < list.length; i += 5) if (Number(list[i]) === at && Number(list[i + 2]) === field) out.add(Number(list[i + 1]));
    return out;
}

function draw(c: Context): void {
    const w = wordsOfLru(c.lang);
    const e = c.story.at >= 0 ? (c.story.events[c.story.at] ?? null) : null;
    const end = batches(c, e, w);
    lists(c, e, w);
    drawWhy(c, LEFT, end + 14, BATCH_END - LEFT, Math.max(0, Math.floor((c.floor.top + 316 - end - 14) / 18)));
}

const box = (x: number, y: number, w: number, h: number): Point[] => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];

/** Every CPU's batch of new pages as 15 cells; its other batches only where something waits. Returns where the rows end. */
function batches(c: Context, e: Ev | null, w: LruWords): number {
    const { s, model, floor } = c;
    s.text(LEFT, floor.top + HEAD, w.waiting, { ink: 'muted' });
    const acting = e?.has('cpu') ? e.arg('cpu') : -1;
    let cpus = Array.from({ length: model.cpus }, (_, i) => i);
    if (cpus.length > 8) cpus = [...cpus.slice(0, 6), ...(acting >= 6 ? [acting] : [6])];
    const rows = cpus.flatMap((cpu) => batchesOf(model, cpu).filter((b) => b.name === 'add' || b.pages.length > 0));
    const shown = rows.length > 9 ? rows.filter((b) => b.name === 'add') : rows;
    let y = floor.top + FIRST;
    for (const b of shown) {
        const now = (e?.name === 'lru_add' || e?.name === 'lru_drain') && e.arg('cpu') * LRU_BATCHES + e.arg('lru_batch') === b.id;
        const name = b.name === 'add' ? w.cpu(int(b.cpu)) : w.batch[b.name];
        s.text(LEFT, y, name, { bold: now, ink: b.name === 'add' ? 'fg' : 'muted' });
        if (b.name === 'add') for (let i = 0; i < BATCH_PAGES; i++) {
            const x = BATCH + i * CELL, pfn = b.pages[i];
            s.rect(x, y - 6, CELL - 1, 12, pfn === undefined ? 'free' : model.frame(pfn).type === 'file' ? 'file' : 'anon');
            if (pfn !== undefined) mark(c, { kind: 'frame', id: pfn }, x, y - 6, CELL - 1, 12);
        }
        s.text(BATCH_END, y, w.ofMost(int(b.pages.length)), { anchor: 'end', bold: now, ink: b.pages.length ? 'fg' : 'muted' });
        if (now && b.name === 'add') {
            const at = e.name === 'lru_add' ? e.arg('waiting') - 1 : 0;
            s.path(box(BATCH + at * CELL - 1, y - 7, e.name === 'lru_add' ? CELL + 1 : BATCH_PAGES * CELL + 1, 14), 'hot', 2, { closed: true });
        }
        const thing = { kind: 'lrubatch' as const, id: b.id };
        mark(c, thing, BATCH - 1, y - 7, BATCH_PAGES * CELL + 1, 14);
        s.hit(LEFT, y - 10, BATCH_END - LEFT, 20, thing, `${name}: ${int(b.pages.length)}`);
        y += 21;
    }
    if (model.cpus > cpus.length) {
        s.text(LEFT, y, w.more(int(model.cpus - cpus.length)), { ink: 'muted' });
        y += 21;
    }
    return y;
}

/** The five lists of one node, or of both; of more nodes the others' pages in words. */
function lists(c: Context, e: Ev | null, w: LruWords): void {
    const { s, model, floor } = c;
    const all = nodesOf(model);
    const own = all.length <= 2 ? all : [nodeOfStory(model, c.story, c.selection)];
    const changed = changedLists(c.step, c.story.at);
    const top = floor.top + HEAD;
    s.text(CELLS, top, w.head, { ink: 'muted' });
    s.text(CELLS + (2 * SHOWN + 1) * CELL + 4, top, w.tail, { ink: 'muted', anchor: 'end' });
    s.text(END, top, w.pages, { ink: 'muted', anchor: 'end' });
    s.hair(LISTS, top + 11, END - LISTS, 'line');
    const pitch = own.length > 1 ? 20 : 27;
    let y = floor.top + FIRST;
    const at = new Map<number, number>();
    for (const node of own) {
        if (all.length > 1) {
            s.text(LISTS, own.length > 1 ? y : top, w.node(int(node)), { bold: true });
            if (own.length > 1) y += pitch;
        }
        for (const l of lruLists(model, node)) {
            at.set(l.id, y);
            listRow(c, l, y, e, changed.has(l.id), w);
            y += pitch;
        }
        y += 4;
    }
    moveMark(c, e, at);
    const others = all.filter((n) => !own.includes(n));
    others.forEach((node, i) => {
        const n = lruLists(model, node).reduce((sum, l) => sum + l.pages, 0);
        const x = LISTS + (i % 2) * 200, oy = y + 12 + Math.floor(i / 2) * 19;
        s.text(x, oy, `${w.node(int(node))}: ${int(n)}`, { ink: 'muted' });
        s.hit(x, oy - 9, 180, 18, { kind: 'lrulist', id: node * LRU_LISTS }, w.node(int(node)));
    });
}

function listRow(c: Context, l: PageList, y: number, e: Ev | null, changed: boolean, w: LruWords): void {
    const { s } = c;
    const { ink, alpha } = inkOfList(l.name);
    s.text(LISTS, y, w.list[l.name], { bold: changed, ink: l.pages ? 'fg' : 'muted' });
    s.text(END, y, l.pages ? int(l.pages) : '–', { anchor: 'end', bold: changed, ink: changed ? 'hot' : l.pages ? 'fg' : 'muted' });
    const thing = { kind: 'lrulist' as const, id: l.id };
    s.hit(LISTS, y - 10, END - LISTS, 20, thing, `${w.list[l.name]}: ${int(l.pages)}`);
    const wide = (2 * SHOWN + 1) * CELL;
    mark(c, thing, CELLS - 2, y - 8, wide + 4, 16);
    if (l.name === 'unevictable') {
        if (l.pages) s.text(CELLS, y, w.counted, { ink: 'muted' });
        return;
    }
    const whole = l.pages <= 2 * SHOWN + 1;
    const first = whole ? l.pages : SHOWN;
    if (!l.pages) s.hair(CELLS, y, wide, 'hair');
    for (let i = 0; i < first + (whole ? 0 : SHOWN); i++) s.rect(CELLS + (i < first ? i : i + 1) * CELL, y - 6, CELL - 1, 12, ink, alpha);
    if (!whole) for (const d of [0, 4]) s.stroke([[CELLS + SHOWN * CELL + d, y + 6], [CELLS + SHOWN * CELL + d + 3, y - 6]], 'line');
    // of the pages the first and the last are known
    for (const [pfn, x] of [[l.head, CELLS], [l.tail, whole ? CELLS + (first - 1) * CELL : CELLS + wide - CELL]] as const) if (pfn !== PFN_NONE) {
        s.hit(x, y - 8, CELL, 16, { kind: 'frame', id: pfn }, frameHex(pfn));
        mark(c, { kind: 'frame', id: pfn }, x, y - 6, CELL - 1, 12);
    }
    // a batch that was emptied lies at the head now
    if (changed && e?.name === 'lru_drain') s.path(box(CELLS - 2, y - 8, Math.min(first, e.arg('pages')) * CELL + 3, 16), 'hot', 2, { closed: true });
}

/** From one list to another, or off its list: which page, between the names and the cells. */
function moveMark(c: Context, e: Ev | null, at: ReadonlyMap<number, number>): void {
    if (e?.name !== 'lru_move' && e?.name !== 'lru_del') return;
    const to = at.get(e.arg('node') * LRU_LISTS + e.arg('lru_list'));
    if (to === undefined) return;
    if (e.name === 'lru_del') return void c.s.path([[CELLS - 4, to], [CELLS - 14, to], [CELLS - 10, to - 4], [CELLS - 14, to], [CELLS - 10, to + 4]], 'hot', 2);
    const from = at.get(e.arg('node') * LRU_LISTS + e.arg('lru_list_from'));
    if (from === undefined) return;
    c.s.path([[CELLS - 4, from], [CELLS - 12, from], [CELLS - 12, to], [CELLS - 4, to]], 'hot', 2);
    c.s.path([[CELLS - 8, to - 4], [CELLS - 4, to], [CELLS - 8, to + 4]], 'hot', 2);
}

/** On the phone: every list with its number, and what waits at each CPU. */
function figure(c: Context, y: number, width: number): number {
    const { s, model } = c;
    const w = wordsOfLru(c.lang);
    const all = nodesOf(model);
    const node = nodeOfStory(model, c.story, c.selection);
    const own = lruLists(model, node);
    const most = Math.max(1, ...own.map((l) => l.pages));
    let at = y;
    if (all.length > 1) {
        s.text(56, at + 8, w.node(int(node)), { bold: true });
        at += 22;
    }
    for (const l of own) {
        const { ink, alpha } = inkOfList(l.name);
        s.text(56, at + 8, w.list[l.name], { ink: l.pages ? 'fg' : 'muted' });
        s.text(56 + width, at + 8, l.pages ? int(l.pages) : '–', { anchor: 'end' });
        s.rect(56, at + 19, width, 8, 'ghost');
        if (l.pages) s.rect(56, at + 19, Math.max(1, (width * l.pages) / most), 8, ink, alpha);
        s.hit(56, at, width, 34, { kind: 'lrulist', id: l.id }, w.list[l.name]);
        at += 36;
    }
    for (let cpu = 0; cpu < Math.min(8, model.cpus); cpu++) {
        const b = batchesOf(model, cpu)[0]!;
        s.text(56, at + 8, `${w.cpu(int(cpu))}: ${w.batch.add}`, { ink: 'muted' });
        s.text(56 + width, at + 8, w.ofMost(int(b.pages.length)), { anchor: 'end' });
        at += 22;
    }
    return at - y + 4;
}

function twin(model: Model, _story: Story, lang: Lang): string[][] {
    const w = wordsOfLru(lang);
    const out: string[][] = [];
    for (const node of nodesOf(model)) for (const l of lruLists(model, node)) {
        const row = [w.say(int(node), w.list[l.name], int(l.pages))];
        if (l.head !== PFN_NONE && l.tail !== PFN_NONE) row.push(w.sayEnds(frameHex(l.head), frameHex(l.tail)));
        out.push(row);
    }
    for (let cpu = 0; cpu < model.cpus; cpu++) for (const b of batchesOf(model, cpu)) if (b.pages.length) out.push([w.sayBatch(int(cpu), w.batch[b.name], int(b.pages.length), b.pages.map(frameHex).join(' '))]);
    return out;
}

/** Pages of a list of all nodes together, for the small picture of the floor. */
export const totalOf = (model: Model, name: PageList['name']): number => nodesOf(model).reduce((n, node) => n + (lruLists(model, node).find((l) => l.name === name)?.pages ?? 0), 0);
