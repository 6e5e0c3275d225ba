// Where a box stands so that it hides as little as it can of what it speaks of, and lies within the window.

export interface Rect { x: number; y: number; w: number; h: number }
const GAP = 8;

export function besides(thing: Rect, box: { w: number; h: number }, window: { w: number; h: number }): { x: number; y: number } {
    const fitX = (x: number): number => Math.max(GAP, Math.min(window.w - box.w - GAP, x));
    const fitY = (y: number): number => Math.max(GAP, Math.min(window.h - box.h - GAP, y));
    const right = thing.x + thing.w + GAP, below = thing.y + thing.h + GAP;
    const low = fitY(thing.y + thing.h - box.h);
    const places = [
        { x: fitX(thing.x), y: below },
        { x: thing.x - box.w - GAP, y: low },
        { x: right, y: low },
        { x: fitX(thing.x), y: thing.y - box.h - GAP },
    ];
    const inside = places.find((p) => p.x >= GAP && p.y >= GAP && p.x + box.w <= window.w - GAP && p.y + box.h <= window.h - GAP);
    // No room beside it: in the corner of it that is nearest to the window's lower left one, where the column is empty.
    return inside ?? { x: fitX(thing.x - box.w - GAP), y: fitY(thing.y + thing.h - box.h) };
}
