// Words of the drawing of the LRU lists.

import { counted } from '../../base/format';
import { memoryEn, memoryZh } from '../../core/i18n/memory';
import type { Lang } from '../../core/i18n/messages';

const en = {
    facts: (n: string) => [counted(n, 'page'), 'on lists'] as readonly string[],
    waiting: 'waiting at a CPU', cpu: (n: string) => `CPU ${n}`, ofMost: (n: string) => `${n} / 15`, node: (n: string) => `node ${n}`, more: (n: string) => `and ${n} more CPUs`,
    head: 'head: put last', tail: 'tail', pages: 'pages', counted: 'counted, not linked',
    list: memoryEn.lruList, batch: memoryEn.lruBatch,
    say: (node: string, list: string, n: string) => `node ${node}, ${list}: ${counted(n, 'page')}`,
    sayEnds: (head: string, tail: string) => `head ${head}, tail ${tail}`,
    sayBatch: (cpu: string, batch: string, n: string, list: string) => `CPU ${cpu}, ${batch}: ${n} of 15 pages wait: ${list}`,
};
export type LruWords = typeof en;

const zh: LruWords = {
    facts: (n) => [`${n} 页`, '在链上'],
    waiting: '在 CPU 上等待', cpu: (n) => `CPU ${n}`, ofMost: (n) => `${n} / 15`, node: (n) => `节点 ${n}`, more: (n) => `还有 ${n} 个 CPU`,
    head: '链头：最后放上', tail: '链尾', pages: '页', counted: '只计数，不成链',
    list: memoryZh.lruList, batch: memoryZh.lruBatch,
    say: (node, list, n) => `节点 ${node}，${list}：${n} 页`,
    sayEnds: (head, tail) => `链头 ${head}，链尾 ${tail}`,
    sayBatch: (cpu, batch, n, list) => `CPU ${cpu}，${batch}：15 页里有 ${n} 页在等：${list}`,
};

const all: Record<Lang, LruWords> = { en, zh };
export const wordsOfLru = (lang: Lang): LruWords => all[lang];
