// Heights of the four floors: 540 px in all on the 1280 × 720 screen. One floor is grown a step; heights move over the
// first 20 % of tau from the previous step's to this one's, and details leave before and come after.

import type { FloorName } from '../core/schema.gen';
import type { StepView } from '../core/timeline';
import { clamp, ease, lerp } from '../render/picture';
import { busiest } from './story';

export const FLOORS: readonly FloorName[] = ['programs', 'translation', 'kernel', 'physical'];
export const TOTAL = 540;
export type Variant = 'strip' | 'half' | 'grown';
export type Heights = Readonly<Record<FloorName, number>>;

/** By the floor that is grown. Translation and Kernel as drawn in the screens A and B, Programs as in E. */
export const HEIGHTS: Readonly<Record<FloorName, Heights>> = {
    programs: { programs: 254, translation: 62, kernel: 60, physical: 164 },
    translation: { programs: 88, translation: 268, kernel: 96, physical: 88 },
    kernel: { programs: 60, translation: 56, kernel: 326, physical: 98 },
    physical: { programs: 88, translation: 56, kernel: 96, physical: 300 },
};
export const VARIANTS: Readonly<Record<FloorName, Readonly<Record<FloorName, Variant>>>> = {
    programs: { programs: 'grown', translation: 'strip', kernel: 'strip', physical: 'half' },
    translation: { programs: 'half', translation: 'grown', kernel: 'half', physical: 'strip' },
    kernel: { programs: 'strip', translation: 'strip', kernel: 'grown', physical: 'strip' },
    physical: { programs: 'half', translation: 'strip', kernel: 'half', physical: 'grown' },
};

export function grownOf(step: StepView | null, pinned: FloorName | null): FloorName {
    if (pinned) return pinned;
    return step ? busiest(step.events, step.totals) : 'programs';
}

export interface Floor {
    name: FloorName;
    top: number;
    height: number;
    variant: Variant;
    /** 3 px bar at its left */
    bar: boolean;
    /** how much of its detail is there: 0 while heights move */
    detail: number;
}

/** The cursor's place in the move: 0 before, 1 after. Only the first event of a step moves floors. */
export function moveOf(index: number, tau: number, still: boolean): number {
    return still || index > 0 ? 1 : clamp(tau / 0.2, 0, 1);
}

/** Floors for a move from one grown floor to another. Integer heights that always sum to 540. */
export function floors(from: FloorName, to: FloorName, move: number): Floor[] {
    // 0–5 % of tau: details leave; 5–15 %: heights move; 15–20 %: details come.
    const t = from === to ? 1 : ease(clamp((move - 0.25) / 0.5, 0, 1));
    const detail = from === to ? 1 : move < 0.25 ? 1 - move / 0.25 : move > 0.75 ? (move - 0.75) / 0.25 : 0;
    const shown = from !== to && move < 0.5 ? from : to;
    let top = 0;
    let edge = 0;
    return FLOORS.map((name) => {
        edge += lerp(HEIGHTS[from][name], HEIGHTS[to][name], t);
        const bottom = Math.round(edge);
        const same = VARIANTS[from][name] === VARIANTS[to][name] && HEIGHTS[from][name] === HEIGHTS[to][name];
        // ribbons stay: thin or thick they are the same drawing
        const stays = name === 'programs' && from !== name && to !== name;
        const floor: Floor = { name, top, height: bottom - top, variant: VARIANTS[shown][name], bar: shown === name, detail: same || stays ? 1 : detail };
        top = bottom;
        return floor;
    });
}
