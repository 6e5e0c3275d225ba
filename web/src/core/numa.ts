// What nodes count: distances, where memory was had from, and how far accesses went. Looked up, never kept.

import type { Model } from './model';
import { COUNTERS } from './schema.gen';

export const NUMA_COUNTERS = ['numa_hit', 'numa_miss', 'numa_foreign', 'numa_local', 'numa_other'] as const;
export type NumaCounter = (typeof NUMA_COUNTERS)[number];

export function distance(model: Model, from: number, to: number): number {
    return model.mirror.get('node', `distance${to}` as 'distance0', from);
}

/** A counter of a zone, by its name in /proc/vmstat. */
export function zoneCounter(model: Model, zone: number, name: string): number {
    const zones = model.mirror.table('zone')?.count ?? 0;
    const each = zones ? (model.mirror.table('zonestat')?.count ?? 0) / zones : 0;
    const n = COUNTERS.indexOf(name);
    return n >= 0 && n < each ? model.mirror.get('zonestat', 'value', zone * each + n) : 0;
}

/** A counter of a node: of all its zones, as numastat adds them. */
export const nodeCounter = (model: Model, node: number, name: NumaCounter): number => model.zones().filter((z) => z.node === node).reduce((sum, z) => sum + zoneCounter(model, z.id, name), 0);

export function accesses(model: Model, node: number): { local: number; remote: number } {
    return { local: model.mirror.get('node', 'access_local', node), remote: model.mirror.get('node', 'access_remote', node) };
}
