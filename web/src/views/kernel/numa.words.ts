// Words of the drawing of nodes.

import { counted } from '../../base/format';
import type { Lang } from '../../core/i18n/messages';
import type { NumaCounter } from '../../core/numa';

const en = {
    facts: (n: string) => [counted(n, 'node')] as readonly string[],
    node: (n: string) => `node ${n}`, cpu: (list: string) => `CPU ${list}`, noCpu: 'no CPU', asks: (cpu: string) => `A request of CPU ${cpu} asks`, zones: 'zones in this order',
    distance: 'distance', to: 'to', counters: { numa_hit: 'had here, as wished', numa_miss: 'had here, not wished', numa_foreign: 'wished here, had elsewhere', numa_local: 'asked by its own CPUs', numa_other: 'asked by other CPUs' } as Record<NumaCounter, string>,
    local: 'accesses, local', remote: 'accesses, remote', free: 'free',
    say: (n: string, cpus: string, pages: string, free: string, order: string) => `node ${n}: CPUs ${cpus}, ${pages} pages, ${free} free; its CPUs ask nodes ${order} in turn`,
    sayZone: (i: string, node: string, name: string, free: string) => `asked as number ${i}: node ${node}, zone ${name}, ${counted(free, 'free page')}`,
    sayDistance: (from: string, list: string) => `distances from node ${from}: ${list}`,
    sayCount: (n: string, name: string, what: string, v: string) => `node ${n}, ${name} (${what}): ${v}`,
};
export type NumaWords = typeof en;

const zh: NumaWords = {
    facts: (n) => [`${n} 个节点`],
    node: (n) => `节点 ${n}`, cpu: (list) => `CPU ${list}`, noCpu: '没有 CPU', asks: (cpu) => `CPU ${cpu} 的请求`, zones: '按这个次序问各区',
    distance: '距离', to: '到', counters: { numa_hit: '想要这里，也得到', numa_miss: '不想要，却在这里得到', numa_foreign: '想要这里，在别处得到', numa_local: '本节点 CPU 要的', numa_other: '别的 CPU 要的' },
    local: '本地访问', remote: '远程访问', free: '空闲',
    say: (n, cpus, pages, free, order) => `节点 ${n}：CPU ${cpus}，${pages} 页，空闲 ${free}；它的 CPU 依次问节点 ${order}`,
    sayZone: (i, node, name, free) => `第 ${i} 个问：节点 ${node} 的区 ${name}，空闲 ${free} 页`,
    sayDistance: (from, list) => `节点 ${from} 到各节点的距离：${list}`,
    sayCount: (n, name, what, v) => `节点 ${n}，${name}（${what}）：${v}`,
};

const all: Record<Lang, NumaWords> = { en, zh };
export const wordsOfNuma = (lang: Lang): NumaWords => all[lang];
