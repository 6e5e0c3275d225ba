import { describe, expect, it } from 'vitest';
import { besides, type Rect } from './beside';

const box = { w: 264, h: 300 };
const apart = (a: Rect, p: { x: number; y: number }): boolean => p.x + box.w <= a.x || p.x >= a.x + a.w || p.y + box.h <= a.y || p.y >= a.y + a.h;
const within = (p: { x: number; y: number }, w: { w: number; h: number }): boolean => p.x >= 0 && p.y >= 0 && p.x + box.w <= w.w && p.y + box.h <= w.h;

describe('a box beside a thing', () => {
    const screen = { w: 1280, h: 720 };
    it.each([
        ['left column', { x: 0, y: 48, w: 248, h: 540 }],
        ['machine', { x: 280, y: 48, w: 736, h: 540 }],
        ['right column', { x: 1032, y: 48, w: 232, h: 540 }],
        ['transport', { x: 0, y: 680, w: 1280, h: 40 }],
        ['top bar', { x: 0, y: 0, w: 1280, h: 40 }],
    ])('hides nothing of the %s', (_name, thing) => {
        const p = besides(thing, box, screen);
        expect(apart(thing, p)).toBe(true);
        expect(within(p, screen)).toBe(true);
    });
    it('stays in the window where there is no room', () => {
        for (const w of [screen, { w: 420, h: 844 }, { w: 1920, h: 1080 }]) for (const thing of [{ x: 280, y: 48, w: 736, h: 540 }, { x: 0, y: 0, w: w.w, h: w.h }]) expect(within(besides(thing, box, w), w)).toBe(true);
    });
});
