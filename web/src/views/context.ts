// What every floor is drawn from, and the small things that all floors share: rail, selection, anchors.

import type { Lang } from '../core/i18n/messages';
import type { Model, Proc } from '../core/model';
import type { FloorName } from '../core/schema.gen';
import { sameThing, type Selection } from '../core/selection';
import type { StepView } from '../core/timeline';
import type { ColourBy } from '../core/view';
import type { Box } from '../render/measure';
import type { Point, Sheet } from '../render/picture';
import type { Floor } from './heights';
import type { KernelDrawing } from './kernel/drawing';
import type { Story } from './story';
import type { Words } from './words';

/** Where the line stops for a place. */
export interface Anchor {
    x: number;
    y: number;
    along: 'x' | 'y';
    /** its name, under the station or in a gap of the line; drawn by the line, so that its colour follows the phase */
    name?: { text: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' };
    /** how the line leaves, when not from the station itself (a plate's far end) */
    exit?: Point;
    /** height of the lane above it from which it is reached */
    reach?: number;
    /** x of the upright it is reached by */
    column?: number;
    /** x of the upright by which the line comes down to it from the floors above */
    enter?: number;
    small?: boolean;
    /** drawn by its floor */
    hidden?: boolean;
}

export interface Context {
    s: Sheet;
    model: Model;
    story: Story;
    words: Words;
    lang: Lang;
    /** what stands on the Kernel floor when it is grown */
    drawing: KernelDrawing;
    /** the step whose story it is; null at the booted machine */
    step: StepView | null;
    floor: Floor;
    floors: Readonly<Record<FloorName, Floor>>;
    selection: Selection | null;
    related: readonly Selection[];
    /** address and process whose walk is shown: of the access, or typed */
    addr: number | null;
    proc: Proc | null;
    typed: boolean;
    /** by index into story.places */
    anchors: Map<number, Anchor>;
    /** words that the line may run behind: it leaves a gap for them */
    gaps: Box[];
    /** plates that lie on the line: it runs behind them */
    plates: Box[];
    /** the lane under the frames, and the one left of the ribbons */
    lane: { y: number; left: number };
    /** how far the event now has come, 1 with reduced motion */
    tau: number;
    /** what the frames are coloured by */
    colour: ColourBy;
    /** state of the frames, for caches */
    rev: string;
}

export const CONTENT = 88;
export const RIGHT = 736;

/** Rail: the floor's name and at most two facts, as many lines as they need. */
export function rail(c: Context, facts: readonly string[], under = 33): void {
    const { s, floor } = c;
    const x = floor.bar ? 10 : 0;
    const alpha = s.alpha;
    s.alpha = 1;
    s.text(x, floor.top + 14, c.words.floors[floor.name], { bold: true });
    s.alpha = alpha;
    const room = floor.height < 60 ? 1 : floor.height < 72 ? 2 : 4;
    facts.slice(0, room).forEach((f, i) => s.text(x, floor.top + under + i * (18 * s.scale.font) / s.scale.k, f, { ink: 'muted' }));
}

export const isSelected = (c: Context, thing: Selection): boolean => sameThing(c.selection, thing);
export const isRelated = (c: Context, thing: Selection): boolean => c.related.some((r) => r.kind === thing.kind && r.id === thing.id);

/** Brackets round a thing when it is selected (long arms) or tied to what is selected (short arms). */
export function mark(c: Context, thing: Selection, x: number, y: number, w: number, h: number): void {
    if (isSelected(c, thing)) c.s.brackets(x, y, w, h, 7);
    else if (isRelated(c, thing)) c.s.brackets(x, y, w, h, 4);
}

export const placeAt = (c: Context, key: string, sub = -1): number => c.story.places.findIndex((p) => p.key === key && (sub < 0 || p.sub === sub));
export function setAnchor(c: Context, index: number, anchor: Anchor): void {
    if (index >= 0) c.anchors.set(index, anchor);
}
/** Whether the place has been reached at the cursor. */
export const reached = (c: Context, index: number): boolean => index >= 0 && c.story.now >= 0 && index <= c.story.now;
