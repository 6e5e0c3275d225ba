// Words of the drawing of compaction.

import type { Lang } from '../../core/i18n/messages';

const en = {
    facts: (zone: string) => ['moves', 'pages', zone] as readonly string[],
    order: 'order', before: 'before', after: 'now', index: 'fragmentation', unusable: 'unusable',
    zone: (name: string, n: string, size: string) => `zone ${name}: ${n} pageblocks of ${size} frames`,
    pinned: 'cannot move', movable: 'can move', free: 'free',
    migrateScanner: 'looks for pages to move', freeScanner: 'looks for free frames', starts: 'starts here next time',
    begin: (order: string) => `compact, order ${order}`, beginAll: 'compact all', suitable: 'worth it?', yes: 'go on', end: 'done',
    result: { not_suitable_zone: 'no zone gains', skipped: 'too little free', deferred: 'put off', no_suitable_page: 'nothing to move', continue: 'go on', complete: 'scanners met', partial_skipped: 'scanners met', contended: 'stopped', success: 'block is free' } as Record<string, string>,
    isolated: (n: string, of: string) => `${n} pages of ${of} taken off their list`, targets: (n: string) => `${n} free frames kept as targets`, moved: (n: string) => (n === '1' ? '1 page moved' : `${n} pages moved`),
    deferred: (n: string, of: string, order: string) => `put off: ${n} of ${of} requests, from order ${order}`,
    kcompactd: 'kcompactd', none: 'all of it',
    say: (name: string, order: string, n: string, index: string, unusable: string) => `zone ${name}, order ${order}: ${n} free blocks, fragmentation index ${index}, unusable ${unusable}`,
    sayScan: (name: string, migrate: string, free: string) => `zone ${name}: the scanner for pages to move stands at frame ${migrate}, the scanner for free frames at ${free}`,
    sayRest: (name: string, migrate: string, free: string) => `zone ${name}: no compaction runs; the next one starts at frames ${migrate} and ${free}`,
};
export type CompactWords = typeof en;

const zh: CompactWords = {
    facts: (zone) => ['挪动页', zone],
    order: '阶', before: '之前', after: '现在', index: '碎片指数', unusable: '不可用',
    zone: (name, n, size) => `区 ${name}：${n} 个页块，每块 ${size} 帧`,
    pinned: '不能移', movable: '能移', free: '空闲',
    migrateScanner: '找可移动的页', freeScanner: '找空闲帧', starts: '下次从这里开始',
    begin: (order) => `规整，${order} 阶`, beginAll: '全部规整', suitable: '值得吗？', yes: '继续', end: '结束',
    result: { not_suitable_zone: '没有区受益', skipped: '空闲太少', deferred: '推迟', no_suitable_page: '没有可移的', continue: '继续', complete: '两头相遇', partial_skipped: '两头相遇', contended: '中止', success: '有了空闲块' },
    isolated: (n, of) => `扫了 ${of} 帧，取下 ${n} 页`, targets: (n) => `备好 ${n} 个空闲帧`, moved: (n) => `已移 ${n} 页`,
    deferred: (n, of, order) => `推迟：${of} 次请求中的第 ${n} 次，从 ${order} 阶起`,
    kcompactd: 'kcompactd', none: '全部',
    say: (name, order, n, index, unusable) => `区 ${name}，${order} 阶：${n} 个空闲块，碎片指数 ${index}，不可用 ${unusable}`,
    sayScan: (name, migrate, free) => `区 ${name}：找可移动页的扫描在帧 ${migrate}，找空闲帧的扫描在帧 ${free}`,
    sayRest: (name, migrate, free) => `区 ${name}：现在没有规整；下次从帧 ${migrate} 和 ${free} 开始`,
};

const all: Record<Lang, CompactWords> = { en, zh };
export const wordsOfCompact = (lang: Lang): CompactWords => all[lang];
