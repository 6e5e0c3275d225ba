// The cutaway turned upright, for the phone: the line runs straight down the left track and each station is a row.
// The same floors in the same order, from the same story. 358 px wide at 390, content from 56 on.

import { duration, frameHex, int, pages } from '../base/format';
import type { Model } from '../core/model';
import type { FloorName } from '../core/schema.gen';
import { drawStation, type Phase } from '../render/glyph';
import { clamp, lerp, Sheet, type Picture, type Point } from '../render/picture';
import { textWidth } from '../render/measure';
import { cutCorners, lengthOf, stretch } from '../render/route';
import { FILLS, type Ink } from '../render/palette';
import { tileGrid } from '../render/zorder';
import { chainOf } from './chain';
import { whoActs, type CutawayInput } from './cutaway';
import { frameAt } from '../render/zorder';
import type { Context } from './context';
import { grownOf, type Floor } from './heights';
import { addressX, fills, residents, ribbons } from './ribbons';
import type { KernelDrawing } from './kernel/drawing';
import { KERNEL_EVENTS } from './kernel/events';
import { drawingOf, DRAWINGS } from './kernel/registry';
import { drawWhy } from './kernel/why';
import { EMPTY_STORY, inAllocator, stationOf, tell, type Place, type Story } from './story';
import { addressWalk } from './walk';
import { words, type Words } from './words';

const TRACK = 20;
const LEFT = 56;
const ROW = 44;

interface Row { place: number; cells: { text: string; x: number; anchor: 'start' | 'end'; mono?: boolean; bold?: boolean; ink?: Ink }[]; ways?: Ink[]; hot: boolean; reached: boolean }

export interface PhonePicture extends Picture { drawing: KernelDrawing; switchAt: { x: number; y: number; size: number } | null }

export function phone(input: CutawayInput, width: number): PhonePicture {
    const { moment, model } = input;
    const s = new Sheet({ k: 1, rail: 88, font: 1 });
    const w = words(input.lang);
    const story = moment.step && !moment.step.delta ? tell(moment.step.events, moment.index) : EMPTY_STORY;
    const grown = grownOf(moment.step, input.pinned);
    const { proc, addr } = whoActs(model, story, input.typed);
    const right = width;
    const heads: number[] = [];
    const stops: { x: number; y: number; place: number }[] = [];
    let y = 0;
    const head = (f: FloorName, fact: string): void => {
        s.hair(heads.length ? 0 : 0, y, right, 'line');
        heads.push(y);
        s.text(LEFT, y + 15, w.floors[f], { bold: true });
        s.text(right, y + 15, fact, { ink: 'muted', anchor: 'end' });
    };

    // Programs
    const one = proc ?? model.procs()[0] ?? null;
    const area = one && addr !== null ? model.vmaAt(one.slot, addr) : null;
    head('programs', one ? (area?.label ? w.phone.heapOf(one.name, area.label) : one.name) : w.nothing);
    let startX = TRACK;
    if (one) {
        const ribbon = ribbons(model, [one], right - LEFT)[0]!;
        const here = residents(model.mirror).get(one.slot) ?? [];
        for (const span of ribbon.spans) {
            s.rect(LEFT + span.x, 30, span.w, 16, 'free');
            for (const run of fills(span, here)) s.rect(LEFT + span.x + run.x, 30, run.w, 16, run.fill, run.thin ? 0.5 : 1);
            s.edge(LEFT + span.x, 30, span.w, 16, 'line');
            s.hit(LEFT + span.x, 22, span.w, 32, { kind: 'vma', id: span.vma.slot }, span.vma.label);
        }
        for (const f of ribbon.folds) for (const d of [0, 5]) s.stroke([[LEFT + f + 3 + d, 49], [LEFT + f + 8 + d, 27]], 'line');
        if (addr !== null) startX = LEFT + addressX(ribbon, addr);
    }
    const start = story.places.findIndex((p) => p.key === 'start');
    if (start >= 0) stops.push({ x: startX, y: 38, place: start });
    y = 62;

    // Translation
    const access = story.access;
    const verb = access ? `${w.access[['read', 'write', 'fetch'][access.arg('access_type')] ?? 'read']} 0x${access.arg('addr').toString(16)}` : w.noAddress;
    head('translation', verb);
    const transTop = y;
    if (one && addr !== null) {
        const rows = translationRows(input, story, model, one.slot, addr, w, right);
        rows.list.forEach((row, i) => {
            const cy = y + 50 + i * ROW;
            drawRow(s, row, cy, right);
            if (row.place >= 0) stops.push({ x: TRACK, y: cy, place: row.place });
        });
        y += 50 + rows.list.length * ROW;
        s.text(LEFT, y - 3, rows.note, { ink: 'muted' });
        y += 18;
    } else y += 36;
    const transBottom = y;

    // Kernel
    head('kernel', kernelFact(story, w));
    const kernelTop = y;
    const drawing = drawingOf(moment.step, input.drawing ?? null, model);
    let switchAt: PhonePicture['switchAt'] = null;
    if (grown === 'kernel') {
        switchAt = { x: LEFT, y: y + 26, size: 14 };
        y += 40;
    }
    const kernelPlaces = story.places.map((p, i) => ({ p, i })).filter((x) => x.p.floor === 'kernel');
    if (grown === 'kernel' || kernelPlaces.some((x) => x.i === story.now)) {
        kernelRows(input, drawing, story, kernelPlaces, w, right).forEach((row, i) => {
            const cy = y + 50 + i * ROW;
            drawRow(s, row, cy, right);
            stops.push({ x: TRACK, y: cy, place: row.place });
            if (i === 0) return;
        });
        y += 50 + Math.min(6, kernelPlaces.length) * ROW - 10;
        if (grown === 'kernel') {
            const c = figureContext(input, s, story, w, drawing);
            if (drawing.figure) y += drawing.figure(c, y, right - LEFT) + 4;
            y += drawWhy(c, LEFT, y + 10, right - LEFT, 9) + 8;
        }
    } else {
        const left = story.events.length - 1 - story.at;
        const before = kernelPlaces.length > 0 && kernelPlaces[0]!.i > story.now;
        s.text(LEFT, y + 46, before ? w.phone.notYet(int(left)) : w.phone.free(pages(model.freePages)), { ink: 'muted' });
        if (kernelPlaces.length) stops.push({ x: TRACK, y: y + 46, place: kernelPlaces[0]!.i });
        y += 70;
    }

    // Physical
    head('physical', `${w.phone.free(pages(model.freePages))} · ${w.noSwap}`);
    const grid = tileGrid(Math.max(1, model.frameCount), right - LEFT, 102, 1);
    const tilesTop = y + 33;
    s.tiles(LEFT, tilesTop, grid, model.frameCount, String(moment.seq));
    s.hit(LEFT, tilesTop, grid.width, grid.height, null, w.floors.physical);
    s.hits[s.hits.length - 1]!.floor = 'physical';
    const frame = story.places.findIndex((p) => p.key === 'frame');
    if (frame >= 0) {
        const e = story.places[frame]!.events.map((i) => story.events[i]!).filter((_, n, all) => n === 0 || all[n]!.seq <= (moment.event?.seq ?? 0)).pop()!;
        const at = frameAt(grid, Math.min(model.frameCount - 1, e.has('pfn') ? e.arg('pfn') : e.arg('pfn_to')));
        stops.push({ x: LEFT + at.x, y: tilesTop + at.y, place: frame });
    }
    if (input.selection?.kind === 'frame') {
        const at = frameAt(grid, Math.min(model.frameCount - 1, input.selection.id));
        s.brackets(LEFT + at.x - 3, tilesTop + at.y - 3, 6, 6, 6);
    }
    y = tilesTop + grid.height + 8;

    const bars: Record<FloorName, [number, number]> = { programs: [0, transTop], translation: [transTop, transBottom], kernel: [kernelTop, tilesTop - 33], physical: [tilesTop - 33, y] };
    s.rect(0, bars[grown][0], 3, bars[grown][1] - bars[grown][0], 'line');
    drawTrack(s, story, stops, input.still ? 1 : moment.tau, heads);
    return { ...s.picture(width, y), drawing, switchAt };
}

/** What a drawing's figure under the rows is drawn from: it has no floors and no line of its own. */
function figureContext(input: CutawayInput, s: Sheet, story: Story, words: Words, drawing: KernelDrawing): Context {
    const floor: Floor = { name: 'kernel', top: 0, height: 0, variant: 'grown', bar: false, detail: 1 };
    return {
        s, model: input.model, story, step: input.moment.step, words, lang: input.lang, drawing, floor, floors: { programs: floor, translation: floor, kernel: floor, physical: floor },
        selection: input.selection, related: input.related, addr: null, proc: null, typed: false, anchors: new Map(), gaps: [], plates: [], lane: { y: 0, left: 0 },
        tau: input.still ? 1 : input.moment.tau, colour: input.colour ?? 'type', rev: String(input.moment.seq),
    };
}

function drawRow(s: Sheet, row: Row, cy: number, right: number): void {
    s.path([[LEFT, cy - 16], [right, cy - 16], [right, cy + 16], [LEFT, cy + 16]], row.hot ? 'hot' : 'hair', row.hot ? 3 : 1, { closed: true });
    row.ways?.forEach((ink, i) => s.rect(LEFT + 134 + i * 22, cy - 6, 20, 12, ink));
    for (const c of row.cells) s.text(c.x, cy, c.text, { anchor: c.anchor, mono: c.mono, bold: c.bold, ink: c.ink ?? (row.reached ? 'fg' : 'muted') });
}

function translationRows(input: CutawayInput, story: Story, model: Model, slot: number, addr: number, w: Words, right: number): { list: Row[]; note: string } {
    const proc = model.proc(slot);
    const walk = addressWalk(model, story, proc, addr, input.typed !== null);
    const list: Row[] = [];
    const tlb = story.places.findIndex((p) => p.key === 'tlb');
    const end = right - 12;
    if (tlb >= 0) {
        const e = story.events[story.places[tlb]!.events[0]!]!;
        const shape = model.tlbLevels()[0];
        const set = e.arg('set') % (shape?.sets ?? 1);
        const ways = model.tlbSet(proc.cpu, 0, set).slice(0, 6).map((t): Ink => (t.valid ? (FILLS[model.mirror.get('frame', 'type', t.pfn)] ?? 'free') : 'free'));
        const reached = tlb <= story.now;
        const hit = story.places[tlb]!.events.some((i) => story.events[i]!.name === 'tlb_hit');
        list.push({
            place: tlb, ways, hot: story.now === tlb, reached,
            cells: [{ text: `TLB ${w.setOf(int(set))}`, x: LEFT + 12, anchor: 'start' }, { text: !reached ? '' : hit ? w.match : w.noMatch, x: end, anchor: 'end' }],
        });
    }
    for (const k of walk.columns) {
        const place = story.places.findIndex((p) => p.key === 'level' && p.sub === k.level);
        if (place < 0 && !input.typed) continue;
        const hot = place >= 0 && place === story.now;
        const reached = k.phase === 'done' || k.phase === 'now';
        const value = k.table < 0 ? w.noTable : k.denied && reached ? w.denied : k.pfn === null ? w.empty : frameHex(k.pfn);
        list.push({
            place, hot, reached,
            cells: [
                { text: w.level(int(k.level)), x: LEFT + 12, anchor: 'start' },
                { text: int(k.index), x: LEFT + 118, anchor: 'end', bold: true },
                { text: k.bits, x: LEFT + 134, anchor: 'start', mono: true, ink: 'muted' },
                { text: value, x: end, anchor: 'end', mono: k.pfn !== null && !k.denied, bold: hot, ink: hot && k.pfn === null ? 'hot' : undefined },
            ],
        });
    }
    const fill = story.places.findIndex((p) => p.key === 'entry' || p.key === 'fill');
    if (fill >= 0 && story.now === fill) list.push({ place: fill, hot: true, reached: true, cells: [{ text: story.places[fill]!.key === 'fill' ? w.intoTlb : w.fillEntry, x: LEFT + 12, anchor: 'start', bold: true }] });
    const note = walk.reads ? (walk.reads === 1 ? w.oneRead(duration(walk.ns)) : w.reads(int(walk.reads), duration(walk.ns))) : story.places.some((p) => p.key === 'level') ? '' : w.noReads;
    return { list, note };
}

function kernelFact(story: Story, w: Words): string {
    const names = story.places.filter((p) => p.floor === 'kernel').map((p) => placeWord(p, story, w));
    const said = names.filter((n, i) => n && names.indexOf(n) === i).slice(0, 3);
    // as many as stand beside the floor's name
    while (said.length > 1 && textWidth(said.join(' → ')) > 230) said.pop();
    return said.length ? said.join(' → ') : w.nothingToDo.join(w.nothingToDo[0]!.charCodeAt(0) > 255 ? '' : ' ');
}
function placeWord(p: Place, story: Story, w: Words): string {
    if (p.key === 'fault') return w.fault;
    if (p.key === 'vma') return w.findVma;
    if (p.key === 'call') return w.call;
    if (p.key === 'signal') return 'SIGSEGV';
    if (!inAllocator(p.key)) return w.work;
    return story.shown.some((i) => story.events[i]!.name === 'free_pages') ? w.giveBack : w.takeFrame;
}

/** Kernel stations as rows: name left, figure right. At most six, those round the cursor. */
function kernelRows(input: CutawayInput, drawing: KernelDrawing, story: Story, places: { p: Place; i: number }[], w: Words, right: number): Row[] {
    const chain = chainOf(story);
    const now = places.findIndex((x) => x.i === story.now);
    const from = clamp(now - 3, 0, Math.max(0, places.length - 6));
    return places.slice(from, from + 6).map(({ p, i }) => {
        const e = story.events[p.events.find((n) => n === story.at) ?? p.events[p.events.length - 1]!]!;
        const link = chain.links.find((l) => p.events.includes(l.at));
        let name = placeWord(p, story, w), value = '';
        if (p.key === 'alloc') [name, value] = [chain.kind === 'free' ? w.freePages(int(chain.wanted)) : w.allocPages(int(chain.wanted)), ''];
        else if (p.key === 'zone') [name, value] = [chain.check?.ok ? w.aboveMark(w.low) : w.belowMark(w.low), int(chain.check?.free ?? 0)];
        else if (p.key === 'list') [name, value] = [chain.row >= 0 ? w.takenFrom(int(chain.row)) : w.noMemory, frameHex(chain.links[0]?.pfn ?? 0)];
        else if (link?.kind === 'split') [name, value] = [`${w.toList(int(link.list))}`, frameHex(link.buddy)];
        else if (link?.kind === 'merge') [name, value] = [w.merged(int(1 << link.order)), frameHex(link.pfn)];
        else if (p.key === 'insert') [name, value] = [w.toList(int(e.arg('order'))), frameHex(e.arg('pfn'))];
        const of = DRAWINGS.find((d) => d.id === KERNEL_EVENTS[e.name]?.drawing);
        const own = drawing.row?.(input.model, story, p, input.lang) ?? of?.row?.(input.model, story, p, input.lang);
        if (!name) name = w.work;
        if (own) ({ name, value } = own);
        const hot = i === story.now;
        return { place: i, hot, reached: i <= story.now, cells: [{ text: name, x: LEFT + 12, anchor: 'start', bold: hot }, { text: value, x: right - 12, anchor: 'end', mono: true }] };
    });
}

function drawTrack(s: Sheet, story: Story, all: { x: number; y: number; place: number }[], tau: number, heads: readonly number[]): void {
    const stops = all.filter((a, i) => all.findIndex((b) => b.place === a.place) === i).sort((a, b) => a.y - b.y);
    if (!stops.length) return;
    const points: Point[] = [];
    const at: number[] = [];
    const corridor = heads[1]! - 7;
    stops.forEach((stop, i) => {
        const here: Point = [stop.x, stop.y];
        if (!i) points.push(here);
        else {
            const before = points[points.length - 1]!;
            const mid: Point[] = [];
            if (before[0] !== TRACK) mid.push([before[0], corridor], [TRACK, corridor]);
            if (stop.x !== TRACK) mid.push([TRACK, heads[3]! + 26], [stop.x, heads[3]! + 26]);
            points.push(...cutCorners([before, ...mid, here], 8).slice(1));
        }
        at.push(lengthOf(points));
    });
    let now = -1;
    stops.forEach((p, i) => {
        if (p.place <= story.now) now = i;
    });
    if (story.ending) now = stops.length - 1;
    const moving = tau < 1 && now > 0 && stops[now]!.place === story.now && story.places[story.now]!.events[0] === story.at;
    const inked = now < 0 ? 0 : moving ? lerp(at[now - 1]!, at[now]!, tau) : at[now]!;
    const total = lengthOf(points);
    if (total > inked) s.path(stretch(points, inked, total), 'line', 2, { casing: 2, line: true });
    if (inked > 0) s.path(stretch(points, 0, inked), 'path', 4, { casing: 2, line: true });
    stops.forEach((stop, i) => {
        const phase: Phase = moving ? (i < now ? 'done' : 'next') : i < now ? 'done' : i === now ? 'now' : 'next';
        drawStation(s, stationOf(story, story.places[stop.place]!), phase, stop.x, stop.y, stop.place === 0 ? 'x' : 'y');
        const first = story.places[stop.place]!.events[0];
        if (first !== undefined) s.hit(stop.x - 22, stop.y - 22, 44, 44, null, story.events[first]!.name, story.events[first]!.seq);
    });
}
