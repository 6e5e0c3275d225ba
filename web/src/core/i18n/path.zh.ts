// 中文：分配慢路径、kswapd 与内核日志的事件怎么说。

import { ENUMS } from '../schema.gen';
import type { EventTexts } from './shape';
import type { pathEn } from './path.en';
import { int, type Story } from './story';

const why = (s: Story): (typeof ENUMS.alloc_why)[number] => ENUMS.alloc_why[s.n('alloc_why')] ?? 'none';

export const whys: Record<(typeof ENUMS.alloc_why)[number], string> = {
    none: '没有一个区在水位线之上还有这样的块。',
    reclaim: '假如能回收的都已收回，就有一个区够用。',
    give_reserve: '为原子请求保留的一个页块交了出来，也许够用。',
    compact: '规整也许还能把空闲帧聚到一起。',
    oom: '有进程被杀，内存会回来。',
    nofail: '__GFP_NOFAIL：这个请求不许失败，所以一直试下去。',
    no_wait: '这个请求不能等，也就不能回收，只好立即失败。',
    memalloc: '请求者自己正在回收内存，不能再开始一次。',
    noretry: '__GFP_NORETRY：说好只试一次。',
    costly: '为多于 8 帧的连续块不值得杀进程。调用者得到 NULL，自己想办法。',
    no_oom: '这样的请求不杀任何进程。',
    victim: '请求者自己正要被杀。',
    nobody: '没有可以杀的进程。',
    injected: '测试让这个帧拿不到。',
};

const nodeReclaim: Record<(typeof ENUMS.node_reclaim)[number], string> = {
    noscan: '这个请求不能在那里回收。',
    full: '这个节点几乎没有文件页，回收也得不到什么。',
    some: '收回的太少。',
    success: '收回的够用了。',
};

export const pathZh: Pick<EventTexts, keyof typeof pathEn> = {
    alloc_slow: {
        now: () => '没有一个区高于 low 水位线，慢路径开始。',
        why: () => '先唤醒 kswapd，水位线从 low 降到 min，请求者在拿到帧之前可能要自己干活。',
        station: () => '慢路径',
        chain: (s) => `慢路径，${s.order} 阶`,
    },
    kswapd_wake: {
        now: (s) => `唤醒节点 ${s.n('node')} 的 kswapd。`,
        why: () => '空闲内存低于 low 水位线。kswapd 在后台回收，直到高于 high。',
        station: () => '唤醒 kswapd',
        chain: (s) => `唤醒 kswapd${s.n('node')}`,
    },
    kswapd_sleep: {
        now: (s) => `节点 ${s.n('node')} 的 kswapd ${s.n('balanced') ? '完成，入睡' : '暂时放弃'}。`,
        why: (s) => (s.n('balanced') ? '这个节点又有一个区高于 high 水位线了。' : `它收回 ${s.int('reclaimed_pages')} 页。连续失败 ${s.int('failures')} 次，满 16 次就不再唤醒它。`),
        station: (s) => (s.n('balanced') ? 'kswapd 入睡' : 'kswapd 失败'),
        chain: (s) => `kswapd${s.n('node')} ${s.n('balanced') ? '完成' : '失败'}`,
    },
    watermark_boost: {
        now: (s) => `${s.zone} 的水位线${s.n('boost_pages') > s.n('boost_before') ? '抬高' : '降低'} ${int(Math.abs(s.n('boost_pages') - s.n('boost_before')))} 页。`,
        why: (s) => (s.n('boost_pages') > s.n('boost_before') ? '刚才只好借用别的类型的块。水位线高了，kswapd 就多腾一些，让整个页块空出来。' : 'kswapd 已腾出抬高的那部分，水位线降回来。'),
        station: (s) => (s.n('boost_pages') > s.n('boost_before') ? '抬高水位线' : '取消抬高'),
        chain: (s) => `${s.zone} 抬高 ${s.int('boost_pages')}`,
    },
    direct_reclaim: {
        now: (s) => `请求者自己回收：${s.int('reclaimed_pages')} 页。`,
        why: (s) => (s.n('reclaimed_pages') ? '等不及 kswapd，就自己做一部分。' : '没有交换区，匿名页走不了，又没有文件页：什么也收不回。'),
        station: () => '直接回收',
        chain: (s) => `直接回收 ${s.int('reclaimed_pages')} 页`,
    },
    alloc_retry: {
        now: (s) => (s.n('again') ? `再来一次，第 ${s.int('retries')} 次。` : '再试也没有用。'),
        why: (s) => (!s.n('again') && why(s) === 'none' ? '什么也没收回，也再没有可收的。' : whys[why(s)]),
        station: (s) => (s.n('again') ? '再试' : '不再试'),
        chain: (s) => (s.n('again') ? `第 ${s.int('retries')} 次重试` : '不再重试'),
    },
    oom_step: {
        now: (s) => (s.n('pid') ? `最后一招：要杀 ${s.who}。` : '这个请求不能用最后一招。'),
        why: (s) => (s.n('pid') ? '用 high 水位线再看一遍各区，也没有找到。' : whys[why(s)]),
        station: () => 'OOM 步骤',
        chain: (s) => (s.n('pid') ? `OOM：${s.who}` : '不杀进程'),
    },
    highatomic_keep: {
        now: (s) => `页块 ${s.n('pageblock')} 留给原子请求。`,
        why: (s) => `一个不能等的请求要了连续几帧。${s.zone} 为这类请求留着 ${s.int('kept_pages')} 页。`,
        station: () => '保留页块',
        chain: (s) => `保留页块 ${s.n('pageblock')}`,
    },
    highatomic_give: {
        now: (s) => `页块 ${s.n('pageblock')} 交还。`,
        why: () => '在能等的请求失败之前，先把为原子请求留的交给大家。',
        station: () => '交还页块',
        chain: (s) => `交还页块 ${s.n('pageblock')}`,
    },
    zone_reclaim: {
        now: (s) => `zone_reclaim_mode：先在 ${s.zone} 回收，再看下一个区。`,
        why: (s) => nodeReclaim[ENUMS.node_reclaim[s.n('node_reclaim')] ?? 'full'],
        station: () => '回收本节点',
        chain: (s) => `在 ${s.zone} 回收`,
    },
    numa_alloc: {
        now: (s) => `帧来自节点 ${s.n('node')}${s.n('hit') ? '，正是首选' : `，节点 ${s.n('node_preferred')} 没有了`}。`,
        why: (s) => (s.n('local') ? '就是请求的 CPU 所在的节点：最快的内存。' : '不是请求的 CPU 所在的节点，每次访问都更慢。'),
        station: (s) => `节点 ${s.n('node')}`,
        chain: (s) => `节点 ${s.n('node')} 的帧`,
    },
    kernel_log: {
        now: () => '内核往日志写了一份报告。',
        why: () => '`dmesg` 会把它打印出来：谁要什么，那时内存是什么样子。',
        station: () => 'dmesg',
        chain: () => 'dmesg 里的报告',
    },
};
