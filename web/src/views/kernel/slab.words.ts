// Words of the drawing of the slab allocator.

import { counted } from '../../base/format';
import type { Lang } from '../../core/i18n/messages';

const en = {
    facts: (n: string) => [counted(n, 'cache')] as readonly string[],
    cache: 'cache', used: 'used', of: 'of', more: (n: string) => `and ${n} more`,
    head: (bytes: string, objects: string, order: string) => `${bytes} B each, ${objects} in a slab of order ${order}`,
    reclaimable: 'can be shrunk', unreclaimable: 'stays',
    cpuSlab: (cpu: string) => `CPU ${cpu}: its slab`, cpuList: (n: string) => `${n} on its list`, slabList: (n: string) => `${n} on the slab's`,
    cpuPartial: (cpu: string) => `CPU ${cpu}: partial`, nodePartial: (node: string) => `node ${node}: partial`, ofMost: (n: string, most: string) => `${n} of ${most}`, keeps: (n: string, min: string) => `${n}, keeps ${min}`,
    full: 'full', fullText: 'on no list', fresh: 'new slab', freshText: (frames: string) => (frames === '1' ? '1 frame from the page allocator' : `${frames} frames from the page allocator`), none: 'none',
    taken: 'taken', free: 'free', next: 'next',
    path: ['own list', 'slab’s list', 'CPU partial', 'node partial', 'other node', 'new slab'] as readonly string[],
    put: ['back to own list', 'back to its slab'] as readonly string[],
    move: { none: 'gone', cpu: 'CPU’s slab', cpu_partial: 'to CPU partial', node_partial: 'to node partial', full: 'full', empty: 'empty' } as Record<string, string>,
    order: (list: string) => `its list: ${list}`,
    nothing: 'no kernel objects',
    say: (name: string, used: string, total: string, slabs: string, kind: string) => `${name}: ${used} of ${total} objects used, ${slabs} slabs, ${kind}`,
    sayCpu: (cpu: string, hex: string, used: string, objects: string, list: string, partial: string) => `CPU ${cpu} takes from the slab at frame ${hex}: ${used} of ${objects} used, ${list} on its own list; ${counted(partial, 'partial slab')}`,
    sayNode: (node: string, n: string) => `node ${node}: ${counted(n, 'partial slab')}`,
};
export type SlabWords = typeof en;

const zh: SlabWords = {
    facts: (n) => [`${n} 个缓存`],
    cache: '缓存', used: '已用', of: '/', more: (n) => `还有 ${n} 个`,
    head: (bytes, objects, order) => `每个 ${bytes} B，${order} 阶 slab 装 ${objects} 个`,
    reclaimable: '可回收', unreclaimable: '不可回收',
    cpuSlab: (cpu) => `CPU ${cpu} 的 slab`, cpuList: (n) => `自己链上 ${n}`, slabList: (n) => `slab 链上 ${n}`,
    cpuPartial: (cpu) => `CPU ${cpu} partial`, nodePartial: (node) => `节点 ${node} partial`, ofMost: (n, most) => `${n} / ${most}`, keeps: (n, min) => `${n}，至少留 ${min}`,
    full: '满的', fullText: '不在任何链上', fresh: '新 slab', freshText: (frames) => `向页分配器要 ${frames} 帧`, none: '没有',
    taken: '已取', free: '空闲', next: '下一个',
    path: ['自己的链', 'slab 的链', 'CPU partial', '节点 partial', '别的节点', '新 slab'],
    put: ['还到自己的链', '还到它的 slab'],
    move: { none: '没了', cpu: '成为 CPU 的 slab', cpu_partial: '到 CPU partial', node_partial: '到节点 partial', full: '满了', empty: '空了' },
    order: (list) => `链上依次是 ${list}`,
    nothing: '没有内核对象',
    say: (name, used, total, slabs, kind) => `${name}：${total} 个对象用了 ${used} 个，${slabs} 个 slab，${kind}`,
    sayCpu: (cpu, hex, used, objects, list, partial) => `CPU ${cpu} 从帧 ${hex} 的 slab 取：${objects} 个里用了 ${used} 个，自己链上 ${list} 个；partial slab ${partial} 个`,
    sayNode: (node, n) => `节点 ${node}：partial slab ${n} 个`,
};

const all: Record<Lang, SlabWords> = { en, zh };
export const wordsOfSlab = (lang: Lang): SlabWords => all[lang];
