// Words of the drawing of where every page of the machine is.

import type { Use } from '../../core/frameuse';
import type { Lang } from '../../core/i18n/messages';

const en = {
    facts: ['every page', 'of memory'] as readonly string[],
    all: (n: string, size: string) => `${n} frames = ${size}`,
    groups: ['kept at boot', 'kernel, since', 'programs', 'free', 'no memory'] as readonly string[],
    use: {
        image: 'image', memmap: 'struct page', hash: 'hash tables', percpu: 'per CPU', initrd: 'initrd', firmware: 'firmware', zero: 'zero page', reserved: 'other', module: 'modules', driver: 'alloc_pages',
        stack: 'stacks', table: 'page tables', slab_unreclaimable: 'slab, stays', slab_reclaimable: 'slab, can go', huge: 'huge', anon: 'anonymous', file: 'files', pcp: 'CPU lists', free: 'free blocks', hole: 'hole',
    } as Record<Use, string>,
    sum: 'sum', meminfo: '/proc/meminfo', shown: 'in a line of its own', hidden: 'in no line', outside: 'not in MemTotal', total: 'MemTotal',
    say: (group: string, use: string, n: string, size: string) => `${group}, ${use}: ${n} frames, ${size}`,
    saySum: (n: string, size: string) => `together ${n} frames, ${size}: every frame of the machine`,
    sayInfo: (shown: string, hidden: string, outside: string) => `/proc/meminfo shows ${shown} pages in lines of their own; ${hidden} are in MemTotal only; ${outside} are not even in MemTotal`,
};
export type CensusWords = typeof en;

const zh: CensusWords = {
    facts: ['每一页', '在哪里'],
    all: (n, size) => `${n} 帧 = ${size}`,
    groups: ['启动时留下', '内核后来用', '程序', '空闲', '没有内存'],
    use: {
        image: '内核映像', memmap: 'struct page', hash: '哈希表', percpu: '每 CPU', initrd: 'initrd', firmware: '固件', zero: '零页', reserved: '其他', module: '模块', driver: 'alloc_pages',
        stack: '内核栈', table: '页表', slab_unreclaimable: 'slab 不可回收', slab_reclaimable: 'slab 可回收', huge: '大页', anon: '匿名页', file: '文件页', pcp: 'CPU 链上', free: '空闲块', hole: '空洞',
    },
    sum: '合计', meminfo: '/proc/meminfo', shown: '自有一行', hidden: '不在任何一行', outside: '不在 MemTotal', total: 'MemTotal',
    say: (group, use, n, size) => `${group}，${use}：${n} 帧，${size}`,
    saySum: (n, size) => `合计 ${n} 帧，${size}：机器的每一帧`,
    sayInfo: (shown, hidden, outside) => `/proc/meminfo 把 ${shown} 页列在自己的行里；${hidden} 页只算在 MemTotal 里；${outside} 页连 MemTotal 也不算`,
};

const all: Record<Lang, CensusWords> = { en, zh };
export const wordsOfCensus = (lang: Lang): CensusWords => all[lang];
