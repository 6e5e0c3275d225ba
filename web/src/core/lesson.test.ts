// What follows from a lesson without asking: origin of the numbers is the fixture itself, counted by hand.
import { beforeEach, describe, expect, it } from 'vitest';
import { LessonTalk, type TalkRoom } from './lessontalk.svelte';
import { barsOf, currentBlock, gateOf, markRead, nextQuestion, openPage, pinOf, plainText, readMarks, readState, sliderAt, sliderText, ticksOf, unitText, type LessonBlock, type QuestionBlock, type WireLesson } from './lesson';
import { pageCommands } from './commands';
import { messages } from './i18n/messages';

const text = (seq: number, pin: 'programs' | 'lab' | null = null): LessonBlock => ({ type: 'text', zh: ['字'], en: ['w'], step: 1, seq, pin });
const question = (name: string, state: 'open' | 'revealed' = 'open'): QuestionBlock => ({
    type: 'question', name, zh: ['？'], en: ['?'], choices: [{ zh: ['是'], en: ['yes'] }, { zh: ['否'], en: ['no'] }], state, counts: [1, 3], ...(state === 'revealed' ? { correct: 1 } : {}),
});
const lesson = (second: QuestionBlock = question('two')): WireLesson => ({
    type: 'lesson', id: 'x', title: { zh: '题', en: 'Title' }, rows: ['A9'], minutes: 5, page: 1, prev: null, next: 'y', sliders: [],
    pages: [
        { n: 1, heading: { zh: '一', en: 'one' }, open: true, pin: 'kernel', step: 1, seq: 10, blocks: [text(10), text(10, 'programs'), text(25), question('one', 'revealed')] },
        { n: 2, heading: { zh: '二', en: 'two' }, open: true, step: 2, seq: 40, blocks: [text(40, 'lab'), second] },
        { n: 3, heading: { zh: '三', en: 'three' }, open: second.state === 'revealed', step: 0, seq: 0 },
    ],
});

describe('where the machine stands in the text', () => {
    const page = lesson().pages[0]!;
    it('is before all paragraphs', () => expect(currentBlock(page, 9, -1)).toBe(-1));
    it('is the first of those with one position', () => expect(currentBlock(page, 10, -1)).toBe(0));
    it('is the chosen one of those', () => expect(currentBlock(page, 24, 1)).toBe(1));
    it('leaves the chosen one when the machine goes on', () => expect(currentBlock(page, 25, 1)).toBe(2));
    it('pins what the paragraph says, else what the page says', () => {
        expect(pinOf(page, 10, 1)).toBe('programs');
        expect(pinOf(page, 10, 0)).toBe('kernel');
        expect(pinOf(page, 0, -1)).toBe('kernel');
        expect(pinOf(lesson().pages[1]!, 99, -1)).toBe('lab');
    });
});

it('opens the nearest page that is open', () => {
    expect([0, 1, 2, 3, 99].map((n) => openPage(lesson(), n))).toEqual([1, 1, 2, 2, 2]);
    expect(openPage(lesson(question('two', 'revealed')), 3)).toBe(3);
});

it('finds the question that keeps the rest shut', () => {
    expect(nextQuestion(lesson(), 1)).toEqual({ page: 2, name: 'two' });
    expect(nextQuestion(lesson(question('two', 'revealed')), 1)).toEqual({ page: 2, name: 'two' });
    expect(nextQuestion(lesson(question('two', 'revealed')), 2)).toBeNull();
    expect(gateOf(lesson().pages[0]!)).toBeNull();
    expect(gateOf(lesson().pages[1]!)?.name).toBe('two');
});

it('draws bars in proportion to the longest', () => {
    expect(barsOf(question('q'))).toEqual([1 / 3, 1]);
    expect(barsOf({ ...question('q'), counts: [] })).toEqual([0, 0]);
});

it('puts knob and ticks on one scale', () => {
    const s = { name: 'n', zh: '', en: '', min: 0, max: 100, step: 10, value: 20 };
    expect(sliderAt(s, 20)).toBe(0.2);
    expect(sliderAt(s, 500)).toBe(1);
    expect(ticksOf(s)).toHaveLength(11);
    expect(ticksOf({ ...s, step: 1 })).toHaveLength(11);
    expect(ticksOf({ ...s, max: 9, step: 1 }).at(-1)).toBe(1);
});

it('says a value in its unit', () => {
    const s = { name: 'n', zh: '', en: '', min: 2 ** 20, max: 2 ** 30, step: 2 ** 20, value: 2 ** 22, unit: 'MB', bytes: true };
    expect(sliderText(s, s.value)).toBe('4');
    expect(sliderText(s, 2 ** 30)).toBe('1,024');
    expect(sliderText({ ...s, bytes: false, unit: '%' }, 30)).toBe('30');
    expect([unitText(s, 'zh'), unitText({ ...s, unit: 'pages' }, 'zh'), unitText({ ...s, unit: 'pages' }, 'en'), unitText({ ...s, unit: null }, 'zh')]).toEqual(['\u00a0MB', '\u00a0页', '\u00a0pages', '']);
});

it('speaks spans', () => {
    expect(plainText(['each ', { c: 'anon', t: 'page' }, ' of ', { m: 'mmap' }, ' is ', { v: '4 KB' }])).toBe('each page of mmap is 4 KB');
    expect(plainText('bare')).toBe('bare');
});

describe('what was read', () => {
    beforeEach(() => localStorage.clear());
    it('keeps the furthest page', () => {
        markRead('x', 2, 3);
        markRead('x', 1, 3);
        expect(readMarks()).toEqual({ x: { page: 2, pages: 3 } });
        expect(readState(readMarks().x)).toBe('begun');
        markRead('x', 3, 3);
        expect(readState(readMarks().x)).toBe('read');
        expect(readState(readMarks().y)).toBe('new');
    });
    it('survives nonsense', () => {
        localStorage.setItem('mmscope.lessons', '[1');
        expect(readMarks()).toEqual({});
    });
});

describe('talk', () => {
    beforeEach(() => sessionStorage.clear());
    const make = (role: 'presenter' | 'viewer', detached = false) => {
        const sent: { type: string; [key: string]: unknown }[] = [];
        const sought: number[] = [];
        const room = { id: 'r', role, detached, mayDrive: role === 'presenter' || detached, link: 'open', seek: (n: number) => void sought.push(n), pause: () => undefined } as TalkRoom;
        return { talk: new LessonTalk(room, (m) => void sent.push(m)), sent, sought };
    };
    it('turns the page of the class for the presenter, the own one for a viewer', () => {
        const p = make('presenter');
        p.talk.receive(lesson() as WireLesson & { type: 'lesson' });
        p.talk.turn(2);
        p.talk.turn(3); // shut
        expect(p.sent).toEqual([{ type: 'page', n: 2 }]);
        const v = make('viewer', true);
        v.talk.receive(lesson() as WireLesson & { type: 'lesson' });
        v.talk.turn(2);
        expect([v.sent, v.sought, v.talk.page]).toEqual([[], [40], 2]);
        p.talk.turn(1);
        expect(p.sought).toEqual([]);
        const late = lesson();
        late.pages[0]!.seq = 4;
        p.talk.receive(late as WireLesson & { type: 'lesson' });
        p.talk.begin(3);
        p.talk.turn(1);
        p.talk.begin(4);
        expect(p.sought).toEqual([10, 10]);
    });
    it('follows the class again when it turns the page', () => {
        const { talk } = make('viewer');
        talk.receive(lesson() as WireLesson & { type: 'lesson' });
        talk.turn(2);
        expect(talk.page).toBe(2);
        talk.receive({ ...lesson(question('two', 'revealed')), page: 3 } as WireLesson & { type: 'lesson' });
        expect(talk.page).toBe(3);
    });
    it('keeps an answer over a reload, and shows counts and reveal as they come', () => {
        const a = make('viewer');
        a.talk.receive(lesson() as WireLesson & { type: 'lesson' });
        a.talk.answer('two', 1);
        expect(a.sent).toEqual([{ type: 'answer', question: 'two', choice: 1 }]);
        const b = make('viewer');
        expect(b.talk.mine).toEqual({ two: 1 });
        b.talk.receive(lesson() as WireLesson & { type: 'lesson' });
        b.talk.receive({ ...question('two'), counts: [5, 6] });
        b.talk.receive({ type: 'reveal', question: 'two', correct: 0, counts: [5, 7] });
        const q = b.talk.lesson!.pages[1]!.blocks![1] as QuestionBlock;
        expect([q.state, q.correct, q.counts]).toEqual(['revealed', 0, [5, 7]]);
    });
    it('shows a question that is not in the text', () => {
        const { talk } = make('viewer');
        talk.receive(question('spot'));
        expect(talk.asked?.name).toBe('spot');
        talk.receive({ type: 'reveal', question: 'spot', correct: 1, counts: [0, 1] });
        expect(talk.asked?.state).toBe('revealed');
    });
});

it('gives a key to one command only', () => {
    const keys = pageCommands.flatMap((c) => c.keys);
    expect(keys.filter((k, i) => keys.indexOf(k) !== i)).toEqual([]);
});

it('has every word of lessons in both languages, none the same by mistake', () => {
    const flat = (o: object): [string, unknown][] => Object.entries(o).flatMap(([k, v]) => (v && typeof v === 'object' ? flat(v).map(([a, b]) => [`${k}.${a}`, b] as [string, unknown]) : [[k, v]]));
    const en = new Map(flat(messages.en.lessons));
    for (const [key, zh] of flat(messages.zh.lessons)) if (typeof zh === 'string') expect(zh, key).not.toBe(en.get(key));
});
