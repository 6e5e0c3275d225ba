// 中文：每 CPU 页链与多个节点的事件怎么说。

import type { EventTexts } from './shape';
import { int, type Story } from './story';

const migrate: Record<string, string> = { unmovable: '不可移动', movable: '可移动', reclaimable: '可回收', highatomic: '高阶原子', isolate: '隔离' };
const mt = (s: Story): string => migrate[s.migratetype()] ?? s.migratetype();
const what = (s: Story): string => `${s.order ? '块' : '帧'} ${s.hex('pfn')}`;

export const nodesZh = {
    pcp_take: {
        now: (s) => `CPU ${s.n('cpu')} 手边有${what(s)}，取用。`,
        why: (s) => `最后归还的最先取：缓存里可能还有它，也不用锁住整个区。这条链还剩 ${int(s.n('blocks'))} 块。`,
        station: (s) => `CPU ${s.n('cpu')} 的页链`,
        chain: (s) => `从 CPU ${s.n('cpu')} 的页链取 ${s.hex('pfn')}`,
    },
    pcp_refill: {
        now: (s) => `CPU ${s.n('cpu')} 的${mt(s)}链空了，去取 ${int(s.n('blocks'))} 块。`,
        why: () => '去一趟伙伴系统，取回一整批。接下来的请求就不必再去。',
        station: (s) => `取 ${int(s.n('blocks'))} 块`,
        chain: (s) => `CPU ${s.n('cpu')} 补充 ${int(s.n('blocks'))} 块`,
    },
    pcp_put: {
        now: (s) => `${what(s)} 放到 CPU ${s.n('cpu')} 页链的最前面。`,
        why: () => '它空闲了，但只有这个 CPU 能取；不算区里的空闲页，也不能合并。',
        station: (s) => `CPU ${s.n('cpu')} 的页链`,
        chain: (s) => `${s.hex('pfn')} 放到 CPU ${s.n('cpu')} 的页链`,
    },
    pcp_spill: {
        now: (s) => `CPU ${s.n('cpu')} 手边有 ${int(s.n('count'))} 页，归还 ${int(s.n('pages'))} 页。`,
        why: (s) => `上限是 ${int(s.n('high'))} 页。从链尾最冷的还起。其间没有分配，下次就加倍。`,
        station: (s) => `归还 ${int(s.n('pages'))} 页`,
        chain: (s) => `CPU ${s.n('cpu')} 归还 ${int(s.n('pages'))} 页`,
    },
    pcp_drain: {
        now: (s) => `CPU ${s.n('cpu')} 把 ${s.zone} 的 ${int(s.n('pages'))} 页归还。`,
        why: () => '放在这些链上的页别人用不了，也不能合并。内存紧张时就收回来。',
        station: (s) => `清空 CPU ${s.n('cpu')}`,
        chain: (s) => `收回 CPU ${s.n('cpu')} 的 ${int(s.n('pages'))} 页`,
    },
    pcp_expire: {
        now: (s) => `CPU ${s.n('cpu')} 已有 ${s.n('idle_s')} 秒没用它手边 ${s.zone} 的页。`,
        why: () => '这些页属于别的节点。每个 CPU 每秒看一次自己的页链，不用的就归还，一次一批。',
        station: (s) => `${s.n('idle_s')} 秒未用`,
        chain: (s) => `CPU ${s.n('cpu')} 手边 ${s.zone} 的页没人用`,
    },
    numa_remote: {
        now: (s) => `帧 ${s.hex('pfn')} 在节点 ${s.n('node')}，而 CPU ${s.n('cpu')} 在节点 ${s.n('node_cpu')}。`,
        why: (s) => `要穿过节点之间的连接，距离 ${s.n('distance')}（本地为 10），多用 ${s.ns}。`,
        station: (s) => `节点 ${s.n('node')}，远端`,
        chain: (s) => `节点 ${s.n('node')} 的内存，多用 ${s.ns}`,
    },
} satisfies Partial<EventTexts>;
