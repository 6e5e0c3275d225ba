// English: what the events of the LRU lists and of compaction say.

import type { EventTexts } from './shape';
import { ENUMS } from '../schema.gen';
import { int, type Story } from './story';

const plural = (n: number, one: string, many = one + 's'): string => `${int(n)} ${n === 1 ? one : many}`;
const list = (s: Story, arg = 'lru_list'): string => (ENUMS.lru_list[s.n(arg)] ?? '').replace('_', ' ');
const batch = (s: Story): string => ENUMS.lru_batch[s.n('lru_batch')] ?? '';
const whole = (s: Story): boolean => s.n('order') > 10;
const goal = (s: Story): string => (whole(s) ? 'as many large blocks as possible' : `a block of ${plural(s.frames(), 'frame')}`);

const batches: Record<(typeof ENUMS.lru_batch)[number], string> = {
    add: 'to be put on an LRU list',
    rotate: 'to be moved to the end where reclaim looks first',
    deactivate_file: 'to be made inactive',
    deactivate: 'to be made inactive',
    lazyfree: 'to be given up when memory is short',
    activate: 'to be made active',
};

const why: Record<(typeof ENUMS.compact_why)[number], string> = {
    direct: 'A request found no block that large, though enough frames are free. The task itself moves pages together.',
    kcompactd: 'kcompactd was woken for this order. It works while others run.',
    proactive: 'Free memory lies too scattered. kcompactd works ahead, so that nobody has to wait.',
    command: 'It was asked for in /proc/sys/vm/compact_memory: every zone, from end to end.',
};

const ends: Record<(typeof ENUMS.compact_result)[number], string> = {
    not_suitable_zone: 'No zone would gain by it.',
    skipped: 'Too little is free: moving pages would need more frames than there are.',
    deferred: 'It failed here lately, so it is not tried now.',
    no_suitable_page: 'Nothing here can be moved.',
    continue: 'It can go on.',
    complete: 'The two scanners met: everything was looked at.',
    partial_skipped: 'The scanners met, but did not start at the ends of the zone.',
    contended: 'Another task needs the CPU or the lock.',
    success: 'A block that is large enough is free now.',
};

export const compactEn = {
    lru_add: {
        now: (s) => `Page ${s.hex('pfn')} waits in CPU ${s.n('cpu')}'s batch.`,
        why: (s) => `${plural(s.n('waiting'), 'page waits', 'pages wait')} there ${batches[ENUMS.lru_batch[s.n('lru_batch')] ?? 'add']}. With 15 the lock of the lists is taken once for all of them.`,
        station: () => 'wait for the LRU',
        chain: (s) => `batch "${batch(s)}": ${s.hex('pfn')}`,
    },
    lru_drain: {
        now: (s) => `${plural(s.n('pages'), 'page leaves', 'pages leave')} CPU ${s.n('cpu')}'s batch for the lists.`,
        why: () => 'Each goes to the head of its list. The batch held a reference to it and now lets go.',
        station: (s) => `drain ${s.n('pages')}`,
        chain: (s) => `drain "${batch(s)}": ${plural(s.n('pages'), 'page')}`,
    },
    lru_del: {
        now: (s) => `Page ${s.hex('pfn')} leaves the list ${list(s)}.`,
        why: () => 'It is no candidate for reclaim any more: it is being freed or moved.',
        station: () => 'leave the LRU',
        chain: (s) => `${list(s)} loses ${s.hex('pfn')}`,
    },
    lru_move: {
        now: (s) => `Page ${s.hex('pfn')} goes from ${list(s, 'lru_list_from')} to ${list(s)}.`,
        why: (s) => (list(s) === 'unevictable' ? 'It is locked: reclaim must not look at it.' : 'What is known of its use has changed.'),
        station: (s) => `to ${list(s)}`,
        chain: (s) => `${s.hex('pfn')} to ${list(s)}`,
    },
    compact_suitable: {
        now: (s) => `Is it worth compacting ${s.zone} for order ${s.order}?`,
        why: (s) => `${int(s.n('free_pages'))} frames are free, ${int(s.n('mark_pages'))} must be. ${ends[ENUMS.compact_result[s.n('compact_result')] ?? 'continue']}`,
        station: () => 'worth compacting?',
        chain: (s) => `suitable: ${ENUMS.compact_result[s.n('compact_result')] ?? ''}`,
    },
    compact_begin: {
        now: (s) => `Compaction of ${s.zone} begins, for ${goal(s)}.`,
        why: (s) => why[ENUMS.compact_why[s.n('compact_why')] ?? 'direct'],
        station: (s) => `compact ${s.zone}`,
        chain: (s) => `compact ${s.zone}${whole(s) ? '' : `, order ${s.order}`}`,
    },
    compact_isolate: {
        now: (s) => `${plural(s.n('pages'), 'page')} of pageblock ${s.n('pageblock')} can be moved.`,
        why: (s) => `The lower scanner looked at ${plural(s.n('scanned'), 'frame')}. Only pages on an LRU list that nobody has pinned are taken off it.`,
        station: (s) => `take ${s.n('pages')}`,
        chain: (s) => `isolate ${s.n('pages')} in pageblock ${s.n('pageblock')}`,
    },
    compact_target: {
        now: (s) => `${plural(s.n('pages'), 'free frame')} of pageblock ${s.n('pageblock')} will take them.`,
        why: (s) => `The upper scanner looked at ${plural(s.n('scanned'), 'frame')}. It takes free blocks of movable pageblocks from the top of the zone.`,
        station: (s) => `room for ${s.n('pages')}`,
        chain: (s) => `targets ${s.n('pages')} in pageblock ${s.n('pageblock')}`,
    },
    page_migrate: {
        now: (s) => `Page ${s.hex('pfn_from')} moves to frame ${s.hex('pfn_to')}.`,
        why: (s) => `Bytes, flags and counts go along, and the entry for ${s.addr('addr')} names the new frame. ${s.who} notices nothing.`,
        station: (s) => `move to ${s.hex('pfn_to')}`,
        chain: (s) => `migrate ${s.hex('pfn_from')} to ${s.hex('pfn_to')}`,
    },
    compact_end: {
        now: (s) => `Compaction of ${s.zone} ends: ${plural(s.n('migrated'), 'page')} moved.`,
        why: (s) => ends[ENUMS.compact_result[s.n('compact_result')] ?? 'complete'],
        station: (s) => `moved ${s.n('migrated')}`,
        chain: (s) => `compacted ${s.zone}: ${ENUMS.compact_result[s.n('compact_result')] ?? ''}`,
    },
    compact_defer: {
        now: (s) => (s.n('skipped') ? `Compaction of ${s.zone} is put off.` : `Compaction failed. ${s.zone} is left alone for a while.`),
        why: (s) => `${plural(2 ** s.n('defer_shift'), 'request')} of order ${s.order} or more must pass before the next try; ${int(s.n('considered'))} so far. Each failure doubles it, up to 64.`,
        station: () => 'defer',
        chain: (s) => `deferred, ${s.n('considered')} of ${2 ** s.n('defer_shift')}`,
    },
    compact_score: {
        now: (s) => `Node ${s.n('node')} has a fragmentation score of ${s.n('score')}.`,
        why: (s) => `Above ${s.n('high_score')} kcompactd works ahead until it is ${s.n('low_score')}. The score is the share of free memory that no huge page could use.`,
        station: (s) => `score ${s.n('score')}`,
        chain: (s) => `score ${s.n('score')} of ${s.n('high_score')}`,
    },
    kcompactd_wake: {
        now: (s) => `kcompactd of node ${s.n('node')} is woken for order ${s.order}.`,
        why: () => 'Large blocks have run out. It moves pages in the background.',
        station: () => 'wake kcompactd',
        chain: (s) => `kcompactd, order ${s.order}`,
    },
    kcompactd_sleep: {
        now: (s) => `kcompactd of node ${s.n('node')} sleeps again.`,
        why: () => 'It has been through every zone it was woken for.',
        station: () => 'kcompactd sleeps',
        chain: () => 'kcompactd sleeps',
    },
} satisfies Partial<EventTexts>;
