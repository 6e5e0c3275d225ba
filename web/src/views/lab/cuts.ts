// How a scheme cuts an address: from the top, parts of so many bits.

export interface Cut { kind: 'index' | 'offset' | 'hash'; bits: number }

export function cutsOf(scheme: string, bits: number, offset: number): Cut[] {
    const page = Math.max(0, bits - offset);
    const tail: Cut = { kind: 'offset', bits: offset };
    const levels = { linear: 1, two_level: 2, four_level: 4, five_level: 5 }[scheme];
    if (levels === undefined) return [{ kind: 'hash', bits: page }, tail];
    const each = levels === 1 ? page : levels === 2 ? Math.ceil(page / 2) : 9;
    const out: Cut[] = [];
    for (let left = page, i = 0; i < levels; i++) {
        // the lowest levels are whole, what is left over is the top one's; a level without bits has one entry that counts
        const n = i === levels - 1 ? left : Math.min(each, left);
        out.unshift({ kind: 'index', bits: n });
        left -= n;
    }
    return [...out, tail];
}
