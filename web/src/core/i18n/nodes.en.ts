// English: what the events of the per-CPU page lists and of several nodes say.

import type { EventTexts } from './shape';
import { int } from './story';

const plural = (n: number, one: string, many = one + 's'): string => `${int(n)} ${n === 1 ? one : many}`;

export const nodesEn = {
    pcp_take: {
        now: (s) => `CPU ${s.n('cpu')} has ${s.order ? `block ${s.hex('pfn')}` : `frame ${s.hex('pfn')}`} at hand and takes it.`,
        why: (s) => `The one freed last comes first: it may still be in the cache. No lock of the zone is needed. ${plural(s.n('blocks'), 'block')} left.`,
        station: (s) => `CPU ${s.n('cpu')}'s list`,
        chain: (s) => `${s.hex('pfn')} from CPU ${s.n('cpu')}'s list`,
    },
    pcp_refill: {
        now: (s) => `CPU ${s.n('cpu')}'s ${s.migratetype()} list is empty. ${plural(s.n('blocks'), 'block')} will be fetched.`,
        why: () => 'One trip to the buddy allocator fetches a whole batch. The next requests are served without it.',
        station: (s) => `fetch ${int(s.n('blocks'))}`,
        chain: (s) => `refill of CPU ${s.n('cpu')}: ${plural(s.n('blocks'), 'block')}`,
    },
    pcp_put: {
        now: (s) => `${s.order ? `Block ${s.hex('pfn')}` : `Frame ${s.hex('pfn')}`} goes to the front of CPU ${s.n('cpu')}'s list.`,
        why: () => 'It is free, but only this CPU can take it. It does not count as free in the zone, and it cannot merge.',
        station: (s) => `CPU ${s.n('cpu')}'s list`,
        chain: (s) => `${s.hex('pfn')} to CPU ${s.n('cpu')}'s list`,
    },
    pcp_spill: {
        now: (s) => `CPU ${s.n('cpu')} holds ${plural(s.n('count'), 'page')}. ${int(s.n('pages'))} go back.`,
        why: (s) => `It may hold ${int(s.n('high'))}. The coldest leave first, from the ends of the lists. With no allocation in between, the next time it is twice as many.`,
        station: (s) => `give back ${int(s.n('pages'))}`,
        chain: (s) => `CPU ${s.n('cpu')} gives back ${plural(s.n('pages'), 'page')}`,
    },
    pcp_drain: {
        now: (s) => `CPU ${s.n('cpu')} gives back ${plural(s.n('pages'), 'page')} of ${s.zone}.`,
        why: () => 'Pages on these lists are of no use to others and cannot merge. When memory is short, they are collected.',
        station: (s) => `empty CPU ${s.n('cpu')}`,
        chain: (s) => `${plural(s.n('pages'), 'page')} of CPU ${s.n('cpu')} collected`,
    },
    pcp_expire: {
        now: (s) => `CPU ${s.n('cpu')} has not used its pages of ${s.zone} for ${s.n('idle_s')} seconds.`,
        why: () => 'They belong to another node. Once a second each CPU looks at its lists; what it does not use goes back, a batch at a time.',
        station: (s) => `${s.n('idle_s')} s unused`,
        chain: (s) => `CPU ${s.n('cpu')} left its pages of ${s.zone} unused`,
    },
    numa_remote: {
        now: (s) => `Frame ${s.hex('pfn')} is memory of node ${s.n('node')}, CPU ${s.n('cpu')} is on node ${s.n('node_cpu')}.`,
        why: (s) => `The access crosses the link between the nodes, distance ${s.n('distance')} (10 is local). It takes ${s.ns} longer.`,
        station: (s) => `node ${s.n('node')}, remote`,
        chain: (s) => `memory of node ${s.n('node')}, ${s.ns} longer`,
    },
} satisfies Partial<EventTexts>;
