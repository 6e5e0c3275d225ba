// The way of a request through the zones, from its events: the zones each walk asked and why they refused, and what the
// slow path did between two walks.

import type { Ev } from '../../core/event';
import type { Marks } from '../../core/physmem';
import type { Zone } from '../../core/model';
import type { EventName } from '../../core/schema.gen';
import type { Story } from '../story';

export interface Check {
    /** index into the step's events */
    at: number;
    zone: number;
    free: number;
    mark: number;
    reserve: number;
    order: number;
    ok: boolean;
    /** enough was free, but no block of its kind: the next zone was asked */
    noBlock: boolean;
}
/** One walk along the zonelist, between two stages of the slow path. */
export interface Round { checks: Check[] }
/** Rows of the slow path's column, in the order in which it comes to them. */
export const STAGES = ['slow', 'kswapd', 'quick', 'reclaim', 'collect', 'compact', 'again', 'oom', 'fail'] as const;
export type StageKey = (typeof STAGES)[number];
export interface Stage { at: number; key: StageKey; event: Ev }
export interface ZoneWalk {
    head: Ev | null;
    rounds: Round[];
    /** the walk that is drawn: the last begun at the cursor */
    round: number;
    stages: Stage[];
    /** stages of the present time round: from after the last retry before the cursor */
    from: number;
    retries: number;
}

const STAGE_OF: Partial<Record<EventName, StageKey>> = {
    alloc_slow: 'slow', kswapd_wake: 'kswapd', direct_reclaim: 'reclaim', highatomic_give: 'collect', pcp_drain: 'collect', alloc_retry: 'again', oom_step: 'oom', alloc_fail: 'fail',
};
const TOOK: ReadonlySet<string> = new Set(['buddy_take', 'pcp_take', 'frame_taken', 'pcp_refill', 'buddy_fallback', 'list_empty']);
export const stageOf = (e: Ev): StageKey | null => STAGE_OF[e.name] ?? (e.name.startsWith('compact_') ? 'compact' : null);

export function walkOf(story: Story): ZoneWalk {
    const w: ZoneWalk = { head: null, rounds: [], round: -1, stages: [], from: 0, retries: 0 };
    let open: Round | null = null;
    for (const i of story.shown) {
        const e = story.events[i]!;
        if (e.name === 'alloc_pages') {
            Object.assign(w, { head: e, rounds: [], round: -1, stages: [], from: 0, retries: 0 });
            open = null;
        } else if (e.name === 'zone_check') {
            const before = open?.checks.at(-1);
            if (before?.ok && !story.events.slice(before.at + 1, i).some((x) => TOOK.has(x.name) && x.name !== 'list_empty')) before.noBlock = true;
            if (!open) w.rounds.push((open = { checks: [] }));
            // a walk that drops "do not mix" begins again with the first zone
            else if (open.checks.some((c) => c.zone === e.arg('zone'))) w.rounds.push((open = { checks: [] }));
            open.checks.push({ at: i, zone: e.arg('zone'), free: e.arg('free_pages'), mark: e.arg('mark_pages'), reserve: e.arg('reserve_pages'), order: e.arg('order'), ok: e.arg('ok') === 1, noBlock: false });
            if (i <= story.at || w.round < 0) w.round = w.rounds.length - 1;
        } else {
            let key = stageOf(e);
            if (!key) continue;
            // lists are collected and blocks made by others too: a command, kcompactd
            if ((key === 'compact' || key === 'collect') && !w.stages.some((s) => s.key === 'slow')) continue;
            // compaction is tried lightly before the first reclaim, and once more after it
            if (key === 'compact' && !w.stages.some((s) => s.key === 'reclaim')) key = 'quick';
            w.stages.push({ at: i, key, event: e });
            open = null;
            if (key === 'again' && e.arg('again') && i < story.at) {
                w.from = w.stages.length;
                w.retries++;
            }
        }
    }
    return w;
}

/** Against which mark a check was made: its name, or 'part' when a part of min was enough. */
export function markName(c: Pick<Check, 'mark'>, z: Pick<Zone, 'min' | 'low' | 'high'>, m: Pick<Marks, 'boost'>): 'min' | 'low' | 'high' | 'part' {
    if (c.mark === z.high + m.boost) return 'high';
    if (c.mark === z.low + m.boost) return 'low';
    return c.mark === z.min + m.boost || c.mark === z.min ? 'min' : 'part';
}
