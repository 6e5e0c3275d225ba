// A room that is on its way: what is asked for meanwhile is done when it is here. The server is a socket of this file.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFixture } from './fixture';
import { Room } from './room.svelte';
import type { Role, ServerMessage, WireRoom } from './wire';

const fx = makeFixture();
type Said = { type: string; [key: string]: unknown };

/** A socket whose other end is the test. */
class Wire {
    static readonly OPEN = 1;
    static last: Wire;
    readyState = 0;
    said: Said[] = [];
    onopen: (() => void) | null = null;
    onmessage: ((e: { data: string }) => void) | null = null;
    onclose: (() => void) | null = null;

    constructor(readonly url: string) {
        Wire.last = this;
    }
    send(text: string): void {
        this.said.push(JSON.parse(text) as Said);
    }
    close(): void {
        this.readyState = 3;
    }
    open(): void {
        this.readyState = Wire.OPEN;
        this.onopen!();
    }
    hear(m: ServerMessage): void {
        this.onmessage!({ data: JSON.stringify(m) });
    }
    /** What the server says after a hello; the history has two steps, the cursor is before them. */
    here(role: Role): void {
        const head = { step: fx.steps.length, seq: fx.steps.at(-1)!.seq };
        const room = { id: 'r', url: '', title: '', lesson: null, viewers: 1, config: fx.config, steps: [], head, hash: fx.snapshot.hash } as unknown as WireRoom;
        this.hear({ type: 'welcome', role, viewer: 'v1', room, limits: { events_max: 1, window_steps: 1 }, schema: fx.schema });
        this.hear({ ...fx.snapshot, type: 'snapshot' });
        this.hear({ type: 'cursor', step: 0, seq: 0, inside: false, head, playing: null });
    }
    /** What was said since the hello. */
    moves(): Said[] {
        return this.said.filter((m) => m.type !== 'hello');
    }
}

const rooms: Room[] = [];
const room = (wanted: number | null = null): Room => {
    rooms.push(new Room('r', wanted));
    return rooms.at(-1)!;
};
beforeEach(() => void vi.stubGlobal('WebSocket', Wire));
afterEach(() => {
    for (const r of rooms.splice(0)) r.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

it('to the end, asked for at any time before the room is here, is the end that the server has', () => {
    for (const when of ['before the socket', 'before the welcome', 'after it']) {
        const r = room();
        const wire = Wire.last;
        if (when === 'before the socket') r.toEnd();
        wire.open();
        if (when === 'before the welcome') r.toEnd();
        expect(wire.moves(), when).toEqual([]);
        wire.here('presenter');
        if (when === 'after it') r.toEnd();
        expect(wire.moves(), when).toEqual([{ type: 'step', by: 2 ** 31, grain: 'command' }]);
        expect(r.notice, when).toBe('');
    }
});

it('moves are kept in their order, behind the place that the address asks for', () => {
    const r = room(3);
    Wire.last.open();
    r.toStart();
    r.step(1);
    r.step(1);
    r.seek(1e9);
    Wire.last.here('presenter');
    const one = { type: 'step', by: 1, grain: 'event' };
    expect(Wire.last.moves()).toEqual([{ type: 'seek', seq: 3 }, { type: 'seek', step: 0 }, one, one, { type: 'seek', seq: fx.steps.at(-1)!.seq }]);
});

it('who may not move is told so when that is known, not before', () => {
    const r = room();
    Wire.last.open();
    r.toEnd();
    expect(r.notice).toBe('');
    Wire.last.here('viewer');
    expect(r.notice).not.toBe('');
    expect(Wire.last.moves()).toEqual([]);
});

it('a key that is leaned on is not followed without end', () => {
    const r = room();
    for (let i = 0; i < 1000; i++) r.step(1);
    Wire.last.open();
    Wire.last.here('presenter');
    expect(Wire.last.moves()).toHaveLength(64);
});

it('a hello that came too late is said again, and the page does not take the room for gone', () => {
    vi.useFakeTimers();
    const r = room();
    const slow = Wire.last;
    r.toEnd();
    slow.open();
    slow.hear({ type: 'bye', reason: 'hello-late' });
    slow.onclose!();
    expect([r.link, r.bye]).toEqual(['lost', null]);
    vi.runAllTimers();
    expect(Wire.last).not.toBe(slow);
    Wire.last.open();
    Wire.last.here('presenter');
    expect([r.link, Wire.last.moves().length]).toEqual(['open', 1]);
});
