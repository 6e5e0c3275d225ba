// Compare: one machine of two, 428 px wide, the floors one under another. What is equal on the other side is pale, what
// differs keeps its colour. A row of the two stands at the same height, so that = or ≠ can stand between.

import { bytes, int } from '../base/format';
import { framesDiffer } from '../core/compare';
import type { CompareWords } from '../core/i18n/compare';
import { MIGRATETYPES, ORDERS, type Model } from '../core/model';
import { FILLS, type Ink } from '../render/palette';
import { Sheet, type Picture, type Scale } from '../render/picture';
import { tileGrid, type TileGrid } from '../render/zorder';
import { fills, residents, ribbons } from './ribbons';

export const WIDTH = 428;
export const HEIGHT = 540;
/** Tops of the floors; the Kernel is grown. */
export const FLOORS = { programs: 0, translation: 76, kernel: 132, physical: 408 } as const;
const PALE = 0.22;
const RIBBONS_MAX = 3;

export interface CompareRow { key: string; y: number; same: boolean }
export interface CompareField { x: number; y: number; grid: TileGrid; frames: number; differ: Uint8Array }
export interface ComparePicture extends Picture {
    rows: CompareRow[];
    field: CompareField;
    /** how many things differ on a floor; frames on the last */
    counts: { programs: number; translation: number; kernel: number; physical: number };
}
export interface CompareInput {
    model: Model;
    other: Model;
    words: CompareWords;
    /** px of the screen for one of the design */
    k: number;
    font: number;
    /** px of the design */
    width: number;
    name: string;
    where: string;
}

const freeOf = (m: Model): number => m.zones().reduce((n, z) => n + z.free, 0);
const blocksOf = (m: Model, order: number): number => {
    let n = 0;
    for (const z of m.zones()) for (let t = 0; t < MIGRATETYPES; t++) n += m.freeList(z.id, order, t).blocks;
    return n;
};
const hitShare = (m: Model): string => {
    const s = m.tlbStat(0, 0);
    const all = s.hits + s.misses;
    return all ? `${((s.hits / all) * 100).toFixed(1)} %` : '–';
};

class Side {
    readonly s: Sheet;
    readonly rows: CompareRow[] = [];
    readonly counts = { programs: 0, translation: 0, kernel: 0, physical: 0 };

    constructor(readonly i: CompareInput) {
        const scale: Scale = { k: i.k, rail: 88 * i.k, font: i.font };
        this.s = new Sheet(scale);
    }

    /** Longest bar. */
    private get bar(): number {
        return this.i.width - 178;
    }

    row(key: keyof typeof this.counts, y: number, same: boolean): boolean {
        this.rows.push({ key: `${key}${y}`, y, same });
        if (!same) this.counts[key]++;
        return same;
    }

    programs(): void {
        const { model, other, words } = this.i;
        const mine = model.procs(), theirs = other.procs();
        const shown = mine.slice(0, RIBBONS_MAX);
        const list = ribbons(model, shown, this.i.width - 64);
        const pages = residents(model.mirror), theirPages = residents(other.mirror);
        if (!shown.length) this.s.text(0, 18, words.noProcess, { ink: 'muted' });
        list.forEach((r, n) => {
            const y = 16 + n * 22;
            const twin = theirs.find((p) => p.name === r.proc.name);
            const vmas = model.vmas(r.proc.slot), twins = twin ? other.vmas(twin.slot) : [];
            const had = theirPages.get(twin?.slot ?? -1) ?? [];
            const same = this.row('programs', y, twin !== undefined && twin.rssPages === r.proc.rssPages && twins.length === vmas.length && vmas.every((v, k) => v.start === twins[k]!.start && v.end === twins[k]!.end));
            this.s.text(0, y, r.proc.name, { bold: !same, ink: same ? 'muted' : 'fg' });
            for (const span of r.spans) {
                const equal = twins.some((v) => v.start === span.vma.start && v.end === span.vma.end);
                this.s.rect(64 + span.x, y - 6, span.w, 12, 'free', equal ? PALE * 2 : 1);
                const own = pages.get(r.proc.slot) ?? [];
                const theirsHere = new Set(had.map((p) => p.vpn));
                for (const run of fills(span, own)) {
                    const addr = span.vma.start + ((run.x + run.w / 2) / Math.max(1, span.w)) * (span.vma.end - span.vma.start);
                    this.s.rect(64 + span.x + run.x, y - 6, run.w, 12, run.fill, theirsHere.has(Math.floor(addr / 4096)) ? PALE : 1);
                }
            }
            for (const x of r.folds) this.s.stroke([[64 + x + 5, y + 7], [64 + x + 9, y - 7]], 'line', 1.5);
        });
    }

    translation(): void {
        const { model, other, words } = this.i;
        const top = FLOORS.translation + 12;
        const level = model.tlbLevels()[0];
        const fill = (m: Model, set: number, way: number): Ink => {
            const e = m.tlb(0, 0, set, way);
            return e.valid ? FILLS[m.mirror.get('frame', 'type', e.pfn)] ?? 'free' : 'free';
        };
        let differ = 0;
        const sets = Math.min(level?.sets ?? 0, 16), ways = Math.min(level?.ways ?? 0, 4);
        for (let set = 0; set < sets; set++) {
            const had = new Set(Array.from({ length: ways }, (_, w) => other.tlb(0, 0, set, w)).filter((e) => e.valid).map((e) => `${e.vpn}/${e.pfn}`));
            for (let way = 0; way < ways; way++) {
                const e = model.tlb(0, 0, set, way);
                const same = !e.valid || had.has(`${e.vpn}/${e.pfn}`);
                if (!same) differ++;
                this.s.rect(set * 9, top + way * 8, 8, 7, fill(model, set, way), same ? PALE * (e.valid ? 1 : 2) : 1);
            }
        }
        const same = this.row('translation', top + 16, differ === 0 && hitShare(model) === hitShare(other) && tablesOf(model) === tablesOf(other));
        const ink: Ink = same ? 'muted' : 'fg';
        this.s.text(160, top + 6, words.tlbHits, { ink: 'muted' });
        this.s.text(160, top + 26, hitShare(model), { bold: !same, ink });
        this.s.text(this.i.width, top + 6, words.tables, { ink: 'muted', anchor: 'end' });
        this.s.text(this.i.width, top + 26, int(tablesOf(model)), { bold: !same, ink, anchor: 'end' });
    }

    kernel(): void {
        const { model, other, words } = this.i;
        const top = FLOORS.kernel;
        this.s.text(0, top + 18, this.i.name, { size: 18, bold: true });
        this.s.text(this.i.width, top + 18, this.i.where, { ink: 'muted', anchor: 'end' });
        const [free, theirs] = [freeOf(model), freeOf(other)];
        const all = Math.max(1, model.zones().reduce((n, z) => n + z.managed, 0));
        const same = this.row('kernel', top + 48, free === theirs);
        this.s.text(0, top + 48, words.freeFrames, { ink: 'muted' });
        this.s.rect(84, top + 41, this.bar, 14, 'free', 1);
        this.s.rect(84, top + 41, (this.bar * free) / all, 14, same ? 'line' : 'accent', same ? 0.5 : 1);
        this.s.text(this.i.width, top + 48, int(free), { bold: !same, ink: same ? 'muted' : 'fg', anchor: 'end' });
        this.s.text(0, top + 72, words.blocks, { ink: 'muted' });
        let most = 1;
        for (let o = 0; o < ORDERS; o++) most = Math.max(most, blocksOf(model, o), blocksOf(other, o));
        for (let o = 0; o < ORDERS; o++) {
            const y = top + 90 + o * 14;
            const [n, m] = [blocksOf(model, o), blocksOf(other, o)];
            const equal = this.row('kernel', y, n === m);
            this.s.text(70, y, String(o), { ink: 'muted', anchor: 'end' });
            if (n) this.s.rect(84, y - 5, Math.max(2, (this.bar * n) / most), 9, 'line', equal ? PALE * 2 : 1);
            if (m && !equal) this.s.stroke([[84 + (this.bar * m) / most, y - 6], [84 + (this.bar * m) / most, y + 6]], 'accent', 2);
            this.s.text(this.i.width, y, n ? int(n) : '–', { bold: !equal, ink: equal ? 'muted' : 'fg', anchor: 'end' });
        }
        this.facts(top + 262);
    }

    /** The figures that matter, in one row. */
    private facts(y: number): void {
        const { model, other, words } = this.i;
        const facts: [string, (m: Model) => string][] = [
            [words.faults, (m) => int(m.procs().reduce((n, p) => n + p.minflt, 0))],
            [words.committed, (m) => bytes(m.mirror.get('machine', 'committed_pages', 0) * 4096)],
            [words.areas, (m) => int(m.procs().reduce((n, p) => n + m.vmas(p.slot).length, 0))],
        ];
        const values = facts.map(([, of]) => [of(model), of(other)] as const);
        this.row('kernel', y - 8, values.every(([a, b]) => a === b));
        facts.forEach(([name], i) => {
            const x = i * (this.i.width - 8) * 0.35;
            const same = values[i]![0] === values[i]![1];
            this.s.text(x, y - 14, name, { ink: 'muted' });
            this.s.text(x, y + 5, values[i]![0], { size: 18, bold: true, ink: same ? 'muted' : 'fg' });
        });
    }

    physical(): CompareField {
        const { model, other, k } = this.i;
        const { differ, count } = framesDiffer(model, other);
        const frames = Math.max(1, model.frameCount);
        const y = FLOORS.physical + 14;
        const grid = tileGrid(frames, Math.floor(this.i.width * k), Math.max(8, Math.floor((HEIGHT - y - 4) * k)), 2 * k);
        this.counts.physical = count;
        this.rows.push({ key: 'physical', y: y + 50, same: count === 0 });
        return { x: 0, y, grid, frames, differ };
    }
}

const tablesOf = (m: Model): number => m.procs().reduce((n, p) => n + p.tables, 0);

export function compareSide(input: CompareInput): ComparePicture {
    const side = new Side(input);
    side.programs();
    side.translation();
    side.kernel();
    const field = side.physical();
    const k = input.k;
    return { ...side.s.picture(input.width * k, HEIGHT * k), rows: side.rows, field, counts: side.counts };
}
