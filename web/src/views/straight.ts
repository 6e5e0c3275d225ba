// The line of the step once more, straight, for the transport: same stations, same order. A long step shows the pass
// that holds the cursor event by event, and each other pass as one station.

import type { Ev } from '../core/event';
import type { Station } from '../core/schema.gen';
import { drawStation, type Phase } from '../render/glyph';
import { lerp, Sheet, type Picture, type Scale } from '../render/picture';
import { passes, type Range } from './story';

export interface StraightStop { from: number; to: number; station: Station; gap: boolean }
const PITCH = 15;

/** Stations of a step for a line of this width: each stands for the events from..to-1. */
export function straightStops(events: readonly Ev[], at: number, width: number): StraightStop[] {
    const room = Math.max(5, Math.floor(width / PITCH) + 1);
    const one = (i: number): StraightStop => ({ from: i, to: i + 1, station: events[i]!.row.station, gap: false });
    if (events.length <= room) return events.map((_, i) => one(i));
    const whole = (r: Range): StraightStop => {
        const inside = events.slice(r.from, r.to);
        const fault = inside.find((e) => e.name === 'page_fault');
        const walk = inside.find((e) => e.name === 'tlb_miss' || e.name === 'tlb_hit');
        return { from: r.from, to: r.to, station: (fault ?? walk ?? inside[0])?.row.station ?? 'square', gap: false };
    };
    const all = passes(events);
    const here = Math.max(0, all.findIndex((p) => at < p.to));
    const pass = all[at >= all[all.length - 1]!.to ? all.length - 1 : here]!;
    const before = all.filter((p) => p.to <= pass.from).map(whole);
    const after = all.filter((p) => p.from >= pass.to).map(whole);
    // inside the pass: a window round the cursor when even that is too long
    const side = Math.max(2, Math.floor((room - Math.min(room - 4, pass.to - pass.from)) / 2) - 1);
    const centre = Math.min(pass.to - pass.from, room - 2 * Math.min(side, 4) - 2);
    let lo = Math.max(pass.from, Math.min(at - Math.floor(centre / 2), pass.to - centre));
    const hi = Math.min(pass.to, lo + centre);
    lo = Math.max(pass.from, hi - centre);
    const out: StraightStop[] = [];
    const left = before.slice(-side);
    if (before.length > left.length) out.push({ from: 0, to: left[0]?.from ?? pass.from, station: 'bar', gap: true });
    out.push(...left);
    if (lo > pass.from) out.push({ from: pass.from, to: lo, station: 'tick', gap: true });
    for (let i = lo; i < hi; i++) out.push(one(i));
    if (hi < pass.to) out.push({ from: hi, to: pass.to, station: 'tick', gap: true });
    const right = after.slice(0, side);
    out.push(...right);
    if (after.length > right.length) out.push({ from: right[right.length - 1]?.to ?? pass.to, to: events.length, station: 'bar', gap: true });
    return out;
}

/** The straight line as a picture of width × 40. */
export function straight(events: readonly Ev[], index: number, tau: number, width: number, scale: Scale = { k: 1, rail: 88, font: 1 }, height = 40): Picture {
    const s = new Sheet({ k: 1, rail: 88, font: scale.font });
    const stops = straightStops(events, index, width - 32);
    const y = height / 2;
    const left = 8, right = width - 14;
    const x = (i: number): number => (stops.length < 2 ? left : left + (i * (right - left)) / (stops.length - 1));
    const now = stops.findIndex((p) => index >= p.from && index < p.to);
    const arriving = now > 0 && stops[now]!.from === index;
    const moving = arriving && tau < 1;
    const inked = now < 0 ? left : moving ? lerp(x(now - 1), x(now), tau) : x(now);
    if (stops.length > 1) {
        s.path([[inked, y], [x(stops.length - 1), y]], 'line', 2);
        if (inked > left) s.path([[left, y], [inked, y]], 'path', 4);
    }
    stops.forEach((p, i) => {
        const phase: Phase = moving ? (i < now ? 'done' : 'next') : i < now ? 'done' : i === now ? 'now' : 'next';
        if (p.gap && phase !== 'now') {
            // events that are not shown one by one: a dashed stretch
            for (const d of [-4, 0, 4]) s.path([[x(i) + d - 1, y - 4], [x(i) + d + 1, y + 4]], phase === 'done' ? 'path' : 'line', 1, { casing: 1 });
        } else drawStation(s, p.station, phase, x(i), y, 'x', true);
        s.hit(x(i) - PITCH / 2, 0, PITCH, height, null, p.gap ? '…' : events[p.from]!.name, events[p.from]!.seq);
    });
    if (moving) s.disc(inked, y, 5, 'hot', 1, 'hot', 2);
    return s.picture(width, height);
}
