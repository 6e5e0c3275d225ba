// The languages of the page. What each must say is in shape.ts.

import { eventsEn } from './events.en';
import { eventsZh } from './events.zh';
import { lessonsEn } from './lessons.en';
import { lessonsZh } from './lessons.zh';
import { memoryEn, memoryZh } from './memory';
import { slabThingsEn, slabThingsZh } from './slabthings';
import type { Messages } from './shape';
import { uiEn } from './ui.en';
import { uiZh } from './ui.zh';

export type Lang = 'en' | 'zh';

const en: Messages = { ui: uiEn, events: eventsEn, lessons: lessonsEn, memory: memoryEn, slabThings: slabThingsEn };
const zh: Messages = { ui: uiZh, events: eventsZh, lessons: lessonsZh, memory: memoryZh, slabThings: slabThingsZh };

export const messages: Record<Lang, Messages> = { en, zh };
export const langTag = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en');
