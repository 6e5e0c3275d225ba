import { describe, expect, it } from 'vitest';
import { EmbedLink, originAround, type EmbedHost, type EmbedState } from './embed';

const OUTER = 'https://school.example';
function link(origin: string | null = OUTER) {
    const said: [unknown, string][] = [];
    const sought: unknown[] = [];
    const state: EmbedState = { room: 'abc', seq: 3, step: 1, head: { step: 4, seq: 40 }, playing: false };
    const parent = { postMessage: (m: unknown, to: string) => void said.push([m, to]) };
    const host: EmbedHost = { parent, origin, seek: (to) => void sought.push(to), state: () => state };
    const l = new EmbedLink(host);
    const hear = (data: unknown, from: string = OUTER, source: unknown = parent): void => l.receive({ source, origin: from, data });
    return { l, said, sought, state, hear };
}

describe('a room in a frame', () => {
    it('says that it is there, answers a ping, then its state', () => {
        const { said, hear } = link();
        expect(said).toEqual([[{ type: 'mmscope:ready', v: 1 }, OUTER]]);
        hear({ type: 'mmscope:ping' });
        expect(said.slice(1)).toEqual([
            [{ type: 'mmscope:pong', v: 1 }, OUTER],
            [{ type: 'mmscope:state', room: 'abc', seq: 3, step: 1, head: { step: 4, seq: 40 }, playing: false }, OUTER],
        ]);
    });
    it('seeks by event or by step, and only to positions', () => {
        const { sought, hear } = link();
        hear({ type: 'mmscope:seek', seq: 12 });
        hear({ type: 'mmscope:seek', step: 2 });
        for (const bad of [{ seq: -1 }, { seq: 1.5 }, { seq: '3' }, { step: NaN }, {}]) hear({ type: 'mmscope:seek', ...bad });
        for (const bad of [null, 'mmscope:seek', 7, { type: 'mmscope:delete' }]) hear(bad);
        expect(sought).toEqual([{ seq: 12 }, { step: 2 }]);
    });
    it('listens to the page around it alone', () => {
        const { sought, said, hear } = link();
        hear({ type: 'mmscope:seek', seq: 1 }, 'https://other.example');
        hear({ type: 'mmscope:seek', seq: 1 }, OUTER, {});
        hear({ type: 'mmscope:ping' }, 'null');
        expect(sought).toEqual([]);
        expect(said.length).toBe(1);
    });
    it('where the browser does not say who is around it, the first to speak is he', () => {
        const { sought, said, hear } = link(null);
        expect(said[0]![1]).toBe('*');
        hear({ type: 'mmscope:ping' });
        hear({ type: 'mmscope:seek', seq: 5 }, 'https://other.example');
        expect(sought).toEqual([]);
        expect(said.slice(1).every(([, to]) => to === OUTER)).toBe(true);
    });
    it('tells news once, and nothing before it was spoken to', () => {
        const { l, said, state, hear } = link();
        l.tell();
        expect(said.length).toBe(1);
        hear({ type: 'mmscope:ping' });
        l.tell();
        expect(said.length).toBe(3);
        state.seq = 4;
        l.tell();
        expect(said.length).toBe(4);
    });
    it('knows the page around it', () => {
        expect(originAround(['https://a.example', 'https://b.example'], '')).toBe('https://a.example');
        expect(originAround(undefined, 'https://a.example/lecture?x=1')).toBe('https://a.example');
        expect(originAround(undefined, '')).toBeNull();
        expect(originAround(undefined, 'no address')).toBeNull();
    });
});
