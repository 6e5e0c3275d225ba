// 中文：各区水位线的事件怎么说。

import type { EventTexts } from './shape';
import { int } from './story';

export const bootZh = {
    watermarks_set: {
        now: (s) => `${s.zone} 区的水位线现在是 min ${int(s.n('min_pages'))}、low ${int(s.n('low_pages'))}、high ${int(s.n('high_pages'))} 页。`,
        why: () => 'min_free_kbytes 按大小分给各区。low 和 high 依次再高一级：这一份的四分之一，或者比例因子算出的值，取大的。',
        station: (s) => `${s.zone} 区的水位线`,
        chain: (s) => `${s.zone} ${int(s.n('min_pages'))}/${int(s.n('low_pages'))}/${int(s.n('high_pages'))}`,
    },
    protection_set: {
        now: (s) => {
            const most = Math.max(s.n('protection1_pages'), s.n('protection2_pages'), s.n('protection3_pages'));
            return most ? `${s.zone} 最多有 ${int(most)} 页不给能用更高区的请求。` : `${s.zone} 对更高区的请求不作保留。`;
        },
        why: () => '能由高处满足的请求，不该耗尽别人离不开的低端内存。保留量是上面各区的内存除以比值。',
        station: (s) => `${s.zone} 区的保留`,
        chain: (s) => `${s.zone} 保留 ${int(s.n('protection1_pages'))}、${int(s.n('protection2_pages'))}、${int(s.n('protection3_pages'))}`,
    },
} satisfies Partial<EventTexts>;
