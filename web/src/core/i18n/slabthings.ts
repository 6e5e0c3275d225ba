// Words of the inspector for caches, slabs and what kernel frames are for.

import type { Use } from '../frameuse';

export const slabThingsEn = {
    objectBytes: 'object', pitch: 'distance', align: 'alignment', perSlab: 'per slab', order: 'order', slabs: 'slabs', used: 'used', total: 'objects', cpuMost: 'CPU keeps', nodeLeast: 'node keeps', shrink: 'can be shrunk', aliases: 'merged in',
    yes: 'yes', no: 'no', bytesN: (n: string) => `${n} B`, slabsN: (n: string) => `${n} slabs`, atLeast: (n: string) => `${n} or more`, cache: 'cache', state: 'where', node: 'node', cpu: 'CPU', first: 'next object', objectN: (n: string) => `object ${n}`,
    states: { none: 'nowhere', cpu: 'a CPU takes from it', cpu_partial: 'CPU partial', node_partial: 'node partial', full: 'full, on no list', empty: 'empty' } as Record<string, string>,
    use: 'use', slabAt: (hex: string) => `slab at ${hex}`, onCpuList: 'on a CPU’s list',
    uses: { image: 'kernel image', memmap: 'struct pages', hash: 'hash tables', percpu: 'per-CPU data', initrd: 'initrd', firmware: 'firmware', zero: 'the zero page', reserved: 'kept at boot', module: 'modules', driver: 'alloc_pages', stack: 'kernel stack' } as Partial<Record<Use, string>>,
};
export type SlabThings = typeof slabThingsEn;
export const slabThingsZh: SlabThings = {
    objectBytes: '对象', pitch: '间距', align: '对齐', perSlab: '每个 slab', order: '阶', slabs: 'slab 数', used: '已用', total: '对象数', cpuMost: 'CPU 最多留', nodeLeast: '节点至少留', shrink: '可回收', aliases: '并入的缓存',
    yes: '是', no: '否', bytesN: (n) => `${n} B`, slabsN: (n) => `${n} 个 slab`, atLeast: (n) => `${n} 个以上`, cache: '缓存', state: '在哪里', node: '节点', cpu: 'CPU', first: '下一个对象', objectN: (n) => `第 ${n} 个`,
    states: { none: '没有', cpu: 'CPU 正在取', cpu_partial: 'CPU partial', node_partial: '节点 partial', full: '满了，不在链上', empty: '空的' },
    use: '用途', slabAt: (hex) => `slab ${hex}`, onCpuList: '在某 CPU 的链上',
    uses: { image: '内核映像', memmap: 'struct page', hash: '哈希表', percpu: '每 CPU 数据', initrd: 'initrd', firmware: '固件', zero: '零页', reserved: '启动时留下', module: '模块', driver: 'alloc_pages', stack: '内核栈' },
};
