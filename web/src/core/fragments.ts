// How scattered the free memory of a zone is, from its free lists: Linux 6.1 mm/vmstat.c, fill_contig_page_info(),
// __fragmentation_index() and unusable_free_index(). Numbers of thousandths, as the kernel counts them.

import { MIGRATETYPES, ORDERS, type Model } from './model';

/** Free blocks of each order, all migrate types together. */
export function blocksByOrder(model: Model, zone: number): number[] {
    return Array.from({ length: ORDERS }, (_, order) => {
        let n = 0;
        for (let mt = 0; mt < MIGRATETYPES; mt++) n += model.freeList(zone, order, mt).blocks;
        return n;
    });
}

interface Contig { pages: number; total: number; suitable: number }
function contig(blocks: readonly number[], order: number): Contig {
    const out: Contig = { pages: 0, total: 0, suitable: 0 };
    blocks.forEach((n, o) => {
        out.total += n;
        out.pages += n * 2 ** o;
        if (o >= order) out.suitable += n * 2 ** (o - order);
    });
    return out;
}

/** -1000: a block is there. Towards 0 it is lack of memory that fails a request, towards 1000 that it is in pieces. */
export function fragmentationIndex(blocks: readonly number[], order: number): number {
    const c = contig(blocks, order);
    if (!c.total) return 0;
    if (c.suitable) return -1000;
    return 1000 - Math.floor((1000 + Math.floor((c.pages * 1000) / 2 ** order)) / c.total);
}

/** Share of the free pages that no request of this order can use. */
export function unusableIndex(blocks: readonly number[], order: number): number {
    const c = contig(blocks, order);
    return c.pages ? Math.floor(((c.pages - c.suitable * 2 ** order) * 1000) / c.pages) : 1000;
}

/** As /sys/kernel/debug/extfrag writes it. */
export const thousandths = (n: number): string => `${n < 0 ? '−' : ''}${Math.floor(Math.abs(n) / 1000)}.${String(Math.abs(n) % 1000).padStart(3, '0')}`;
