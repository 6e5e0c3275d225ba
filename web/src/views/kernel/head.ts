// The way into a drawing of the Kernel floor: asked directly it begins at the left of the corridor and runs to the right;
// out of a fault or a call it comes in at the right and runs to the left, its names in gaps of the line.

import { setAnchor, type Context } from '../context';

export interface Head {
    /** the step asks for pages itself */
    direct: boolean;
    /** the next station of the way in, left of the one before */
    name: (place: number, text: string) => void;
}

export function headOf(c: Context, from = 540): Head {
    const first = c.story.places.findIndex((p) => p.floor === 'kernel');
    const direct = first < 0 || (c.story.places[first]!.key === 'alloc' && !c.story.places.slice(0, first).some((p) => p.floor !== 'programs'));
    let x = from;
    return {
        direct,
        name: (place, text) => {
            const y = c.floor.top + 14;
            setAnchor(c, place, { x, y, along: 'x', name: { text, x: x - 18, y, anchor: 'end' } });
            x -= 18 + c.s.width(text, { bold: true }) + 26;
        },
    };
}
