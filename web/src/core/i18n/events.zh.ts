// 中文：每个事件怎么说。“帧”指物理，“页”指虚拟。

import { pathZh } from './path.zh';
import { bootZh } from './boot.zh';
import { nodesZh } from './nodes.zh';
import { compactZh } from './compact.zh';
import { segmentsZh } from './segments.zh';
import { slabZh } from './slab.zh';
import type { EventTexts } from './shape';
import { addressShort, blockBytes, cut, duration, int, type Story } from './story';

const name = (s: Story, fallback = '该区域'): string => s.areaName() || fallback;
const accessWord = { read: '读', write: '写', fetch: '取指' } as const;
const migrate: Record<string, string> = { unmovable: '不可移动', movable: '可移动', reclaimable: '可回收', highatomic: '高阶原子', isolate: '隔离' };
const mt = (s: Story, arg = 'migratetype'): string => migrate[s.migratetype(arg)] ?? s.migratetype(arg);

function untouched(s: Story): string {
    if (s.n('level') > 1) return '这一片还没有用过任何一页，所以下面没有页表。内核会连同这一页一起建立。';
    const area = s.area;
    if (!area) return '没有区域包含这个地址，谁也没有答应过这里。';
    if (area.role === 'heap') return 'brk 只答应了堆的地址范围，这一页从没被碰过。Linux 到第一次访问才给物理帧。';
    if (area.role === 'stack') return '栈在启动时只答应了范围，这一页从没被碰过。Linux 到第一次访问才给物理帧。';
    if (area.role === 'bss') return '初值为零的变量用到之前不占内存，这一页从没被碰过。';
    if (area.role === 'text') return '代码只是映射了，并没有读进来。第一次执行到它时，这一页才进内存。';
    return 'mmap 只答应了地址范围，这一页从没被碰过。Linux 到第一次访问才给物理帧。';
}

function denied(s: Story): string {
    if (s.access === 'fetch') return 'NX 位为 1：这一页是数据，数据不能当作代码执行。';
    if (s.access === 'write' && s.entryIsZeroPage) return '之前的读由共享的零页应付，只读。现在内核要给这一页一个自己的帧。';
    if (s.access === 'write') return 'W 位为 0。由内核判断：是该复制的页，还是本来就不许写。';
    return '这一项只给内核用，由内核判断这次访问算什么。';
}

function errorCode(s: Story): string {
    const code = s.n('error_code');
    const how = code & 16 ? '取指' : code & 2 ? '写' : '读';
    return `错误码 ${code}：${code & 4 ? '用户程序' : '内核'}的${how}，${code & 1 ? '有页表项但不允许' : '页不在内存'}。地址在 CR2。`;
}

const decide: Record<Story['fault'], [string, string, string]> = {
    anon_read: ['第一次读，共享的零页就够了。', '这里没写过，每个字节都读作 0。所有这样的页共用一个全零的帧，只读。', '用零页'],
    anon_write: ['第一次写，这一页需要自己的帧。', '匿名内存背后没有文件，从全零开始，放在属于本进程的帧里。', '新匿名页'],
    zero_write: ['要写零页，得换成自己的帧。', '此前这一页读的是共享的全零帧。直接写会改到所有人。', '离开零页'],
    reuse: ['这一帧没有别人用，可以再写。', '这一帧只映射在这里，复制没有好处，把表项改为可写即可。', '重用该帧'],
    copy: ['这一帧有人共用，写者得到副本。', '写时复制：大家只读时一帧就够，第一次写打破了它。', '写时复制'],
    file_read: ['这一页属于文件，读进来。', '文件的页由页缓存保管。缓存里有，就不用读盘。', '文件页'],
    file_write: ['私有地写文件页，要先复制。', '映射是私有的，文件不能变，所以写者得到自己的帧。', '复制文件页'],
    spurious: ['页已经在了，没有要修的。', '查表与缺页之间，表项已变好。只需重新访问。', '已经在了'],
    bad_area: ['没有区域包含它，是程序的错。', '这里从未映射过。内核不会凭空给内存，而是发 SIGSEGV。', '无此区域'],
    bad_access: ['该区域不允许这种访问。', '范围是有的，但不允许这样访问。内核发 SIGSEGV。', '不允许'],
    beyond_eof: ['文件在这一页之前就结束了。', '映射比文件长，没有内容可读，于是发 SIGBUS。', '超出文件'],
    non_canonical: ['这不是本机的合法地址。', '高位必须与最高有效位相同，否则 CPU 报一般保护错误。', '非规范地址'],
    no_memory: ['已经没有帧可以给这一页。', '分配器在所有区里都没找到块，任务无法继续。', '没有内存'],
};

function signalWhy(s: Story): string {
    const end = s.n('caught') ? '进程说过由它自己处理。' : '';
    if (s.siCode === 'SEGV_MAPERR') return `SEGV_MAPERR：没有区域包含 ${s.addr('addr')}。${end}`;
    if (s.siCode === 'SEGV_ACCERR') return `SEGV_ACCERR：区域存在，但不允许这种访问。${end}`;
    if (s.siCode === 'BUS_ADRERR') return `BUS_ADRERR：文件里没有这一页。${end}`;
    if (s.siCode === 'SI_KERNEL') return `SI_KERNEL：地址不规范，因此不报告地址。${end}`;
    return s.n('caught') ? '进程说过由它自己处理。' : '有人发来了信号，不捕获它的进程就会结束。';
}

function evictWhy(s: Story): string {
    const worth = s.int('worth');
    switch (s.labWhy) {
        case 'oldest':
            return `它最先调入，在第 ${int(s.n('worth') + 1)} 次访问时。FIFO 不问之后是否用过。`;
        case 'least_recent':
            return `它最久没有用过：上次是第 ${int(s.n('worth') + 1)} 次访问。`;
        case 'not_referenced':
            return '指针经过时它的访问位是 0：最近没有用过。';
        case 'farthest':
            return `在场的页里它最晚才再用：第 ${int(s.n('worth') + 1)} 次访问。OPT 知道未来。`;
        case 'never_again':
            return '它不会再用。OPT 知道未来。';
        case 'chance':
            return `抽签抽到帧 ${s.int('slot')}。`;
        case 'lowest_count':
            return `它的计数最小：${worth}。`;
        case 'lowest_age':
            return `它的计数最小：${worth}。旧的使用已被移出计数器。`;
        case 'least_frequent':
            return `调入之后它用得最少：${worth} 次。`;
        case 'a1in_full':
            return `A1in 超过了它的份额 ${worth} 帧。它最老的页离开，并记在 A1out 上。`;
        case 'am_oldest':
            return 'A1in 没有超过份额，所以 Am 中最久未用的页离开。';
        case 't1_over':
            return `T1 超过了目标 ${worth} 帧。它最久未用的页离开，并记在 B1 上。`;
        case 't2_oldest':
            return `T1 没有超过目标 ${worth} 帧，所以 T2 最久未用的页离开，并记在 B2 上。`;
        case 't1_alone':
            return 'T1 占满了内存，也没有记住的页：它最久未用的页离开并被忘掉。';
        default:
            return '算法选中了它。';
    }
}

const flush: Record<Story['flushReason'], string> = {
    switch: '没有 PCID，两个地址空间的项分不开，切换时只好丢弃。',
    range: '一次改了 33 页以上，全部丢弃比逐页失效便宜。',
    asid_reuse: '地址空间号只有六个，这个号是从别的进程收来的。',
    exit: '地址空间结束，它的翻译都不能再用。',
};
const flushWord: Record<Story['flushReason'], string> = { switch: '切换', range: '范围大', asid_reuse: '号被重用', exit: '退出' };

function commit(s: Story): string {
    if (s.n('mode') === 1) return '模式 1 从不拒绝，答应的可以比内存多得多。';
    if (s.n('mode') === 2) return `模式 2 保证总承诺低于 CommitLimit：${s.int('committed_pages')} / ${s.int('limit_pages')} 页。`;
    return '模式 0 只拒绝比全部内存加交换区还大的请求。';
}

const holds: Record<Story['frameType'], string> = { free: '空闲', anon: '匿名内存', file: '文件页', slab: '内核对象', table: '页表', kernel: '内核数据', huge: '大页', hole: '空洞' };

export const eventsZh: EventTexts = {
    command: {
        now: (s) => `命令：${cut(s.command, 44)}`,
        why: () => '一条命令是历史的一步，直到它结束的所有事件都因它而起。',
        station: () => '命令',
        chain: (s) => `命令：${s.command}`,
    },
    command_end: {
        now: (s) => (s.errno ? `命令结束，调用返回 ${s.errno}。` : '命令执行完毕。'),
        why: (s) =>
            s.errno
                ? `${s.errno} 是 Linux 给程序的回答，机器照常继续。`
                : `用了 ${duration(s.model.mirror.get('machine', 'r_ns', 0))} 模拟时间，共 ${int(s.step.last - s.step.first + 1)} 个事件。`,
        station: (s) => s.errno || '完成',
        chain: (s) => (s.errno ? `结束：${s.errno}` : '命令完成'),
    },
    job_turn: {
        now: (s) => `轮到 ${s.who} 使用 CPU ${s.n('cpu')}。`,
        why: () => '各项工作轮流使用模拟 CPU，次序总是一样，所以每次运行都能精确重现。',
        station: (s) => cut(`轮到 ${s.who}`, 16),
        chain: (s) => `轮到 ${s.who}`,
    },
    job_end: {
        now: (s) => `${s.who} 的工作做完了。`,
        why: (s) => `它做了 ${int(s.n('done'))} 次访问。进程还在，页也都还在。`,
        station: () => '工作完成',
        chain: (s) => `${s.who} 的工作完成`,
    },
    task_switch: {
        now: (s) => `CPU ${s.n('cpu')} 改为运行 ${s.procName(s.n('pid_to'))}。`,
        why: (s) =>
            s.n('flushed')
                ? 'CR3 换成另一张顶级页表，旧地址空间的 TLB 项被丢弃。'
                : `CR3 换成另一张顶级页表。TLB 项带有编号（本进程为 ${s.n('asid')}），别人的可以留下。`,
        station: (s) => cut(`切到 ${s.procName(s.n('pid_to'))}`, 16),
        chain: (s) => `切换到 ${s.procName(s.n('pid_to'))}`,
    },
    syscall: {
        now: (s) => `${s.who} 调用内核：${s.verb}${s.n('bytes') ? `，${blockBytes(s.n('bytes'))}` : ''}。`,
        why: () => '只有内核能改地址空间，它工作时程序在等。',
        station: (s) => s.verb || '系统调用',
        chain: (s) => `${s.who} 调用 ${s.verb}`,
    },
    syscall_return: {
        now: (s) => (s.errno ? `调用失败：${s.errno}。` : `调用返回 ${s.who}。`),
        why: (s) => (s.errno ? '对程序来说什么都没变，怎么办由它自己决定。' : '程序从调用之后继续。答应的内存此时还没有帧。'),
        station: (s) => s.errno || '返回',
        chain: (s) => (s.errno ? `调用失败：${s.errno}` : '调用已返回'),
    },
    access: {
        now: (s) => `${s.who} ${accessWord[s.access]} ${s.place}。`,
        why: () => '程序只认得虚拟地址。CPU 要先找到帧，才能动一个字节。',
        station: (s) => `${accessWord[s.access]} ${addressShort(s.n('addr'))}`,
        chain: (s) => `${s.who} ${accessWord[s.access]} ${s.place}`,
    },
    return_to_program: {
        now: (s) => `回到 ${s.who}，同一条指令再来一遍。`,
        why: () => '程序察觉不到缺页。CPU 重复这次访问，这回页已经在了。',
        station: () => '返回程序',
        chain: (s) => `返回 ${s.who}`,
    },
    tlb_hit: {
        now: (s) => `${s.tlb} TLB 里有这一页：帧 ${s.hex('pfn')}。`,
        why: (s) => `页号选中第 ${s.n('set')} 组，其中一项相符，不必读页表。`,
        station: (s) => `${s.tlb} 第 ${s.n('set')} 组命中`,
        chain: (s) => `${s.tlb} TLB 第 ${s.n('set')} 组命中`,
    },
    tlb_miss: {
        now: (s) => `TLB 第 ${s.n('set')} 组里没有这一页。`,
        why: (s) => `页号选中 ${s.tlb} TLB 的第 ${s.n('set')} 组，没有一项相符。` + (s.lastTlb ? '只好去读页表。' : '再去问更大的 TLB。'),
        station: (s) => `${s.tlb} 第 ${s.n('set')} 组没有`,
        chain: (s) => `${s.tlb} TLB 第 ${s.n('set')} 组没有`,
    },
    tlb_fill: {
        now: (s) => `${s.tlb} TLB 记下结果：帧 ${s.hex('pfn')}。`,
        why: () => '查一次表要读好几次内存。下次访问这一页，在这里就能找到帧。',
        station: (s) => `填 ${s.tlb} 第 ${s.n('set')} 组`,
        chain: (s) => `填入 ${s.tlb} TLB 第 ${s.n('set')} 组`,
    },
    tlb_evict: {
        now: (s) => `TLB 第 ${s.n('set')} 组满了，最旧的一项让位。`,
        why: (s) => `帧 ${s.hex('pfn')} 在这组里最久没用。TLB 只是副本，页表里还有它。`,
        station: (s) => `${s.tlb} 第 ${s.n('set')} 组淘汰`,
        chain: (s) => `${s.tlb} TLB 第 ${s.n('set')} 组已满`,
    },
    tlb_invlpg: {
        now: () => 'TLB 忘掉这一页。',
        why: () => '页表项变了，副本就不对了。INVLPG 只清掉这一页。',
        station: () => '单页失效',
        chain: () => 'TLB 里一页失效',
    },
    tlb_flush: {
        now: (s) => `TLB 一次丢掉 ${int(s.n('entries'))} 项。`,
        why: (s) => flush[s.flushReason],
        station: () => '刷新 TLB',
        chain: (s) => `TLB 刷新：${flushWord[s.flushReason]}`,
    },
    walk_level: {
        now: (s) => (s.n('level') === 1 ? `最后一级页表里有这一页的帧：${s.entryFrame}。` : `第 ${s.n('level')} 级：第 ${s.n('index')} 项指向帧 ${s.entryFrame}。`),
        why: (s) =>
            s.top
                ? `CR3 指出顶级页表在哪。页号最高的 ${s.indexBits} 位选出其中一项。`
                : `地址接下来的 ${s.indexBits} 位选出一项，${s.n('level') === 1 ? '它就是这一页。' : '它是下一级页表的帧。'}`,
        station: (s) => `第 ${s.n('level')} 级`,
        chain: (s) => `查第 ${s.n('level')} 级页表`,
    },
    walk_empty: {
        now: (s) => (s.n('level') === 1 ? '最后一级页表里没有这一页，查表到此为止。' : `第 ${s.n('level')} 级页表的这一项是空的，查表到此为止。`),
        why: untouched,
        station: (s) => `第 ${s.n('index')} 项为空`,
        chain: (s) => `第 ${s.n('index')} 项为空`,
    },
    walk_denied: {
        now: (s) => `有页表项，但不允许${s.access === 'fetch' ? '执行' : s.access === 'write' ? '写' : '读'}。`,
        why: denied,
        station: () => '不允许',
        chain: (s) => `第 ${s.n('index')} 项不允许`,
    },
    pte_mark: {
        now: (s) => `CPU 在页表项上做记号：${s.n('dirty') ? (s.n('accessed') ? '已访问、已写' : '已写') : '已访问'}。`,
        why: () => '硬件记下用过什么、写过什么。内存紧张时内核会来看这些位。',
        station: (s) => (s.n('dirty') ? '记下已写' : '记下已访问'),
        chain: (s) => `第 ${s.n('index')} 项做了记号`,
    },
    page_fault: {
        now: () => '缺页，由内核接手。',
        why: errorCode,
        station: () => '缺页',
        chain: () => '缺页',
    },
    vma_find: {
        now: (s) => (s.n('found') ? `地址在 ${name(s, '一个区域')} 里，${s.vma().perms}。` : '没有区域包含这个地址。'),
        why: (s) => (s.n('found') ? '区域树说明答应过哪些地址、作什么用；页表只说明现在有什么。' : '内核查了这个进程的区域，没有一个包含它。'),
        station: () => '查 VMA',
        chain: (s) => (s.n('found') ? `VMA：${name(s, '找到')}` : '没有这个 VMA'),
    },
    stack_grow: {
        now: (s) => `栈向下长 ${int(s.n('pages'))} 页。`,
        why: () => '访问刚好在栈的下面。栈可以一直长到上限，不需要调用。',
        station: () => '栈增长',
        chain: (s) => `栈长了 ${int(s.n('pages'))} 页`,
    },
    fault_decide: {
        now: (s) => decide[s.fault][0],
        why: (s) => decide[s.fault][1],
        station: (s) => decide[s.fault][2],
        chain: (s) => decide[s.fault][2],
    },
    fault_done: {
        now: (s) => `缺页处理完毕，用了 ${s.ns}。`,
        why: (s) => (s.n('major') ? '这是主缺页：页要从磁盘读来。' : '这是次缺页：不用读盘。它计入 pgfault 和进程的 minflt。'),
        station: (s) => (s.n('major') ? '主缺页完成' : '次缺页完成'),
        chain: (s) => `${s.n('major') ? '主' : '次'}缺页，${s.ns}`,
    },
    pt_alloc: {
        now: (s) => `新建第 ${s.n('level')} 级页表，放在帧 ${s.hex('table_pfn')}。`,
        why: () => '页表本身也是页，要等它那一片的第一页用到时才建立。',
        station: (s) => `新第 ${s.n('level')} 级页表`,
        chain: (s) => `新建第 ${s.n('level')} 级页表`,
    },
    pt_free: {
        now: (s) => `帧 ${s.hex('table_pfn')} 里的页表不再需要。`,
        why: () => '它那一片全部解除了映射，页表所在的帧还给分配器。',
        station: (s) => `还第 ${s.n('level')} 级页表`,
        chain: (s) => `第 ${s.n('level')} 级页表归还`,
    },
    frame_zero: {
        now: (s) => `帧 ${s.hex('pfn')} 清零。`,
        why: () => '这一帧别人用过。一个程序不能看见另一个程序留下的内容。',
        station: () => '清零',
        chain: (s) => `帧 ${s.hex('pfn')} 已清零`,
    },
    frame_fill: {
        now: (s) => `帧 ${s.hex('pfn')} 装入文件内容。`,
        why: () => '文件的一页读进一帧，从此页缓存里就有它。',
        station: () => '读入文件',
        chain: (s) => `帧 ${s.hex('pfn')} 已装入`,
    },
    frame_copy: {
        now: (s) => `帧 ${s.hex('pfn_from')} 复制到 ${s.hex('pfn_to')}。`,
        why: () => '别人看到的还是旧帧，写者用自己的副本继续。',
        station: () => '复制一帧',
        chain: (s) => `复制到帧 ${s.hex('pfn_to')}`,
    },
    pte_set: {
        now: (s) => (s.entryIsZeroPage ? `第 ${s.n('index')} 项现在指向共享的零页。` : `第 ${s.n('index')} 项现在指向帧 ${s.entryFrame}。`),
        why: (s) => (s.entryIsZeroPage ? `标志 ${s.bits}：能读不能写，第一次写会再进内核。` : `标志 ${s.bits}。从此 CPU 找这一页不用再问内核。`),
        station: (s) => `填第 ${s.n('index')} 项`,
        chain: (s) => `第 ${s.n('index')} 项已填`,
    },
    pte_clear: {
        now: (s) => `第 ${s.n('index')} 项清空。`,
        why: () => '这一页不再映射，它的帧少了一个使用者。',
        station: (s) => `清第 ${s.n('index')} 项`,
        chain: (s) => `第 ${s.n('index')} 项已清`,
    },
    store: {
        now: (s) => `字节写进帧 ${s.hex('pfn')}。`,
        why: () => '这才是程序要做的事，前面的一切只为找到地方。',
        station: (s) => `写入 ${s.hex('pfn')}`,
        chain: (s) => `写入帧 ${s.hex('pfn')}`,
    },
    signal: {
        now: (s) => (s.n('caught') ? `${s.who} 收到 ${s.signal}，继续活着。` : `${s.who} 收到 ${s.signal}。`),
        why: signalWhy,
        station: (s) => s.signal,
        chain: (s) => `${s.signal}${s.siCode ? `，${s.siCode}` : ''}`,
    },
    spawn: {
        now: (s) => `${s.who} 启动，进程号 ${s.n('pid')}。`,
        why: () => '它得到一个地址空间：代码、数据、栈各有区域。区域只是承诺，此时还没有帧。',
        station: (s) => cut(`启动 ${s.who}`, 16),
        chain: (s) => `${s.who} 启动`,
    },
    exit: {
        now: (s) => (s.n('signal') ? `${s.who} 因 ${s.signal} 而死。` : `${s.who} 结束。`),
        why: () => '它的区域、页表和帧都归还。没有别人用的，现在空闲了。',
        station: (s) => cut(`结束 ${s.who}`, 16),
        chain: (s) => `${s.who} 结束`,
    },
    vma_new: {
        now: (s) => `新区域：${s.size}，${s.perms}。`,
        why: () => '区域是一个承诺：这些地址可以用。此时还没有为它取帧。',
        station: () => '新区域',
        chain: (s) => `新区域，${s.size}`,
    },
    vma_resize: {
        now: (s) => `${name(s)}${s.n('end') - s.n('start') >= s.n('end_before') - s.n('start_before') ? '扩大' : '缩小'}到 ${s.size}。`,
        why: () => '权限相同、种类相同、彼此相邻：不必再建一个区域，把原来的边界移一下就行。',
        station: () => '区域改大小',
        chain: (s) => `${name(s)} 现为 ${s.size}`,
    },
    vma_split: {
        now: (s) => `${name(s)}在 ${s.addr('addr')} 处一分为二。`,
        why: () => '只有一部分要变。一个区域只有一套权限，所以要两个。',
        station: () => '拆分区域',
        chain: (s) => `${name(s)} 拆分`,
    },
    vma_merge: {
        now: () => '两个相邻的区域合为一个。',
        why: () => '它们相接，权限和来源都一样。区域少，查找就快。',
        station: () => '合并区域',
        chain: () => '区域合并',
    },
    vma_free: {
        now: (s) => `${s.size} 的区域撤销了。`,
        why: () => '这些地址不再答应给任何人，再访问会得到 SIGSEGV。',
        station: () => '撤销区域',
        chain: (s) => `${s.size} 的区域撤销`,
    },
    vma_flags: {
        now: (s) => `${name(s)}从此是 ${s.perms}。`,
        why: () => '区域的权限变了，权限更大的页表项也要跟着改。',
        station: () => '改权限',
        chain: (s) => `${name(s)} 现为 ${s.perms}`,
    },
    vma_place: {
        now: (s) => `在 ${s.addr('addr')} 找到 ${s.bytes('bytes')} 的空隙。`,
        why: (s) => (s.n('hint') ? '程序要的就是这个地址，它正空着。' : '从 mmap 区顶端向下找，取第一个够大的空隙。'),
        station: () => '找空隙',
        chain: (s) => `空隙在 ${s.addr('addr')}`,
    },
    brk_move: {
        now: (s) => `堆的终点${s.n('brk') >= s.n('brk_before') ? '上移' : '下移'} ${blockBytes(Math.abs(s.n('brk') - s.n('brk_before')))}。`,
        why: () => 'brk 只是移动边界。帧以后再给，每页第一次访问时给。',
        station: () => '移动 brk',
        chain: (s) => `brk 移到 ${s.addr('brk')}`,
    },
    commit_check: {
        now: (s) => (s.n('allowed') ? `可以再答应 ${int(s.n('pages'))} 页。` : `${int(s.n('pages'))} 页太多，调用被拒绝。`),
        why: commit,
        station: (s) => (s.n('allowed') ? '可以答应' : '拒绝'),
        chain: (s) => `过量承诺检查：${s.n('allowed') ? '允许' : '拒绝'}`,
    },
    alloc_pages: {
        now: (s) => (s.order ? `内核要 ${int(s.frames())} 个连续的帧。` : '内核要一个帧。'),
        why: (s) => `${s.gfp} 说明用途：${mt(s)}内存${s.zeroed ? '，要清零' : ''}。从 ${s.zone} 区找起。`,
        station: () => '取一个帧',
        chain: (s) => `alloc_pages ${s.order} 阶`,
    },
    zone_check: {
        now: (s) => (s.n('ok') ? `${s.zone} 可以给：空闲 ${s.int('free_pages')} 页。` : `${s.zone} 要留住最后 ${s.int('free_pages')} 个空闲页。`),
        why: (s) => {
            const [mark, kept] = [s.n('mark_pages'), s.n('reserve_pages')];
            const and = kept ? `，另为用不了高处区的请求保留 ${int(kept)} 页` : '';
            if (s.n('ok')) return `给出之后，空闲页仍多于它的水位线 ${int(mark)} 页${and}。`;
            if (s.n('free_pages') - s.frames() + 1 > mark + kept) return `空闲页够，却没有一块连续的 ${int(s.frames())} 帧。`;
            return `它的水位线是 ${int(mark)} 页${and}。${kept ? '这个请求不许再往下用。' : '低于它时只应付紧急请求。'}`;
        },
        station: (s) => (s.n('ok') ? '高于水位线' : '低于水位线'),
        chain: (s) => `${s.zone} ${s.n('ok') ? '高于' : '低于'}水位线`,
    },
    list_empty: {
        now: (s) => `${s.order} 阶链上没有${mt(s)}的块。`,
        why: () => '从需要的大小往上找：更大的块可以切开。',
        station: (s) => `${s.order} 阶为空`,
        chain: (s) => `${s.order} 阶链为空`,
    },
    buddy_take: {
        now: (s) => `从 ${s.order} 阶链取下块 ${s.hex('pfn')}。`,
        why: (s) => `往上找，它是第一条有${mt(s)}块的链，链上还剩 ${int(s.n('blocks'))} 块。`,
        station: (s) => `取自 ${s.order} 阶`,
        chain: (s) => `${s.order} 阶的块 ${s.hex('pfn')}`,
    },
    buddy_split: {
        now: (s) => `${int(s.frames('order_from'))} 页的块对半切开，上半归 ${s.n('order_to')} 阶链。`,
        why: () => '两块互为伙伴，编号只差一位，就是它们的阶那一位。所以合并时不用找。',
        station: (s) => `拆 ${s.n('order_from')} 到 ${s.n('order_to')} 阶`,
        chain: (s) => `拆分 ${s.n('order_from')} 阶到 ${s.n('order_to')} 阶`,
    },
    buddy_fallback: {
        now: (s) => `${mt(s)}的块没有了，改用${mt(s, 'migratetype_from')}的。`,
        why: (s) => (s.n('whole_block') ? '取另一类型里最大的块，整个页块改换类型，让混杂尽量少。' : '另一类型借出一块。它的页块空闲太少，类型不变。'),
        station: () => '改用别的类型',
        chain: (s) => `退用${mt(s, 'migratetype_from')}`,
    },
    pageblock_tag: {
        now: (s) => `页块 ${s.n('pageblock')} 从此是${mt(s)}。`,
        why: () => '同类的页放在同一个页块里，大块才能重新形成。',
        station: () => '页块改类型',
        chain: (s) => `页块 ${s.n('pageblock')}：${mt(s)}`,
    },
    free_pages: {
        now: (s) => `块 ${s.hex('pfn')} 归还，共 ${int(s.frames())} 帧。`,
        why: () => '没有人用它了。分配器先看它的伙伴是不是也空闲。',
        station: (s) => `归还 ${s.hex('pfn')}`,
        chain: (s) => `free_pages ${s.order} 阶`,
    },
    buddy_merge: {
        now: (s) => `${s.hex('pfn')} 与伙伴 ${s.hex('buddy_pfn')} 合为一块。`,
        why: (s) => `把编号的第 ${s.order} 位翻转就是伙伴。它空闲且同阶，于是合并。`,
        station: (s) => `合并到 ${s.order + 1} 阶`,
        chain: (s) => `合并 ${s.order} 阶到 ${s.order + 1} 阶`,
    },
    buddy_insert: {
        now: (s) => `块 ${s.hex('pfn')} 挂上 ${s.order} 阶${mt(s)}链。`,
        why: (s) => (s.n('at_tail') ? '挂在链尾：它的伙伴可能很快空闲，那时能合成更大的块。' : '挂在链头：刚用过的先取，缓存里还有它。'),
        station: (s) => `挂 ${s.order} 阶链`,
        chain: (s) => `块 ${s.hex('pfn')} 挂上 ${s.order} 阶`,
    },
    frame_taken: {
        now: (s) => (s.order ? `从 ${s.hex('pfn')} 起 ${int(s.frames())} 帧启用。` : `帧 ${s.hex('pfn')} 启用。`),
        why: (s) => `引用计数从 0 变为 1，将用来装${holds[s.frameType]}。`,
        station: (s) => `帧 ${s.hex('pfn')}`,
        chain: (s) => `取得帧 ${s.hex('pfn')}`,
    },
    alloc_fail: {
        now: (s) => `拿不到 ${s.order} 阶的块。`,
        why: () => '这个请求能用的区里，没有一个在水位线之上还有够大的空闲块。',
        station: () => '分配失败',
        chain: (s) => `${s.order} 阶分配失败`,
    },
    oom_kill: {
        now: (s) => `${s.who} 被杀，以收回内存。`,
        why: (s) => `一个帧都拿不到了。它用着 ${int(s.n('pages'))} 页，它没了，这些页就空闲。`,
        station: () => 'OOM 杀进程',
        chain: (s) => `OOM：${s.who} 被杀`,
    },
    mlock_pages: {
        now: (s) => `${name(s)} 的 ${int(s.n('pages'))} 页${s.n('lock') ? '必须留在内存' : '可以再离开内存'}。`,
        why: (s) => (s.n('lock') ? 'mlock 把每一页都带进内存，并且不许回收。' : '锁已解除，页留着，直到内存紧张。'),
        station: (s) => (s.n('lock') ? '锁住页' : '解锁页'),
        chain: (s) => `${int(s.n('pages'))} 页${s.n('lock') ? '锁住' : '解锁'}`,
    },
    sysctl_set: {
        now: (s) => `${s.sysctl} 从此为 ${s.int('value')}。`,
        why: (s) => `原来是 ${s.int('before')}。内核参数改变此后内核的决定。`,
        station: () => '设参数',
        chain: (s) => `${s.sysctl} = ${s.int('value')}`,
    },
    label_set: {
        now: (s) => `这段地址从此叫 ${s.labelName}。`,
        why: () => '名字属于本工具，不属于 Linux，后面的命令可以用它。',
        station: (s) => cut(s.labelName || '取名', 16),
        chain: (s) => `取名 ${s.labelName}`,
    },
    trace_begin: {
        now: (s) => `录下的程序开始：${int(s.n('accesses'))} 次访问。`,
        why: () => 'valgrind 记下了一个真实程序的每次访问。区域的位置由地址推断。',
        station: () => '录像',
        chain: (s) => `${int(s.n('accesses'))} 次访问的录像`,
    },
    time_passes: {
        now: (s) => `过去 ${s.ns}。`,
        why: () => '在此之前没有事要做。时间是模拟的，没有人真的在等。',
        station: (s) => s.ns,
        chain: (s) => `过去 ${s.ns}`,
    },
    lab_begin: {
        now: (s) => (s.n('runs') ? `${s.int('references')} 次访问，${s.int('frames')} 帧，${s.int('runs')} 种算法。` : `实验开始：${s.labKind}。`),
        why: (s) => (s.n('columns') ? '内存是空的。每次访问在表里占一列。' : '这是教科书里的机器，与 Linux 机器并列，不占它的帧。'),
        station: () => '实验开始',
        chain: (s) => `实验 ${s.labKind}`,
    },
    lab_ref: {
        now: (s) => `程序需要第 ${s.int('page')} 页。`,
        why: (s) => `这是访问串的第 ${int(s.n('column') + 1)} 次访问。每种算法用自己的帧来应答。`,
        station: (s) => `页 ${s.int('page')}`,
        chain: (s) => `第 ${int(s.n('column') + 1)} 次访问：页 ${s.int('page')}`,
    },
    lab_hit: {
        now: (s) => `${s.labRun}：页 ${s.int('page')} 在帧 ${s.int('slot')} 里，命中。`,
        why: (s) => (s.labPolicy === 'fifo' ? 'FIFO 不看命中：调入的先后次序不变。' : '算法更新它记住的这一页的情况。'),
        station: () => '命中',
        chain: (s) => `${s.labRun} 命中 ${s.int('page')}`,
    },
    lab_miss: {
        now: (s) => `${s.labRun}：页 ${s.int('page')} 不在任何帧里，缺页。`,
        why: () => '它必须调入。如果没有空闲帧，先要换出一页。',
        station: () => '缺页',
        chain: (s) => `${s.labRun} 缺 ${s.int('page')}`,
    },
    lab_hand: {
        now: (s) => `${s.labRun}：指针在帧 ${s.int('slot')}，页 ${s.int('page')}。`,
        why: (s) => (s.n('referenced') ? '它的访问位是 1：指针上次经过之后用过它。清零，指针前进。' : '它的访问位是 0：指针上次经过之后没人用过它。'),
        station: (s) => (s.n('referenced') ? '清访问位' : '访问位 0'),
        chain: (s) => `指针在 ${s.int('page')}`,
    },
    lab_evict: {
        now: (s) => `${s.labRun}：页 ${s.int('page')} 离开帧 ${s.int('slot')}。`,
        why: (s) => evictWhy(s),
        station: (s) => `换出 ${s.int('page')}`,
        chain: (s) => `${s.labRun} 换出 ${s.int('page')}`,
    },
    lab_fill: {
        now: (s) => `${s.labRun}：页 ${s.int('page')} 现在在帧 ${s.int('slot')} 里。`,
        why: (s) => (s.labList === 'main' || s.labList === 'none' ? '读入完成，程序继续。' : `读入完成，它进入 ${s.labList} 链。`),
        station: (s) => `帧 ${s.int('slot')}`,
        chain: (s) => `${s.labRun}：帧 ${s.int('slot')} 装 ${s.int('page')}`,
    },
    lab_move: {
        now: (s) => (s.labList === 'none' ? `${s.labRun}：忘掉页 ${s.int('page')}。` : `${s.labRun}：页 ${s.int('page')} 从 ${s.labListFrom} 到 ${s.labList}。`),
        why: (s) => (s.labList === 'a1out' || s.labList === 'b1' || s.labList === 'b2' ? '页本身已离开，只记住页号。如果很快又要它，算法就从中学到东西。' : '再次被用到的页，与只见过一次的页分开放。'),
        station: (s) => (s.labList === 'none' ? '忘掉' : `到 ${s.labList}`),
        chain: (s) => `${s.int('page')} 到 ${s.labList}`,
    },
    lab_adapt: {
        now: (s) => `${s.labRun}：T1 现在应有 ${s.int('target')} 帧，原为 ${s.int('target_before')} 帧。`,
        why: (s) => (s.n('target') > s.n('target_before') ? '刚离开 T1 的页又要用：只见过一次的页该多占一些。' : '刚离开 T2 的页又要用：常用的页该多占一些。'),
        station: (s) => `p = ${s.int('target')}`,
        chain: (s) => `p = ${s.int('target')}`,
    },
    lab_tick: {
        now: (s) => `${s.labRun}：时钟到点，上次之后用过 ${s.int('referenced')} 页。`,
        why: (s) => (s.labPolicy === 'aging' ? '每个计数器右移一位，访问位从左边移入，然后清零访问位。' : '每页的访问位加到它的计数器上，然后清零。'),
        station: () => '时钟到点',
        chain: (s) => `到点，用过 ${s.int('referenced')} 页`,
    },
    lab_slice: {
        now: (s) => `${s.labRun}：${s.int('references')} 次访问中的 ${s.int('done')} 次，到此缺页 ${s.int('misses')} 次。`,
        why: () => '轨迹太长，放不进表里，所以只记次数。',
        station: (s) => `${s.int('done')} 次`,
        chain: (s) => `${s.int('done')} 次访问`,
    },
    lab_point: {
        now: (s) => `${s.labRun}：${s.int('frames')} 帧时缺页 ${s.int('misses')} 次。`,
        why: (s) => (s.labPolicy === 'lru' ? '一遍就得到所有大小：一页在大于其栈距离的内存里都会命中。' : '用这么多帧把访问串重新运行了一遍。'),
        station: (s) => `${s.int('frames')} 帧`,
        chain: (s) => `${s.int('frames')} 帧：${s.int('misses')}`,
    },
    lab_result: {
        now: (s) => `${s.labRun}：命中 ${s.int('hits')} 次，缺页 ${s.int('misses')} 次。`,
        why: (s) => `换出了 ${s.int('evictions')} 页。其余的缺页装进了空帧。`,
        station: (s) => `缺页 ${s.int('misses')}`,
        chain: (s) => `${s.labRun}：缺页 ${s.int('misses')}`,
    },
    ...bootZh,
    ...nodesZh,
    ...segmentsZh,
    ...pathZh,
    ...compactZh,
    ...slabZh,
};
