import { describe, expect, it } from 'vitest';
import { textWidth } from './measure';
import { farApart } from '../dev/colour';
import { CLASSES, colours, FILLS, paletteCss, word, type Ink } from './palette';
import type { Point } from './picture';
import { crossings, cutCorners, inside, lengthOf, stretch, tidy, touches, withGaps } from './route';
import { blockBox, dominant, frameAt, frameUnder, mip, TILE_CELLS, TILE_FRAMES, tileGrid, zIndex, zx, zy } from './zorder';

describe('Z-order', () => {
    it('is a bijection of a tile', () => {
        expect(new Set(TILE_CELLS).size).toBe(TILE_FRAMES);
        for (let n = 0; n < TILE_FRAMES; n++) expect(zIndex(zx(n), zy(n))).toBe(n);
    });
    it('makes every aligned block a square, or two squares side by side', () => {
        for (let order = 0; order <= 10; order++)
            for (let pfn = 0; pfn < TILE_FRAMES; pfn += 1 << order) {
                const box = blockBox(pfn, order);
                expect(box.w * box.h).toBe(1 << order);
                expect(order % 2 ? box.w / box.h : box.w / box.h).toBe(order % 2 ? 2 : 1);
                for (let i = 0; i < 1 << order; i++) {
                    const [x, y] = [zx(pfn + i), zy(pfn + i)];
                    expect(x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h).toBe(true);
                }
            }
    });
    it('puts buddies side by side', () => {
        for (let order = 0; order < 10; order++) {
            const [a, b] = [blockBox(0, order), blockBox(1 << order, order)];
            expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).toBe(order % 2 ? a.h : a.w);
        }
    });
    it('keeps the commonest value, level by level as at once', () => {
        const values = Uint8Array.from({ length: 64 }, (_, i) => (i < 20 ? 1 : i < 52 ? 2 : 0));
        expect(dominant(values, 0, 64, new Uint32Array(4))).toBe(2);
        expect([...mip(values, 16, 4)]).toEqual([1, 2, 2, 0]);
        expect([...mip(values, 64, 4)]).toEqual([2]);
    });
    it.each([[16, 1], [1024, 1], [16384, 16], [65536, 64], [4 << 20, 4096]])('finds every frame again under its cell: %i frames', (frames, tiles) => {
        for (const [w, h, wish] of [[548, 32, 1], [860, 50, 1.5], [548, 131, 2], [548, 216, 4]] as const) {
            const grid = tileGrid(frames, w, h, wish);
            expect(grid.tiles).toBe(tiles);
            expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(tiles);
            if (grid.shrink < 32) {
                expect(grid.width).toBeLessThanOrEqual(w);
                expect(grid.height).toBeLessThanOrEqual(h);
            }
            for (let pfn = 0; pfn < frames; pfn += Math.max(1, Math.floor(frames / 97))) {
                const at = frameAt(grid, pfn);
                const found = frameUnder(grid, at.x, at.y, frames);
                // with several frames a cell: the first of the same cell
                const cell = grid.shrink * grid.shrink;
                if (grid.side >= 1 && grid.shrink <= 32) expect(Math.floor(found / cell)).toBe(Math.floor(pfn / cell));
            }
        }
    });
});

describe('routes', () => {
    const corner: Point[] = [[0, 0], [100, 0], [100, 50]];
    it('cut corners at 45 degrees', () => {
        const cut = cutCorners(corner);
        expect(cut).toEqual([[0, 0], [90, 0], [100, 10], [100, 50]]);
    });
    it('shorten the cut where a leg is short', () => {
        for (const [a, b] of cutCorners([[0, 0], [30, 0], [30, 6], [60, 6]]).map((p, i, all) => [p, all[i + 1] ?? p] as const)) {
            const [dx, dy] = [Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
            expect(dx === 0 || dy === 0 || Math.abs(dx - dy) < 1e-9).toBe(true);
        }
    });
    it('drop what is straight but keep a turn back', () => {
        expect(tidy([[0, 0], [5, 0], [9, 0]])).toEqual([[0, 0], [9, 0]]);
        expect(tidy([[0, 0], [9, 0], [5, 0]])).toEqual([[0, 0], [9, 0], [5, 0]]);
    });
    it('leave a gap for a word and no piece inside it', () => {
        const box = { x: 30, y: -5, w: 20, h: 10 };
        const pieces = withGaps([[0, 0], [100, 0]], [box], 5);
        expect(pieces.map((p) => p.map(([x]) => Math.round(x)))).toEqual([[0, 25], [55, 100]]);
        expect(touches(pieces, box)).toBe(false);
        expect(touches([[[0, 0], [100, 0]]], box)).toBe(true);
    });
    it('keep their length when taken apart', () => {
        const cut = cutCorners(corner);
        const n = lengthOf(cut);
        for (const t of [0.1, 0.5, 0.77]) expect(lengthOf(stretch(cut, 0, n * t)) + lengthOf(stretch(cut, n * t, n))).toBeCloseTo(n, 6);
    });
    it('know where they cross a rule', () => {
        expect(crossings([[5, 0], [5, 20], [9, 20], [9, 0]], 10)).toMatchObject([{ x: 5, down: true }, { x: 9, down: false }]);
        expect(inside([0, 0], [0, 10], { x: 1, y: 0, w: 5, h: 5 })).toBeNull();
    });
});

describe('palette', () => {
    const luminance = (hex: string): number => {
        const f = (i: number): number => {
            const v = parseInt(hex.slice(i, i + 2), 16) / 255;
            return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        };
        return 0.2126 * f(1) + 0.7152 * f(3) + 0.0722 * f(5);
    };
    const contrast = (a: string, b: string): number => {
        const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
        return (x + 0.05) / (y + 0.05);
    };
    it.each(['light', 'dark'] as const)('%s: text and marks stand out', (theme) => {
        const c = colours(theme);
        for (const band of [c.bg, c.b4, c.b3, c.b2, c.b1]) {
            expect(contrast(c.fg, band)).toBeGreaterThan(9);
            expect(contrast(c.muted, band)).toBeGreaterThan(4.4);
            expect(contrast(c.hot, band)).toBeGreaterThan(4.1);
        }
        for (const f of FILLS) if (f !== 'free' && f !== 'hole') expect(contrast(c[f], c.bg)).toBeGreaterThanOrEqual(2.9);
    });
    it.each(['light', 'dark'] as const)('%s: classes stand out and no two look alike, to no kind of eye', (theme) => {
        // ΔE2000 (Sharma 2005) after Machado 2009's matrices for full protanopia, deuteranopia and tritanopia
        const c = colours(theme);
        for (const k of CLASSES) expect(contrast(c[k], c.bg)).toBeGreaterThanOrEqual(2.9);
        const near = (list: readonly Ink[]): number => Math.min(...list.flatMap((a, i) => list.slice(i + 1).map((b) => farApart(c[a], c[b]))));
        expect(near([...CLASSES, 'free'])).toBeGreaterThan(15);
        expect(near([...FILLS.filter((f) => f !== 'hole'), 'pcp'])).toBeGreaterThan(14);
    });
    it('gives both themes to CSS and words to canvases', () => {
        expect(paletteCss()).toContain('--bg:#FFFFFF');
        expect(paletteCss()).toContain('[data-theme=dark]');
        expect(word('#010203')).toBe(0xff030201);
    });
});

describe('text widths', () => {
    it('count CJK as one em and mono evenly', () => {
        expect(textWidth('页号', 14)).toBe(28);
        expect(textWidth('0x12', 10, false, true)).toBeCloseTo(24.08);
        expect(textWidth('level', 14, true)).toBeGreaterThan(textWidth('level', 14));
    });
});
