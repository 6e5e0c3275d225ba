// The cutaway: the four floors and the line of the step, one pure function of the moment, the settings and the selection.

import { Model, type Proc } from '../core/model';
import type { FloorName } from '../core/schema.gen';
import type { Selection } from '../core/selection';
import type { Moment } from '../core/timeline';
import type { ColourBy } from '../core/view';
import type { Lang } from '../core/i18n/messages';
import { Sheet, UNIT, type Picture, type Scale } from '../render/picture';
import { crossings } from '../render/route';
import { drawKernel } from './kernel';
import type { KernelDrawing } from './kernel/drawing';
import type { DrawingId } from './kernel/events';
import { drawingOf } from './kernel/registry';
import { RIGHT, type Context } from './context';
import { floors, grownOf, moveOf, TOTAL, type Floor } from './heights';
import { drawLine, type Line } from './line';
import { drawPhysical } from './physical';
import { drawPrograms } from './programs';
import { EMPTY_STORY, tell, type Story } from './story';
import { drawTranslation } from './translation';
import { words } from './words';

export interface CutawayInput {
    moment: Moment;
    model: Model;
    lang: Lang;
    still: boolean;
    selection: Selection | null;
    related: readonly Selection[];
    pinned: FloorName | null;
    /** a drawing of the Kernel floor that the reader keeps */
    drawing?: DrawingId | null;
    typed: { proc: number; addr: number } | null;
    scale?: Scale;
    /** what the frames are coloured by; their state when left out */
    colour?: ColourBy;
}

export interface Cutaway extends Picture {
    floors: Floor[];
    story: Story;
    line: Line;
    drawing: KernelDrawing;
    /** corner of the switch of drawings, px of the screen; null while the Kernel is not grown */
    switchAt: { x: number; y: number; size: number } | null;
}

/** The scale for a centre column of this size: 1 at 736 × 540, 1.57 at 1136 × 848. */
export function scaleFor(width: number, height: number): Scale {
    if (width === 736 && height === 540) return UNIT;
    const rough = Math.max(0.6, Math.min(height / TOTAL, (width - 88) / 648));
    const rail = Math.round(88 + Math.max(0, Math.min(1, (rough - 1) / 0.57)) * 24);
    const k = Math.max(0.6, Math.min(height / TOTAL, (width - rail) / 648));
    // where the height decides, the rail takes what is left of the width, within reason
    return { k, rail: rail + Math.max(0, Math.min(40, Math.floor(width - rail - 648 * k))), font: Math.max(1, 1 + (k - 1) * 0.5) };
}

/** A moment half way back is the one before it: tau 0 of an event is tau 1 of the one before. */
function settle(m: Moment): { index: number; tau: number } {
    return { index: m.index, tau: Math.max(0, Math.min(1, m.tau)) };
}

export function whoActs(model: Model, story: Story, typed: CutawayInput['typed']): { proc: Proc | null; addr: number | null } {
    if (typed) return { proc: model.isLive('proc', typed.proc) ? model.proc(typed.proc) : null, addr: typed.addr };
    const access = story.access;
    if (access) return { proc: model.procOfPid(access.arg('pid')), addr: access.arg('addr') };
    let proc: Proc | null = null;
    let addr: number | null = null;
    for (const i of story.shown) {
        const e = story.events[i]!;
        if (!proc && e.has('pid')) proc = model.procOfPid(e.arg('pid'));
        // without an access: the entry that is changed
        if (e.row.floor === 'translation' && e.has('addr') && (addr === null || i <= story.at)) addr = e.arg('addr');
    }
    return { proc, addr: proc ? addr : null };
}

export function cutaway(input: CutawayInput): Cutaway {
    const { moment, model } = input;
    const { index, tau } = settle(moment);
    const s = new Sheet(input.scale ?? UNIT);
    const story = moment.step && !moment.step.delta ? tell(moment.step.events, index) : EMPTY_STORY;
    const to = grownOf(moment.step, input.pinned);
    const from = input.pinned ?? (moment.prev ? grownOf(moment.prev, null) : to);
    const move = moveOf(Math.max(0, index), moment.step?.delta ? 1 : tau, input.still || input.pinned !== null);
    const list = floors(from, to, move);
    const by = Object.fromEntries(list.map((f) => [f.name, f])) as Record<FloorName, Floor>;
    const { proc, addr } = whoActs(model, story, input.typed);
    const base = {
        s, model, story, words: words(input.lang), lang: input.lang, step: moment.step, drawing: drawingOf(moment.step, input.drawing ?? null, model), floors: by, selection: input.selection, related: input.related, addr, proc, typed: input.typed !== null,
        anchors: new Map(), gaps: [], plates: [], lane: { y: 0, left: 134 }, tau: input.still ? 1 : tau, colour: input.colour ?? 'type', rev: String(moment.mirror.seq),
    };
    const context = (f: Floor): Context => ({ ...base, floor: f });
    const draw = { programs: drawPrograms, translation: drawTranslation, kernel: drawKernel, physical: drawPhysical };
    for (const f of list) {
        s.floor = f.name;
        s.alpha = f.detail;
        draw[f.name](context(f));
    }
    s.alpha = 1;
    s.floor = '';
    const context0 = context(by[to]);
    context0.floor = by.kernel;
    // While floors move there is no line: its anchors would be those of neither picture.
    const settled = list.every((f) => f.detail === 1);
    const rulesAt = s.nodes.length;
    const line = settled && !input.typed ? drawLine(context0, input.still ? 1 : tau) : { stops: [], points: [], at: [] };
    drawRules(s, list, line);
    void rulesAt;
    const k = s.scale.k;
    return { ...s.picture(s.X(RIGHT), TOTAL * k), floors: list, story, line, drawing: base.drawing, switchAt: by.kernel.variant === 'grown' ? { x: s.X(10), y: s.Y(by.kernel.top + 22), size: 14 * s.scale.font } : null };
}

/** Rules between floors with gaps where the line passes, and the bar at the grown one. */
function drawRules(s: Sheet, list: readonly Floor[], line: Line): void {
    for (const f of list.slice(1)) {
        const xs = crossings(line.points, f.top).map((x) => x.x).sort((a, b) => a - b);
        let from = 0;
        for (const x of xs) {
            s.hair(from, f.top, x - 5 - from, 'line');
            from = x + 5;
        }
        s.hair(from, f.top, RIGHT - from, 'line');
    }
    const grown = list.find((f) => f.bar);
    if (grown) s.rect(0, grown.top, 3, grown.height + (grown.name === 'physical' ? 0 : 1), 'line');
}
