// What the drawings of the Kernel floor share: which event a place or a drawing is about, and the way in. Asked directly it
// begins at the left of the corridor and runs to the right; out of a fault or a call it comes in at the right and runs to
// the left, its names in gaps of the line.

import { int } from '../../base/format';
import type { Ev } from '../../core/event';
import type { EventName } from '../../core/schema.gen';
import { setAnchor, type Anchor, type Context } from '../context';
import { nameOf } from '../kernel';
import type { Place, Story } from '../story';

/** The event of a place: the one that is now, else its first. */
export const eventOf = (story: Story, p: Place): Ev => story.events[p.events.find((n) => n === story.at) ?? p.events[0]!]!;

/** Of the events of these kinds the last one up to now, else the first to come. */
export function nearest(story: Story, kinds: ReadonlySet<EventName>, fits: (e: Ev) => boolean = () => true): { event: Ev; at: number } | null {
    let out: { event: Ev; at: number } | null = null;
    for (const at of story.shown) {
        const event = story.events[at]!;
        if (at > story.at && out) break;
        if (kinds.has(event.name) && fits(event)) out = { event, at };
    }
    return out;
}

export interface Head {
    /** the step asks for pages itself */
    direct: boolean;
    /** the next station of the way in, left of the one before */
    name: (place: number, text: string) => void;
    /** A place of the way in gets its anchor: the request, the fault, the area, the call. False for any other. A request out of
     * a fault stands at `apart`, where there is one, with the names else. */
    stand: (place: number, apart?: Anchor) => boolean;
}

export function headOf(c: Context, from = 540): Head {
    const { story } = c;
    const first = story.places.findIndex((p) => p.floor === 'kernel');
    const direct = first < 0 || (story.places[first]!.key === 'alloc' && !story.places.slice(0, first).some((p) => p.floor !== 'programs'));
    const y = c.floor.top + 14;
    let x = from;
    const name = (place: number, text: string): void => {
        setAnchor(c, place, { x, y, along: 'x', name: { text, x: x - 18, y, anchor: 'end' } });
        x -= 18 + c.s.width(text, { bold: true }) + 26;
    };
    const stand = (place: number, apart?: Anchor): boolean => {
        const p = story.places[place]!;
        if (p.key === 'fault' || p.key === 'vma' || p.key === 'call') name(place, nameOf(c, p));
        else if (p.key === 'alloc') {
            const e = story.events[p.events[0]!]!;
            const text = e.name === 'free_pages' ? c.words.freePages(int(e.arg('order'))) : c.words.allocPages(int(e.arg('order')));
            if (direct) setAnchor(c, place, { x: 98, y, along: 'x', name: { text, x: 118, y, anchor: 'start' } });
            else if (apart) setAnchor(c, place, apart);
            else name(place, text);
        } else return false;
        return true;
    };
    return { direct, name, stand };
}
