// Words of the inspector for zones, free lists, pageblocks, nodes, per-CPU lists and LRU lists.

import type { LruBatch, LruList } from '../schema.gen';

export const memoryEn = {
    node: 'node', spanned: 'spanned', present: 'present', managed: 'managed', free: 'free', boost: 'boost', reserve: 'kept from', atomic: 'kept atomic', fragments: 'largest free block',
    bands: ['below min', 'below low', 'below high', 'above high'] as readonly string[], none: 'none', cpus: 'CPUs', kswapd: 'kswapd', works: 'works', sleeps: 'sleeps', hopeless: (n: string) => `gave up after ${n}`,
    tries: 'tries nodes', local: 'local accesses', remote: 'remote accesses', distance: 'distances', cpu: 'CPU', count: 'pages', high: 'high', batch: 'batch', factor: 'next part',
    head: 'head', tail: 'tail', order: 'order', type: 'type', list: (order: string, type: string) => `list ${order} ${type}`, cpuList: (cpu: string) => `CPU ${cpu}'s list`, cpuPages: (cpu: string, zone: string) => `CPU ${cpu}, ${zone}`,
    freeFrames: 'free frames', blockOf: 'of frames', skip: 'skip mark', yes: 'yes', no: 'no', pcpTitle: 'Pages at hand',
    lruList: { inactive_anon: 'inactive anon', active_anon: 'active anon', inactive_file: 'inactive file', active_file: 'active file', unevictable: 'unevictable' } as Record<LruList, string>,
    lruBatch: { add: 'to be added', rotate: 'to the tail', deactivate_file: 'file to inactive', deactivate: 'to inactive', lazyfree: 'to be dropped', activate: 'to active' } as Record<LruBatch, string>,
    waitsAt: (cpu: string) => `waits at CPU ${cpu}`,
};
export type MemoryWords = typeof memoryEn;
export const memoryZh: MemoryWords = {
    node: '节点', spanned: '跨度', present: '存在', managed: '管理', free: '空闲', boost: '抬高', reserve: '对它保留', atomic: '留给原子', fragments: '最大空闲块',
    bands: ['低于 min', '低于 low', '低于 high', '高于 high'], none: '没有', cpus: 'CPU', kswapd: 'kswapd', works: '在干活', sleeps: '在睡', hopeless: (n) => `失败 ${n} 次后放弃`,
    tries: '依次尝试节点', local: '本地访问', remote: '远程访问', distance: '距离', cpu: 'CPU', count: '页', high: 'high', batch: 'batch', factor: '下次还回',
    head: '链头', tail: '链尾', order: '阶', type: '类型', list: (order, type) => `${order} 阶${type}链`, cpuList: (cpu) => `CPU ${cpu} 的链`, cpuPages: (cpu, zone) => `CPU ${cpu}，${zone}`,
    freeFrames: '空闲帧', blockOf: '帧数', skip: '跳过标记', yes: '有', no: '没有', pcpTitle: '手边的页',
    lruList: { inactive_anon: '不活跃匿名', active_anon: '活跃匿名', inactive_file: '不活跃文件', active_file: '活跃文件', unevictable: '不可回收' },
    lruBatch: { add: '待上链', rotate: '待移到链尾', deactivate_file: '文件待转不活跃', deactivate: '待转不活跃', lazyfree: '待放弃', activate: '待转活跃' },
    waitsAt: (cpu) => `在 CPU ${cpu} 上等待`,
};
