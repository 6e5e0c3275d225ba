// view_hash: by section, the sum of mix(kind, id, field, value) over the visible fields, in two 32-bit lanes that
// wrap. The same function as mm_view_mix in the engine: kinds and fields enter by the FNV-1a hash of their names.

const hashes = new Map<string, number>();

/** FNV-1a, 32 bits, of a name (mm_name_hash). */
export function kindHash(name: string): number {
    let h = hashes.get(name);
    if (h === undefined) {
        h = 0x811c9dc5;
        for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193) >>> 0;
        hashes.set(name, h);
    }
    return h;
}

function mixIn(h: number, w: number): number {
    // A round of MurmurHash3 (Appleby).
    w = Math.imul(w, 0xcc9e2d51);
    w = (w << 15) | (w >>> 17);
    h ^= Math.imul(w, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

function mixEnd(h: number): number {
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
}

/** Adds (sign 1) or takes away (sign -1) the share of one value; a zero counts nothing. */
export function mixInto(lanes: [number, number], kind: number, id: number, field: number, lo: number, hi: number, sign: 1 | -1): void {
    if (!lo && !hi) return;
    let h = mixIn(kind, id | 0);
    h = mixIn(h, Math.floor(id / 0x1_0000_0000));
    h = mixIn(h, field);
    h = mixIn(h, lo);
    h = mixIn(h, hi);
    lanes[0] = (lanes[0] + sign * mixEnd(h)) >>> 0;
    lanes[1] = (lanes[1] + sign * mixEnd(h ^ 0x5bd1e995)) >>> 0;
}
