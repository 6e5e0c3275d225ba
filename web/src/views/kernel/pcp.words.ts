// Words of the drawing of the per-CPU lists.

import type { Lang } from '../../core/i18n/messages';

const en = {
    facts: ['pages', 'at hand'] as readonly string[],
    atHand: 'pages at hand / high', cpu: (n: string) => `CPU ${n}`, blocks: 'blocks', movable: 'mov.', other: 'other',
    zoneHas: (zone: string) => `in zone ${zone}`, free: 'free', onLists: 'on CPU lists', batch: 'batch', high: 'high',
    head: 'head', tail: 'tail',
    fetched: (n: string) => `${n} blocks fetched`, goesBack: (n: string) => `${n} pages go back`,
    takes: (cpu: string) => `CPU ${cpu} takes the head`, puts: (cpu: string) => `CPU ${cpu}: to the front`, refill: (cpu: string) => `CPU ${cpu} fetches`, spill: (cpu: string) => `CPU ${cpu} gives back`,
    types: ['unmovable', 'movable', 'reclaimable'] as readonly string[],
    say: (cpu: string, zone: string, count: string, high: string, batch: string) => `CPU ${cpu}, zone ${zone}: ${count} pages at hand, high ${high}, batch ${batch}`,
    sayList: (order: string, type: string, n: string, head: string) => `order ${order}, ${type}: ${n} blocks, head ${head}`,
};
export type PcpWords = typeof en;

const zh: PcpWords = {
    facts: ['手边', '的页'],
    atHand: '手边的页 / high', cpu: (n) => `CPU ${n}`, blocks: '块', movable: '可移', other: '其他',
    zoneHas: (zone) => `区 ${zone} 里`, free: '空闲', onLists: '在 CPU 链上', batch: 'batch', high: 'high',
    head: '链头', tail: '链尾',
    fetched: (n) => `取来 ${n} 块`, goesBack: (n) => `还回 ${n} 页`,
    takes: (cpu) => `CPU ${cpu} 取链头`, puts: (cpu) => `CPU ${cpu}：放到最前`, refill: (cpu) => `CPU ${cpu} 取一批`, spill: (cpu) => `CPU ${cpu} 还回一批`,
    types: ['不可移动', '可移动', '可回收'],
    say: (cpu, zone, count, high, batch) => `CPU ${cpu}，区 ${zone}：手边 ${count} 页，high ${high}，batch ${batch}`,
    sayList: (order, type, n, head) => `${order} 阶，${type}：${n} 块，链头 ${head}`,
};

const all: Record<Lang, PcpWords> = { en, zh };
export const wordsOfPcp = (lang: Lang): PcpWords => all[lang];
