// The floor Physical: the frames as tiles in Z-order, one tile 1,024 frames; zones named; the disk at the right.

import { blockBytes, bytes, frameHex } from '../base/format';
import { frameAt, tileGrid, type TileGrid } from '../render/zorder';
import { mark, placeAt, rail, RIGHT, setAnchor, type Context } from './context';
import { PFN_NONE } from '../core/model';
import { countRows, tintOf } from './tint';

export const TILES_LEFT = 88;
const DISK = 652;

export interface Field { grid: TileGrid; x: number; y: number; frames: number }

/** Where the tiles stand: px of the screen inside the floor. */
export function fieldOf(c: Context): Field {
    const { s, floor, model } = c;
    const frames = Math.max(1, model.frameCount);
    const big = floor.height >= 150;
    const top = big ? 24 : 26;
    const room = floor.height - top - (big ? (floor.height > 200 ? 60 : 10) : 30);
    const grid = tileGrid(frames, Math.floor(s.len(DISK - 16 - TILES_LEFT - (floor.bar ? 8 : 0))), Math.max(8, Math.floor(s.len(room))), floor.height > 200 ? 4 * s.scale.k : big ? 2 * s.scale.k : s.scale.k);
    return { grid, x: TILES_LEFT + (floor.bar ? 8 : 0), y: floor.top + top, frames };
}

/** Centre of a frame's cell, px of the design. */
export function frameCentre(c: Context, f: Field, pfn: number): { x: number; y: number } {
    const at = frameAt(f.grid, Math.min(pfn, f.frames - 1));
    return { x: f.x + (at.x + at.size / 2) / c.s.scale.k, y: f.y + (at.y + at.size / 2) / c.s.scale.k };
}

export function drawPhysical(c: Context): void {
    const { s, model, floor, words } = c;
    rail(c, [blockBytes(model.config.memory_bytes ?? model.frameCount * 4096), words.frames4k]);
    const f = fieldOf(c);
    s.tiles(f.x, f.y, f.grid, f.frames, c.rev);
    const height = f.grid.height / s.scale.k, width = f.grid.width / s.scale.k;
    s.hit(f.x, f.y, width, height, null, words.floors.physical);
    c.lane.y = floor.height >= 150 ? Math.min(floor.top + floor.height - 5, f.y + height + 14) : floor.top + floor.height - 16;
    const target = c.story.places.find((p) => p.key === 'frame');
    const lineX = target && framePfn(c) >= 0 ? frameCentre(c, f, framePfn(c)).x : -100;
    zoneNames(c, f, lineX);
    drawDisk(c);
    if (floor.height > 200) drawTable(c, f.y + height + 40);
    for (const r of c.related) if (r.kind === 'frame' && r.id < f.frames) cellMark(c, f, r.id, 4);
    if (c.selection?.kind === 'frame' && c.selection.id < f.frames) cellMark(c, f, c.selection.id, 6);
    compaction(c, f);
    anchorsOf(c, f);
}

/** Where compaction's two scanners stand, and the page that moves now: from where, and to where. */
function compaction(c: Context, f: Field): void {
    const { s, model, story } = c;
    for (const z of model.zones()) {
        const at = [model.mirror.get('zone', 'scan_migrate_pfn', z.id), model.mirror.get('zone', 'scan_free_pfn', z.id)];
        if (at[0] === PFN_NONE || !at[0] || !at[1]) continue;
        at.forEach((pfn, i) => {
            if (pfn === PFN_NONE) return;
            const p = frameCentre(c, f, Math.max(z.start, pfn - (i ? 1 : 0)));
            const d = i ? -6 : 6;
            s.path([[p.x, p.y - 7], [p.x, p.y + 7]], 'hot', 2, { casing: 1 });
            s.path([[p.x, p.y - 4], [p.x + d, p.y], [p.x, p.y + 4]], 'hot', 2, { closed: true, fill: 'hot', casing: 1 });
        });
    }
    const e = story.at >= 0 ? story.events[story.at] : undefined;
    if (e?.name !== 'page_migrate') return;
    const p = frameCentre(c, f, e.arg('pfn_from'));
    s.path([[p.x - 4, p.y - 4], [p.x + 4, p.y - 4], [p.x + 4, p.y + 4], [p.x - 4, p.y + 4]], 'path', 2, { closed: true, casing: 1 });
}

function cellMark(c: Context, f: Field, pfn: number, arm: number): void {
    const at = frameCentre(c, f, pfn);
    c.s.brackets(at.x - 3, at.y - 3, 6, 6, arm);
}

function zoneNames(c: Context, f: Field, lineX: number): void {
    const { s, model, floor } = c;
    const pitch = (f.grid.side + f.grid.gap) / s.scale.k;
    let before = -1;
    const many = model.zones().some((z) => z.node > 0);
    const above = floor.top + (floor.height >= 150 ? 12 : 14);
    let free = 0;
    for (const z of model.zones()) {
        const tile = Math.floor(z.start / 1024);
        const name = many ? `${z.name} ${z.node}` : z.name;
        if (tile === before) continue;
        before = tile;
        const column = tile % f.grid.columns;
        const row = Math.floor(tile / f.grid.columns);
        let x = f.x + column * pitch;
        if (row === 0) {
            if (column > 0) s.rect(x - 1.5, above - 8, 1, f.y + f.grid.side / s.scale.k - above + 10, 'line');
            const w = s.width(name);
            let tx = Math.max(free, column > 0 ? x + 4 : x);
            if (tx - 14 < lineX && lineX < tx + w + 14) tx = lineX + 16;
            s.text(tx, above, name, { ink: 'muted' });
            s.hit(tx, above - 10, w, 20, { kind: 'zone', id: z.id }, name);
            free = tx + w + 8;
        } else {
            // a zone that begins in a lower row is named after the row above it
            x = Math.max(free, 0);
            s.text(x, above, name, { ink: 'muted' });
            free = x + s.width(name) + 8;
        }
        mark(c, { kind: 'zone', id: z.id }, f.x + column * pitch, f.y + row * pitch, f.grid.side / s.scale.k, f.grid.side / s.scale.k);
    }
}

/** No disk in this machine yet: files of a program are frames filled once, and there is no swap. */
function drawDisk(c: Context): void {
    const { s, floor, words } = c;
    const y = floor.top + 14;
    s.text(DISK, y, words.disk, { ink: 'muted' });
    s.rect(DISK, y + 13, RIGHT - DISK, 8, 'free');
    s.rect(DISK, y + 26, RIGHT - DISK, 8, 'free');
    s.text(DISK, y + 47, words.noSwap, { ink: 'muted' });
}

/** Grown: how much there is of each colour. */
function drawTable(c: Context, y: number): void {
    const { s, model, words, floor } = c;
    if (y + 40 > floor.top + floor.height) return;
    let x = TILES_LEFT;
    for (const { legend, frames } of countRows(model, tintOf(model, c.colour, words))) {
        if (!frames) continue;
        const w = Math.max(15 + s.width(legend.label), 15 + s.width(bytes(frames * 4096)), 76);
        if (x + w > DISK - 8) [x, y] = [TILES_LEFT, y + 42];
        if (y + 24 > floor.top + floor.height) return;
        s.rect(x, y - 5, 10, 10, legend.ink, legend.alpha);
        s.text(x + 15, y, legend.label, { ink: 'muted' });
        s.text(x + 15, y + 18, bytes(frames * 4096));
        x += w + 16;
    }
}

/** The frame of this part of the story: the last one named up to the cursor, else the first that will be. */
export function framePfn(c: Context): number {
    const { story } = c;
    const place = story.places.find((p) => p.key === 'frame');
    if (!place) return -1;
    let best: number | null = null;
    for (const i of place.events) {
        const e = story.events[i]!;
        // some have no frame: a batch that goes to its lists
        const pfn = e.has('pfn_to') ? e.arg('pfn_to') : e.has('pfn') ? e.arg('pfn') : -1;
        if (pfn >= 0 && (best === null || i <= story.at)) best = pfn;
    }
    return best ?? -1;
}

export function frameWords(c: Context): string {
    const { story, words } = c;
    const place = story.places.find((p) => p.key === 'frame');
    if (!place) return '';
    const hex = frameHex(framePfn(c));
    const names = place.events.map((i) => story.events[i]!.name);
    const here = story.at >= 0 && place.events.includes(story.at) ? story.events[story.at]!.name : null;
    const done = place.events.filter((i) => i <= story.at).map((i) => story.events[i]!.name);
    const name = here ?? done.at(-1) ?? (names.includes('frame_zero') ? 'frame_zero' : names[0]);
    if (name === 'frame_zero') return words.frameZero(hex);
    if (name === 'store') return words.frameStore(hex);
    if (name === 'page_migrate') return words.frameMoved(frameHex(place.events.map((i) => story.events[i]!).filter((e, k) => e.name === 'page_migrate' && (k === 0 || e.arg('pfn_to') === framePfn(c))).at(-1)?.arg('pfn_from') ?? 0), hex);
    if (name === 'slab_new') return words.frameSlab(hex);
    if (name === 'frame_taken') return placeAt(c, 'fault') >= 0 ? words.frameTaken(hex) : names.includes('frame_zero') ? words.frameTaken(hex) : words.frameCaller(hex);
    return words.frameRead(hex);
}

function anchorsOf(c: Context, f: Field): void {
    const i = placeAt(c, 'frame');
    if (i < 0) return;
    const pfn = framePfn(c);
    if (pfn < 0) return;
    const at = frameCentre(c, f, pfn);
    const lane = c.lane.y;
    const text = frameWords(c);
    const w = c.s.width(text);
    // in a gap of the lane right of the frame, else left of it
    const right = at.x + 22 + w < 620;
    const ends = i === c.story.places.length - 1 && c.story.places[i - 1]?.floor === 'kernel';
    setAnchor(c, i, {
        x: at.x, y: at.y, along: 'y',
        name: c.floor.height >= 150 && c.floor.height < 200 ? undefined : { text, x: ends ? Math.max(TILES_LEFT, Math.min(at.x - 10, DISK - 16 - w)) : right ? at.x + 22 : at.x - 16, y: ends ? Math.min(lane, f.y + f.grid.height / c.s.scale.k + 15) : lane, anchor: ends || right ? 'start' : 'end' },
    });
}
