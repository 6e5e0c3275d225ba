// A room inside the frame of another page, and what the two say to each other. Whose frames may show the room is the
// server's word (frame-ancestors, option --embed); here only the page that holds the frame is listened to, and only it is
// answered. It speaks first (`mmscope:ping`), because what is said before it listens would be lost.
//
//   page → room   mmscope:ping · mmscope:seek {seq} or {step} · mmscope:state
//   room → page   mmscope:ready {v} · mmscope:pong {v} · mmscope:state {room, seq, step, head, playing}

export const EMBED_VERSION = 1;

export interface EmbedState {
    room: string;
    seq: number;
    step: number;
    head: { step: number; seq: number };
    playing: boolean;
}

export interface EmbedHost {
    /** The window around ours. */
    parent: { postMessage(message: unknown, target: string): void };
    /** The origin of that window, where the browser says it. */
    origin: string | null;
    seek(to: { seq: number } | { step: number }): void;
    state(): EmbedState | null;
}

const position = (v: unknown): v is number => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;
/** A page without an origin of its own (sandboxed, or a file) has nothing to be told apart by. */
const named = (origin: string | null): origin is string => origin !== null && /^https?:\/\//.test(origin);

export class EmbedLink {
    private spoke = false;
    private told = '';

    constructor(private readonly host: EmbedHost) {
        host.parent.postMessage({ type: 'mmscope:ready', v: EMBED_VERSION }, named(host.origin) ? host.origin : '*');
    }

    receive(e: { source: unknown; origin: string; data: unknown }): void {
        if (e.source !== this.host.parent || !named(e.origin)) return;
        // Where the browser does not say who holds the frame, the first who speaks from there is he.
        this.host.origin ??= e.origin;
        if (e.origin !== this.host.origin || typeof e.data !== 'object' || e.data === null) return;
        const m = e.data as { type?: unknown; seq?: unknown; step?: unknown };
        if (m.type === 'mmscope:ping') {
            this.spoke = true;
            this.send({ type: 'mmscope:pong', v: EMBED_VERSION });
            this.told = '';
            this.tell();
        } else if (m.type === 'mmscope:seek') {
            if (position(m.seq)) this.host.seek({ seq: m.seq });
            else if (position(m.step)) this.host.seek({ step: m.step });
        } else if (m.type === 'mmscope:state') {
            this.spoke = true;
            this.told = '';
            this.tell();
        }
    }

    /** Says where the room stands, to who has spoken to it, when that is news. */
    tell(): void {
        const state = this.host.state();
        if (!this.spoke || !state) return;
        const message = { type: 'mmscope:state', ...state };
        const text = JSON.stringify(message);
        if (text === this.told) return;
        this.told = text;
        this.send(message);
    }

    private send(message: unknown): void {
        if (named(this.host.origin)) this.host.parent.postMessage(message, this.host.origin);
    }
}

/** The origin of the page around this one: Chromium and WebKit say it, elsewhere the referrer does, if it may. */
export function originAround(ancestors: ArrayLike<string> | undefined, referrer: string): string | null {
    const first = ancestors?.[0];
    if (first) return first;
    try {
        return referrer ? new URL(referrer).origin : null;
    } catch {
        return null;
    }
}
