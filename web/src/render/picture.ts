// A picture is a list: canvas operations for what is many (ribbons, cells, bars, tiles) and nodes for what is few (line,
// stations, plates, text, brackets). A Sheet collects both. Layout is written once, in the px of the 1280 × 720 screen;
// the sheet's scale turns it into the px of the screen at hand. Equal lists are equal pixels: that is what tests compare.

import type { FloorName } from '../core/schema.gen';
import type { Selection } from '../core/selection';
import { textWidth, type Box } from './measure';
import type { Ink } from './palette';

export interface Scale {
    /** px of this screen for one of the design */
    k: number;
    /** width of the rail on this screen */
    rail: number;
    /** factor of all type */
    font: number;
}
export const UNIT: Scale = { k: 1, rail: 88, font: 1 };
export const RAIL = 88;

export type Point = readonly [number, number];

export type Op =
    | { t: 'rect'; x: number; y: number; w: number; h: number; ink: Ink; alpha: number }
    | { t: 'edge'; x: number; y: number; w: number; h: number; ink: Ink; thick: number }
    | { t: 'stroke'; points: readonly Point[]; ink: Ink; thick: number }
    | { t: 'tiles'; x: number; y: number; frames: number; cells: number; px: number; shrink: number; columns: number; gap: number; side: number; rev: string }
    | { t: 'image'; x: number; y: number; w: number; h: number; image: HTMLCanvasElement }
    | { t: 'hatch'; x: number; y: number; w: number; h: number; ink: Ink };

export interface TextNode {
    t: 'text'; key: string; x: number; y: number; text: string; size: number; bold: boolean; mono: boolean; ink: Ink;
    anchor: 'start' | 'middle' | 'end'; alpha: number;
    /** the line may pass behind it only through its gap */
    floor: FloorName | '';
}
export interface PathNode { t: 'path'; key: string; points: readonly Point[]; ink: Ink; thick: number; closed: boolean; fill: Ink | ''; casing: number; alpha: number;
    /** part of the step's line */
    line: boolean;
}
export interface DiscNode { t: 'disc'; key: string; x: number; y: number; r: number; ink: Ink; thick: number; fill: Ink | ''; casing: number; alpha: number }
export type Node = TextNode | PathNode | DiscNode;

/** Somewhere to click: what it selects, or which event it goes to. */
export interface Hit { x: number; y: number; w: number; h: number; select: Selection | null; seq: number; floor: FloorName | ''; label: string }

export interface Picture {
    width: number;
    height: number;
    ops: Op[];
    nodes: Node[];
    hits: Hit[];
}

export interface TextStyle { size?: number; bold?: boolean; mono?: boolean; ink?: Ink; anchor?: 'start' | 'middle' | 'end'; alpha?: number }

/** Baseline of a line of 14 px text whose middle is at y. */
export const baseline = (y: number, size = 14): number => y + size * 0.36;

export class Sheet {
    readonly ops: Op[] = [];
    readonly nodes: Node[] = [];
    readonly hits: Hit[] = [];
    floor: FloorName | '' = '';
    /** fades details of a floor that comes or goes */
    alpha = 1;
    private serial = 0;

    constructor(readonly scale: Scale = UNIT) {}

    X(x: number): number {
        const { k, rail } = this.scale;
        return x <= RAIL ? (x * rail) / RAIL : rail + (x - RAIL) * k;
    }

    Y(y: number): number {
        return y * this.scale.k;
    }

    len(v: number): number {
        return v * this.scale.k;
    }

    /** Width of a text in px of the design, as large as it will be drawn here. */
    width(text: string, style: TextStyle = {}): number {
        return (textWidth(text, style.size ?? 14, style.bold, style.mono) * this.scale.font) / this.scale.k;
    }

    private key(): string {
        return `${this.floor}${this.serial++}`;
    }

    rect(x: number, y: number, w: number, h: number, ink: Ink, alpha = 1): void {
        const x0 = Math.round(this.X(x)), y0 = Math.round(this.Y(y));
        const x1 = Math.round(this.X(x + w)), y1 = Math.round(this.Y(y + h));
        if (this.alpha * alpha > 0) this.ops.push({ t: 'rect', x: x0, y: y0, w: Math.max(1, x1 - x0), h: Math.max(1, y1 - y0), ink, alpha: alpha * this.alpha });
    }

    /** Outline inside the box. */
    edge(x: number, y: number, w: number, h: number, ink: Ink, thick = 1): void {
        const x0 = Math.round(this.X(x)), y0 = Math.round(this.Y(y));
        const x1 = Math.round(this.X(x + w)), y1 = Math.round(this.Y(y + h));
        if (this.alpha > 0) this.ops.push({ t: 'edge', x: x0, y: y0, w: x1 - x0, h: y1 - y0, ink, thick });
    }

    hair(x: number, y: number, w: number, ink: Ink = 'hair', thick = 1): void {
        if (this.alpha > 0) this.ops.push({ t: 'rect', x: Math.round(this.X(x)), y: Math.round(this.Y(y)), w: Math.round(this.X(x + w)) - Math.round(this.X(x)), h: thick, ink, alpha: this.alpha });
    }

    stroke(points: readonly Point[], ink: Ink, thick = 1): void {
        if (this.alpha > 0) this.ops.push({ t: 'stroke', points: points.map(([x, y]) => [this.X(x), this.Y(y)] as const), ink, thick });
    }

    hatch(x: number, y: number, w: number, h: number, ink: Ink): void {
        this.ops.push({ t: 'hatch', x: this.X(x), y: this.Y(y), w: this.len(w), h: this.len(h), ink });
    }

    /** Tiles keep whole px: px and side are px of the screen. */
    tiles(x: number, y: number, grid: { cells: number; px: number; shrink: number; columns: number; gap: number; side: number }, frames: number, rev: string): void {
        this.ops.push({ t: 'tiles', x: Math.round(this.X(x)), y: Math.round(this.Y(y)), frames, cells: grid.cells, px: grid.px, shrink: grid.shrink, columns: grid.columns, gap: grid.gap, side: grid.side, rev });
    }

    /** One line of text; y is the middle of its small letters' line box, as 14/20 text stands in a 20 px row. */
    text(x: number, y: number, text: string, style: TextStyle = {}): Box {
        const size = style.size ?? 14;
        const anchor = style.anchor ?? 'start';
        const w = this.width(text, style);
        const left = anchor === 'start' ? x : anchor === 'middle' ? x - w / 2 : x - w;
        const alpha = (style.alpha ?? 1) * this.alpha;
        if (alpha > 0) {
            this.nodes.push({
                t: 'text', key: this.key(), x: round(this.X(x)), y: round(this.Y(y) + size * this.scale.font * 0.35), text, size: round(size * this.scale.font),
                bold: style.bold ?? false, mono: style.mono ?? false, ink: style.ink ?? 'fg', anchor, alpha, floor: this.floor,
            });
        }
        const h = (size * this.scale.font) / this.scale.k;
        return { x: left, y: y - h * 0.42, w, h: h * 0.92 };
    }

    path(points: readonly Point[], ink: Ink, thick: number, more: { closed?: boolean; fill?: Ink | ''; casing?: number; alpha?: number; key?: string; line?: boolean } = {}): void {
        this.nodes.push({
            t: 'path', key: more.key ?? this.key(), points: points.map(([x, y]) => [round(this.X(x)), round(this.Y(y))] as const), ink, thick: this.pen(thick),
            closed: more.closed ?? false, fill: more.fill ?? '', casing: more.casing ?? 0, alpha: more.alpha ?? 1, line: more.line ?? false,
        });
    }

    disc(x: number, y: number, r: number, ink: Ink, thick: number, fill: Ink | '', casing = 0): void {
        this.nodes.push({ t: 'disc', key: this.key(), x: round(this.X(x)), y: round(this.Y(y)), r: round(r * this.scale.font), ink, thick: this.pen(thick), fill, casing, alpha: 1 });
    }

    /** Strokes of two px and more grow with the type. */
    pen(thick: number): number {
        return thick < 2 ? thick : round(thick * this.scale.font);
    }

    /** Corner brackets two px outside a box. */
    brackets(x: number, y: number, w: number, h: number, arm: number): void {
        const p = 3;
        const a = Math.min(arm, (w + 2 * p) / 2.5, (h + 2 * p) / 2.5);
        const [l, t, r, b] = [x - p, y - p, x + w + p, y + h + p];
        const corners: Point[][] = [[[l, t + a], [l, t], [l + a, t]], [[r - a, t], [r, t], [r, t + a]], [[r, b - a], [r, b], [r - a, b]], [[l + a, b], [l, b], [l, b - a]]];
        for (const c of corners) this.path(c, 'accent', 2, { casing: 2 });
    }

    hit(x: number, y: number, w: number, h: number, select: Selection | null, label: string, seq = -1): void {
        this.hits.push({ x: this.X(x), y: this.Y(y), w: this.X(x + w) - this.X(x), h: this.len(h), select, seq, floor: this.floor, label });
    }

    picture(width: number, height: number): Picture {
        return { width, height, ops: this.ops, nodes: this.nodes, hits: this.hits };
    }
}

export const round = (v: number): number => Math.round(v * 100) / 100;
export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;
export const clamp = (v: number, lo: number, hi: number): number => Math.min(hi, Math.max(lo, v));
/** Cubic in-out. */
export const ease = (t: number): number => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);
