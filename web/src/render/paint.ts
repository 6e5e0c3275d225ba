// Paints canvas operations. The only place that touches a 2D context for the cutaway.

import { type Colours, type Theme, colours, fillWords, paleWords } from './palette';
import type { Op, Picture } from './picture';
import { mip, zx, zy } from './zorder';

/** Pictures of tiles, kept while nothing in them changed. */
export class TileCache {
    private canvas: HTMLCanvasElement | null = null;
    private key = '';

    image(op: Extract<Op, { t: 'tiles' }>, types: Uint8Array, theme: Theme): HTMLCanvasElement {
        const key = `${op.rev}/${theme}/${op.px}/${op.shrink}/${op.columns}/${op.gap}/${op.frames}`;
        if (this.canvas && key === this.key) return this.canvas;
        const canvas = this.canvas ?? document.createElement('canvas');
        paintTiles(canvas, op, types, theme);
        this.canvas = canvas;
        this.key = key;
        return canvas;
    }
}

/** One cell a frame (or a mip cell) at `px` px, tiles row by row. */
/** With `differ` frames that are 0 there are pale: a fifth of their colour on the ground. */
export function paintTiles(canvas: HTMLCanvasElement, op: { cells: number; px: number; shrink: number; columns: number; gap: number; side: number; frames: number }, types: Uint8Array, theme: Theme, differ?: Uint8Array): void {
    const each = op.cells ** 2;
    const tiles = Math.ceil(op.frames / each);
    const rows = Math.ceil(tiles / op.columns);
    const pitch = op.side + op.gap;
    canvas.width = op.columns * pitch - op.gap;
    canvas.height = rows * pitch - op.gap;
    const context = canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(canvas.width, canvas.height);
    const out = new Uint32Array(image.data.buffer);
    const words = fillWords(theme);
    const pale = differ ? paleWords(theme) : words;
    const step = op.shrink * op.shrink;
    const cells = op.shrink === 1 ? types : mip(types, step, words.length);
    const perTile = each / step;
    for (let tile = 0; tile < tiles; tile++) {
        const left = (tile % op.columns) * pitch, top = Math.floor(tile / op.columns) * pitch;
        for (let i = 0; i < perTile; i++) {
            const at = tile * perTile + i;
            if (at * step >= op.frames) continue;
            const cx = zx(i), cy = zy(i);
            const colour = (differ && !anySet(differ, at * step, step) ? pale : words)[cells[at]!]!;
            const x0 = Math.floor(cx * op.px), x1 = Math.floor((cx + 1) * op.px);
            for (let y = Math.floor(cy * op.px); y < Math.floor((cy + 1) * op.px); y++) {
                const row = (top + y) * canvas.width + left;
                out.fill(colour, row + x0, row + x1);
            }
        }
    }
    context.putImageData(image, 0, 0);
}

function anySet(marks: Uint8Array, from: number, count: number): boolean {
    for (let i = from; i < from + count; i++) if (marks[i]) return true;
    return false;
}

export function paint(context: CanvasRenderingContext2D, picture: Pick<Picture, 'ops' | 'width' | 'height'>, theme: Theme, types: Uint8Array, cache: TileCache): void {
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
                context.drawImage(cache.image(op, types, theme), op.x, op.y);
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
