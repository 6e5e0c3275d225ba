// Every word of the lab pictures, in both languages: one shape, so that a missing one does not compile.

import type { Lang } from '../../core/i18n/messages';

const en = {
    labs: { none: 'Lab', replace: 'Page replacement', curve: 'Miss-ratio curve', segments: 'Segmentation', tables: 'Page tables compared', freelist: 'Free-list allocation' } as Record<string, string>,
    picture: (lab: string) => `${lab}, picture`,
    machine: 'Show the machine',
    lab: 'Show the lab',
    // replacement and curve
    policy: { fifo: 'FIFO', lru: 'LRU', clock: 'clock', clock1: 'clock (1)', 'second-chance': '2nd chance', opt: 'OPT', random: 'random', nfu: 'NFU', aging: 'aging', lfu: 'LFU', '2q': '2Q', arc: 'ARC' } as Record<string, string>,
    reference: 'reference',
    nOf: (n: string, of: string) => `${n} of ${of}`,
    frames: (n: string) => (n === '1' ? '1 frame' : `${n} frames`),
    framesHead: 'frames',
    misses: 'misses',
    missRatio: 'miss ratio',
    missesOf: (n: string, ratio: string) => `${n} misses, ${ratio}`,
    hitsOf: (n: string, ratio: string) => `${n} hits, ${ratio}`,
    hit: 'hit', miss: 'miss',
    out: (page: string, by: string) => `${page} out, ${by} in`,
    into: (page: string) => `${page} in`,
    cell: 'frame after a reference',
    tooLong: 'Too long for columns: only the sums are kept.',
    curveTitle: (refs: string) => `Misses of ${refs} references`,
    belady: (policy: string, frames: string, misses: string) => `${policy}: ${frames} frames, ${misses} misses`,
    // segmentation
    noAccess: 'no access in this step',
    selector: 'selector', index: 'index', offset: 'offset',
    access: (type: string, bytes: string) => `${type} ${bytes} B`,
    rwx: ['read', 'write', 'fetch'],
    descriptors: 'Descriptors',
    table: 'sel.', name: 'segment', base: 'base', size: 'size', type: 'type',
    segType: { code: 'code', data: 'data', stack: 'stack' } as Record<string, string>,
    rule: {
        null_selector: 'null selector?', table_limit: 'inside the table?', type: 'code or data?', privilege: 'privilege', present: 'present?', rights: 'right to do it?', limit: 'limit', canonical: 'canonical?',
    } as Record<string, string>,
    asked: (rule: string, have: string, want: string, ok: boolean): string =>
        rule === 'privilege' ? `max(CPL, RPL) ${have} ${ok ? '≤' : '>'} DPL ${want}`
            : rule === 'limit' ? `last byte ${have} ${ok ? '≤' : '>'} limit ${want}`
            : rule === 'table_limit' ? `entry ${have} ${ok ? '≤' : '>'} last entry ${want}`
            : rule === 'null_selector' ? (ok ? 'not the null selector' : 'the null selector')
            : rule === 'type' ? (ok ? 'a code or data segment' : 'the wrong type of segment')
            : rule === 'present' ? (ok ? 'present' : 'not present')
            : rule === 'rights' ? (ok ? 'the access is allowed' : 'the access is not allowed')
            : ok ? 'canonical' : `${have} is not canonical`,
    sum: 'base + offset', fault: 'exception',
    memory: (size: string) => `memory ${size}`,
    hole: 'hole',
    disk: 'disk', nothing: 'nothing',
    free: 'free', largest: 'largest hole', external: 'external', internal: 'internal waste',
    // free list
    heap: (size: string) => `heap ${size}`,
    list: 'Free list',
    listEmpty: 'The free list is empty.',
    searched: 'looked at', ofBlocks: (n: string, of: string) => `${n} of ${of}`,
    address: 'address', bytes: 'bytes',
    largestPiece: 'largest piece', externalShare: 'external fragmentation', internalShare: 'internal waste',
    header: 'header', fit: { first: 'first fit', best: 'best fit', worst: 'worst fit', next: 'next fit' } as Record<string, string>,
    order: { addr: 'by address', 'size+': 'smallest first', 'size-': 'largest first', front: 'newest first', back: 'oldest first' } as Record<string, string>,
    coalesce: 'joins neighbours', noCoalesce: 'joins nothing',
    before: (n: string) => `${n} before`, after: (n: string) => `${n} more`,
    tooSmall: 'too small', fits: 'fits', chosen: 'chosen', notSeen: 'not looked at',
    // tables
    scheme: { linear: 'linear', two_level: 'two-level', four_level: 'four-level', five_level: 'five-level', inverted: 'inverted', hashed: 'hashed' } as Record<string, string>,
    cut: 'address in bits', log: 'bytes of tables, log scale', accesses: 'reads for one look-up',
    bestWorst: (best: string, worst: string) => (best === worst ? best : `${best} to ${worst}`),
    mapped: (size: string) => `${size} mapped`,
    bitsOf: (n: string) => `${n}-bit addresses`,
    pageOffset: 'offset', hash: 'hash', level: (n: string) => `${n}`,
    oneTable: '1 table', tables: (n: string) => `${n} tables`,
    noScheme: 'cannot reach',
    lookup: (addr: string) => `look up ${addr}`,
    data: 'data',
    // twin
    twinRef: (n: string, page: string) => `reference ${n}: page ${page}`,
    twinRun: (policy: string, misses: string, hits: string) => `${policy}: ${misses} misses, ${hits} hits`,
    twinFrames: (list: string) => `frames: ${list}`,
    twinPoint: (policy: string, frames: string, misses: string) => `${policy}, ${frames} frames: ${misses} misses`,
    twinSegment: (name: string, sel: string, base: string, size: string, dpl: string, where: string) => `${name}: selector ${sel}, base ${base}, ${size}, DPL ${dpl}, ${where}`,
    inMemory: 'in memory', onDisk: 'on disk', absent: 'not present',
    twinBlock: (what: string, start: string, size: string) => `${what} at ${start}: ${size}`,
    twinFigures: (free: string, largest: string, external: string, internal: string) => `free ${free}, largest ${largest}, external fragmentation ${external}, internal waste ${internal}`,
    twinScheme: (name: string, bytes: string, tables: string, reads: string) => `${name}: ${bytes} in ${tables}, ${reads} reads`,
    empty: 'empty',
};
export type LabWords = typeof en;

const zh: LabWords = {
    labs: { none: '实验', replace: '页面置换', curve: '缺页率曲线', segments: '分段', tables: '页表比较', freelist: '空闲链分配' },
    picture: (lab) => `${lab}的图`,
    machine: '看机器',
    lab: '看实验',
    policy: { fifo: 'FIFO', lru: 'LRU', clock: '时钟', clock1: '时钟（1）', 'second-chance': '二次机会', opt: 'OPT', random: '随机', nfu: 'NFU', aging: '老化', lfu: 'LFU', '2q': '2Q', arc: 'ARC' },
    reference: '访问',
    nOf: (n, of) => `第 ${n} / ${of} 次`,
    frames: (n) => `${n} 帧`,
    framesHead: '帧数',
    misses: '次缺页',
    missRatio: '缺页率',
    missesOf: (n, ratio) => `${n} 次缺页，${ratio}`,
    hitsOf: (n, ratio) => `命中 ${n}，${ratio}`,
    hit: '命中', miss: '缺页',
    out: (page, by) => `${page} 出，${by} 进`,
    into: (page) => `${page} 进`,
    cell: '某次访问之后的帧',
    tooLong: '访问太多，不逐列保存，只有总数。',
    curveTitle: (refs) => `${refs} 次访问的缺页次数`,
    belady: (policy, frames, misses) => `${policy}：${frames} 帧，缺页 ${misses}`,
    noAccess: '这一步没有访问',
    selector: '选择子', index: '序号', offset: '偏移',
    access: (type, bytes) => `${type} ${bytes} 字节`,
    rwx: ['读', '写', '取指'],
    descriptors: '描述符',
    table: '选择子', name: '段', base: '基址', size: '大小', type: '类型',
    segType: { code: '代码', data: '数据', stack: '栈' },
    rule: { null_selector: '空选择子？', table_limit: '在表内？', type: '代码或数据？', privilege: '特权级', present: '在内存？', rights: '有权这样做？', limit: '界限', canonical: '规范地址？' },
    asked: (rule, have, want, ok) =>
        rule === 'privilege' ? `max(CPL, RPL) ${have} ${ok ? '≤' : '>'} DPL ${want}`
            : rule === 'limit' ? `末字节 ${have} ${ok ? '≤' : '>'} 界限 ${want}`
            : rule === 'table_limit' ? `第 ${have} 项 ${ok ? '≤' : '>'} 末项 ${want}`
            : rule === 'null_selector' ? (ok ? '不是空选择子' : '是空选择子')
            : rule === 'type' ? (ok ? '是代码或数据段' : '段的类型不对')
            : rule === 'present' ? (ok ? '在内存' : '不在内存')
            : rule === 'rights' ? (ok ? '允许这样访问' : '不允许这样访问')
            : ok ? '是规范地址' : `${have} 不是规范地址`,
    sum: '基址 + 偏移', fault: '异常',
    memory: (size) => `内存 ${size}`,
    hole: '空洞',
    disk: '磁盘', nothing: '空',
    free: '空闲', largest: '最大空洞', external: '外部碎片', internal: '内部浪费',
    heap: (size) => `堆 ${size}`,
    list: '空闲链',
    listEmpty: '空闲链是空的。',
    searched: '看过', ofBlocks: (n, of) => `${n} / ${of}`,
    address: '地址', bytes: '字节',
    largestPiece: '最大一块', externalShare: '外部碎片', internalShare: '内部浪费',
    header: '头部', fit: { first: '首次适应', best: '最佳适应', worst: '最坏适应', next: '循环首次适应' },
    order: { addr: '按地址', 'size+': '小的在前', 'size-': '大的在前', front: '新的在前', back: '旧的在前' },
    coalesce: '合并相邻块', noCoalesce: '不合并',
    before: (n) => `前面 ${n} 块`, after: (n) => `后面 ${n} 块`,
    tooSmall: '太小', fits: '够大', chosen: '选中', notSeen: '没看',
    scheme: { linear: '线性', two_level: '两级', four_level: '四级', five_level: '五级', inverted: '反置', hashed: '散列' },
    cut: '地址的各位', log: '页表字节数，对数刻度', accesses: '一次查找要读几次',
    bestWorst: (best, worst) => (best === worst ? best : `${best} 到 ${worst}`),
    mapped: (size) => `映射 ${size}`,
    bitsOf: (n) => `${n} 位地址`,
    pageOffset: '偏移', hash: '散列', level: (n) => `${n}`,
    oneTable: '1 张表', tables: (n) => `${n} 张表`,
    noScheme: '够不到',
    lookup: (addr) => `查 ${addr}`,
    data: '数据',
    twinRef: (n, page) => `第 ${n} 次访问：页 ${page}`,
    twinRun: (policy, misses, hits) => `${policy}：${misses} 次缺页，命中 ${hits} 次`,
    twinFrames: (list) => `各帧：${list}`,
    twinPoint: (policy, frames, misses) => `${policy}，${frames} 帧：${misses} 次缺页`,
    twinSegment: (name, sel, base, size, dpl, where) => `${name}：选择子 ${sel}，基址 ${base}，${size}，DPL ${dpl}，${where}`,
    inMemory: '在内存', onDisk: '在磁盘', absent: '不在',
    twinBlock: (what, start, size) => `${start} 处的${what}：${size}`,
    twinFigures: (free, largest, external, internal) => `空闲 ${free}，最大 ${largest}，外部碎片 ${external}，内部浪费 ${internal}`,
    twinScheme: (name, bytes, tables, reads) => `${name}：${bytes}，${tables}，读 ${reads} 次`,
    empty: '空',
};

const all: Record<Lang, LabWords> = { en, zh };
export const labWords = (lang: Lang): LabWords => all[lang];
