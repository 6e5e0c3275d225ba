// The line of a step through the floors. Anchors come from the floors; the legs between them run in fixed corridors:
// the top corridor of each floor, the left one between rail and content, the right one at the content's end, the foot of
// the Kernel and the lane under the frames. Nothing is routed freely.

import type { FloorName } from '../core/schema.gen';
import { drawChevron, drawStation, type Phase } from '../render/glyph';
import type { Box } from '../render/measure';
import { lerp, type Point } from '../render/picture';
import { crossings, cutCorners, lengthOf, pointAt, stretch, withGaps } from '../render/route';
import { RIGHT, type Anchor, type Context } from './context';
import { FLOORS } from './heights';
import { CORRIDOR, faultMode, foot, SHAFT_LEFT, SHAFT_RIGHT } from './kernel';
import { inAllocator, stationOf } from './story';
import { LEFT_LANE, ROW } from './translation';

export const RIGHT_LANE = 710;
const FRAMES_END = 641;

interface Stop { place: number; anchor: Anchor; floor: FloorName }
export interface Leg { from: number; to: number; points: Point[] }

const top = (c: Context, f: FloorName): number => c.floors[f].top;
const kernelFoot = (c: Context): number => (c.floors.kernel.variant === 'grown' ? top(c, 'kernel') + c.floors.kernel.height - 10 : top(c, 'kernel') + foot(c.floors.kernel.height));
/** On the way up: the same foot, or under the rule where the way down takes all of it. */
const upFoot = (c: Context): number => (c.floors.programs.variant === 'grown' ? top(c, 'physical') + 8 : kernelFoot(c));
const lane = (c: Context): number => c.lane.y;
/** The right corridor: inside the content, or at its very end where the content needs the width. */
const rightLane = (c: Context): number => (c.floors.kernel.variant === 'grown' ? 731 : c.floors.programs.variant === 'grown' ? 486 : RIGHT_LANE);

/** Areas are reached from above their ribbon: below it stand names. */
const above = (a: Anchor): number => a.y - (a.reach ?? 16);

/** Corner points between two stops, ends excluded. */
function between(c: Context, a: Stop, b: Stop, from: Point): Point[] {
    const [ax, ay] = from;
    const [bx, by] = [b.anchor.x, b.anchor.y];
    const T = c.floors.translation, K = c.floors.kernel;
    const right = rightLane(c);
    const pair = `${a.floor}>${b.floor}`;
    /** the upright by which a grown drawing is entered, where its station is not in the corridor */
    const enter = b.anchor.enter ?? b.anchor.column ?? bx;
    if (a.floor === 'programs' && b.floor !== 'programs' && c.story.places[a.place]?.key === 'area') {
        // from an area over its ribbon to the left lane: below the ribbon stand names
        const over = above(a.anchor);
        return [[ax, over], [c.lane.left, over], ...between(c, { ...a, place: -1 }, b, [c.lane.left, over])];
    }
    switch (pair) {
        case 'programs>translation':
            if (T.variant === 'grown') return [[ax, T.top + 12], [LEFT_LANE, T.top + 12], [LEFT_LANE, by]];
            return [[ax, T.top + 7], [bx, T.top + 7]];
        case 'programs>kernel': {
            const ky = K.variant === 'half' ? K.top + CORRIDOR : K.top + 14;
            if (T.variant === 'grown') return [[ax, T.top + 12], [LEFT_LANE, T.top + 12], [LEFT_LANE, ky]];
            if (K.variant === 'grown' && Math.abs(by - ky) > 1) return [[ax, T.top + 7], [248, T.top + 7], [248, ky], [enter, ky], [enter, by]];
            return [[ax, T.top + 7], [248, T.top + 7], [248, ky]];
        }
        case 'translation>kernel':
            if (T.variant === 'grown') {
                // an empty table higher up: on along the row, where no table is, then down the last column
                const x = Math.max(ax, 596);
                return [[x, ay], [x, by]];
            }
            if (K.variant === 'grown' && Math.abs(by - K.top - 14) > 1) return [[ax, K.top + 14], [enter, K.top + 14], [enter, by]];
            return [[ax, by]];
        case 'programs>physical':
            // no floor between stops it: past the floors at the right
            return [[ax, T.top + 7], [right, T.top + 7], [right, kernelFoot(c)], [bx, kernelFoot(c)]];
        case 'translation>physical':
            return [[right, ay], [right, kernelFoot(c)], [FRAMES_END, kernelFoot(c)], [FRAMES_END, lane(c)], [bx, lane(c)]];
        case 'kernel>physical': {
            // straight from the corridor: past the drawing at its left, not through it
            if (K.variant === 'grown' && Math.abs(ay - K.top - 14) < 1 && ax < 120) return [[91, ay], [91, kernelFoot(c)], [bx, kernelFoot(c)]];
            if (K.variant === 'grown') return [[ax, kernelFoot(c)], [bx, kernelFoot(c)]];
            const shaft = shaftOf(c, bx);
            return [[shaft, ay], [shaft, kernelFoot(c)], [bx, kernelFoot(c)]];
        }
        case 'kernel>translation': {
            if (!faultMode(c) && K.variant !== 'grown') return [[right, ay], [right, by]];
            if (K.variant === 'grown') return [[ax, kernelFoot(c)], [right, kernelFoot(c)], [right, by]];
            const shaft = shaftOf(c, faultMode(c) ? 0 : 999);
            return [[shaft, ay], [shaft, kernelFoot(c)], [right, kernelFoot(c)], [right, by]];
        }
        case 'kernel>programs': {
            const upto = above(b.anchor);
            if (!faultMode(c) && K.variant !== 'grown') return [[right, ay], [right, upto], [bx, upto]];
            if (K.variant === 'grown') return [[ax, kernelFoot(c)], [right, kernelFoot(c)], [right, upto], [bx, upto]];
            const shaft = shaftOf(c, faultMode(c) ? 0 : 999);
            return [[shaft, ay], [shaft, kernelFoot(c)], [right, kernelFoot(c)], [right, upto], [bx, upto]];
        }
        case 'physical>translation': {
            return [[ax, lane(c)], [FRAMES_END, lane(c)], [FRAMES_END, upFoot(c)], [right, upFoot(c)], [right, by]];
        }
        case 'physical>kernel':
            // beside the way down, not through the small pictures
            if (K.variant !== 'grown') return [[ax, lane(c)], [FRAMES_END, lane(c)], [FRAMES_END, kernelFoot(c)], [SHAFT_RIGHT + 10, kernelFoot(c)], [SHAFT_RIGHT + 10, by]];
            return [[ax, lane(c)], [FRAMES_END, lane(c)], [FRAMES_END, kernelFoot(c)], [b.anchor.enter ?? bx, kernelFoot(c)], [b.anchor.enter ?? bx, by]];
        case 'physical>programs': {
            const upto = above(b.anchor);
            return [[ax, lane(c)], [FRAMES_END, lane(c)], [FRAMES_END, upFoot(c)], [right, upFoot(c)], [right, upto], [bx, upto]];
        }
        case 'translation>programs': {
            const upto = above(b.anchor);
            return [[right, ay], [right, upto], [bx, upto]];
        }
        case 'kernel>kernel':
            return inKernel(c, a, b, from);
        case 'programs>programs':
            return [[ax, above(b.anchor)], [bx, above(b.anchor)]];
        default:
            // on one floor: along the row, or down its own column
            return Math.abs(ay - by) < 1 ? [] : [[bx, ay]];
    }
}

/** The shaft from the Kernel's corridor to its foot: straight above the frame where nothing stands in the way. */
function shaftOf(c: Context, bx: number): number {
    if (!faultMode(c)) return SHAFT_RIGHT;
    return bx > SHAFT_LEFT - 12 && bx < 340 && c.floors.kernel.variant === 'half' ? bx : SHAFT_LEFT;
}

function inKernel(c: Context, a: Stop, b: Stop, from: Point): Point[] {
    const ay = from[1];
    const [bx, by] = [b.anchor.x, b.anchor.y];
    if (c.floors.kernel.variant !== 'grown') return Math.abs(ay - by) < 1 ? [] : [[bx, ay]];
    if (b.anchor.column !== undefined) return [[b.anchor.column, ay], [b.anchor.column, by]];
    const own = c.drawing.leg?.(c, a, b, from);
    if (own) return own;
    return Math.abs(ay - by) < 1 ? [] : [[bx, ay]];
}

/** Stops in order: one for each place that has an anchor. */
function stopsOf(c: Context): Stop[] {
    const out: Stop[] = [];
    c.story.places.forEach((p, place) => {
        const anchor = c.anchors.get(place);
        if (!anchor) return;
        // the allocator is one station where the Kernel is not grown, a walk one where Translation is not
        const before = out[out.length - 1];
        if (before && before.anchor.x === anchor.x && before.anchor.y === anchor.y && anchor.hidden) return;
        if (before && before.anchor.x === anchor.x && before.anchor.y === anchor.y && before.anchor.hidden) out.pop();
        if (anchor.hidden && place !== c.story.now) return;
        out.push({ place, anchor, floor: p.floor });
    });
    return out;
}

export interface Line {
    stops: Stop[];
    points: Point[];
    /** distance from the start at which each stop stands */
    at: number[];
}

export function lineOf(c: Context): Line {
    const stops = stopsOf(c);
    const points: Point[] = [];
    const at: number[] = [];
    stops.forEach((stop, i) => {
        const here: Point = [stop.anchor.x, stop.anchor.y];
        if (i) {
            const before = stops[i - 1]!;
            const from = before.anchor.exit ?? [before.anchor.x, before.anchor.y];
            const corners = between(c, before, stop, from);
            const leg = cutCorners([from, ...corners, here], 10);
            points.push(...leg.slice(points.length ? 1 : 0));
        } else points.push(here);
        at.push(lengthOf(points));
        const exit = stop.anchor.exit;
        if (exit && i + 1 < stops.length) points.push(exit);
    });
    return { stops, points, at };
}

export function drawLine(c: Context, tau: number): Line {
    const { s, story } = c;
    const line = lineOf(c);
    if (!line.stops.length) return line;
    let now = line.stops.findIndex((p) => p.place === story.now);
    const ending = story.ending;
    if (now < 0 && story.now >= 0) {
        // now is a place without a station here: the nearest station before it
        now = 0;
        for (let i = 0; i < line.stops.length; i++) if (line.stops[i]!.place <= story.now) now = i;
    }
    // back to the program: the line of this pass is whole
    if (ending) now = line.stops.length - 1;
    // several events at one station: the line waits there
    const place = story.places[story.now];
    const arriving = place !== undefined && place.events[0] === story.at && now > 0;
    const moving = tau < 1 && arriving && !ending;
    const doneAt = now < 0 ? 0 : moving ? lerp(line.at[now - 1]!, line.at[now]!, tau) : line.at[now]!;
    const total = lengthOf(line.points);
    const inked = ending ? total : doneAt;

    const names: Box[] = [...c.gaps];
    const labels: { stop: number; text: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' }[] = [];
    line.stops.forEach((stop, i) => {
        const n = stop.anchor.name;
        if (!n || !n.text) return;
        if (n.x === 0 && n.y === 0) labels.push({ stop: i, text: n.text, ...entryName(c, crossings(line.points, c.floors.kernel.top).some((x) => Math.abs(x.x - rightLane(c)) < 1)) });
        else labels.push({ stop: i, text: n.text, x: n.x, y: n.y, anchor: n.anchor });
    });
    const access = accessWords(c);
    const phase = (i: number): Phase => (moving ? (i < now ? 'done' : 'next') : i < now ? 'done' : i === now ? 'now' : 'next');
    for (const l of labels) {
        const p = phase(l.stop);
        // under a station the ring of now needs its room
        const under = p === 'now' && l.anchor === 'middle' ? 4 : 0;
        names.push(s.text(l.x, l.y + under, l.text, { anchor: l.anchor, ink: p === 'next' ? 'muted' : 'fg', bold: p === 'now' }));
    }
    if (access) names.push(s.text(access.x, access.y, access.text, { ink: now >= 0 ? 'fg' : 'muted' }));

    drawPieces(c, stretch(line.points, inked, total), names, 'line', 2);
    drawPieces(c, stretch(line.points, 0, inked), names, 'path', 4);
    for (const f of FLOORS.slice(1)) {
        const y = c.floors[f].top;
        for (const x of crossings(line.points, y)) {
            const p: Phase = x.at <= inked ? 'done' : 'next';
            const grown = c.floors[f].variant === 'grown' && f === 'translation';
            if (x.down && grown) continue;
            // beside the rule, where the line is upright
            const tries = x.down ? [-8, 14, -16] : [-16, 36, -30];
            for (const d of tries) {
                const near = crossings(line.points, y + d).find((n) => Math.abs(n.at - x.at) < 60 && n.down === x.down);
                const more = near && crossings(line.points, y + d - 7).find((n) => Math.abs(n.x - near.x) < 0.5);
                if (!near || !more) continue;
                drawChevron(s, near.x, y + d + (x.down ? 3 : -3), x.down ? 'down' : 'up', p);
                break;
            }
        }
    }
    if (c.floors.translation.variant === 'grown' && line.points.some((p) => p[0] === LEFT_LANE)) {
        const chevronAt = top(c, 'translation') + ROW - 46;
        const passed = crossings(line.points, chevronAt).find((x) => Math.abs(x.x - LEFT_LANE) < 1);
        if (passed) drawChevron(s, LEFT_LANE, chevronAt, passed.down ? 'down' : 'up', passed.at <= inked ? 'done' : 'next');
    }
    if (c.floors.kernel.variant === 'grown') for (const t of c.drawing.ticks?.(c) ?? []) drawStation(s, 'tick', t.phase, t.x, t.y, 'y');
    line.stops.forEach((stop, i) => {
        const p = phase(i);
        const place = story.places[stop.place]!;
        const collapsed = inAllocator(place.key) && c.floors.kernel.variant !== 'grown' && !place.events.includes(story.at);
        const kind = collapsed ? 'square' : stationOf(story, place);
        if (kind === 'tick' && c.floors.kernel.variant === 'grown') return;
        if (kind === 'tick') {
            if (p === 'now') drawStation(s, 'tick', 'now', stop.anchor.x, stop.anchor.y, 'y');
            return;
        }
        drawStation(s, kind, p, stop.anchor.x, stop.anchor.y, stop.anchor.along, stop.anchor.small);
        const seq = place.events[0];
        if (seq !== undefined) s.hit(stop.anchor.x - 12, stop.anchor.y - 12, 24, 24, null, story.events[seq]!.name, story.events[seq]!.seq);
    });
    if (moving) {
        const [x, y] = pointAt(line.points, doneAt);
        s.disc(x, y, 5, 'hot', 1, 'hot', 2);
    }
    return line;
}

function drawPieces(c: Context, points: readonly Point[], names: readonly Box[], ink: 'line' | 'path', thick: number): void {
    for (const piece of withGaps(points, names, 7)) for (const part of withGaps(piece, c.plates, 0)) c.s.path(part, ink, thick, { casing: 2, line: true });
}

/** "fill entry": beside the right corridor, in the Kernel, where the line goes up. */
function entryName(c: Context, passes: boolean): { x: number; y: number; anchor: 'start' | 'end' } {
    // the line ends at the entry, or leaves it upwards: the name stays on the floor, beside what the walk cost
    if (!passes && c.floors.translation.variant === 'grown') return { x: RIGHT, y: c.floors.translation.top + c.floors.translation.height - 12, anchor: 'end' };
    if (c.floors.kernel.variant === 'half') return { x: RIGHT_LANE - 10, y: c.floors.kernel.top + 50, anchor: 'end' };
    if (c.floors.kernel.variant === 'grown') return { x: 700, y: c.floors.translation.top + 38, anchor: 'end' };
    return { x: rightLane(c) + 10, y: c.floors.kernel.top + 42, anchor: 'start' };
}

/** What the program did: "write 0x5581c3a47e10", in a gap of Translation's top corridor. */
function accessWords(c: Context): { text: string; x: number; y: number } | null {
    const { story, words } = c;
    if (!story.access || c.typed || c.floors.translation.variant !== 'grown') return null;
    if (!story.again && !story.places.some((p) => p.key === 'start' && (p.events.length === 0 || p.events.some((i) => story.events[i]!.name === 'access')))) return null;
    const kind = ['read', 'write', 'fetch'][story.access.arg('access_type')] ?? 'read';
    const what = `${words.access[kind]} 0x${story.access.arg('addr').toString(16)}`;
    const text = story.again ? words.again(what) : what;
    // left of where the line comes down, or right of it when that is too near
    const start = c.anchors.get(story.places.findIndex((p) => p.key === 'start'));
    const near = start !== undefined && start.x < 112 + c.s.width(text) + 24;
    return { text, x: near ? Math.max(112, start.x + 14) : 112, y: c.floors.translation.top + 12 };
}
