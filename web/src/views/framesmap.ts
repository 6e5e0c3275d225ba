// The frames on the whole screen: where each cell stands, what colour it has, how one moves among them. Pure.

import { frameHex } from '../base/format';
import type { Model, Zone } from '../core/model';
import { clamp, Sheet, type Picture } from '../render/picture';
import type { Legend } from './tint';
import { TILE_CELLS, TILE_FRAMES, TILE_SIDE, zIndex, zx, zy } from '../render/zorder';
import type { Words } from './words';

export interface MapShape { frames: number; columns: number; rows: number; linear: boolean; width: number; height: number }

/** The whole map in cells: tiles of 32 × 32 row by row, as wide as the window asks for. */
export function mapShape(frames: number, linear: boolean, aspect: number): MapShape {
    const tiles = Math.max(1, Math.ceil(frames / TILE_FRAMES));
    // near the window's shape, and the last row full where it can be
    const ideal = Math.sqrt(tiles * aspect);
    let columns = 1, best = Infinity;
    for (let n = 1; n <= tiles && n <= 4 * ideal + 1; n++) {
        const empty = Math.ceil(tiles / n) * n - tiles;
        const cost = Math.abs(Math.log(n / ideal)) + (empty / tiles) * 2;
        if (cost < best) [best, columns] = [cost, n];
    }
    const rows = Math.ceil(tiles / columns);
    return { frames, columns, rows, linear, width: columns * TILE_SIDE, height: rows * TILE_SIDE };
}
export function cellOf(m: MapShape, pfn: number): { x: number; y: number } {
    if (m.linear) return { x: pfn % m.width, y: Math.floor(pfn / m.width) };
    const tile = Math.floor(pfn / TILE_FRAMES), inside = pfn % TILE_FRAMES;
    return { x: (tile % m.columns) * TILE_SIDE + zx(inside), y: Math.floor(tile / m.columns) * TILE_SIDE + zy(inside) };
}
export function frameOf(m: MapShape, x: number, y: number): number {
    if (x < 0 || y < 0 || x >= m.width || y >= m.height) return -1;
    const pfn = m.linear ? y * m.width + x : (Math.floor(y / TILE_SIDE) * m.columns + Math.floor(x / TILE_SIDE)) * TILE_FRAMES + zIndex(x % TILE_SIDE, y % TILE_SIDE);
    return pfn < m.frames ? pfn : -1;
}

/** Cells in the order of the map, row by row: the image before zoom. 255 is no frame. */
export function arrange(m: MapShape, cells: Uint8Array): Uint8Array {
    const out = new Uint8Array(m.width * m.height).fill(255);
    if (m.linear) {
        out.set(cells.subarray(0, m.frames));
        return out;
    }
    const tiles = Math.ceil(m.frames / TILE_FRAMES);
    for (let t = 0; t < tiles; t++) {
        const left = (t % m.columns) * TILE_SIDE, top = Math.floor(t / m.columns) * TILE_SIDE;
        const base = t * TILE_FRAMES;
        for (let i = 0; i < TILE_FRAMES; i++) {
            const pfn = base + TILE_CELLS[i]!;
            if (pfn < m.frames) out[(top + (i >> 5)) * m.width + left + (i & 31)] = cells[pfn]!;
        }
    }
    return out;
}

export interface Camera { x: number; y: number; px: number }
/** Shows all of the map. */
export function fit(m: MapShape, width: number, height: number): Camera {
    const px = Math.min(width / m.width, height / m.height);
    return { px: px >= 1 ? Math.floor(px) : px, x: m.width / 2, y: m.height / 2 };
}
/** Zoom keeps the point under the pointer (px from the middle) where it is. */
export function zoom(c: Camera, factor: number, dx: number, dy: number, least: number): Camera {
    const px = clamp(c.px * factor, Math.min(least, 1), 48);
    return { px, x: c.x + dx / c.px - dx / px, y: c.y + dy / c.px - dy / px };
}
/** The cell moved by arrow keys: by sight, not by number. */
export function step(m: MapShape, pfn: number, dx: number, dy: number): number {
    const at = cellOf(m, pfn);
    const next = frameOf(m, clamp(at.x + dx, 0, m.width - 1), clamp(at.y + dy, 0, m.height - 1));
    return next < 0 ? pfn : next;
}
/** Moves the camera so that a cell is on the screen. */
export function follow(c: Camera, m: MapShape, pfn: number, width: number, height: number): Camera {
    const at = cellOf(m, pfn);
    const hw = width / c.px / 2 - 2, hh = height / c.px / 2 - 2;
    return { px: c.px, x: clamp(c.x, at.x - Math.max(0, hw), at.x + Math.max(0, hw)), y: clamp(c.y, at.y - Math.max(0, hh), at.y + Math.max(0, hh)) };
}

export function cellText(model: Model, words: Words, pfn: number): string {
    const f = model.frame(pfn);
    const parts = [words.type[f.type] ?? f.type];
    if (f.owner >= 0) parts.push(model.proc(f.owner).name);
    if (f.type === 'free' && f.order) parts.push(`${words.order} ${f.order}`);
    if (f.level) parts.push(words.level(String(f.level)));
    return words.map.cell(frameHex(pfn), parts.filter(Boolean).join(', '));
}

/** The whole map as a picture to be saved: its pixels at whole px, zones named, the legend below. */
export function mapPicture(m: MapShape, image: HTMLCanvasElement, level: number, zones: readonly Zone[], legend: readonly Legend[]): Picture {
    const s = new Sheet();
    const px = Math.max(1, Math.floor(1600 / image.width));
    const [width, height] = [image.width * px, image.height * px];
    s.ops.push({ t: 'image', x: 0, y: 24, w: width, h: height, image });
    for (const z of zones) {
        const at = cellOf(m, z.start);
        const [x, y] = [(at.x / 2 ** level) * px, (at.y / 2 ** level) * px];
        s.path([[x, y + 18], [x, y + 34]], 'fg', 2, { casing: 2 });
        s.text(x + 5, y + 14, z.name, { ink: 'fg' });
    }
    let x = 0, y = height + 44;
    for (const l of legend) {
        const w = 15 + s.width(l.label) + 16;
        if (x && x + w > width) [x, y] = [0, y + 22];
        s.rect(x, y - 5, 10, 10, l.ink, l.alpha);
        s.text(x + 15, y, l.label);
        x += w;
    }
    return s.picture(Math.max(width, x), y + 12);
}
