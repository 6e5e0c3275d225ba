// Words of the zones drawing.

import type { Lang } from '../../core/i18n/messages';
import type { EventName } from '../../core/schema.gen';
import type { StageKey } from './zonewalk';

export interface ZoneWords {
    free: string; kept: string; node: (n: string) => string; nodes: (n: string) => string;
    sleeps: readonly string[]; awake: readonly string[]; awakeOn: (nodes: string) => readonly string[];
    /** what the bands below min, to low, to high and above mean */
    bands: readonly [string, string, string, string];
    inBand: readonly [string, string, string, string];
    boost: (n: string) => string; keptOf: (n: string) => string; atomic: (n: string) => string;
    partOfMin: string; goOn: string; refuses: string; noOrder: string; onlyOthers: string;
    slowPath: string; stage: Record<StageKey, string>; freed: (n: string) => string; again: (n: string) => string; notAgain: string; kills: string; killsNobody: string;
    other: Partial<Record<EventName, string>>;
    say: (node: string, name: string, free: string, band: string, min: string, low: string, high: string, managed: string) => string;
    sayCheck: (round: string, name: string, free: string, mark: string, kept: string, verdict: string) => string;
}

const en: ZoneWords = {
    free: 'free', kept: 'kept', node: (n) => `n${n}`, nodes: (n) => `${n} nodes`,
    sleeps: ['kswapd', 'sleeps'], awake: ['kswapd', 'works'], awakeOn: (n) => [`kswapd ${n}`, 'works'],
    bands: ['asker reclaims', 'kswapd wakes', 'works on', 'sleeps'],
    inBand: ['below min', 'between min and low', 'between low and high', 'above high'],
    boost: (n) => `boost +${n}`, keptOf: (n) => `kept ${n}`, atomic: (n) => `atomic ${n}`,
    partOfMin: 'part of min', goOn: 'go on', refuses: 'no', noOrder: 'no block of that size', onlyOthers: 'only other types',
    slowPath: 'slow path',
    stage: { slow: 'all below low', kswapd: 'wake kswapd', quick: 'light compaction', compact: 'compaction', reclaim: 'direct reclaim', collect: 'collect CPU lists', again: 'once more?', oom: 'OOM killer?', fail: 'fails: NULL' },
    freed: (n) => `reclaimed ${n}`, again: (n) => `once more, try ${n}`, notAgain: 'no more tries', kills: 'kills a process', killsNobody: 'kills nobody',
    other: { kswapd_sleep: 'kswapd sleeps', watermark_boost: 'the marks move', highatomic_keep: 'keep a pageblock', zone_reclaim: 'reclaim on this node' },
    say: (node, name, free, band, min, low, high, managed) => `node ${node}, zone ${name}: ${free} of ${managed} pages free, ${band}; min ${min}, low ${low}, high ${high}`,
    sayCheck: (round, name, free, mark, kept, verdict) => `walk ${round}: ${name} has ${free} free, mark ${mark}, kept ${kept}: ${verdict}`,
};

const zh: ZoneWords = {
    free: '空闲', kept: '保留', node: (n) => `n${n}`, nodes: (n) => `${n} 个节点`,
    sleeps: ['kswapd', '在睡'], awake: ['kswapd', '在干活'], awakeOn: (n) => [`kswapd ${n}`, '在干活'],
    bands: ['请求者自己回收', 'kswapd 醒来', '继续干', '睡下'],
    inBand: ['低于 min', '在 min 与 low 之间', '在 low 与 high 之间', '高于 high'],
    boost: (n) => `抬高 +${n}`, keptOf: (n) => `保留 ${n}`, atomic: (n) => `原子 ${n}`,
    partOfMin: 'min 的一部分', goOn: '可以', refuses: '不行', noOrder: '没有这么大的块', onlyOthers: '只有别的类型',
    slowPath: '慢路径',
    stage: { slow: '处处低于 low', kswapd: '唤醒 kswapd', quick: '轻度规整', compact: '规整', reclaim: '直接回收', collect: '收回各 CPU 链', again: '再试吗？', oom: 'OOM 杀手？', fail: '失败：NULL' },
    freed: (n) => `回收了 ${n} 页`, again: (n) => `再试，第 ${n} 次`, notAgain: '不再试', kills: '杀一个进程', killsNobody: '谁也不杀',
    other: { kswapd_sleep: 'kswapd 睡下', watermark_boost: '水位移动', highatomic_keep: '留一个页块', zone_reclaim: '先回收本节点' },
    say: (node, name, free, band, min, low, high, managed) => `节点 ${node}，区 ${name}：${managed} 页中空闲 ${free}，${band}；min ${min}，low ${low}，high ${high}`,
    sayCheck: (round, name, free, mark, kept, verdict) => `第 ${round} 轮：${name} 空闲 ${free}，水位 ${mark}，保留 ${kept}：${verdict}`,
};

const all: Record<Lang, ZoneWords> = { en, zh };
export const wordsOfZones = (lang: Lang): ZoneWords => all[lang];
