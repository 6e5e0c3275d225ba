// Nodes, marks and per-CPU lists as views read them, beside model.ts and like it looked up, never kept.

import { PFN_NONE, type Model, type Zone } from './model';

/** Marks of a zone beyond min, low and high. */
export interface Marks {
    /** pages added to every mark after a steal */
    boost: number;
    /** pages kept from requests that could use the zone type of that index */
    protection: readonly number[];
    /** pages of pageblocks kept for atomic requests */
    highatomic: number;
}
export function marksOf(model: Model, zone: number): Marks {
    const get = (f: string): number => model.mirror.get('zone', f as 'free_pages', zone);
    return { boost: get('boost_pages'), protection: [get('protection0'), get('protection1'), get('protection2'), get('protection3')], highatomic: get('highatomic_pages') };
}

export interface Node {
    id: number;
    cpus: number[];
    managed: number;
    kswapdAwake: boolean;
    kswapdFailures: number;
    /** nodes in the order it tries them, itself first */
    order: number[];
}
export function nodes(model: Model): Node[] {
    const m = model.mirror;
    const out: Node[] = [];
    for (let id = 0; id < (m.table('node')?.count ?? 0); id++) {
        const mask = m.get('node', 'cpus', id);
        const cpus: number[] = [];
        for (let c = 0; c < model.cpus; c++) if (Math.floor(mask / 2 ** c) % 2) cpus.push(c);
        const order: number[] = [];
        for (let k = 0; k < 8; k++) {
            const n = m.get('node', `order${k as 0}`, id);
            if (n) order.push(n - 1);
        }
        const managed = m.get('node', 'managed_pages', id);
        if (!managed && !cpus.length) continue;
        out.push({ id, cpus, managed, kswapdAwake: m.get('node', 'kswapd_awake', id) === 1, kswapdFailures: m.get('node', 'kswapd_failures', id), order: order.length ? order : [id] });
    }
    return out;
}

/** Zones with pages of their own in the order a request of this node tries them: its fallback order of nodes, and in each
 * from the highest zone down. */
export function zonelist(model: Model, node: number): Zone[] {
    const zones = model.zones().filter((z) => z.managed > 0);
    const own = nodes(model).find((n) => n.id === node)?.order ?? [node];
    const rank = (z: Zone): number => {
        const at = own.indexOf(z.node);
        return at < 0 ? own.length + z.node : at;
    };
    return zones.sort((a, b) => rank(a) - rank(b) || b.start - a.start);
}

/** How many lists a CPU keeps of a zone: orders 0 to 3 by three migrate types, and two of the order of pageblocks. */
export const PCP_LISTS = 14;
export interface Pcp { id: number; cpu: number; zone: number; count: number; high: number; batch: number; freeFactor: number }
export interface PcpList { list: number; order: number; migratetype: number; blocks: number; head: number; tail: number }

export const hasPcp = (model: Model): boolean => (model.mirror.table('pcp')?.count ?? 0) > 0 && model.mirror.column('pcp', 'high')?.lo.some((v) => v > 0) === true;

export function pcpOf(model: Model, cpu: number, zone: number): Pcp {
    const m = model.mirror;
    const id = cpu * (m.table('zone')?.count ?? 0) + zone;
    return { id, cpu, zone, count: m.get('pcp', 'count', id), high: m.get('pcp', 'high', id), batch: m.get('pcp', 'batch', id), freeFactor: m.get('pcp', 'free_factor', id) };
}

export const pcpListIndex = (order: number, migratetype: number): number => (order <= 3 ? order * 3 + migratetype : 12 + (migratetype === 1 ? 1 : 0));

export function pcpLists(model: Model, pcp: Pcp): PcpList[] {
    const m = model.mirror;
    return Array.from({ length: PCP_LISTS }, (_, list) => {
        const id = pcp.id * PCP_LISTS + list;
        const head = m.get('pcplist', 'head', id), tail = m.get('pcplist', 'tail', id);
        return {
            list, order: list < 12 ? Math.floor(list / 3) : model.blockOrder, migratetype: list < 12 ? list % 3 : list === 13 ? 1 : 0,
            blocks: m.get('pcplist', 'blocks', id), head: head ? head - 1 : PFN_NONE, tail: tail ? tail - 1 : PFN_NONE,
        };
    });
}
