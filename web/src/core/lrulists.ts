// The LRU lists of the nodes and the batches of the CPUs as views read them, beside model.ts and like it looked up, never kept.

import type { Model } from './model';
import { ENUMS, PAGE_FLAGS, type LruBatch, type LruList } from './schema.gen';

export const LRU_LISTS = ENUMS.lru_list.length;
export const LRU_BATCHES = ENUMS.lru_batch.length;
/** Pages of a batch: with the last one it goes to the lists. */
export const BATCH_PAGES = 15;

export interface PageList { id: number; node: number; name: LruList; pages: number; head: number; tail: number }
export interface Batch { id: number; cpu: number; name: LruBatch; pages: number[] }

export const hasLru = (model: Model): boolean => (model.mirror.table('lrulist')?.count ?? 0) > 0;

export function lruList(model: Model, id: number): PageList {
    const m = model.mirror;
    return {
        id, node: Math.floor(id / LRU_LISTS), name: ENUMS.lru_list[id % LRU_LISTS] ?? 'inactive_anon',
        pages: m.get('lrulist', 'pages', id), head: m.get('lrulist', 'head', id), tail: m.get('lrulist', 'tail', id),
    };
}
/** The five lists of a node, of each its first and its last page: how those between are linked does not travel. In Linux's order;
 * the last one has a number alone. */
export const lruLists = (model: Model, node: number): PageList[] => Array.from({ length: LRU_LISTS }, (_, i) => lruList(model, node * LRU_LISTS + i));

export function batchOf(model: Model, id: number): Batch {
    const m = model.mirror;
    const pages = Array.from({ length: m.get('lrubatch', 'count', id) }, (_, i) => m.get('lrubatch', `page${i as 0}`, id));
    return { id, cpu: Math.floor(id / LRU_BATCHES), name: ENUMS.lru_batch[id % LRU_BATCHES] ?? 'add', pages };
}
export const batchesOf = (model: Model, cpu: number): Batch[] => Array.from({ length: LRU_BATCHES }, (_, i) => batchOf(model, cpu * LRU_BATCHES + i));

const flag = (name: string): number => PAGE_FLAGS.find(([, n]) => n === name)?.[0] ?? 0;
const [ON_LIST, ACTIVE, UNEVICTABLE, SWAPBACKED] = [flag('lru'), flag('active'), flag('unevictable'), flag('swapbacked')];
/** The list a page lies on, by its flags; -1 on none. */
export function listOfPage(model: Model, pfn: number, node: number): number {
    const flags = model.mirror.get('frame', 'flags', pfn);
    if (!(flags & ON_LIST)) return -1;
    const kind = flags & UNEVICTABLE ? 'unevictable' : `${flags & ACTIVE ? 'active' : 'inactive'}_${flags & SWAPBACKED ? 'anon' : 'file'}`;
    return node * LRU_LISTS + ENUMS.lru_list.indexOf(kind as LruList);
}
/** The batch a page waits in; -1 in none. */
export function batchOfPage(model: Model, pfn: number): number {
    const count = model.mirror.table('lrubatch')?.count ?? 0;
    for (let id = 0; id < count; id++) if (model.mirror.get('lrubatch', 'count', id) && batchOf(model, id).pages.includes(pfn)) return id;
    return -1;
}
