// What every picture gets. A picture is a pure function of these; it keeps no state that changes what is drawn.

import type { Lang } from './i18n/messages';
import type { Model } from './model';
import type { FloorName } from './schema.gen';
import type { Selection } from './selection';
import type { Moment } from './timeline';
import type { MachineConfig, TimelineRow } from './wire';
import type { EventName } from './schema.gen';

/** What the frames are coloured by. `type` is their state, the rest are other questions. */
export const COLOUR_BYS = ['type', 'zone', 'node', 'migrate', 'use', 'order', 'owner', 'flags'] as const;
export type ColourBy = (typeof COLOUR_BYS)[number];

export interface ViewProps {
    moment: Moment;
    model: Model;
    config: MachineConfig;
    lang: Lang;
    theme: 'light' | 'dark';
    /** No motion: heights and routes jump. */
    still: boolean;
    selection: Selection | null;
    /** Everything tied to the selection, brackets of the second size. */
    related: readonly Selection[];
    onselect: (s: Selection | null) => void;
    /** Go to an event (a click on a station). */
    onseek: (seq: number) => void;
}

export interface CutawayProps extends ViewProps {
    /** A floor pinned by keys 1–4, or null: the story decides. */
    pinned: FloorName | null;
    /** A floor shown alone, full screen. */
    full: FloorName | null;
    onfull: (floor: FloorName | null) => void;
    /** An address typed to be walked, with its process slot. */
    typed: { proc: number; addr: number } | null;
    upright: boolean;
    colour: ColourBy;
    oncolour: (by: ColourBy) => void;
}

export interface LanesProps {
    lang: Lang;
    theme: 'light' | 'dark';
    rows: readonly TimelineRow[];
    notable: readonly (readonly [number, EventName])[];
    seq: number;
    headSeq: number;
    totalPages: number;
    /** Sums of the zones' watermarks, pages. */
    marks: { min: number; low: number; high: number };
    onseek: (seq: number) => void;
}

export interface StationsProps {
    moment: Moment;
    lang: Lang;
    onseek: (seq: number) => void;
}

/** The text twin of a picture: a heading and rows of words, one list a floor. */
export interface Twin {
    title: string;
    rows: readonly (readonly string[])[];
}
