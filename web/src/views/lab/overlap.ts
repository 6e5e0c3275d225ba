// What a test asks of a picture: no word on another, none beyond the edge, no line of the step through a word.

import { overlap, textBox } from '../../render/measure';
import type { Picture, TextNode } from '../../render/picture';
import { inside } from '../../render/route';

export const textsOf = (p: Picture): TextNode[] => p.nodes.filter((n): n is TextNode => n.t === 'text' && n.text !== '');

export function problems(p: Picture): string[] {
    const out: string[] = [];
    const all = textsOf(p).map((n) => ({ n, box: textBox(n.x, n.y, n.text, n.size, n.bold, n.mono, n.anchor) }));
    const lines = p.nodes.flatMap((n) => (n.t === 'path' && n.line ? [n.points] : []));
    all.forEach(({ n, box }, i) => {
        if (box.x < -2 || box.x + box.w > p.width + 2 || box.y < -4 || box.y + box.h > p.height + 3) out.push(`"${n.text}" is cut`);
        for (const line of lines) for (let k = 1; k < line.length; k++) if (inside(line[k - 1]!, line[k]!, box)) out.push(`line through "${n.text}"`);
        for (const other of all.slice(i + 1)) if (overlap(box, other.box, -1.5)) out.push(`"${n.text}" on "${other.n.text}"`);
    });
    return out;
}
