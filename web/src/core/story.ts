// What the left column says about a moment: the sentence, the reason, Linux's name, the chain of causes.

import { Ev } from './event';
import { originOf, type Origin } from './i18n/kernel';
import type { Messages } from './i18n/shape';
import { labOf } from './lab';
import { Story } from './i18n/story';
import type { Model } from './model';
import { pcpOf } from './physmem';
import { EVENTS, type Station } from './schema.gen';
import type { Selection } from './selection';
import type { Moment, StepView } from './timeline';
import type { WireWhy } from './wire';

export interface Cause {
    seq: number;
    station: Station;
    text: string;
    now: boolean;
}

const lookArg = (e: Ev): 'level' | 'order' | null => (e.name === 'walk_level' ? 'level' : e.name === 'list_empty' ? 'order' : null);

/** Events that follow one from another inside one piece of work, though all have the same cause. */
const families: readonly ReadonlySet<string>[] = [
    new Set(['walk_level', 'walk_empty', 'walk_denied']),
    new Set(['list_empty', 'buddy_take', 'buddy_fallback', 'buddy_split', 'frame_taken']),
    new Set(['buddy_merge', 'buddy_insert']),
];

/** What was done on the way from `cause` to `e`: tables read, lists found empty, splits before this one. Newest first. */
function onTheWay(e: Ev, cause: Ev, step: StepView): Ev[] {
    const family = families.find((f) => f.has(e.name));
    if (!family) return [];
    const out: Ev[] = [];
    for (let seq = e.seq - 1; seq > cause.seq; seq--) {
        const before = step.event(seq);
        if (!before || before.cause !== cause.seq) continue;
        if (!family.has(before.name)) break;
        out.push(before);
    }
    return out;
}

/** Events of the chain of causes that lie outside the part of a long step that is known, by their seq. */
export type FarCauses = ReadonlyMap<number, Ev>;

/** What the server says of a chain, as events. */
export function farCauses(chain: WireWhy['chain']): FarCauses {
    return new Map(
        chain.map((c, i) => {
            const names = EVENTS[c.event].args;
            const before = chain[i + 1];
            return [c.seq, new Ev(c.seq, [c.event, before ? c.seq - before.seq : 0, c.cpu, ...names.map((a) => c.args[a] ?? 0)], names)];
        }),
    );
}

/** The cause at which the chain leaves what is known; null when it comes back to its command. */
export function missingCause(event: Ev, step: StepView): number | null {
    for (let e: Ev | null = event; e && e.cause !== null; ) {
        const cause: Ev | null = step.event(e.cause);
        if (!cause) return e.cause;
        e = cause;
    }
    return null;
}

const nothingFar: FarCauses = new Map();

/** Chain of causes of an event back to its command, newest first; runs of look-ups of one kind are one line. */
export function causesOf(event: Ev, step: StepView, model: Model, words: Messages, far: FarCauses = nothingFar): Cause[] {
    const chain: Ev[] = [];
    for (let e: Ev | null = event; e; ) {
        chain.push(e);
        const cause: Ev | null = e.cause === null ? null : (step.event(e.cause) ?? far.get(e.cause) ?? null);
        if (cause) chain.push(...onTheWay(e, cause, step));
        e = cause;
    }
    const out: Cause[] = [];
    for (let i = 0; i < chain.length; i++) {
        const e = chain[i]!;
        const arg = lookArg(e);
        let text: string;
        if (arg && i > 0) {
            const values = [e.arg(arg)];
            while (chain[i + 1]?.name === e.name) values.push(chain[++i]!.arg(arg));
            values.sort((a, b) => (arg === 'level' ? b - a : a - b));
            text = arg === 'level' ? words.ui.walkLevels(values) : words.ui.listsEmpty(values);
        } else {
            text = words.events[e.name].chain(new Story(e, model, step));
        }
        out.push({ seq: e.seq, station: e.row.station, text, now: i === 0 });
    }
    return out;
}

export interface Telling {
    now: string;
    why: string;
    origin: Origin;
    /** Kernel function of the next event that has one, after work of the CPU. */
    next: string | null;
}

export function tell(moment: Moment, model: Model, words: Messages): Telling | null {
    const { event, step } = moment;
    if (!event || !step) return null;
    const story = new Story(event, model, step);
    const origin = originOf(event);
    let next: string | null = null;
    if (origin && 'cpu' in origin) {
        for (let i = moment.index + 1; i < step.events.length && !next; i++) {
            const o = originOf(step.events[i]!);
            if (o && 'fn' in o) next = o.fn;
        }
    }
    const text = words.events[event.name];
    return { now: text.now(story), why: text.why(story), origin, next };
}

/** The thing an event is about, for whoever selected nothing. */
export function subjectOf(moment: Moment, model: Model): Selection | null {
    const e = moment.event;
    if (!e) return null;
    if (e.has('table_pfn') && e.has('index')) return { kind: 'pte', id: e.arg('table_pfn') * 1024 + e.arg('index') };
    if (e.name.startsWith('lab_') || e.name.startsWith('seg_')) return labSubject(e, model, moment);
    if (e.name === 'buddy_split') return { kind: 'frame', id: e.arg('upper_pfn') };
    if (e.name === 'buddy_merge') return { kind: 'frame', id: e.arg('merged_pfn') };
    if (e.name === 'tlb_miss' || e.name === 'list_empty' || e.name === 'zone_check') {
        return e.name === 'tlb_miss' ? pageOf(e.arg('vpn') * 4096, moment, model, e) : { kind: 'zone', id: e.arg('zone') };
    }
    if (e.name === 'pcp_refill' || e.name === 'pcp_spill' || e.name === 'pcp_drain') return { kind: 'pcp', id: pcpOf(model, e.arg('cpu'), e.arg('zone')).id };
    if (e.name === 'pageblock_tag' || e.name === 'highatomic_keep' || e.name === 'highatomic_give') return { kind: 'pageblock', id: e.arg('pageblock') };
    if (e.has('pfn')) return { kind: 'frame', id: e.arg('pfn') };
    if (e.has('table_pfn')) return { kind: 'frame', id: e.arg('table_pfn') };
    if (e.has('zone')) return { kind: 'zone', id: e.arg('zone') };
    if (e.has('node') && model.mirror.table('node')) return { kind: 'node', id: e.arg('node') };
    if (e.has('vma') && model.isLive('vma', e.arg('vma'))) return { kind: 'vma', id: e.arg('vma') };
    if (e.has('addr') && e.has('pid')) return pageOf(e.arg('addr'), moment, model, e);
    const pid = e.has('pid') ? e.arg('pid') : e.has('pid_to') ? e.arg('pid_to') : 0;
    const proc = pid ? model.procOfPid(pid) : null;
    return proc ? { kind: 'proc', id: proc.slot } : null;
}

/** The thing of a lab that an event is about. */
function labSubject(e: Ev, model: Model, moment: Moment): Selection | null {
    const lab = labOf(model);
    if (!lab) return null;
    if (lab.kind === 'replace' && e.has('slot') && e.has('column') && lab.columns) return { kind: 'labcell', id: lab.cellId(e.arg('run'), Math.max(0, e.arg('column') - (e.name === 'lab_evict' ? 1 : 0)), e.arg('slot')) };
    if (e.name === 'lab_ref') return { kind: 'labref', id: e.arg('column') };
    if (e.name === 'lab_point' && lab.kind === 'curve') {
        const point = lab.points(e.arg('run')).find((q) => q.frames === e.arg('frames'));
        return point ? { kind: 'labpoint', id: point.id } : null;
    }
    if (e.has('run')) return { kind: 'labrun', id: e.arg('run') };
    if (e.name === 'seg_check' || e.name === 'seg_fault') {
        const read = moment.step?.events.findLast((one) => one.name === 'seg_descriptor' && one.seq < e.seq);
        return read ? { kind: 'labseg', id: read.arg('labseg') } : null;
    }
    if (e.has('labseg')) return model.mirror.get('labseg', 'live', e.arg('labseg')) ? { kind: 'labseg', id: e.arg('labseg') } : null;
    if (e.has('block') && (lab.kind === 'segments' || lab.kind === 'freelist')) return lab.block(e.arg('block')) ? { kind: 'labblock', id: e.arg('block') } : null;
    if (e.has('table_scheme')) return { kind: 'labtable', id: e.arg('table_scheme') };
    return null;
}

function pageOf(addr: number, moment: Moment, model: Model, e: Ev): Selection | null {
    const slot = e.has('pid') ? (model.procOfPid(e.arg('pid'))?.slot ?? -1) : moment.mirror.get('cpu', 'proc', e.cpu) - 1;
    return slot < 0 || addr < 4096 ? null : { kind: 'page', id: Math.floor(addr / 4096), proc: slot };
}
