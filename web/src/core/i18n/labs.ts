// Words of the pages /labs and /e, in both languages: one shape, so that a missing one does not compile.

import type { Lang } from './messages';

const en = {
    title: 'Labs',
    lead: 'Textbook machines, stepped forward and back like the real one.',
    start: 'Start',
    exercises: 'Exercises',
    exercisesLead: 'Problems from a seed, with instant checking.',
    lessons: 'Lessons',
    lesson: 'The lesson with it',
    refused: (line: number, detail: string) => `line ${line}: ${detail}`,
    needOne: 'Choose at least one policy.',
    replace: {
        name: 'Page replacement', about: 'Several policies on one reference string: the frames after every reference, side by side.',
        policies: 'policies', frames: 'frames', refs: 'references', preset: 'a known string',
        presets: { belady: "Belady's string", silberschatz: 'twenty references', loop: 'a loop too long', scan: 'a scan between hot pages' },
    },
    curve: { name: 'Miss-ratio curve', about: 'Misses at every memory size. Belady’s anomaly is where the curve goes up.', max: 'frames up to' },
    segments: {
        name: 'Segmentation', about: 'Selectors, descriptors, checks; holes in memory, and the swap that joins them.',
        memory: 'memory', fit: 'fit', lines: 'what happens, one command a line',
    },
    tables: { name: 'Page tables compared', about: 'Bytes and memory reads of six kinds of table for one address space.', bits: 'address bits', page: 'page', map: 'mapped ranges', at: 'look up' },
    freelist: {
        name: 'Free-list allocation', about: 'A heap, its free list, and what each search costs.',
        size: 'heap, bytes', header: 'header, bytes', align: 'align to', policy: 'fit', order: 'list order', coalesce: 'join neighbours', lines: 'what happens, one command a line',
    },
    fits: { first: 'first', best: 'best', worst: 'worst', next: 'next' } as Record<string, string>,
    orders: { addr: 'by address', 'size+': 'smallest first', 'size-': 'largest first', front: 'newest first', back: 'oldest first' } as Record<string, string>,
    // exercises
    kinds: { relocation: 'Base and bounds', segmentation: 'Segmentation', 'paging-linear': 'Linear page table', 'paging-multilevel': 'Multi-level page table', freelist: 'Free list', policy: 'Replacement policy' } as Record<string, string>,
    kindsAbout: {
        relocation: 'Is the address legal, and where does it lie?', segmentation: 'Two segments, one growing down.', 'paging-linear': 'Entry, frame, physical address.',
        'paging-multilevel': 'Directory, table, value.', freelist: 'Where does each request go?', policy: 'Hit or miss, and who leaves?',
    } as Record<string, string>,
    exercise: 'Exercise', seed: 'seed', newSeed: 'New problem', check: 'Check', show: 'Show the solution', answer: 'answer', question: 'question',
    right: 'right', wrong: 'wrong', blank: 'no answer yet', score: (n: number, of: number) => `${n} of ${of} right`,
    solution: 'solution', given: 'Given', questions: 'Questions', all: 'All exercises', unreachable: 'The exercise could not be made.',
    ask: {
        translate: (hex: string, dec: string) => `virtual address ${hex} (${dec})`,
        allocate: (n: string, size: string) => `allocation ${n}: ${size} bytes`,
        free: (n: string) => `free allocation ${n}`,
        refer: (page: string) => `page ${page}`,
    },
    options: 'Options', apply: 'Use these', hint: 'A fault is written fault, a refused request fail, nothing replaced -.',
    source: 'Same seeds and arithmetic as the simulators of "Operating Systems: Three Easy Pieces".',
    keys: 'Enter goes to the next answer, at the last one it checks.',
};
export type LabPageWords = typeof en;

const zh: LabPageWords = {
    title: '实验',
    lead: '教科书里的机器，和真机器一样前进、后退。',
    start: '开始',
    exercises: '练习',
    exercisesLead: '由种子生成的题目，当场批改。',
    lessons: '课程',
    lesson: '配套的课',
    refused: (line, detail) => `第 ${line} 行：${detail}`,
    needOne: '至少选一种算法。',
    replace: {
        name: '页面置换', about: '几种算法跑同一串访问，每次访问之后的帧并排摆着。',
        policies: '算法', frames: '帧数', refs: '访问串', preset: '现成的串',
        presets: { belady: 'Belady 的串', silberschatz: '二十次访问', loop: '放不下的循环', scan: '热页中间夹一次扫描' },
    },
    curve: { name: '缺页率曲线', about: '每种内存大小下的缺页次数。曲线往上走的地方就是 Belady 异常。', max: '帧数最多' },
    segments: { name: '分段', about: '选择子、描述符、检查；内存里的空洞，以及让它们连成一片的换出。', memory: '内存', fit: '适应', lines: '要做的事，一行一条命令' },
    tables: { name: '页表比较', about: '同一个地址空间，六种页表各占多少字节、查一次读几次。', bits: '地址位数', page: '页', map: '映射的范围', at: '查找' },
    freelist: {
        name: '空闲链分配', about: '一个堆、它的空闲链，还有每次查找的代价。',
        size: '堆，字节', header: '头部，字节', align: '对齐到', policy: '适应', order: '链的次序', coalesce: '合并相邻块', lines: '要做的事，一行一条命令',
    },
    fits: { first: '首次', best: '最佳', worst: '最坏', next: '循环首次' },
    orders: { addr: '按地址', 'size+': '小的在前', 'size-': '大的在前', front: '新的在前', back: '旧的在前' },
    kinds: { relocation: '基址与界限', segmentation: '分段', 'paging-linear': '线性页表', 'paging-multilevel': '多级页表', freelist: '空闲链', policy: '置换算法' },
    kindsAbout: {
        relocation: '这个地址合法吗，落在哪里？', segmentation: '两个段，其中一个向下长。', 'paging-linear': '表项、帧号、物理地址。',
        'paging-multilevel': '目录、页表、取出的值。', freelist: '每次请求落在哪里？', policy: '命中还是缺页，谁被换出？',
    },
    exercise: '练习', seed: '种子', newSeed: '换一题', check: '批改', show: '看答案', answer: '答案', question: '问题',
    right: '对', wrong: '错', blank: '还没有答', score: (n, of) => `${of} 题对 ${n} 题`,
    solution: '答案', given: '已知', questions: '问题', all: '全部练习', unreachable: '这道题没能生成。',
    ask: {
        translate: (hex, dec) => `虚拟地址 ${hex}（${dec}）`,
        allocate: (n, size) => `第 ${n} 次分配：${size} 字节`,
        free: (n) => `释放第 ${n} 次分配`,
        refer: (page) => `页 ${page}`,
    },
    options: '选项', apply: '用这些', hint: '出错写 fault，分配不到写 fail，没有换出写 -。',
    source: '种子和算法与《操作系统导论》（OSTEP）的模拟程序相同。',
    keys: '回车到下一个答案，在最后一个上就批改。',
};

const dictionaries: Record<Lang, LabPageWords> = { en, zh };
export const labPageWords = (lang: Lang): LabPageWords => dictionaries[lang];
