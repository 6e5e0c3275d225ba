// Paints canvas operations. The only place that touches a 2D context for the cutaway.

import { type Colours, type Ink, type Theme, colours, fillWords, paleWords, shade, word } from './palette';
import type { Op, Picture } from './picture';
import { dominant, mip, zx, zy } from './zorder';

/** Frames coloured by something: a class a frame, and what each class looks like. */
export interface Tinted {
    /** which machine and which colouring: pictures of another key are another picture */
    key: string;
    cells: Uint8Array;
    inks: readonly { ink: Ink; alpha: number }[];
    /** moves when cells do */
    stamp: number;
    /** frames whose class was written since a stamp; null: too many to say */
    since(stamp: number): Uint32Array | null;
}
/** Frame types, or frames coloured otherwise. */
export type Cells = Uint8Array | Tinted;

type Tiles = Extract<Op, { t: 'tiles' }>;
type Shape = Pick<Tiles, 'cells' | 'px' | 'shrink' | 'columns' | 'gap' | 'side' | 'frames'>;

export const classWords = (cells: Cells, theme: Theme): Uint32Array => (cells instanceof Uint8Array ? fillWords(theme) : Uint32Array.from(cells.inks, (i) => word(shade(theme, i.ink, i.alpha))));

/** Pictures of tiles, kept while nothing in them changed; where few frames did, only their cells are painted again. */
export class TileCache {
    private canvas: HTMLCanvasElement | null = null;
    private image0: ImageData | null = null;
    private key = '';
    private stamp = -1;

    image(op: Tiles, cells: Cells, theme: Theme): HTMLCanvasElement {
        const plain = cells instanceof Uint8Array;
        const key = `${plain ? op.rev : cells.key}/${theme}/${op.px}/${op.shrink}/${op.columns}/${op.gap}/${op.frames}`;
        const stamp = plain ? 0 : cells.stamp;
        if (this.canvas && key === this.key && stamp === this.stamp) return this.canvas;
        const canvas = this.canvas ?? document.createElement('canvas');
        const few = this.image0 && key === this.key && !(cells instanceof Uint8Array) ? cells.since(this.stamp) : null;
        if (few && this.image0 && !(cells instanceof Uint8Array)) repaint(this.image0, op, cells, theme, few);
        else this.image0 = tileImage(canvas, op, cells, theme);
        if (this.image0) canvas.getContext('2d')?.putImageData(this.image0, 0, 0);
        this.canvas = canvas;
        this.key = key;
        this.stamp = stamp;
        return canvas;
    }
}

/** One cell a frame (or a mip cell) at `px` px, tiles row by row. With `differ` frames that are 0 there are pale: a fifth of
 * their colour on the ground. */
export function paintTiles(canvas: HTMLCanvasElement, op: Shape, cells: Cells, theme: Theme, differ?: Uint8Array): void {
    const image = tileImage(canvas, op, cells, theme, differ);
    if (image) canvas.getContext('2d')?.putImageData(image, 0, 0);
}

function tileImage(canvas: HTMLCanvasElement, op: Shape, of: Cells, theme: Theme, differ?: Uint8Array): ImageData | null {
    const tiles = Math.ceil(op.frames / op.cells ** 2);
    const rows = Math.ceil(tiles / op.columns);
    const pitch = op.side + op.gap;
    canvas.width = op.columns * pitch - op.gap;
    canvas.height = rows * pitch - op.gap;
    const image = canvas.getContext('2d')?.createImageData(canvas.width, canvas.height);
    if (!image) return null;
    const words = classWords(of, theme);
    const pale = differ ? paleWords(theme) : words;
    const step = op.shrink * op.shrink;
    const classes = of instanceof Uint8Array ? of : of.cells;
    const values = op.shrink === 1 ? classes : mip(classes, step, words.length);
    const out = new Uint32Array(image.data.buffer);
    const cells = Math.ceil(op.frames / step);
    for (let at = 0; at < cells; at++) fillCell(out, canvas.width, op, at, (differ && !anySet(differ, at * step, step) ? pale : words)[values[at]!]!);
    return image;
}

/** Colours one cell of a picture `width` px wide. */
function fillCell(out: Uint32Array, width: number, op: Shape, at: number, colour: number): void {
    const perTile = op.cells ** 2 / (op.shrink * op.shrink);
    const tile = Math.floor(at / perTile), i = at % perTile;
    const pitch = op.side + op.gap;
    const left = (tile % op.columns) * pitch, top = Math.floor(tile / op.columns) * pitch;
    const cx = zx(i), cy = zy(i);
    const x0 = Math.floor(cx * op.px), x1 = Math.floor((cx + 1) * op.px);
    for (let y = Math.floor(cy * op.px); y < Math.floor((cy + 1) * op.px); y++) {
        const row = (top + y) * width + left;
        out.fill(colour, row + x0, row + x1);
    }
}

/** Only the cells of these frames. */
function repaint(image: ImageData, op: Shape, of: Tinted, theme: Theme, frames: Uint32Array): void {
    const words = classWords(of, theme);
    const out = new Uint32Array(image.data.buffer);
    const step = op.shrink * op.shrink;
    const tally = new Uint32Array(words.length);
    const done = new Set<number>();
    for (const pfn of frames) {
        const at = Math.floor(pfn / step);
        if (done.has(at)) continue;
        done.add(at);
        fillCell(out, image.width, op, at, words[step === 1 ? of.cells[pfn]! : dominant(of.cells, at * step, step, tally)]!);
    }
}

function anySet(marks: Uint8Array, from: number, count: number): boolean {
    for (let i = from; i < from + count; i++) if (marks[i]) return true;
    return false;
}

export function paint(context: CanvasRenderingContext2D, picture: Pick<Picture, 'ops' | 'width' | 'height'>, theme: Theme, cells: Cells, cache: TileCache): void {
    const c: Colours = colours(theme);
    context.clearRect(0, 0, picture.width, picture.height);
    for (const op of picture.ops) {
        switch (op.t) {
            case 'rect':
                context.globalAlpha = op.alpha;
                context.fillStyle = c[op.ink];
                context.fillRect(op.x, op.y, op.w, op.h);
                context.globalAlpha = 1;
                break;
            case 'edge': {
                const t = op.thick;
                context.fillStyle = c[op.ink];
                context.fillRect(op.x, op.y, op.w, t);
                context.fillRect(op.x, op.y + op.h - t, op.w, t);
                context.fillRect(op.x, op.y, t, op.h);
                context.fillRect(op.x + op.w - t, op.y, t, op.h);
                break;
            }
            case 'stroke':
                context.strokeStyle = c[op.ink];
                context.lineWidth = op.thick;
                context.beginPath();
                op.points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
                context.stroke();
                break;
            case 'tiles':
                context.imageSmoothingEnabled = false;
                context.drawImage(cache.image(op, cells, theme), op.x, op.y);
                break;
            case 'image':
                context.imageSmoothingEnabled = false;
                context.drawImage(op.image, op.x, op.y, op.w, op.h);
                break;
            case 'hatch':
                context.save();
                context.beginPath();
                context.rect(op.x, op.y, op.w, op.h);
                context.clip();
                context.strokeStyle = c[op.ink];
                context.lineWidth = 1;
                context.beginPath();
                for (let d = -op.h; d < op.w; d += 5) {
                    context.moveTo(op.x + d, op.y + op.h);
                    context.lineTo(op.x + d + op.h, op.y);
                }
                context.stroke();
                context.restore();
                break;
        }
    }
}
