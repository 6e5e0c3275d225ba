// A picture as a file: PNG (two px for one), SVG (every colour written out), CSV. Made from the same lists that are drawn
// on the screen (picture.ts), so a file shows what the screen shows; a view that can be saved says so with `offer`.

import { MONO, SANS, colours, type Colours, type Theme } from './palette';
import { paint, paintTiles, TileCache, type Cells } from './paint';
import type { Node, Op, Picture, Point } from './picture';

/** Rows of a table; the head says what each column is, with its unit. */
export interface Table {
    head: readonly string[];
    rows: readonly (readonly (string | number | null)[])[];
}

/** What a view gives away to be saved. */
export interface Exported {
    /** Beginning of the file name: letters, digits and dashes. */
    name: string;
    title: string;
    picture: Pick<Picture, 'width' | 'height' | 'ops' | 'nodes'> | null;
    /** What the frames are coloured by, for pictures with tiles. */
    types?: Cells;
    table?: Table;
}

// ---- what is on the screen and can be saved -----------------------------------------------------------------------
type Get = () => Exported | null;
const offers = new Set<Get>();

/** A view that is on the screen offers its picture; the answer takes the offer back. For `$effect(() => offer(...))`. */
export function offer(get: Get): () => void {
    offers.add(get);
    return () => void offers.delete(get);
}

/** Everything that can be saved now, oldest view first. */
export const offered = (): Exported[] => [...offers].map((get) => get()).filter((e): e is Exported => e !== null);

// ---- CSV ----------------------------------------------------------------------------------------------------------
const cell = (v: string | number | null): string => {
    const s = v === null ? '' : String(v);
    return /[",\r\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s;
};

/** RFC 4180: a head, CRLF, quotes only where needed. */
export const csvOf = (t: Table): string => [t.head, ...t.rows].map((row) => row.map(cell).join(',') + '\r\n').join('');

// ---- SVG ----------------------------------------------------------------------------------------------------------
const escape = (s: string): string => s.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
const points = (list: readonly Point[]): string => 'M' + list.map(([x, y]) => `${x} ${y}`).join('L');

function opSvg(op: Op, c: Colours, theme: Theme, types: Cells): string {
    switch (op.t) {
        case 'rect':
            return `<rect x="${op.x}" y="${op.y}" width="${op.w}" height="${op.h}" fill="${c[op.ink]}"${op.alpha < 1 ? ` fill-opacity="${op.alpha}"` : ''}/>`;
        case 'edge':
            return `<rect x="${op.x + op.thick / 2}" y="${op.y + op.thick / 2}" width="${Math.max(0, op.w - op.thick)}" height="${Math.max(0, op.h - op.thick)}" fill="none" stroke="${c[op.ink]}" stroke-width="${op.thick}"/>`;
        case 'stroke':
            return `<path d="${points(op.points)}" fill="none" stroke="${c[op.ink]}" stroke-width="${op.thick}"/>`;
        case 'hatch': {
            const lines: string[] = [];
            for (let d = -op.h; d < op.w; d += 5) {
                // clipped to the box by hand: a file needs no ids that way
                const a = Math.max(0, d), b = Math.min(op.w, d + op.h);
                if (b > a) lines.push(`M${op.x + a} ${op.y + op.h - (a - d)}L${op.x + b} ${op.y + op.h - (b - d)}`);
            }
            return `<path d="${lines.join('')}" fill="none" stroke="${c[op.ink]}"/>`;
        }
        case 'image':
            return `<image x="${op.x}" y="${op.y}" width="${op.w}" height="${op.h}" image-rendering="pixelated" href="${op.image.toDataURL('image/png')}"/>`;
        case 'tiles': {
            const canvas = document.createElement('canvas');
            paintTiles(canvas, op, types, theme);
            if (typeof canvas.toDataURL !== 'function') return '';
            return `<image x="${op.x}" y="${op.y}" width="${canvas.width}" height="${canvas.height}" image-rendering="pixelated" href="${canvas.toDataURL('image/png')}"/>`;
        }
    }
}

function nodeSvg(n: Node, c: Colours): string {
    const alpha = n.alpha < 1 ? ` opacity="${n.alpha}"` : '';
    if (n.t === 'text') {
        const face = n.mono ? MONO : SANS;
        return `<text x="${n.x}" y="${n.y}" font-family="${escape(face)}" font-size="${n.size}"${n.bold ? ' font-weight="700"' : ''} text-anchor="${n.anchor}" fill="${c[n.ink]}"${alpha} xml:space="preserve">${escape(n.text)}</text>`;
    }
    const fill = n.fill ? c[n.fill] : 'none';
    if (n.t === 'path') {
        const d = points(n.points) + (n.closed ? 'Z' : '');
        const casing = n.casing ? `<path d="${d}" fill="none" stroke="${c.bg}" stroke-width="${n.thick + 2 * n.casing}"/>` : '';
        return `${casing}<path d="${d}" fill="${fill}" stroke="${c[n.ink]}" stroke-width="${n.thick}"${alpha}/>`;
    }
    const casing = n.casing ? `<circle cx="${n.x}" cy="${n.y}" r="${n.r}" fill="none" stroke="${c.bg}" stroke-width="${n.thick + 2 * n.casing}"/>` : '';
    return `${casing}<circle cx="${n.x}" cy="${n.y}" r="${n.r}" fill="${fill}" stroke="${c[n.ink]}" stroke-width="${n.thick}"${alpha}/>`;
}

/** White (or dark) paper around the drawing, px: brackets and casings reach a little over its edge. */
const PAPER = 8;

/** The whole file. No variable, style sheet or reference to the outside is left in it. */
export function svgOf(e: Exported, theme: Theme): string {
    const p = e.picture;
    if (!p) return '';
    const c = colours(theme);
    const [w, h] = [Math.ceil(p.width) + 2 * PAPER, Math.ceil(p.height) + 2 * PAPER];
    const body = [...p.ops.map((op) => opSvg(op, c, theme, e.types ?? new Uint8Array(0))), ...p.nodes.map((n) => nodeSvg(n, c))];
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${-PAPER} ${-PAPER} ${w} ${h}"><title>${escape(e.title)}</title>`
        + `<rect x="${-PAPER}" y="${-PAPER}" width="${w}" height="${h}" fill="${c.bg}"/>${body.join('')}</svg>\n`;
}

// ---- PNG ----------------------------------------------------------------------------------------------------------
function trace(context: CanvasRenderingContext2D, n: Exclude<Node, { t: 'text' }>): void {
    context.beginPath();
    if (n.t === 'disc') context.arc(n.x, n.y, n.r, 0, 2 * Math.PI);
    else {
        n.points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
        if (n.closed) context.closePath();
    }
}

/** Nodes on a canvas as Nodes.svelte draws them in SVG. */
export function paintNodes(context: CanvasRenderingContext2D, nodes: readonly Node[], theme: Theme): void {
    const c = colours(theme);
    for (const n of nodes) {
        if (n.t === 'text') {
            context.globalAlpha = n.alpha;
            context.font = `${n.bold ? 700 : 400} ${n.size}px ${n.mono ? MONO : SANS}`;
            context.textAlign = n.anchor === 'middle' ? 'center' : n.anchor;
            context.fillStyle = c[n.ink];
            context.fillText(n.text, n.x, n.y);
        } else {
            if (n.casing) {
                trace(context, n);
                context.strokeStyle = c.bg;
                context.lineWidth = n.thick + 2 * n.casing;
                context.stroke();
            }
            context.globalAlpha = n.alpha;
            trace(context, n);
            if (n.fill) {
                context.fillStyle = c[n.fill];
                context.fill();
            }
            if (n.thick) {
                context.strokeStyle = c[n.ink];
                context.lineWidth = n.thick;
                context.stroke();
            }
        }
        context.globalAlpha = 1;
    }
}

export const PNG_SCALE = 2;

export async function pngOf(e: Exported, theme: Theme): Promise<Blob | null> {
    const p = e.picture;
    if (!p) return null;
    const canvas = document.createElement('canvas');
    canvas.width = (Math.ceil(p.width) + 2 * PAPER) * PNG_SCALE;
    canvas.height = (Math.ceil(p.height) + 2 * PAPER) * PNG_SCALE;
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.setTransform(PNG_SCALE, 0, 0, PNG_SCALE, PAPER * PNG_SCALE, PAPER * PNG_SCALE);
    paint(context, p, theme, e.types ?? new Uint8Array(0), new TileCache());
    paintNodes(context, p.nodes, theme);
    // paint() clears to nothing; the paper goes under what is drawn
    context.globalCompositeOperation = 'destination-over';
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colours(theme).bg;
    context.fillRect(0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, 'image/png'));
}

// ---- to the disk --------------------------------------------------------------------------------------------------
export type Format = 'png' | 'svg' | 'csv';

/** The formats an offer can be saved in. */
export const formatsOf = (e: Exported): Format[] => [...(e.picture ? (['png', 'svg'] as const) : []), ...(e.table ? (['csv'] as const) : [])];

export function saveBlob(name: string, blob: Blob): void {
    const a = document.createElement('a');
    a.href = URL.createObjectURL(blob);
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

/** Gives the file to the browser. False: this view has no such format. */
export async function save(e: Exported, format: Format, theme: Theme): Promise<boolean> {
    let blob: Blob | null = null;
    if (format === 'png') blob = await pngOf(e, theme);
    else if (format === 'svg' && e.picture) blob = new Blob([svgOf(e, theme)], { type: 'image/svg+xml' });
    else if (format === 'csv' && e.table) blob = new Blob(['\ufeff', csvOf(e.table)], { type: 'text/csv;charset=utf-8' });
    if (!blob) return false;
    saveBlob(`${e.name}.${format}`, blob);
    return true;
}
