// The frames of the whole-screen map as pixels, at several levels: at each level a pixel is the commonest class of four of the
// level below, so that a machine of millions of frames is drawn by few pixels and none is dropped by chance. Only levels that
// are looked at are made, and only cells of frames that were written are made again.

import type { Tinted } from '../render/paint';
import { arrange, cellOf, type MapShape } from './framesmap';

/** No frame stands there. */
export const NOTHING = 255;

export interface Level { width: number; height: number; classes: Uint8Array }

/** The commonest of four; ties go to the higher class, as in the tiles. Nothing counts only where all is nothing. */
export function commonest(a: number, b: number, c: number, d: number): number {
    let best = NOTHING, most = 0;
    for (const v of [a, b, c, d]) {
        if (v === NOTHING) continue;
        const n = (a === v ? 1 : 0) + (b === v ? 1 : 0) + (c === v ? 1 : 0) + (d === v ? 1 : 0);
        if (n > most || (n === most && v > best)) [best, most] = [v, n];
    }
    return best;
}

function cellAbove(l: Level, x: number, y: number): number {
    const at = (dx: number, dy: number): number => (2 * x + dx < l.width && 2 * y + dy < l.height ? l.classes[(2 * y + dy) * l.width + 2 * x + dx]! : NOTHING);
    const a = at(0, 0), b = at(1, 0), c = at(0, 1), d = at(1, 1);
    return a === b && b === c && c === d ? a : commonest(a, b, c, d);
}

export function above(l: Level): Level {
    const width = Math.ceil(l.width / 2), height = Math.ceil(l.height / 2);
    const classes = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) classes[y * width + x] = cellAbove(l, x, y);
    return { width, height, classes };
}

/** Level whose pixels are at least one pixel of the screen. */
export const levelFor = (px: number): number => (px >= 1 ? 0 : Math.ceil(Math.log2(1 / px) - 1e-9));

interface Drawn { canvas: HTMLCanvasElement; image: ImageData; out: Uint32Array }

export class MapSheet {
    readonly levels: Level[] = [];
    private drawn: (Drawn | null)[] = [];
    private shape: MapShape | null = null;
    private key = '';
    private stamp = -1;
    private words: Uint32Array = new Uint32Array(0);

    /** Brings all levels up to date. `words` are the colours of the classes. */
    update(shape: MapShape, tint: Tinted, words: Uint32Array): void {
        const table = new Uint32Array(256);
        table.set(words.subarray(0, NOTHING));
        const same = this.shape && shape.frames === this.shape.frames && shape.columns === this.shape.columns && shape.linear === this.shape.linear && tint.key === this.key;
        const recoloured = table.length !== this.words.length || table.some((w, i) => w !== this.words[i]);
        if (same && !recoloured && tint.stamp === this.stamp) return;
        const few = same && !recoloured ? tint.since(this.stamp) : null;
        this.words = table;
        if (few && few.length < 40_000) this.change(shape, tint, few);
        else {
            if (!same || tint.stamp !== this.stamp) {
                this.levels.length = 0;
                this.levels.push({ width: shape.width, height: shape.height, classes: arrange(shape, tint.cells) });
            }
            // what was drawn is drawn again when it is looked at
            this.drawn = [];
        }
        [this.shape, this.key, this.stamp] = [shape, tint.key, tint.stamp];
    }

    private change(shape: MapShape, tint: Tinted, frames: Uint32Array): void {
        const box = this.levels.map((l) => ({ x0: l.width, y0: l.height, x1: -1, y1: -1 }));
        for (const pfn of frames) {
            let { x, y } = cellOf(shape, pfn);
            for (let k = 0; k < this.levels.length; k++) {
                const level = this.levels[k]!;
                const value = k === 0 ? tint.cells[pfn]! : cellAbove(this.levels[k - 1]!, x, y);
                const at = y * level.width + x;
                if (level.classes[at] === value) break;
                level.classes[at] = value;
                const drawn = this.drawn[k];
                if (drawn) drawn.out[at] = this.words[value]!;
                const b = box[k]!;
                [b.x0, b.y0, b.x1, b.y1] = [Math.min(b.x0, x), Math.min(b.y0, y), Math.max(b.x1, x), Math.max(b.y1, y)];
                [x, y] = [x >> 1, y >> 1];
            }
        }
        this.drawn.forEach((d, k) => {
            const b = box[k];
            if (d && b && b.x1 >= 0) d.canvas.getContext('2d')?.putImageData(d.image, 0, 0, b.x0, b.y0, b.x1 - b.x0 + 1, b.y1 - b.y0 + 1);
        });
    }

    level(k: number): Level {
        while (this.levels.length <= k) this.levels.push(above(this.levels[this.levels.length - 1]!));
        return this.levels[k]!;
    }

    /** The picture of a level, one pixel a cell; null without a canvas. */
    picture(k: number): HTMLCanvasElement | null {
        const known = this.drawn[k];
        if (known) return known.canvas;
        const level = this.level(k);
        const canvas = document.createElement('canvas');
        canvas.width = level.width;
        canvas.height = level.height;
        const context = canvas.getContext('2d');
        if (!context) return null;
        const image = context.createImageData(level.width, level.height);
        const out = new Uint32Array(image.data.buffer);
        for (let i = 0; i < out.length; i++) out[i] = this.words[level.classes[i]!]!;
        context.putImageData(image, 0, 0);
        this.drawn[k] = { canvas, image, out };
        return canvas;
    }
}
