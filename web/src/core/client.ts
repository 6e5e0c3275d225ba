// The way to the server: REST calls, and the room's socket with its own reconnecting. Knows no machine.

import type { LessonEntry, WireLesson } from './lesson';
import type { Comparison, PlainEvent } from './compare';
import type { Problem, ServerMessage, WireInspect, WireResult, WireRoom, WireValues, WireWhy } from './wire';

export class Refused extends Error {
    constructor(readonly problem: Problem) {
        super(problem.detail || problem.title);
    }
}

/** What a problem says, in the reader's language where the server knows it. */
export const problemText = (p: Problem, lang: 'en' | 'zh'): string => (lang === 'zh' && p.detail_zh) || p.detail || p.title;

export function errorText(e: unknown, lang: 'en' | 'zh'): string {
    if (e instanceof Refused) return problemText(e.problem, lang);
    return e instanceof Error ? e.message : String(e);
}

/** After these the room is there again soon, or still: the socket tries on. A hello is late where a page is slow to begin. */
export const comesBack = (reason: string): boolean => ['shutdown', 'later', 'reopened', 'hello-late'].includes(reason);

async function call<T>(method: string, path: string, body?: BodyInit | null, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(path, { method, headers: { Accept: 'application/json', ...headers }, body: body ?? null });
    const text = await response.text();
    let data: unknown = null;
    try {
        data = text ? JSON.parse(text) : null;
    } catch {
        // Not JSON: the status says enough.
    }
    if (!response.ok) {
        const problem = (data ?? { type: 'about:blank', title: response.statusText, status: response.status, detail: text.slice(0, 200) }) as Problem;
        throw new Refused(problem);
    }
    return data as T;
}

const json = { 'Content-Type': 'application/json' };
const bearer = (token: string | null): Record<string, string> => (token ? { Authorization: `Bearer ${token}` } : {});

export interface NewRoom {
    id: string;
    url: string;
    presenter_token: string;
}

/** A mistake in a scenario, where it is and what would be accepted there. */
export interface WireProblem {
    line: number;
    column: number;
    length: number;
    detail: string;
    detail_zh?: string;
    accepted: string;
}

export const rest = {
    newRoom: (what: { scenario: string; as?: 'lesson' } | { lesson: string; set?: Record<string, number> } | { upload: string; kind?: string }, title?: string): Promise<NewRoom> =>
        call('POST', '/api/v1/rooms', JSON.stringify(title ? { ...what, title } : what), json),
    lessons: (): Promise<{ lessons: LessonEntry[] }> => call('GET', '/api/v1/lessons'),
    lessonOf: (room: string): Promise<WireLesson> => call('GET', `/api/v1/rooms/${room}/lesson`),
    /** The machine of a blank room, as it is booted. */
    machine: (): Promise<{ memory_bytes: number; free_pages: number }> => call('GET', '/api/v1/machine'),
    rooms: (): Promise<{ rooms: WireRoom[] }> => call('GET', '/api/v1/rooms'),
    room: (id: string): Promise<WireRoom> => call('GET', `/api/v1/rooms/${id}`),
    uploadTrace: (file: Blob, kind: string): Promise<{ id: string; kind: string; accesses?: number }> =>
        call('POST', `/api/v1/traces?kind=${encodeURIComponent(kind)}`, file, { 'Content-Type': 'application/octet-stream' }),
    validate: (scenario: string): Promise<{ ok: boolean; count: number; problems: WireProblem[] }> =>
        call('POST', '/api/v1/validate', JSON.stringify({ scenario }), json),
    commands: (room: string, token: string | null, lines: string[], branch: boolean): Promise<WireResult> =>
        call('POST', `/api/v1/rooms/${room}/commands`, JSON.stringify(branch ? { lines, branch } : { lines }), { ...json, ...bearer(token) }),
    branch: (room: string, token: string | null, step: number): Promise<NewRoom> =>
        call('POST', `/api/v1/rooms/${room}/branches`, JSON.stringify({ step }), { ...json, ...bearer(token) }),
    inspect: (room: string, query: string): Promise<WireInspect> => call('GET', `/api/v1/rooms/${room}/inspect?${query}`),
    /** Events of a room, at most a few thousand, one a line. */
    events: async (room: string, from: number, limit: number): Promise<PlainEvent[]> => {
        const response = await fetch(`/api/v1/rooms/${encodeURIComponent(room)}/events?from=${from}&limit=${Math.min(limit, 4000)}`);
        if (!response.ok) throw new Error(response.statusText);
        return (await response.text()).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as PlainEvent);
    },
    compare: (room: string, other: string, step: number | null): Promise<Comparison> =>
        call('GET', `/api/v1/rooms/${encodeURIComponent(room)}/compare?with=${encodeURIComponent(other)}${step === null ? '' : `&step=${step}`}`),
    values: (room: string, paths: readonly string[], from?: number, to?: number): Promise<WireValues> =>
        call('GET', `/api/v1/rooms/${room}/values?path=${encodeURIComponent(paths.join(','))}${from === undefined ? '' : `&from=${from}`}${to === undefined ? '' : `&to=${to}`}`),
    scenarioOf: async (room: string): Promise<string> => {
        const response = await fetch(`/api/v1/rooms/${room}/export?format=mm`);
        if (!response.ok) throw new Error(response.statusText);
        return response.text();
    },
    lesson: (id: string): Promise<{ id: string; scenario: string }> => call('GET', `/api/v1/lessons/${id}`),
    why: (room: string, query: string): Promise<WireWhy> => call('GET', `/api/v1/rooms/${room}/why?${query}`),
};

export type LinkState = 'connecting' | 'open' | 'lost' | 'gone';

/** What a page says to the room. */
export type ClientMessage = { type: string; re?: string | number; [key: string]: unknown };

/** The socket of a room. It comes back by itself, slower each time up to 5 s, until closed. */
export class RoomLink {
    private socket: WebSocket | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private tries = 0;
    private closed = false;
    private nextRe = 1;
    private readonly waiting = new Map<number, { resolve: (m: ServerMessage) => void; reject: (e: Error) => void }>();

    constructor(
        private readonly room: string,
        private readonly hello: () => ClientMessage,
        private readonly onmessage: (m: ServerMessage) => void,
        private readonly onstate: (s: LinkState) => void,
    ) {}

    open(): void {
        this.onstate('connecting');
        const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
        const socket = new WebSocket(`${scheme}://${location.host}/ws/v1/rooms/${this.room}`, 'mmscope.v1');
        this.socket = socket;
        socket.onopen = () => {
            this.tries = 0;
            this.send(this.hello());
            this.onstate('open');
        };
        socket.onmessage = (e: MessageEvent<string>) => this.receive(e.data);
        socket.onclose = () => {
            if (this.socket !== socket) return;
            this.socket = null;
            for (const w of this.waiting.values()) w.reject(new Error('the connection was lost'));
            this.waiting.clear();
            if (!this.closed) void this.again();
        };
    }

    private async again(): Promise<void> {
        this.onstate('lost');
        this.tries++;
        if (this.tries > 1) {
            // A room that is not there will not come back; a server that is down may.
            try {
                await rest.room(this.room);
            } catch (e) {
                if (e instanceof Refused && e.problem.status === 404) {
                    this.closed = true;
                    this.onstate('gone');
                    return;
                }
            }
        }
        if (this.closed) return;
        this.timer = setTimeout(() => this.open(), Math.min(5000, 250 * 2 ** Math.min(this.tries, 5)));
    }

    private receive(data: string): void {
        const m = JSON.parse(data) as ServerMessage;
        if ('re' in m && typeof m.re === 'number') {
            const w = this.waiting.get(m.re);
            if (w) {
                this.waiting.delete(m.re);
                if (m.type === 'problem') w.reject(new Refused(m.problem));
                else w.resolve(m);
            }
        }
        if (m.type === 'bye') this.closed = !comesBack(m.reason);
        this.onmessage(m);
    }

    send(message: ClientMessage): boolean {
        if (this.socket?.readyState !== WebSocket.OPEN) return false;
        this.socket.send(JSON.stringify(message));
        return true;
    }

    /** Sends and waits for the answer that carries the same `re`. */
    ask<T extends ServerMessage>(message: ClientMessage): Promise<T> {
        const re = this.nextRe++;
        return new Promise<T>((resolve, reject) => {
            if (!this.send({ ...message, re })) {
                reject(new Error('not connected'));
                return;
            }
            this.waiting.set(re, { resolve: resolve as (m: ServerMessage) => void, reject });
        });
    }

    close(): void {
        this.closed = true;
        clearTimeout(this.timer);
        this.socket?.close();
        this.socket = null;
    }
}
