// The mirror against the engine itself: a random walk of every command on the real program; snapshot + changes must be the
// snapshot, forward and back, at event boundaries, and the view hashes of both sides must agree.
import { describe, expect, it } from 'vitest';
import { fullSchema } from './fixture';
import { frameUses } from './frameuse';
import { Mirror } from './mirror';
import { asked, logOf, serveWhileTesting, stepsOf, there } from './testroom';
import { differing, Timeline } from './timeline';
import type { WireSnapshot } from './wire';

serveWhileTesting();

/** A small generator, so that a failing walk can be walked again. */
function rng(seed: number): (n: number) => number {
    let x = seed;
    return (n) => {
        x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
        return Math.floor((x / 0x1_0000_0000) * n);
    };
}

function randomLine(pick: (n: number) => number, i: number): string {
    const who = ['a', 'b', 'c'][pick(3)]!;
    const name = `m${pick(6)}`;
    const range = [name, `${name}+0..8K`, `${name}+4K`, 'heap', 'stack', 'data', 'bss', 'text'][pick(8)]!;
    const lines = [
        `spawn ${who} text=64K data=16K bss=16K catch=SEGV,BUS`,
        `${who} mmap ${4 * (1 + pick(24))}K as ${name}`,
        `${who} mmap 32K as n${i} prot=${['r--', 'rw-', '---'][pick(3)]}`,
        `${who} munmap ${range}`,
        `${who} mprotect ${range} ${['r--', 'rw-', 'r-x', '---'][pick(4)]}`,
        `${who} mremap ${name} ${4 * (1 + pick(20))}K maymove`,
        `${who} madvise ${range} ${['dontneed', 'random', 'normal', 'sequential'][pick(4)]}`,
        `${who} mlock ${range}`,
        `${who} munlock ${range}`,
        `${who} brk +${4 * (1 + pick(8))}K`,
        `${who} brk -4K`,
        `${who} read ${range}`,
        `${who} write ${range}`,
        `${who} write ${name} pattern=random count=20 seed=${i + 1}`,
        `${who} fetch ${range}`,
        `${who} touch 0x${(pick(4096) * 4096).toString(16)} ${['r', 'w', 'x'][pick(3)]}`,
        `${who} read ${range} pattern=loop count=30 &`,
        'wait',
        `stop ${who}`,
        `alloc_pages ${pick(6)} as k${pick(4)}`,
        `free_pages k${pick(4)}`,
        `sysctl vm.overcommit_memory=${pick(3)}`,
        'sleep 1ms',
        `kill ${who}`,
        `${who} exit`,
    ];
    return lines[pick(lines.length)]!;
}

const differs = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).findIndex((v, i) => v !== b[i]);

describe.runIf(there)('the mirror of the engine', () => {
    it.each([
        ['machine memory=4M seed=3', 11],
        ['machine memory=2M tlb=l1d:4x2,l2:8x2 pcid=off cpus=2 seed=5', 12],
        ['machine memory=8M paging=2 profile=i386 seed=7', 13],
    ] as const)('%s', async (machine, seed) => {
        const made = await asked('POST', '/api/v1/rooms', { scenario: `${machine}\nspawn a\n` });
        if (made.status !== 201) throw new Error(made.text);
        const { id, presenter_token: token } = JSON.parse(made.text) as { id: string; presenter_token: string };
        const pick = rng(seed);
        let ran = 0;
        for (let i = 0; i < 160; i++) {
            const answer = await asked('POST', `/api/v1/rooms/${id}/commands`, { lines: [randomLine(pick, i)] }, token);
            if (answer.status === 200 && (JSON.parse(answer.text) as { results: { ok: boolean }[] }).results[0]?.ok) ran++;
        }
        expect(ran).toBeGreaterThan(40);

        const snapshot = async (seq: number): Promise<WireSnapshot> => {
            const answer = await asked('GET', `/api/v1/rooms/${id}/snapshot?seq=${seq}`);
            if (answer.status !== 200) throw new Error(answer.text);
            return JSON.parse(answer.text) as WireSnapshot;
        };
        const start = await snapshot(0);
        const head = start.head.seq;
        const log = await logOf(id, head);
        const t = new Timeline();
        t.reset(fullSchema());
        t.snapshot(start);
        expect(differing(t.mirror!.viewHash, start.view_hash)).toEqual([]);
        for (const s of stepsOf(log)) expect(t.add(s)).toBe(true);
        expect(t.high).toBe(head);

        const hashes = new Map<number, string>();
        const places = new Set<number>();
        for (let i = 0; i < 60; i++) places.add(1 + pick(head));
        places.add(head);
        for (const seq of [...places].sort((a, b) => a - b)) {
            const theirs = await snapshot(seq);
            expect(t.goTo(seq)).toBe(true);
            expect(differing(t.mirror!.viewHash, theirs.view_hash), `sections that differ at ${seq}`).toEqual([]);
            hashes.set(seq, JSON.stringify(t.mirror!.viewHash));
            const whole = Mirror.from(fullSchema(), theirs);
            expect(differing(t.mirror!.viewHash, whole.viewHash), `a snapshot's own hash at ${seq}`).toEqual([]);
            // what was kept up to date change by change is what a fresh look at all frames gives
            const [kept, fresh] = [frameUses(t.mirror!), frameUses(whole)];
            expect(differs(kept.cells, fresh.cells), `frame whose use differs at ${seq}`).toBe(-1);
            expect([...kept.counts]).toEqual([...fresh.counts]);
            expect(differs(kept.blocks, fresh.blocks), `pageblock that differs at ${seq}`).toBe(-1);
            expect([...t.mirror!.ptes].sort((a, b) => a[0] - b[0])).toEqual([...whole.ptes].sort((a, b) => a[0] - b[0]));
        }
        for (const seq of [...places].sort((a, b) => b - a)) {
            t.goTo(seq);
            expect(JSON.stringify(t.mirror!.viewHash), `back at ${seq}`).toBe(hashes.get(seq));
        }
        t.goTo(0);
        t.mirror!.rehash();
        expect(differing(t.mirror!.viewHash, start.view_hash), 'back at the start').toEqual([]);
    }, 120000);
});
