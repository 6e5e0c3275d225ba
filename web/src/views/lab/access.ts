// One step of the segmentation lab, read out of its events: an access through a segment, or a search for room.

import { ENUMS } from '../../core/schema.gen';
import type { Ev } from '../../core/event';
import type { Moment } from '../../core/timeline';

export interface SegStory {
    command: string;
    now: Ev | null;
    select: Ev | null;
    descriptor: Ev | null;
    checks: Ev[];
    linear: Ev | null;
    fault: Ev | null;
    search: Ev[];
    /** what happens to pieces of memory */
    pieces: Ev[];
    fail: Ev | null;
    swap: Ev[];
    writes: Ev[];
}

export const ruleOf = (e: Ev): string => ENUMS.seg_rule[e.arg('seg_rule')] ?? '';
export const faultOf = (e: Ev): string => ENUMS.seg_fault[e.arg('seg_fault')] ?? '';
/** Rules that are the point of the lab; the others are ticks while they hold. */
export const weighty = (e: Ev): boolean => ['privilege', 'limit', 'canonical'].includes(ruleOf(e)) || !e.arg('ok');

export function segStory(moment: Moment): SegStory {
    const events = moment.step && !moment.step.delta ? moment.step.events : [];
    const one = (name: string): Ev | null => events.find((e) => e.name === name) ?? null;
    const all = (...names: string[]): Ev[] => events.filter((e) => names.includes(e.name));
    return {
        command: moment.step?.command ?? '', now: moment.event, select: one('seg_select'), descriptor: one('seg_descriptor'), checks: all('seg_check'), linear: one('seg_linear'), fault: one('seg_fault'),
        search: all('lab_search'), pieces: all('lab_place', 'lab_split', 'lab_release', 'lab_coalesce'), fail: one('lab_fail'), swap: all('lab_swap_out', 'lab_swap_in'), writes: all('seg_write'),
    };
}
