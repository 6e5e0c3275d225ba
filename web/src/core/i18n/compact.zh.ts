// 中文：LRU 链与内存规整的事件怎么说。

import type { EventTexts } from './shape';
import { ENUMS } from '../schema.gen';
import { int, type Story } from './story';

const lists: Record<(typeof ENUMS.lru_list)[number], string> = {
    inactive_anon: '不活跃匿名',
    active_anon: '活跃匿名',
    inactive_file: '不活跃文件',
    active_file: '活跃文件',
    unevictable: '不可回收',
};
const list = (s: Story, arg = 'lru_list'): string => lists[ENUMS.lru_list[s.n(arg)] ?? 'inactive_anon'];
const whole = (s: Story): boolean => s.n('order') > 10;
const goal = (s: Story): string => (whole(s) ? '尽量多的大块' : `一个 ${int(s.frames())} 帧的块`);

const batches: Record<(typeof ENUMS.lru_batch)[number], string> = {
    add: '放进 LRU 链',
    rotate: '移到回收最先查看的一端',
    deactivate_file: '转为不活跃',
    deactivate: '转为不活跃',
    lazyfree: '在内存紧张时放弃',
    activate: '转为活跃',
};

const why: Record<(typeof ENUMS.compact_why)[number], string> = {
    direct: '请求找不到这么大的块，空闲帧其实够。由该任务自己把页挪到一起。',
    kcompactd: 'kcompactd 为这一阶被唤醒，在别人运行时工作。',
    proactive: '空闲内存太零散。kcompactd 提前整理，免得以后有人等。',
    command: '有人写了 /proc/sys/vm/compact_memory：每个区从头整理到尾。',
};

const ends: Record<(typeof ENUMS.compact_result)[number], string> = {
    not_suitable_zone: '没有哪个区值得规整。',
    skipped: '空闲太少，挪页所需的帧都不够。',
    deferred: '这里刚失败过，这次不试。',
    no_suitable_page: '这里没有能移动的页。',
    continue: '可以进行。',
    complete: '两个扫描相遇，全都看过了。',
    partial_skipped: '两个扫描相遇了，但不是从区的两端开始的。',
    contended: '别的任务要用 CPU 或锁。',
    success: '已经有足够大的空闲块。',
};
const end = (s: Story): string => ends[ENUMS.compact_result[s.n('compact_result')] ?? 'complete'];

export const compactZh = {
    lru_add: {
        now: (s) => `页 ${s.hex('pfn')} 在 CPU ${s.n('cpu')} 的批次里等着。`,
        why: (s) => `那里有 ${int(s.n('waiting'))} 页等着${batches[ENUMS.lru_batch[s.n('lru_batch')] ?? 'add']}。攒满 15 页，链的锁只拿一次。`,
        station: () => '等着进 LRU',
        chain: (s) => `批次收下 ${s.hex('pfn')}`,
    },
    lru_drain: {
        now: (s) => `CPU ${s.n('cpu')} 批次里的 ${int(s.n('pages'))} 页放进链里。`,
        why: () => '每一页都放到所属链的头上。批次曾持有一个引用，现在放手。',
        station: (s) => `放出 ${s.n('pages')} 页`,
        chain: (s) => `批次放出 ${int(s.n('pages'))} 页`,
    },
    lru_del: {
        now: (s) => `页 ${s.hex('pfn')} 离开${list(s)}链。`,
        why: () => '它不再是回收的对象：正被释放或移动。',
        station: () => '离开 LRU',
        chain: (s) => `${list(s)}链去掉 ${s.hex('pfn')}`,
    },
    lru_move: {
        now: (s) => `页 ${s.hex('pfn')} 从${list(s, 'lru_list_from')}链移到${list(s)}链。`,
        why: (s) => (ENUMS.lru_list[s.n('lru_list')] === 'unevictable' ? '它被锁住，回收不该看它。' : '对它使用情况的了解变了。'),
        station: (s) => `到${list(s)}链`,
        chain: (s) => `${s.hex('pfn')} 到${list(s)}链`,
    },
    compact_suitable: {
        now: (s) => `为 ${s.order} 阶规整 ${s.zone} 值得吗？`,
        why: (s) => `空闲 ${int(s.n('free_pages'))} 帧，至少要 ${int(s.n('mark_pages'))} 帧。${end(s)}`,
        station: () => '值得规整吗',
        chain: (s) => `适合规整：${end(s)}`,
    },
    compact_begin: {
        now: (s) => `开始规整 ${s.zone}，要腾出${goal(s)}。`,
        why: (s) => why[ENUMS.compact_why[s.n('compact_why')] ?? 'direct'],
        station: (s) => `规整 ${s.zone}`,
        chain: (s) => `规整 ${s.zone}${whole(s) ? '' : `，${s.order} 阶`}`,
    },
    compact_isolate: {
        now: (s) => `页块 ${s.n('pageblock')} 里有 ${int(s.n('pages'))} 页可以移动。`,
        why: (s) => `下方的扫描看了 ${int(s.n('scanned'))} 帧。只有在 LRU 链上、没有被钉住的页才取下来。`,
        station: (s) => `取下 ${s.n('pages')} 页`,
        chain: (s) => `页块 ${s.n('pageblock')} 取下 ${s.n('pages')} 页`,
    },
    compact_target: {
        now: (s) => `页块 ${s.n('pageblock')} 的 ${int(s.n('pages'))} 个空闲帧用来接收。`,
        why: (s) => `上方的扫描看了 ${int(s.n('scanned'))} 帧。它从区的顶端取可移动页块里的空闲块。`,
        station: (s) => `备好 ${s.n('pages')} 帧`,
        chain: (s) => `页块 ${s.n('pageblock')} 备好 ${s.n('pages')} 帧`,
    },
    page_migrate: {
        now: (s) => `页 ${s.hex('pfn_from')} 移到帧 ${s.hex('pfn_to')}。`,
        why: (s) => `内容、标志与计数一起过去，${s.addr('addr')} 的表项改指新帧。${s.who} 毫无察觉。`,
        station: (s) => `移到 ${s.hex('pfn_to')}`,
        chain: (s) => `迁移 ${s.hex('pfn_from')} 到 ${s.hex('pfn_to')}`,
    },
    compact_end: {
        now: (s) => `${s.zone} 规整结束，移动了 ${int(s.n('migrated'))} 页。`,
        why: (s) => end(s),
        station: (s) => `移动了 ${s.n('migrated')} 页`,
        chain: (s) => `规整完 ${s.zone}：移动 ${int(s.n('migrated'))} 页`,
    },
    compact_defer: {
        now: (s) => (s.n('skipped') ? `这次不规整 ${s.zone}。` : `规整失败，暂时不再动 ${s.zone}。`),
        why: (s) => `要先放过 ${int(2 ** s.n('defer_shift'))} 次 ${s.order} 阶以上的请求，已有 ${int(s.n('considered'))} 次。每失败一次加倍，最多 64 次。`,
        station: () => '推迟',
        chain: (s) => `推迟，${s.n('considered')}/${2 ** s.n('defer_shift')}`,
    },
    compact_score: {
        now: (s) => `节点 ${s.n('node')} 的碎片分数是 ${s.n('score')}。`,
        why: (s) => `高于 ${s.n('high_score')}，kcompactd 就提前整理，直到降为 ${s.n('low_score')}。分数是空闲内存中大页用不上的比例。`,
        station: (s) => `分数 ${s.n('score')}`,
        chain: (s) => `碎片分数 ${s.n('score')}，界限 ${s.n('high_score')}`,
    },
    kcompactd_wake: {
        now: (s) => `节点 ${s.n('node')} 的 kcompactd 为 ${s.order} 阶被唤醒。`,
        why: () => '大块用完了。它在后台把页挪到一起。',
        station: () => '唤醒 kcompactd',
        chain: (s) => `kcompactd，${s.order} 阶`,
    },
    kcompactd_sleep: {
        now: (s) => `节点 ${s.n('node')} 的 kcompactd 再次入睡。`,
        why: () => '该看的区都看过了。',
        station: () => 'kcompactd 入睡',
        chain: () => 'kcompactd 入睡',
    },
} satisfies Partial<EventTexts>;
