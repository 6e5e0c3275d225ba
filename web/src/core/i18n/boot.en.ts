// English: what the events of zones' marks say.

import type { EventTexts } from './shape';
import { int } from './story';

export const bootEn = {
    watermarks_set: {
        now: (s) => `The marks of ${s.zone} are min ${int(s.n('min_pages'))}, low ${int(s.n('low_pages'))}, high ${int(s.n('high_pages'))} pages now.`,
        why: () => 'A zone gets its share of min_free_kbytes by size. low and high are each a step above: a quarter of the share, or more by the scale factor.',
        station: (s) => `marks of ${s.zone}`,
        chain: (s) => `${s.zone} ${int(s.n('min_pages'))}/${int(s.n('low_pages'))}/${int(s.n('high_pages'))}`,
    },
    protection_set: {
        now: (s) => {
            const most = Math.max(s.n('protection1_pages'), s.n('protection2_pages'), s.n('protection3_pages'));
            return most ? `${s.zone} keeps ${int(most)} pages from requests that can go higher.` : `${s.zone} keeps nothing from requests of higher zones.`;
        },
        why: () => 'Requests with a choice must not use up the low memory that others cannot do without. The reserve is the memory above, over the ratio.',
        station: (s) => `reserve of ${s.zone}`,
        chain: (s) => `${s.zone}: reserve ${int(s.n('protection1_pages'))}, ${int(s.n('protection2_pages'))}, ${int(s.n('protection3_pages'))}`,
    },
} satisfies Partial<EventTexts>;
