// Lessons: the shapes that travel, and what follows from them without asking anybody.

import type { FloorName } from './schema.gen';
import type { Lang } from './i18n/messages';

/** A colour of the map, as a lesson names it. */
export type Tint = 'anon' | 'file' | 'slab' | 'pagetable' | 'kernel' | 'huge' | 'free' | 'swap';
/** Text, a word in a colour of the map, a kernel name, a number of the machine. */
export type Span = string | { c: Tint; t: string } | { m: string } | { v: string };
export interface Both<T> {
    zh: T;
    en: T;
}
/** A floor, or the Kernel floor with one of its drawings. */
export type Pin = FloorName | 'lab' | `kernel/${string}`;

export interface TextBlock extends Both<Span[]> {
    type: 'text' | 'reveal' | 'note';
    pin?: Pin | null;
    /** Where the machine stands when this is read. */
    step: number;
    seq: number;
    rows?: string[];
}

export interface QuestionBlock extends Both<Span[]> {
    type: 'question';
    name: string;
    choices: Both<Span[]>[];
    state: 'open' | 'revealed';
    /** Answers by choice. */
    counts: number[];
    /** Answers in all. */
    answered?: number;
    /** Asked on the spot, not a question of the lesson. */
    ad_hoc?: boolean;
    /** Once revealed: the place of the right choice; null when none was given or came true. */
    correct?: number | null;
}

export type LessonBlock = TextBlock | QuestionBlock;

export interface LessonPage {
    n: number;
    heading: Both<string>;
    /** False behind an unanswered question: there is nothing yet. */
    open: boolean;
    pin?: Pin | null;
    step: number;
    seq: number;
    blocks?: LessonBlock[];
}

export interface LessonSlider extends Both<string> {
    name: string;
    min: number;
    max: number;
    step: number;
    unit?: string | null;
    /** Values are bytes, shown in `unit`. */
    bytes?: boolean;
    value: number;
}

export interface WireLesson {
    type?: 'lesson';
    id: string;
    title: Both<string>;
    rows: string[];
    minutes: number;
    /** The page of the class, from 1. */
    page: number;
    pages: LessonPage[];
    sliders: LessonSlider[];
    prev: string | null;
    next: string | null;
}

export interface LessonEntry {
    id: string;
    title: Both<string>;
    about: Both<string>;
    rows: string[];
    minutes: number;
    pages: number;
    questions: number;
}

/** A choice or text may travel as one string. */
export function spansOf(text: Span[] | string | undefined): readonly Span[] {
    return typeof text === 'string' ? [text] : (text ?? []);
}

/** Spans as bare words. */
export function plainText(text: Span[] | string | undefined): string {
    return spansOf(text)
        .map((s) => (typeof s === 'string' ? s : 't' in s ? s.t : 'm' in s ? s.m : s.v))
        .join('');
}

export const letterOf = (choice: number): string => String.fromCharCode(65 + choice);

export const isQuestion = (b: LessonBlock): b is QuestionBlock => b.type === 'question';

export function pageOf(lesson: WireLesson, n: number): LessonPage | null {
    return lesson.pages.find((p) => p.n === n) ?? null;
}

/** The page nearest to the wanted one that can be read. */
export function openPage(lesson: WireLesson, wanted: number): number {
    const open = lesson.pages.filter((p) => p.open).map((p) => p.n);
    const before = open.filter((n) => n <= wanted);
    return before.at(-1) ?? open[0] ?? 1;
}

/**
 * Which paragraph of a page the machine stands at: the one that was chosen as long as it is as near as any, else the
 * first of those with the latest position that is not behind the cursor. -1: the machine stands before all of them.
 */
export function currentBlock(page: LessonPage, seq: number, chosen: number): number {
    const blocks = page.blocks ?? [];
    let best = -1;
    for (const b of blocks) if (!isQuestion(b) && b.seq <= seq && b.seq > best) best = b.seq;
    if (best < 0) return -1;
    const at = (b: LessonBlock | undefined): boolean => b !== undefined && !isQuestion(b) && b.seq === best;
    return at(blocks[chosen]) ? chosen : blocks.findIndex(at);
}

/** Where the machine stands when a page is opened: at its first paragraph. */
export function startOf(page: LessonPage): number {
    const first = page.blocks?.find((b): b is TextBlock => !isQuestion(b));
    return first?.seq ?? page.seq;
}

/** What a lesson wants grown where the machine stands: the paragraph's word, else the page's. */
export function pinOf(page: LessonPage, seq: number, chosen: number): Pin | null {
    const b = page.blocks?.[currentBlock(page, seq, chosen)];
    return (b && !isQuestion(b) ? b.pin : null) ?? page.pin ?? null;
}

/** Pages and names of the questions, in order. */
export function questionsOf(lesson: WireLesson): { page: number; question: QuestionBlock }[] {
    return lesson.pages.flatMap((p) => (p.blocks ?? []).filter(isQuestion).map((question) => ({ page: p.n, question })));
}

/** The next question from a page on: the open one before all, since nothing lies behind it. */
export function nextQuestion(lesson: WireLesson, from: number): { page: number; name: string } | null {
    const all = questionsOf(lesson);
    const found = all.find((q) => q.question.state === 'open') ?? all.find((q) => q.page > from);
    return found ? { page: found.page, name: found.question.name } : null;
}

/** Does an unanswered question of this page keep the next page shut? */
export function gateOf(page: LessonPage): QuestionBlock | null {
    return (page.blocks ?? []).filter(isQuestion).find((q) => q.state === 'open') ?? null;
}

/** Lengths of the bars of a histogram, 0 … 1 of the longest. */
export function barsOf(q: QuestionBlock): number[] {
    const most = Math.max(1, ...q.counts);
    return q.choices.map((_, i) => (q.counts[i] ?? 0) / most);
}

export const answersOf = (q: QuestionBlock): number => q.counts.reduce((a, b) => a + b, 0);

/** Where the knob and the ticks of a slider stand, 0 … 1. */
export function sliderAt(s: LessonSlider, value: number): number {
    return s.max > s.min ? Math.max(0, Math.min(1, (value - s.min) / (s.max - s.min))) : 0;
}

const BYTES: Readonly<Record<string, number>> = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** Units that are words. Signs such as MB and % are the same in both languages, and so is a word not known here. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
    pages: '页', page: '页', frames: '帧', frame: '帧', bytes: '字节', byte: '字节', bits: '位', levels: '级', sets: '组', ways: '路', entries: '项', processes: '个进程', times: '次',
};
/** What stands behind a slider's figure, with its space. */
export function unitText(s: LessonSlider, lang: Lang): string {
    if (!s.unit) return '';
    return `\u00a0${lang === 'zh' ? (UNIT_WORDS[s.unit] ?? s.unit) : s.unit}`;
}

/** A value of a slider in its unit. */
export function sliderText(s: LessonSlider, value: number): string {
    const shown = s.bytes ? value / (BYTES[s.unit ?? ''] ?? 1) : value;
    return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(shown);
}

/** A tick a step while that is readable, else ten. */
export function ticksOf(s: LessonSlider): number[] {
    const n = s.step > 0 ? Math.floor((s.max - s.min) / s.step) : 0;
    const count = n >= 1 && n <= 20 ? n : 10;
    const by = n >= 1 && n <= 20 ? s.step : (s.max - s.min) / 10;
    return Array.from({ length: count + 1 }, (_, i) => sliderAt(s, s.min + i * by));
}

// ---- what this browser read -------------------------------------------------------------------------------------

export interface ReadMark {
    /** Furthest page, of how many. */
    page: number;
    pages: number;
}

const READ_KEY = 'mmscope.lessons';

export function readMarks(): Record<string, ReadMark> {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(READ_KEY) ?? '{}');
        return kept && typeof kept === 'object' && !Array.isArray(kept) ? (kept as Record<string, ReadMark>) : {};
    } catch {
        return {};
    }
}

export function markRead(id: string, page: number, pages: number): void {
    const marks = readMarks();
    const was = marks[id]?.page ?? 0;
    if (was >= page && marks[id]?.pages === pages) return;
    marks[id] = { page: Math.max(was, page), pages };
    try {
        localStorage.setItem(READ_KEY, JSON.stringify(marks));
    } catch {
        // Then it is not remembered.
    }
}

export function readState(mark: ReadMark | undefined): 'new' | 'begun' | 'read' {
    if (!mark) return 'new';
    return mark.page >= mark.pages ? 'read' : 'begun';
}

const roomKey = (lesson: string): string => `mmscope.lesson.${lesson}`;

/** The room in which this tab reads a lesson. */
export function keptRoom(lesson: string): string | null {
    try {
        return sessionStorage.getItem(roomKey(lesson));
    } catch {
        return null;
    }
}

export function keepRoom(lesson: string, room: string | null): void {
    try {
        if (room) sessionStorage.setItem(roomKey(lesson), room);
        else sessionStorage.removeItem(roomKey(lesson));
    } catch {
        // A reload then begins anew.
    }
}

/** The language's half of a pair. */
export const half = <T>(pair: Both<T>, lang: Lang): T => pair[lang];
