// The shapes that travel: protocol version 1. Only what the page reads is named.

import type { WireInt } from '../base/u64';
import type { QuestionBlock, WireLesson } from './lesson';
import type { EventName, RecordKind } from './schema.gen';

export type Runs = WireInt[];
export type ViewHash = Record<string, [number, number]>;

export interface WireSchema {
    etag?: string;
    events: Record<string, string[]>;
    records: Record<string, { section: string; whole: boolean; fields: string[] }>;
}

export interface WireTable {
    count: number | null;
    ids?: number[];
    cols: Record<string, Runs>;
}

export interface Head {
    step: number;
    seq: number;
}

export interface Playing {
    speed: number;
    grain: 'event' | 'command';
    dir?: 1 | -1;
}

export interface MachineConfig {
    profile?: string;
    memory_bytes?: number;
    paging_levels?: number;
    cpus?: number;
    pcid?: boolean | number;
    tlb?: { entries: number; ways: number }[];
    costs?: Record<string, number>;
}

/** What the scenario says before a step. */
export interface WireNote {
    zh: string;
    en: string;
}

/** [first seq, last seq, the line, clock_ns after it, how it travels, the note before it] */
export type WireStepRow = [number, number, string, number, 'step' | 'delta', WireNote?];

export interface WireDiffers {
    step: number;
    model: number;
    was: number;
    /** Steps that could not be made again at all. */
    left: number;
}

export interface WireRoom {
    id: string;
    url: string;
    title: string;
    public: boolean;
    lesson: string | null;
    parent: { id: string; step: number } | null;
    state: 'ready' | 'busy' | 'broken' | 'opening';
    /** null: this server keeps rooms in memory on purpose. */
    stored: boolean | null;
    /** Its log, run by this model, gives something else from this step on. */
    differs?: WireDiffers;
    machine: string;
    config?: MachineConfig;
    step: number;
    seq: number;
    inside: boolean;
    head: Head;
    hash: string;
    viewers: number;
    presenter: boolean;
    playing: Playing | null;
    steps?: WireStepRow[];
    /** How the traces and layouts it uses were understood. */
    inputs?: WireInput[];
}

export interface WireInput {
    kind: string;
    name: string;
    accesses: number;
    lines: number;
    malformed: number;
    first_malformed: string;
    areas: number;
    inferred: boolean;
}

export interface WireSnapshot {
    type?: 'snapshot';
    step: number;
    seq: number;
    inside: boolean;
    head: Head;
    hash: string;
    view_hash: ViewHash;
    clock_ns: number;
    records: Record<string, WireTable>;
}

/** [name, cause distance, cpu, args…] */
export type WireEvent = [EventName, number, number, ...WireInt[]];
/** [at, id, field, old, new, …] by record kind */
export type WireChanges = Partial<Record<RecordKind, WireInt[]>>;

export interface WireStep {
    type: 'step' | 'part';
    step: number;
    first: number;
    seq: number;
    command: string;
    ok?: boolean;
    clock_ns?: number;
    hash?: string | null;
    note?: WireNote;
    view_hash: ViewHash;
    events: WireEvent[];
    changes: WireChanges;
}

export interface WireDelta {
    type: 'delta';
    from: number;
    to: number;
    step: number;
    first: number;
    seq: number;
    command: string;
    ok: boolean;
    clock_ns: number;
    hash: string | null;
    note?: WireNote;
    view_hash: ViewHash;
    /** [id, field, old, new, …] */
    changes: WireChanges;
    totals: Partial<Record<EventName, number>>;
}

export interface WireCursor {
    type: 'cursor';
    step: number;
    seq: number;
    inside: boolean;
    head: Head;
    playing: Playing | null;
}

/** [seq, step, clock_ns, free_pages, pgfault, tlb_hits, tlb_misses] */
export type TimelineRow = [number, number, number, number, number, number, number];

export interface WireTimeline {
    type?: 'timeline';
    from: number;
    rows: TimelineRow[];
    notable: [number, EventName][];
}

export interface Problem {
    type: string;
    title: string;
    status: number;
    detail: string;
    detail_zh?: string;
    /** How long the word is that the problem is about. */
    length?: number;
    field?: string;
    limit?: number;
    line?: number;
    column?: number;
}

export interface WireResultLine {
    line: string;
    ok: boolean;
    result: {
        errno: number;
        errno_name: string;
        signal: number;
        code: number;
        ns: number;
        addr: WireInt;
        pfn: number;
    } | null;
    output?: string;
    problem?: Problem;
    events: [number, number] | null;
}

export interface WireResult {
    step: number;
    seq: number;
    hash: string;
    results: WireResultLine[];
    room?: { id: string; url: string; presenter_token: string };
}

export interface WireRelative {
    rel: string;
    kind: string;
    id: number;
    name?: string;
}

export interface WireInspect {
    kind: string;
    id: number;
    step: number;
    seq: number;
    record: Record<string, WireInt | string>;
    relatives: WireRelative[];
}

export interface WireWhy {
    kind?: string;
    id?: number;
    step: number;
    seq: number;
    command: string;
    changed?: Record<string, [WireInt, WireInt]>;
    chain: { seq: number; event: EventName; cpu: number; args: Record<string, WireInt> }[];
}

/** Values at the ends of steps, evenly spaced. */
export interface WireValues {
    from: number;
    to: number;
    steps: number[];
    complete: boolean;
    values: Record<string, (WireInt | null)[]>;
    units: Record<string, string>;
}

export type ServerMessage =
    | { type: 'welcome'; role: Role; viewer: string; room: WireRoom; limits: { events_max: number; window_steps: number }; schema: WireSchema }
    | (WireSnapshot & { type: 'snapshot' })
    | WireStep
    | WireDelta
    | WireCursor
    | (WireTimeline & { type: 'timeline' })
    | { type: 'steps'; from: number; steps: WireStepRow[] }
    | { type: 'output'; line: string; text: string; step: number }
    | ({ type: 'result'; re?: unknown } & WireResult)
    | { type: 'problem'; re?: unknown; problem: Problem }
    | { type: 'progress'; line?: string; opening?: boolean; done: number; total: number | null }
    | { type: 'people'; viewers: { viewer: string; role: Role }[]; count: number }
    | { type: 'point'; select: unknown; view: unknown }
    | { type: 'role'; role: Role; token?: string }
    | ({ type: 'inspect'; re?: unknown } & WireInspect)
    | ({ type: 'why'; re?: unknown } & WireWhy)
    | (WireLesson & { type: 'lesson' })
    | QuestionBlock
    | { type: 'reveal'; question: string; correct: number | null; counts?: number[] }
    | { type: 'pong'; re?: unknown }
    | { type: 'bye'; reason: string };

export type Role = 'presenter' | 'viewer';
