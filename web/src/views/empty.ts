// The machine before anything runs: the four floors with the line still to come. Screen H, 672 × 580.

import { bytes, int } from '../base/format';
import type { Lang } from '../core/i18n/messages';
import type { Station } from '../core/schema.gen';
import { drawStation } from '../render/glyph';
import { Sheet, type Picture, type Point, type Scale } from '../render/picture';
import { cutCorners } from '../render/route';
import { words } from './words';

/** What is known of the machine that a blank room would get; without it the drawing carries no figures. */
export interface EmptyMachineFacts { memoryBytes: number; kernelBytes: number | null }

const WIDTH = 672;
const HEIGHT = 580;
export const EMPTY_SIZE = { width: WIDTH, height: HEIGHT };
const LEFT = 112;

export function emptyMachine(lang: Lang, facts: EmptyMachineFacts | null, k = 1): Picture {
    const scale: Scale = { k, rail: 88 * k, font: Math.max(1, 1 + (k - 1) * 0.5) };
    const s = new Sheet(scale);
    const w = words(lang);
    s.text(0, 17, w.h.title, { size: 20, bold: true });
    if (facts) s.text(WIDTH, 19, w.h.state(bytes(facts.memoryBytes).replace('.0', ''), int(facts.memoryBytes / 4096)), { ink: 'muted', anchor: 'end' });
    const rules = [48, 176, 304, 432];
    const says = [w.h.programs, w.h.translation, w.h.kernel, w.h.physical];
    (['programs', 'translation', 'kernel', 'physical'] as const).forEach((f, i) => {
        s.text(0, rules[i]! + 14, w.floors[f], { bold: true });
        s.text(LEFT, rules[i]! + 14, says[i]!, { size: 18 });
    });
    programs(s);
    translation(s, lang);
    kernel(s, lang);
    physical(s, lang, facts);
    line(s, rules);
    return s.picture(WIDTH * k, HEIGHT * k);
}

function programs(s: Sheet): void {
    for (const y of [92, 120, 148]) {
        for (const [x, width] of [[0, 71], [72, 17], [90, 181], [300, 97], [420, 41]] as const) s.edge(LEFT + x, y, width, 16, 'hair');
        for (const x of [278, 404]) for (const d of [0, 6]) s.stroke([[LEFT + x + d, y + 18], [LEFT + x + d + 4, y - 2]], 'hair');
    }
}

function translation(s: Sheet, lang: Lang): void {
    const w = words(lang);
    for (let row = 0; row < 16; row++) for (let way = 0; way < 4; way++) s.rect(LEFT + way * 20, 212 + row * 5 + (row > 7 ? 5 : 0), 19, 4, 'free');
    for (let i = 0; i < 4; i++) {
        const x = 242 + i * 104;
        s.rect(x, 212, 8, 80, 'free');
        s.text(x + 14, 225, w.level(int(4 - i)), { ink: 'muted' });
        s.edge(x + 14, 242, 67, 23, 'hair');
    }
}

function kernel(s: Sheet, lang: Lang): void {
    const w = words(lang);
    s.text(LEFT, 355, w.freeLists, { ink: 'muted' });
    // an empty machine: nearly all of it in the largest blocks
    for (let order = 0; order <= 10; order++) s.rect(LEFT + order * 14, 416 - (order === 10 ? 50 : 3), 11, order === 10 ? 50 : 3, 'line');
    s.hair(LEFT, 416, 156, 'line');
    s.text(312, 355, w.h.watermarks, { ink: 'muted' });
    const bands: [number, number, 'b1' | 'b2' | 'b3' | 'b4'][] = [[312, 30, 'b1'], [342, 10, 'b2'], [352, 10, 'b3'], [362, 100, 'b4']];
    for (const [x, width, ink] of bands) s.rect(x, 396, width, 20, ink);
    s.rect(452, 392, 3, 28, 'fg');
    for (const [y, text] of [[366, w.h.active], [402, w.h.inactive]] as const) {
        s.text(502, y - 11, text, { ink: 'muted' });
        for (let i = 0; i < 8; i++) s.edge(502 + i * 20, y, 18, 13, 'hair');
    }
}

function physical(s: Sheet, lang: Lang, facts: EmptyMachineFacts | null): void {
    const w = words(lang);
    const tiles = Math.min(16, Math.max(1, Math.ceil((facts?.memoryBytes ?? 64 * 2 ** 20) / 2 ** 22)));
    const kernelTiles = facts?.kernelBytes ? Math.min(tiles, (facts.kernelBytes / facts.memoryBytes) * tiles) : 0;
    for (let i = 0; i < tiles; i++) {
        const [x, y] = [LEFT + (i % 8) * 34, 468 + Math.floor(i / 8) * 34];
        s.rect(x, y, 32, 32, 'free');
        const part = Math.max(0, Math.min(1, kernelTiles - i));
        if (part > 0) s.rect(x, y, 32, 32 * part, 'kernel');
    }
    if (facts?.kernelBytes) {
        s.text(LEFT, 551, w.h.kernelMb(bytes(facts.kernelBytes)), { ink: 'muted' });
        s.text(384, 551, w.h.freeMb(bytes(facts.memoryBytes - facts.kernelBytes)), { ink: 'muted', anchor: 'end' });
    }
    for (const [y, text] of [[475, w.h.diskFiles], [513, w.h.diskSwap]] as const) {
        s.text(432, y, text, { ink: 'muted' });
        s.rect(432, y + 11, 240, 10, 'free');
    }
}

function line(s: Sheet, rules: readonly number[]): void {
    const route: Point[] = [[468, 160], [468, 204], [94, 204], [94, 253], [658, 253], [658, 340], [94, 340], [94, 462], [200, 462], [200, 484]];
    const points = cutCorners(route);
    const crosses = [[], [468], [658], [94]];
    rules.forEach((y, i) => {
        let from = 0;
        for (const x of crosses[i]!) {
            s.hair(from, y, x - 5 - from, 'line');
            from = x + 5;
        }
        s.hair(from, y, WIDTH - from, 'line');
    });
    s.hair(0, 576, WIDTH, 'line');
    s.path(points, 'line', 2, { casing: 2 });
    s.rect(465, 146, 6, 20, 'fg');
    const stations: [Station, number, number][] = [
        ['bar', 468, 156], ['diamond', 94, 253], ['circle', 256, 253], ['circle', 360, 253], ['circle', 464, 253], ['circle', 568, 253], ['diamond', 658, 286],
        ['circle', 542, 340], ['square', 372, 340], ['square', 222, 340], ['square', 200, 484],
    ];
    for (const [kind, x, y] of stations) drawStation(s, kind, 'next', x, y);
}
