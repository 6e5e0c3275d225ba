// What a grown drawing of the Kernel floor is. The floor has several: which one stands there is chosen by where most of
// the step's events are (kernel/registry.ts), or kept by the reader with the switch in the rail or the key d.
//
// To add one: 1. write a file in views/kernel/ that makes a KernelDrawing; 2. add its id to KERNEL_DRAWINGS and the events
// that call for it to kernel/events.ts (event -> drawing, place, sub); 3. put it into the list of kernel/registry.ts.
// Nothing else needs to know it: switch, keys, phone rows, text twin, address (pin=kernel/ID) and the line follow.
//
// A drawing has the floor's content: x from 88 (CONTENT) to 736 (RIGHT), y from floor.top to floor.top + floor.height
// (326), in px of the 1280 × 720 screen; c.s scales it. The corridor 12-22 px under floor.top is the line's; so are the
// last 14 px above the foot, and x >= 725. Words are the drawing's own, in both languages (c.lang chooses).
//
// The line. A place of the story (story.ts) is a station. Its key and sub come from kernel/events.ts; the drawing gives it
// an anchor with setAnchor(c, index, {x, y, along, name}). A place it leaves without one is passed by: while it is now, the
// line waits at the station before it, or at `away` where the drawing has one. Legs between two stations go
// horizontally first, then vertically, unless `leg` says better; a leg into x with `column` comes down that column.
// Stations that repeat are drawn as `ticks`. Words the line may run behind are pushed to c.gaps, plates to c.plates.
//
// Everything is a pure function of the context: no state, no clock.

import type { Lang } from '../../core/i18n/messages';
import type { Model } from '../../core/model';
import type { Phase } from '../../render/glyph';
import type { Point } from '../../render/picture';
import type { Anchor, Context } from '../context';
import type { Place, Story } from '../story';
import type { DrawingId } from './events';

/** Of the page's picture: the drawing that the reader keeps, null: the story decides. */
export interface DrawingProps { drawing: DrawingId | null; ondrawing: (id: DrawingId | null) => void }

export interface Stop { place: number; anchor: Anchor }
export interface Tick { x: number; y: number; phase: Phase }

export interface KernelDrawing {
    id: DrawingId;
    /** In the switch: at most 11 letters, or 5 Chinese characters. */
    name: Readonly<Record<Lang, string>>;
    /** Why the kernel does it so, in a sentence. The drawing shows it where it has room (why.ts); the phone and the text twin always. */
    why: Readonly<Record<Lang, string>>;
    /** Whether this machine has anything of the kind (a machine with slab=off has no caches). Default: yes. */
    offered?: (model: Model) => boolean;
    /** At most two facts of the rail, as many lines as they need (at most 80 px wide). */
    facts: (c: Context) => readonly string[];
    draw: (c: Context) => void;
    /** Corners between two stations of this drawing, ends excluded; null: the usual way. */
    leg?: (c: Context, a: Stop, b: Stop, from: Point) => Point[] | null;
    ticks?: (c: Context) => Tick[];
    /** Where stations stand that belong to another drawing, from the floor's top. Default: none. */
    away?: Point;
    /** Its stations as rows of the phone; null: the station's usual name. */
    row?: (model: Model, story: Story, place: Place, lang: Lang) => { name: string; value: string } | null;
    /** A figure under the phone's rows, 302 px wide from x = 56; returns its height. */
    figure?: (c: Context, y: number, width: number) => number;
    /** What a screen reader reads: rows of words. */
    twin: (model: Model, story: Story, lang: Lang) => string[][];
}
