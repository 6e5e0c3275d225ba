import { describe, expect, it } from 'vitest';
import { csvOf, formatsOf, offer, offered, svgOf, type Exported } from './export';
import { colours } from './palette';
import { Sheet } from './picture';

function drawn(): Exported {
    const s = new Sheet();
    s.rect(0, 0, 40, 20, 'anon', 0.5);
    s.edge(50, 0, 20, 20, 'hair');
    s.hatch(80, 0, 30, 12, 'file');
    s.stroke([[0, 30], [10, 40]], 'line', 2);
    s.text(5, 50, 'a < b & "c"', { bold: true });
    s.path([[0, 60], [10, 60], [10, 70]], 'path', 4, { casing: 2, closed: true, fill: 'bg' });
    s.disc(30, 60, 5, 'hot', 3, '', 2);
    return { name: 'test', title: 'A <picture>', picture: s.picture(120, 80), table: { head: ['step', 'free, kB'], rows: [[1, 2], [2, null], [3, 'say "x"']] } };
}

describe('export', () => {
    it.each(['light', 'dark'] as const)('the SVG is well formed and has only colours of the theme written out, %s', (theme) => {
        const text = svgOf(drawn(), theme);
        const doc = new DOMParser().parseFromString(text, 'image/svg+xml');
        expect(doc.querySelector('parsererror')).toBeNull();
        expect(text).not.toMatch(/var\(|style=|class=|url\(/);
        const known = new Set<string>([...Object.values(colours(theme)), 'none']);
        for (const [, colour] of text.matchAll(/(?:fill|stroke)="([^"]+)"/g)) expect(known.has(colour!), colour).toBe(true);
        expect(text).toContain('a &lt; b &amp; &quot;c&quot;');
        expect(text).toContain('<title>A &lt;picture&gt;</title>');
        // a casing for the path and one for the disc, under their own ink
        expect(text.indexOf(`stroke="${colours(theme).bg}" stroke-width="8"`)).toBeLessThan(text.indexOf(`stroke="${colours(theme).path}" stroke-width="4"`));
    });
    it('hatch lines stay in their box', () => {
        const s = new Sheet();
        s.hatch(10, 10, 23, 9, 'anon');
        const text = svgOf({ name: 'h', title: 'h', picture: s.picture(50, 50) }, 'light');
        const d = /<path d="([^"]+)"/.exec(text)![1]!;
        const numbers = [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const);
        expect(numbers.length).toBeGreaterThan(6);
        for (const [x, y] of numbers) {
            expect(x).toBeGreaterThanOrEqual(10);
            expect(x).toBeLessThanOrEqual(33);
            expect(y).toBeGreaterThanOrEqual(10);
            expect(y).toBeLessThanOrEqual(19);
        }
    });
    it('the CSV quotes what needs it (RFC 4180) and leaves unknown cells empty', () => {
        expect(csvOf(drawn().table!)).toBe('step,"free, kB"\r\n1,2\r\n2,\r\n3,"say ""x"""\r\n');
    });
    it('a view is offered as long as it is on the screen', () => {
        const back = offer(drawn);
        offer(() => null)();
        expect(offered().map((e) => e.name)).toEqual(['test']);
        expect(formatsOf(offered()[0]!)).toEqual(['png', 'svg', 'csv']);
        back();
        expect(offered()).toEqual([]);
    });
});
