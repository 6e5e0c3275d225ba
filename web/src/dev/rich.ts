// The fixture with a fuller machine, as in the pictures: three programs, tiles of aligned blocks, a filled TLB.

import { makeFixture, type Fixture } from '../core/fixture';
import { rleEncode } from '../base/rle';
import type { WireInt } from '../base/u64';

function unpack(runs: readonly WireInt[]): WireInt[] {
    const out: WireInt[] = [];
    for (let i = 0; i < runs.length; i += 2) for (let n = Number(runs[i]); n > 0; n--) out.push(runs[i + 1]!);
    return out;
}

export function makeRich(): Fixture {
    const f = makeFixture();
    const r = f.snapshot.records;
    let seed = 7;
    const rnd = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
    const col = (kind: string, field: string): WireInt[] => unpack(r[kind]!.cols[field]!);
    const set = (kind: string, field: string, values: WireInt[]): void => void (r[kind]!.cols[field] = rleEncode(values as number[]));
    const type = col('frame', 'type'), owner = col('frame', 'owner'), vpn = col('frame', 'vpn');
    const heap = 0x5581c3600000 / 4096;
    let page = 0;
    for (let at = 1024; at < 16384; ) {
        const size = 1 << Math.floor(rnd() * 6);
        const kind = at < 3072 && rnd() < 0.5 ? (rnd() < 0.6 ? 3 : 4) : rnd() < 0.3 ? 0 : rnd() < 0.5 ? 1 : 2;
        for (let i = at; i < Math.min(16384, at + size); i++) {
            if (type[i] === 4 || i === 0x1748 || (i >= 0x1248 && i < 0x1250)) continue;
            type[i] = kind;
            owner[i] = kind === 1 ? 1 + Math.floor(rnd() * 3) : kind === 2 ? 1 + Math.floor(rnd() * 3) : 0;
            vpn[i] = owner[i] === 1 ? (kind === 1 ? heap + (page++ % 1096) : 0x558100000 + Math.floor(rnd() * 512)) : owner[i] === 2 ? (kind === 1 ? 0x600000 + Math.floor(rnd() * 2800) : 0x400000 + Math.floor(rnd() * 900)) : 0x500000 + Math.floor(rnd() * 1500);
        }
        at += size;
    }
    for (let i = 0x1248; i < 0x1250; i++) type[i] = 0;
    type[0x1748] = 0;
    set('frame', 'type', type); set('frame', 'owner', owner); set('frame', 'vpn', vpn);
    const tv = col('tlb', 'vpn'), tp = col('tlb', 'pfn'), tf = col('tlb', 'flags');
    for (let i = 0; i < 64; i++) if (rnd() < 0.85 && i !== 31) {
        tv[i] = 0x100 + i; tf[i] = 7;
        let p = 4096 + Math.floor(rnd() * 12000);
        while (type[p] !== 1 && type[p] !== 2) p++;
        tp[i] = p;
    }
    set('tlb', 'vpn', tv); set('tlb', 'pfn', tp); set('tlb', 'flags', tf);
    const push = (kind: string, rows: Record<string, number>[]): void => {
        const t = r[kind]!;
        const ids = unpackIds(t.ids!);
        const n0 = ids.length;
        rows.forEach((_, i) => ids.push(n0 + i));
        t.ids = ids.flatMap((i) => [i, 1]);
        for (const f2 of Object.keys(t.cols)) t.cols[f2] = rleEncode([...unpack(t.cols[f2]!), ...rows.map((x) => x[f2] ?? 0)] as number[]);
    };
    const word = (s: string): number => [...s].reduce((n, ch, i) => n + ch.charCodeAt(0) * 256 ** i, 0);
    push('name', [{ w0: word('sh'), live: 1, gen: 1 }, { w0: word('db'), live: 1, gen: 1 }]);
    push('proc', [
        { live: 1, gen: 1, pid: 1001, name: 5, rss_anon_pages: 700, rss_file_pages: 300, total_vm_pages: 3000, levels: 4, pgtables_bytes: 40960 },
        { live: 1, gen: 1, pid: 1002, name: 4, rss_anon_pages: 100, rss_file_pages: 60, total_vm_pages: 1500, levels: 4, pgtables_bytes: 20480 },
    ]);
    push('vma', [
        { live: 1, gen: 1, proc: 1, start: 0x400000000, end: 0x400400000, flags: 5, role: 1 }, { live: 1, gen: 1, proc: 1, start: 0x600000000, end: 0x600b00000, flags: 3, role: 4 },
        { live: 1, gen: 1, proc: 1, start: 0x7f0000000000, end: 0x7f0000400000, flags: 5, role: 8 },
        { live: 1, gen: 1, proc: 2, start: 0x500000000, end: 0x500200000, flags: 5, role: 1 }, { live: 1, gen: 1, proc: 2, start: 0x500300000, end: 0x500600000, flags: 3, role: 4 }, { live: 1, gen: 1, proc: 2, start: 0x7ffffff00000, end: 0x7ffffff80000, flags: 3, role: 5 },
    ]);
    return f;
}
function unpackIds(ids: readonly number[]): number[] {
    const out: number[] = [];
    for (let i = 0; i < ids.length; i += 2) for (let k = 0; k < ids[i + 1]!; k++) out.push(ids[i]! + k);
    return out;
}
