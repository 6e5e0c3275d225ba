// 中文：slab 分配器与内核对象的事件怎么说。

import type { EventTexts } from './shape';
import type { ENUMS } from '../schema.gen';
import { int, type Story } from './story';

const paths: Record<(typeof ENUMS.slab_path)[number], [string, string, string]> = {
    cpu_freelist: ['取自 CPU 自己的链', '取下 CPU 所用 slab 的第一个空闲对象。别人不从这条链取，所以不用加锁。', '自己的链'],
    slab_freelist: ['取自该 slab 的链', 'CPU 的链空了，但别的 CPU 归还过这个 slab 的对象。它们成为它的链。', 'slab 的链'],
    cpu_partial: ['取自 CPU 的 partial slab', 'CPU 所用的 slab 用完了。它留有带空闲对象的 slab，第一个成为它的 slab。', 'CPU partial'],
    node_partial: ['取自节点的 partial slab', 'CPU 手里没有了。节点留有带空闲对象的 slab，其中几个转到 CPU。', '节点 partial'],
    other_node: ['取自另一节点的 partial slab', '本节点没有了。远处的对象也好过新建 slab。', '别的节点'],
    new_slab: ['取自新的 slab', '这个缓存的 slab 都没有空闲对象。页分配器给一块帧，切成对象。', '新 slab'],
};
const places: Record<(typeof ENUMS.slab_state)[number], string> = {
    none: '不在任何地方',
    cpu: 'CPU 正从它取对象',
    cpu_partial: '在 CPU 的 partial 链上',
    node_partial: '在节点的 partial 链上',
    full: '满了，不在任何链上',
    empty: '空了，将要归还',
};
/** The same in a few characters, for the station. */
const shortly: typeof places = { none: '无主', cpu: 'CPU 在用', cpu_partial: 'CPU partial', node_partial: '节点 partial', full: '满', empty: '空' };
function moved(s: Story): string {
    switch (s.slabState()) {
        case 'cpu': return 'CPU 一次只从一个 slab 取对象，现在是这一个。';
        case 'cpu_partial': return `它上面有了空闲对象，CPU 先留着。最多留 ${int(s.cacheFigure('cpu_partial_slabs'))} 个。`;
        case 'node_partial': return '它有空闲对象，又不属于哪个 CPU。该节点的任何 CPU 都可以取用。';
        case 'full': return '它没有空闲对象。SLUB 不再记着它，直到有对象归还；由对象的地址就能找到它。';
        case 'empty': return `它的对象全都空闲，而节点已留有 ${int(s.cacheFigure('min_partial'))} 个或更多 partial slab。`;
        default: return '它不再属于谁。';
    }
}

export const slabZh = {
    kmem_cache: {
        now: (s) => (s.n('alias') ? `${s.cache} 又多管一种对象。` : `缓存 ${s.cache}：对象 ${s.int('bytes')} 字节，每个 slab ${s.int('objects')} 个。`),
        why: (s) =>
            s.n('alias')
                ? '已有大小和标志相同的缓存。Linux 把相似的缓存合并，让它们共用 slab。'
                : `对齐之后每个占 ${s.int('size_bytes')} 字节。一个 slab 是 ${int(2 ** s.n('order'))} 帧的块：浪费不多的最小一种。`,
        station: (s) => s.cache,
        chain: (s) => (s.n('alias') ? `并入 ${s.cache}` : `缓存 ${s.cache}`),
    },
    kmem_alloc: {
        now: (s) => `一个 ${s.cache} 对象，${paths[s.slabPath][0]}。`,
        why: (s) => paths[s.slabPath][1],
        station: (s) => paths[s.slabPath][2],
        chain: (s) => `${s.cache} 对象 ${s.hexOf('obj')}，${paths[s.slabPath][0]}`,
    },
    slab_new: {
        now: (s) => `${s.cache} 在帧 ${s.hex('pfn')} 有了新 slab：${s.int('objects')} 个空闲对象。`,
        why: (s) =>
            s.n('order') < s.cacheFigure('order')
                ? '没有常用阶的块，只好用放得下一个对象的最小块。'
                : `${int(2 ** s.n('order'))} 帧切成相等的小块。每个空闲小块的中间写着下一块的地址。`,
        station: (s) => `${s.int('objects')} 个对象`,
        chain: (s) => `新 slab 在 ${s.hex('pfn')}，阶 ${s.n('order')}`,
    },
    slab_free: {
        now: (s) => `帧 ${s.hex('pfn')} 的 slab 还给页分配器。`,
        why: () => '它的对象全都空闲了，这时它的帧才能另作他用：归还对象还不等于归还页。',
        station: () => '归还 slab',
        chain: (s) => `${s.hex('pfn')} 的 slab 已归还`,
    },
    kmem_free: {
        now: (s) => `归还一个 ${s.cache} 对象。`,
        why: (s) => (s.slabPut === 'cpu_freelist' ? '它在这个 CPU 正在用的 slab 上，放到 CPU 自己链的最前面，下次先用它。' : '它在另一个 slab 上，放到那个 slab 自己链的最前面。'),
        station: () => '对象空闲',
        chain: (s) => `${s.cache} 对象 ${s.hexOf('obj')} 已归还`,
    },
    slab_move: {
        now: (s) => `${s.cache} 的一个 slab：${places[s.slabState()]}。`,
        why: moved,
        station: (s) => shortly[s.slabState()],
        chain: (s) => `slab：先前${places[s.slabState('slab_state_before')]}，现在${places[s.slabState()]}`,
    },
    slab_drain: {
        now: (s) => `CPU ${s.int('cpu')} 留着 ${s.cache} 的 ${s.int('slabs')} 个 partial slab，全部交给节点。`,
        why: (s) => `一个 CPU 最多留 ${s.int('limit')} 个。整条链一次交出，锁只要拿一次。`,
        station: () => '清空该链',
        chain: (s) => `CPU ${s.int('cpu')} 交出 ${s.int('slabs')} 个 partial slab`,
    },
    kmem_shrink: {
        now: (s) => `${s.cache} 有 ${s.int('slabs')} 个 slab，放着 ${s.int('used_objects')} 个对象。用不着的归还。`,
        why: () => '各 CPU 放开手里的 slab，空的还给页分配器，最满的 partial slab 排到最前。',
        station: () => '收缩',
        chain: (s) => `${s.cache} 收缩，原有 ${s.int('slabs')} 个 slab`,
    },
    file_open: {
        now: () => '打开一个文件：由一个 filp 对象代表它。',
        why: (s) => (s.n('cached') ? '路径已经记得，dentry 和 inode 都在。' : '这个路径还没人打开过：给它一个 dentry（名字）和一个 inode（文件本身）。文件关闭后两者都留着。'),
        station: () => '打开文件',
        chain: (s) => (s.n('cached') ? '打开文件，路径已记得' : '打开文件，路径是新的'),
    },
    shrink_slab: {
        now: (s) => `节点 ${s.int('node')} 上有 ${s.int('freeable_objects')} 个闲置的 dentry 和 inode，丢弃了 ${s.int('freed_objects')} 个。`,
        why: () => '上次查看后又被用过的 dentry 先放过一次；inode 要等它的 dentry 走了才能走。归还对象还不等于归还页：slab 空了才还给页分配器。',
        station: () => '丢弃对象',
        chain: (s) => `丢弃 ${s.int('freed_objects')} 个闲置对象`,
    },
    stack_take: {
        now: (s) => `给 ${s.who} 一个内核栈：${s.int('pages')} 帧。`,
        why: (s) => (s.n('cached') ? '每个 CPU 留着两个已结束任务的栈，这次再用一个。' : `每个任务在内核里都有自己的栈，${s.n('pages') * 4} KB。${s.n('pages') > 2 ? '栈在 vmalloc 区，各帧不必相邻。' : '32 位时是相邻的一块。'}`),
        station: () => '内核栈',
        chain: (s) => (s.n('cached') ? '内核栈：再用 CPU 留着的' : `内核栈，${s.int('pages')} 帧`),
    },
    stack_give: {
        now: (s) => (s.n('cached') ? `${s.who} 的内核栈留给下一个任务。` : `${s.who} 的内核栈归还了。`),
        why: (s) => (s.n('cached') ? '新建一个很慢，所以每个 CPU 至多留两个。' : 'CPU 已留着两个，它的帧还给页分配器。'),
        station: (s) => (s.n('cached') ? '留下栈' : '归还栈'),
        chain: (s) => (s.n('cached') ? '内核栈留下' : '内核栈归还'),
    },
} satisfies Partial<EventTexts>;
