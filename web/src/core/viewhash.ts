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

function scramble(x: number): number {
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return (x ^ (x >>> 16)) >>> 0;
}

/** Adds (sign 1) or takes away (sign -1) the share of one value. */
export function mixInto(lanes: [number, number], kind: number, id: number, field: number, lo: number, hi: number, sign: 1 | -1): void {
    const idLo = id >>> 0;
    const idHi = Math.floor(id / 0x1_0000_0000) >>> 0;
    const a = scramble(kind ^ scramble(idLo ^ scramble(idHi ^ scramble(field ^ scramble(lo ^ scramble(hi))))));
    const b = scramble(a ^ 0x9e3779b9);
    lanes[0] = (lanes[0] + sign * a) >>> 0;
    lanes[1] = (lanes[1] + sign * b) >>> 0;
}
