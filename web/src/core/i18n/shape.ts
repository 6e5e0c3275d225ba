// What a language has to say. en.ts and zh.ts are both of this shape, so a missing word does not compile.

import type { EventName } from '../schema.gen';
import type { LessonWords } from './lessons.en';
import type { MemoryWords } from './memory';
import type { SlabThings } from './slabthings';
import type { Story } from './story';
import type { UiWords } from './ui.en';

export type Say = (s: Story) => string;

export interface EventWords {
    /** What happens, one sentence or two: at most three lines of 20 px bold in 216 px. */
    now: Say;
    /** Why, at most five lines of 18 px. */
    why: Say;
    /** Its name on the line, at most about 18 letters. */
    station: Say;
    /** Its line in the chain of causes. */
    chain: Say;
}

export type EventTexts = Record<EventName, EventWords>;

export interface Messages {
    ui: UiWords;
    events: EventTexts;
    lessons: LessonWords;
    memory: MemoryWords;
    slabThings: SlabThings;
}
