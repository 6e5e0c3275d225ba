// English: what the events of the allocator's slow path, of kswapd and of the kernel's log say.

import { ENUMS } from '../schema.gen';
import type { EventTexts } from './shape';
import { int, type Story } from './story';

const plural = (n: number, one: string, many = one + 's'): string => `${int(n)} ${n === 1 ? one : many}`;
const why = (s: Story): (typeof ENUMS.alloc_why)[number] => ENUMS.alloc_why[s.n('alloc_why')] ?? 'none';

export const whys: Record<(typeof ENUMS.alloc_why)[number], string> = {
    none: 'No zone has a block above its mark.',
    reclaim: 'If everything that can be reclaimed were free, some zone would do.',
    give_reserve: 'A pageblock kept for atomic requests was given back. It may do.',
    compact: 'Compaction may still bring free frames together.',
    oom: 'Somebody was killed, so memory comes back.',
    nofail: '__GFP_NOFAIL: this request must not fail, so it tries for ever.',
    no_wait: 'The request may not wait. It cannot reclaim, so it fails now.',
    memalloc: 'The asker is itself freeing memory. It may not start that again.',
    noretry: '__GFP_NORETRY: one try was asked for.',
    costly: 'More than 8 frames in a row are not worth killing a process for. The caller gets NULL and must cope.',
    no_oom: 'For such a request nobody is killed.',
    victim: 'The asker is being killed itself.',
    nobody: 'There is no process that could be killed.',
    injected: 'A test refused this frame.',
};

const nodeReclaim: Record<(typeof ENUMS.node_reclaim)[number], string> = {
    noscan: 'This request may not reclaim there.',
    full: 'The node has no file pages to speak of: nothing would come of it.',
    some: 'Too little came back.',
    success: 'Enough pages came back.',
};

export const pathEn: Pick<
    EventTexts,
    | 'alloc_slow' | 'kswapd_wake' | 'kswapd_sleep' | 'watermark_boost' | 'direct_reclaim' | 'alloc_retry' | 'oom_step' | 'highatomic_keep'
    | 'highatomic_give' | 'zone_reclaim' | 'numa_alloc' | 'kernel_log'
> = {
    alloc_slow: {
        now: () => 'No zone is above its low mark. The slow path begins.',
        why: () => 'kswapd is woken, the mark falls from low to min, and the request may do work of its own before it gets a frame.',
        station: () => 'slow path',
        chain: (s) => `slow path, order ${s.order}`,
    },
    kswapd_wake: {
        now: (s) => `kswapd of node ${s.n('node')} is woken.`,
        why: () => 'Free memory fell below the low mark. kswapd works in the background until the high mark is reached.',
        station: () => 'wake kswapd',
        chain: (s) => `kswapd${s.n('node')} woken`,
    },
    kswapd_sleep: {
        now: (s) => `kswapd of node ${s.n('node')} ${s.n('balanced') ? 'is done and sleeps' : 'gives up for now'}.`,
        why: (s) =>
            s.n('balanced')
                ? 'One zone of the node is above its high mark again.'
                : `It freed ${plural(s.n('reclaimed_pages'), 'page')}. Failures in a row: ${s.int('failures')}; after 16 it is not woken any more.`,
        station: (s) => (s.n('balanced') ? 'kswapd sleeps' : 'kswapd fails'),
        chain: (s) => `kswapd${s.n('node')} ${s.n('balanced') ? 'done' : 'failed'}`,
    },
    watermark_boost: {
        now: (s) => `The marks of ${s.zone} ${s.n('boost_pages') > s.n('boost_before') ? 'rise' : 'fall'} by ${int(Math.abs(s.n('boost_pages') - s.n('boost_before')))} pages.`,
        why: (s) =>
            s.n('boost_pages') > s.n('boost_before')
                ? 'A block of another type had to help out. With higher marks kswapd frees more, so that whole pageblocks come back.'
                : 'kswapd has worked the boost off.',
        station: (s) => (s.n('boost_pages') > s.n('boost_before') ? 'boost the marks' : 'boost worked off'),
        chain: (s) => `boost of ${s.zone}: ${s.int('boost_pages')}`,
    },
    direct_reclaim: {
        now: (s) => `The asker reclaims by itself: ${plural(s.n('reclaimed_pages'), 'page')}.`,
        why: (s) => (s.n('reclaimed_pages') ? 'It cannot wait for kswapd, so it does part of the work.' : 'Anonymous pages cannot leave without swap, and there are no file pages: nothing comes back.'),
        station: () => 'direct reclaim',
        chain: (s) => `direct reclaim: ${s.int('reclaimed_pages')}`,
    },
    alloc_retry: {
        now: (s) => (s.n('again') ? `Once more, try ${s.int('retries')}.` : 'Trying again would not help.'),
        why: (s) => (!s.n('again') && why(s) === 'none' ? 'Nothing was freed, and nothing more can be.' : whys[why(s)]),
        station: (s) => (s.n('again') ? 'try again' : 'no more tries'),
        chain: (s) => (s.n('again') ? `retry ${s.int('retries')}` : 'no retry'),
    },
    oom_step: {
        now: (s) => (s.n('pid') ? `The last resort: ${s.who} is to be killed.` : 'The last resort is not open to this request.'),
        why: (s) => (s.n('pid') ? 'One more look at the zones, with the high mark, found nothing either.' : whys[why(s)]),
        station: () => 'OOM step',
        chain: (s) => (s.n('pid') ? `OOM: ${s.who}` : 'no OOM kill'),
    },
    highatomic_keep: {
        now: (s) => `Pageblock ${s.n('pageblock')} is kept for atomic requests.`,
        why: (s) => `A request that cannot wait wanted several frames in a row. ${s.int('kept_pages')} pages of ${s.zone} are kept for its like.`,
        station: () => 'keep a pageblock',
        chain: (s) => `pageblock ${s.n('pageblock')} kept`,
    },
    highatomic_give: {
        now: (s) => `Pageblock ${s.n('pageblock')} is given back.`,
        why: () => 'Before a request that could wait fails, what was kept for atomic ones is given to all.',
        station: () => 'give a pageblock',
        chain: (s) => `pageblock ${s.n('pageblock')} given back`,
    },
    zone_reclaim: {
        now: (s) => `zone_reclaim_mode: reclaim in ${s.zone} before the next zone is tried.`,
        why: (s) => nodeReclaim[ENUMS.node_reclaim[s.n('node_reclaim')] ?? 'full'],
        station: () => 'reclaim this node',
        chain: (s) => `node reclaim in ${s.zone}`,
    },
    numa_alloc: {
        now: (s) => `The frame comes from node ${s.n('node')}${s.n('hit') ? ', the preferred one' : `; node ${s.n('node_preferred')} had none`}.`,
        why: (s) => (s.n('local') ? 'It is the node of the CPU that asks: the fastest memory there is.' : 'It is not the node of the CPU that asks. Every access will take longer.'),
        station: (s) => `node ${s.n('node')}`,
        chain: (s) => `frame of node ${s.n('node')}`,
    },
    kernel_log: {
        now: () => 'The kernel writes a report to its log.',
        why: () => '`dmesg` prints it: who asked for what, and what memory looked like.',
        station: () => 'dmesg',
        chain: () => 'report in dmesg',
    },
};
