// A room's lesson as this page has it: the text that is open, the questions, what was answered here.

import type { LinkState } from './client';
import { answersOf, isQuestion, nextQuestion, openPage, pageOf, pinOf, startOf, type Both, type LessonPage, type Pin, type QuestionBlock, type WireLesson } from './lesson';
import type { ServerMessage } from './wire';

export interface TalkRoom {
    readonly id: string;
    readonly mayDrive: boolean;
    readonly detached: boolean;
    readonly role: 'presenter' | 'viewer';
    readonly link: LinkState;
    seek(seq: number): void;
    pause(): void;
}

type Send = (message: { type: string; [key: string]: unknown }) => void;

const answerKey = (room: string): string => `mmscope.answers.${room}`;

export class LessonTalk {
    lesson = $state.raw<WireLesson | null>(null);
    /** A question out of the lesson's text, or asked by the presenter on the spot. */
    asked = $state.raw<QuestionBlock | null>(null);
    /** The choice made here, by question. */
    mine = $state<Record<string, number>>({});
    /** The page read here when it is not the class's. */
    own = $state<number | null>(null);
    /** Question that was asked last: it is brought into sight. */
    called = $state<string | null>(null);
    /** A slider was let go, or the class goes on: the machine runs anew. */
    rerunning = $state<string | null>(null);
    /** The paragraph chosen by hand, as page and place. */
    chosen = $state.raw<{ page: number; block: number } | null>(null);

    constructor(
        private readonly room: TalkRoom,
        private readonly send: Send,
    ) {
        try {
            const kept: unknown = JSON.parse(sessionStorage.getItem(answerKey(room.id)) ?? '{}');
            if (kept && typeof kept === 'object') this.mine = kept as Record<string, number>;
        } catch {
            // Nothing was kept.
        }
    }

    /** The page that is shown: one's own while not following, else the class's. */
    get page(): number {
        const lesson = this.lesson;
        if (!lesson) return 1;
        return openPage(lesson, this.own ?? lesson.page);
    }

    get shown(): LessonPage | null {
        return this.lesson && pageOf(this.lesson, this.page);
    }

    /** The paragraph chosen by hand on the page that is shown, -1 when none. */
    get chosenBlock(): number {
        return this.chosen && this.chosen.page === this.page ? this.chosen.block : -1;
    }

    /** The floor, or the lab, that the lesson wants grown at a position. */
    pin(seq: number): Pin | null {
        return this.shown && pinOf(this.shown, seq, this.chosenBlock);
    }

    /** True when the message was one of a lesson. */
    receive(m: ServerMessage): boolean {
        switch (m.type) {
            case 'lesson':
                if (this.lesson && this.lesson.id !== m.id) this.leave();
                if (this.lesson && this.lesson.page !== m.page && !this.room.detached) this.own = null;
                this.lesson = m;
                // The new run stands where the page begins.
                if (this.rerunning && this.room.role === 'presenter' && this.shown) this.room.seek(startOf(this.shown));
                this.rerunning = null;
                this.forget();
                return true;
            case 'question': {
                const before = this.find(m.name) ?? (this.asked?.name === m.name ? this.asked : null);
                this.put(m);
                // Told without a new answer: the presenter asks it.
                if (!before || answersOf(before) === answersOf(m)) {
                    this.called = m.name;
                    if (!this.room.detached) this.own = null;
                }
                return true;
            }
            case 'reveal': {
                const q = this.find(m.question) ?? (this.asked?.name === m.question ? this.asked : null);
                if (q) this.put({ ...q, state: 'revealed', correct: m.correct, counts: m.counts ?? q.counts });
                return true;
            }
            default:
                return false;
        }
    }

    /** The class went on to another lesson: nothing read or answered in the last one is of it. */
    private leave(): void {
        this.own = this.called = this.chosen = this.asked = null;
        this.mine = {};
    }

    private find(name: string): QuestionBlock | null {
        for (const p of this.lesson?.pages ?? []) for (const b of p.blocks ?? []) if (isQuestion(b) && b.name === name) return b;
        return null;
    }

    /** A question as it now is, in the text or beside it. */
    private put(q: QuestionBlock): void {
        const lesson = this.lesson;
        if (!lesson || !this.find(q.name)) {
            if (q.ad_hoc !== false) this.asked = q;
            return;
        }
        const pages = lesson.pages.map((p) => ({ ...p, blocks: p.blocks?.map((b) => (isQuestion(b) && b.name === q.name ? { ...b, ...q, type: 'question' as const } : b)) }));
        this.lesson = { ...lesson, pages };
    }

    /** After a re-run questions are open again: what was chosen before does not count. */
    private forget(): void {
        for (const name of Object.keys(this.mine)) {
            const q = this.find(name);
            if (q && q.state === 'open' && answersOf(q) === 0) delete this.mine[name];
        }
    }

    // ---- what the reader does -----------------------------------------------------------------------------------
    turn(n: number): void {
        const lesson = this.lesson;
        const page = lesson && pageOf(lesson, n);
        if (!page?.open) return;
        this.room.pause();
        this.chosen = null;
        if (this.room.role === 'presenter') {
            this.own = null;
            this.send({ type: 'page', n });
            if (startOf(page) !== page.seq) this.room.seek(startOf(page));
        } else {
            this.own = n;
            if (this.room.detached) this.room.seek(startOf(page));
        }
    }

    /** To the next question, wherever it stands. */
    nextQuestion(): void {
        const q = this.lesson && nextQuestion(this.lesson, this.page);
        if (!q) return;
        if (q.page !== this.page) this.turn(q.page);
        this.called = q.name;
    }

    /** A fresh room stands where the page begins: from there to its first paragraph. */
    begin(seq: number): void {
        const page = this.shown;
        if (page && seq === page.seq && startOf(page) !== seq) this.room.seek(startOf(page));
    }

    turnBy(by: 1 | -1): void {
        this.turn(this.page + by);
    }

    /** The machine goes where a paragraph says. */
    stand(block: number): void {
        const page = this.shown;
        const b = page?.blocks?.[block];
        if (!page || !b || isQuestion(b) || !this.room.mayDrive) return;
        this.chosen = { page: page.n, block };
        this.room.pause();
        this.room.seek(b.seq);
    }

    answer(question: string, choice: number): void {
        this.mine[question] = choice;
        try {
            sessionStorage.setItem(answerKey(this.room.id), JSON.stringify(this.mine));
        } catch {
            // A reload forgets it; the server counted it.
        }
        this.send({ type: 'answer', question, choice });
    }

    ask(question: string): void {
        this.send({ type: 'ask', question });
    }

    askNew(text: Both<string>, choices: (Both<string> & { when?: string })[]): void {
        this.send({ type: 'ask', ...text, choices });
    }

    reveal(question: string): void {
        this.room.pause();
        this.send({ type: 'reveal', question });
    }

    /** With everybody who watches, to another lesson. */
    goOn(lesson: string): void {
        this.room.pause();
        this.rerunning = lesson;
        this.send({ type: 'lesson', id: lesson });
    }

    slide(name: string, value: number): void {
        this.room.pause();
        this.rerunning = name;
        this.send({ type: 'slider', name, value });
    }
}

