// A room as this page has it: the link, the timeline, the moment that is shown, and what the reader does.
//
// All moves go through the server, which answers with a cursor for everybody who follows; the page then plays from
// where it stands to there. One event on or back is played (tau), anything further is a jump.

import { animate, type Run } from '../base/raf';
import { errorText, problemText, RoomLink, rest, type LinkState } from './client';
import { keepToken, keptToken, voterOf } from './kept';
import { LessonTalk } from './lessontalk.svelte';
import { Model } from './model';
import type { EventName } from './schema.gen';
import { sameThing, type Selection } from './selection';
import { settings } from './settings.svelte';
import { Terminal } from './terminal.svelte';
import { isStepMessage, StepView, Timeline, type Moment } from './timeline';
import type { MachineConfig, Playing, Role, ServerMessage, TimelineRow, WireCursor, WireNote, WireResult, WireRoom, WireStepRow, WireTimeline, WireWhy } from './wire';

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 64] as const;
/** Events a second at speed 1, as the server plays. */
const EVENTS_A_SECOND = 2;
/** At this speed and above pictures change without motion. */
const STILL_FROM = 8;
/** More steps than any history has: the server stops where the history ends when it gets to it. */
const TO_THE_END = 2 ** 31;
/** So many moves are remembered while the room is on its way; whoever leans on a key longer is not followed further. */
const EARLY_MAX = 64;

type Move = () => { type: string; [key: string]: unknown };

export class Room {
    link = $state<LinkState>('connecting');
    bye = $state<string | null>(null);
    role = $state<Role>('viewer');
    detached = $state(false);
    title = $state('');
    url = $state('');
    lesson = $state<string | null>(null);
    viewers = $state(0);
    hash = $state('');
    playing = $state.raw<Playing | null>(null);
    moment = $state.raw<Moment | null>(null);
    model = $state.raw<Model | null>(null);
    headStep = $state(0);
    headSeq = $state(0);
    inside = $state(false);
    steps = $state.raw<WireStepRow[]>([]);
    rows = $state.raw<TimelineRow[]>([]);
    notable = $state.raw<[number, EventName][]>([]);
    progress = $state.raw<{ line: string; done: number; total: number | null } | null>(null);
    notice = $state('');
    speed = $state(1);
    grain = $state<'event' | 'command'>('event');
    chosen = $state.raw<Selection | null>(null);
    /** In a room with a lab: the machine is shown instead of it. */
    machineSide = $state(false);
    /** Sections in which the mirror is not what the server says; empty when all is well. */
    wrong = $state.raw<string[]>([]);
    config = $state.raw<MachineConfig>({});
    /** A branch that was made, to be opened. */
    branchUrl = $state<string | null>(null);

    readonly timeline = new Timeline();
    /** The lesson of this room, and questions asked in it. */
    readonly talk: LessonTalk;
    /** What was typed here, and the answers. */
    readonly terminal: Terminal;
    private readonly socket: RoomLink;
    private run: Run | null = null;
    private token: string | null;
    private standing: StepView | null = null;
    private playTimer: ReturnType<typeof setTimeout> | undefined;
    /** Where to go once, when the address asks for a position. */
    private wanted: number | null;
    /** Moves that were asked for before the room was here; null once it is. Who may move, and how far, is known only then. */
    private early: Move[] | null = [];

    constructor(
        readonly id: string,
        wantedSeq: number | null,
        /** Only to look, whoever one is: moving here moves nobody else. */
        alone = false,
    ) {
        this.token = alone ? null : keptToken(id);
        this.wanted = wantedSeq;
        this.socket = new RoomLink(
            id,
            () => {
                const hello: { type: string; [key: string]: unknown } = { type: 'hello' };
                if (this.token) hello.token = this.token;
                const voter = voterOf();
                if (voter) hello.voter = voter;
                return hello;
            },
            (m) => this.receive(m),
            (s) => (this.link = s),
        );
        this.talk = new LessonTalk(this, (m) => void this.socket.send(m));
        this.terminal = new Terminal((m) => this.socket.ask(m));
        this.socket.open();
    }

    close(): void {
        clearTimeout(this.playTimer);
        this.run?.cancel();
        this.socket.close();
    }

    get mayDrive(): boolean {
        return this.role === 'presenter' || this.detached;
    }

    get presenterToken(): string | null {
        return this.token;
    }

    /** Nothing moves: reduced motion, or played too fast to be followed. */
    get still(): boolean {
        return settings.reducedMotion || (this.playing !== null && this.playing.speed >= STILL_FROM);
    }

    /** First and last event of a step. */
    stepRange(step: number): [number, number] | null {
        const row = this.steps[step - 1];
        return row ? [row[0], row[1]] : null;
    }

    /** The scenario's remark on a step. */
    note(step: number): WireNote | null {
        return this.steps[step - 1]?.[5] ?? null;
    }

    // ---- what the server says ---------------------------------------------------------------------------------
    private receive(m: ServerMessage): void {
        if (isStepMessage(m)) {
            this.land();
            if (!this.timeline.add(m)) this.socket.send({ type: 'resync' });
            if (m.type !== 'part') {
                const kind = m.type === 'delta' ? 'delta' : 'step';
                // A step that is known already is told again on the way back: what follows it stays.
                const row: WireStepRow = [m.first, m.seq, m.command, m.clock_ns ?? 0, kind, m.note];
                const known = this.steps[m.step - 1];
                this.steps = [...this.steps.slice(0, m.step - 1), row, ...(known?.[0] === m.first && known[1] === m.seq ? this.steps.slice(m.step) : [])];
                this.progress = null;
            }
            if (m.type !== 'part' && m.hash) this.hash = m.hash;
            return;
        }
        switch (m.type) {
            case 'welcome':
                this.role = m.role;
                this.bye = null;
                this.timeline.reset(m.schema);
                this.takeRoom(m.room);
                break;
            case 'snapshot':
                this.run?.cancel();
                this.run = null;
                this.timeline.snapshot(m);
                this.hash = m.hash;
                this.show(1);
                break;
            case 'cursor':
                this.cursor(m);
                break;
            case 'steps':
                this.steps = [...this.steps.slice(0, m.from), ...m.steps];
                break;
            case 'timeline':
                this.takeTimeline(m);
                break;
            case 'output':
                this.terminal.say({ kind: 'text', text: m.text });
                break;
            case 'progress':
                if (m.opening) this.notice = settings.words.ui.opening(m.done, m.total ?? 0);
                else this.progress = { line: m.line ?? '', done: m.done, total: m.total };
                break;
            case 'people':
                this.viewers = m.count;
                break;
            case 'role':
                this.role = m.role;
                if (m.role === 'presenter' && m.token) {
                    this.token = m.token;
                    keepToken(this.id, m.token);
                }
                break;
            case 'point':
                this.pointed(m.select);
                break;
            case 'problem':
                this.talk.rerunning = null;
                if (m.re === undefined || m.re === null) this.notice = problemText(m.problem, settings.lang);
                break;
            case 'bye':
                if (m.reason === 'hello-late') break;
                // A room that never said welcome was not there.
                if (m.reason === 'later' || m.reason === 'reopened') this.notice = settings.words.ui.byeReason[m.reason] ?? m.reason;
                else if (this.timeline.schema) this.bye = m.reason;
                else this.link = 'gone';
                break;
            default:
                this.talk.receive(m);
                break;
        }
    }

    private takeRoom(room: WireRoom): void {
        this.title = room.title;
        this.url = room.url;
        this.lesson = room.lesson;
        this.viewers = room.viewers;
        this.config = room.config ?? {};
        this.steps = room.steps ?? [];
        this.headStep = room.head.step;
        this.headSeq = room.head.seq;
        this.hash = room.hash;
        this.detached = false;
        const ui = settings.words.ui;
        this.notice = room.differs ? ui.differs(room.differs) : room.stored === false ? ui.notStored : '';
    }

    private takeTimeline(m: WireTimeline): void {
        this.rows = [...this.rows.filter((r) => m.from > 0 && r[0] <= m.from), ...m.rows];
        this.notable = [...this.notable.filter((n) => m.from > 0 && n[0] <= m.from), ...m.notable];
    }

    private cursor(m: WireCursor): void {
        this.headStep = m.head.step;
        this.headSeq = m.head.seq;
        this.steps = this.steps.slice(0, m.head.step);
        this.inside = m.inside;
        const was = this.playing;
        this.playing = m.playing;
        if (m.playing) {
            this.speed = m.playing.speed;
            this.grain = m.playing.grain;
        }
        this.goTo(m.seq);
        if (was && !m.playing && this.detached) clearTimeout(this.playTimer);
        const early = this.early ?? [];
        this.early = null;
        if (this.wanted !== null) {
            const seq = Math.min(this.wanted, m.head.seq);
            this.wanted = null;
            if (this.role === 'presenter') this.seek(seq);
            else if (seq !== m.seq) {
                this.leave();
                this.seek(seq);
            }
        }
        for (const move of early) this.drive(move);
    }

    private pointed(select: unknown): void {
        if (this.role === 'presenter' || this.detached) return;
        const s = select as Selection | null;
        if (s === null || (typeof s === 'object' && typeof s.kind === 'string' && typeof s.id === 'number')) this.chosen = s;
    }

    // ---- moving -----------------------------------------------------------------------------------------------
    /** Ends a running animation where it was going. */
    private land(): void {
        this.run?.finish();
        this.run = null;
    }

    private goTo(seq: number): void {
        this.land();
        const t = this.timeline;
        if (!t.mirror) return;
        if (!t.knows(seq)) {
            this.socket.send({ type: 'resync' });
            return;
        }
        const from = t.seq;
        const ms = this.still ? 0 : Math.min(800, this.playing ? (1000 / (EVENTS_A_SECOND * this.playing.speed)) * 0.9 : 600);
        if (seq === from + 1 && ms > 0) {
            t.goTo(seq);
            this.show(0);
            this.run = animate(ms, (tau) => this.show(tau), () => this.arrived());
        } else if (seq === from - 1 && ms > 0) {
            this.run = animate(
                ms,
                (share) => this.show(1 - share),
                () => {
                    t.goTo(seq);
                    this.arrived();
                },
            );
        } else {
            t.goTo(seq);
            this.arrived();
        }
    }

    private arrived(): void {
        this.run = null;
        this.show(1);
        this.wrong = this.timeline.wrongSections();
        if (this.wrong.length) this.socket.send({ type: 'resync' });
    }

    /** A long step of which only the state behind it was sent: its place in history, without events and changes. */
    private standIn(seq: number): StepView | null {
        const schema = this.timeline.schema;
        if (!schema || seq === 0) return null;
        if (this.standing?.last === seq) return this.standing;
        const i = this.steps.findIndex((s) => s[0] <= seq && seq <= s[1]);
        const row = this.steps[i];
        this.standing = row ? new StepView(schema, 'delta', i + 1, row[0], row[1], row[2], true, {}, {}, [], {}, row[3]) : null;
        return this.standing;
    }

    private show(tau: number): void {
        const moment = this.timeline.moment(tau);
        if (moment && !moment.step) moment.step = this.standIn(moment.seq);
        this.moment = moment;
        if (moment && this.model?.mirror !== moment.mirror) this.model = new Model(moment.mirror, this.config);
    }

    private drive(move: Move): void {
        if (this.early) {
            if (this.early.length < EARLY_MAX) this.early.push(move);
            return;
        }
        if (!this.mayDrive) {
            this.notice = settings.words.ui.presenterDrives;
            return;
        }
        this.notice = '';
        this.socket.send(move());
    }

    step(by: 1 | -1, grain: 'event' | 'command' = 'event'): void {
        this.pause();
        this.drive(() => ({ type: 'step', by, grain }));
    }

    seek(seq: number): void {
        this.drive(() => ({ type: 'seek', seq: Math.max(0, Math.min(seq, this.headSeq)) }));
    }

    seekStep(step: number): void {
        this.drive(() => ({ type: 'seek', step: Math.max(0, Math.min(step, this.headStep)) }));
    }

    toStart(): void {
        this.pause();
        this.seekStep(0);
    }

    /** Not to the end that is known here: lines may be running, and the server moves only after them. */
    toEnd(): void {
        this.pause();
        this.drive(() => ({ type: 'step', by: TO_THE_END, grain: 'command' }));
    }

    async jump(kind: string, dir: 1 | -1): Promise<void> {
        this.pause();
        this.drive(() => ({ type: 'jump', kind, dir }));
    }

    /** Into the first event of the long step that is shown as a whole. */
    stepInside(): void {
        const step = this.moment?.step?.step ?? 0;
        const row = this.steps[step - 1];
        if (row?.[4] === 'delta') this.seek(row[0]);
    }

    play(dir: 1 | -1 = 1): void {
        if (this.detached) {
            this.playing = { speed: this.speed, grain: this.grain, dir };
            this.tick();
            return;
        }
        this.drive(() => ({ type: 'play', speed: this.speed, grain: this.grain, dir }));
    }

    /** A detached viewer plays by himself: the server moves only the room. */
    private tick(): void {
        clearTimeout(this.playTimer);
        const p = this.playing;
        if (!p || !this.detached) return;
        const pause = 1000 / ((p.grain === 'event' ? EVENTS_A_SECOND : 1) * p.speed);
        this.playTimer = setTimeout(() => {
            const end = p.dir === -1 ? 0 : this.headSeq;
            if (this.timeline.seq === end) {
                this.playing = null;
                return;
            }
            this.socket.send({ type: 'step', by: p.dir ?? 1, grain: p.grain });
            this.tick();
        }, pause);
    }

    pause(): void {
        clearTimeout(this.playTimer);
        if (!this.playing) return;
        if (this.detached) this.playing = null;
        else if (this.role === 'presenter') this.socket.send({ type: 'pause' });
    }

    togglePlay(): void {
        if (this.playing) this.pause();
        else this.play(1);
    }

    setSpeed(speed: number): void {
        this.speed = speed;
        if (!this.playing) return;
        if (this.detached) this.playing = { ...this.playing, speed };
        else this.play(this.playing.dir ?? 1);
    }

    changeSpeed(by: 1 | -1): void {
        const i = SPEEDS.findIndex((s) => s >= this.speed);
        this.setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, (i < 0 ? SPEEDS.length - 1 : i) + by))]!);
    }

    leave(): void {
        if (this.role === 'presenter') return;
        this.socket.send({ type: 'detach' });
        this.detached = true;
        this.playing = null;
    }

    follow(): void {
        clearTimeout(this.playTimer);
        this.playing = null;
        this.detached = false;
        this.socket.send({ type: 'follow' });
    }

    // ---- asking and doing -------------------------------------------------------------------------------------
    select(s: Selection | null): void {
        this.chosen = sameThing(s, this.chosen) ? null : s;
        if (this.role === 'presenter') this.socket.send({ type: 'point', select: this.chosen, view: null });
    }

    /** Runs a line typed here. Resolves to whether it was accepted; the answer is in the terminal. */
    async command(line: string, branch = false): Promise<boolean> {
        this.pause();
        const { ok, room } = await this.terminal.run(line, branch);
        if (room) this.opened(room);
        return ok;
    }

    /** A branch was made: its token stays here, and it is to be opened. */
    private opened(room: NonNullable<WireResult['room']>): void {
        keepToken(room.id, room.presenter_token);
        this.branchUrl = room.url;
    }

    /** The step that last changed a thing, as far as the room knows. */
    async lastChange(s: Selection): Promise<{ step: number; seq: number } | null> {
        try {
            const w = (await this.socket.ask({ type: 'why', kind: s.kind, id: s.id })) as unknown as WireWhy;
            return { step: w.step, seq: w.seq };
        } catch {
            return null;
        }
    }

    stop(): void {
        this.socket.send({ type: 'stop' });
    }

    async branch(): Promise<void> {
        try {
            this.opened(await rest.branch(this.id, this.token, this.moment?.step?.step ?? 0));
        } catch (e) {
            this.notice = errorText(e, settings.lang);
        }
    }
}
