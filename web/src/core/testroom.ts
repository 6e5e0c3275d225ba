// For tests on the real program: it is started on a port of its own, and a scenario becomes a timeline from the empty machine on.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { WireInt } from '../base/u64';
import { fullSchema } from './fixture';
import { Model } from './model';
import type { EventName, RecordKind } from './schema.gen';
import { Timeline } from './timeline';
import type { WireEvent, WireSnapshot, WireStep } from './wire';

const program = process.env.MMSCOPE_BIN ?? join(import.meta.dirname, '..', '..', '..', 'build', 'mmscope');
/** Whether there is a program to test on. */
export const there = existsSync(program);

export interface Line { seq: number; step: number; event: EventName; cause: number | null; cpu: number; args: Record<string, WireInt>; changes?: [RecordKind, number, string, WireInt, WireInt][] }
export interface Run { t: Timeline; model: Model; log: Line[]; end: WireSnapshot }
export interface Answer { status: number; text: string }

let port = 0;

/** Runs the program while the tests of this file run. */
export function serveWhileTesting(): void {
    let child: ChildProcess;
    let data = '';
    beforeAll(async () => {
        if (!there) return;
        data = mkdtempSync(join(tmpdir(), 'mmscope-web-'));
        child = spawn(program, ['serve', '--port', '0', '--rate', '0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
        port = await new Promise<number>((resolve, reject) => {
            let out = '';
            child.stdout!.on('data', (d: Buffer) => {
                out += d.toString();
                const m = /listening on http:\/\/[^:]+:(\d+)/.exec(out);
                if (m) resolve(Number(m[1]));
            });
            child.on('exit', () => reject(new Error(`the program ended: ${out}`)));
        });
    });
    afterAll(async () => {
        if (!child) return;
        const ended = new Promise((resolve) => child.on('exit', resolve));
        child.removeAllListeners('exit');
        child.on('exit', () => rmSync(data, { recursive: true, force: true }));
        child.kill('SIGTERM');
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    });
}

/** One request; every answer is an answer. */
export function asked(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
        const headers: Record<string, string> = { 'Content-Type': 'application/json' };
        if (token) headers.Authorization = `Bearer ${token}`;
        // a connection of its own: the server closes one that was idle while pictures were drawn
        const r = request({ agent: false, host: '127.0.0.1', port, path, method, headers }, (answer) => {
            let text = '';
            answer.setEncoding('utf8');
            answer.on('data', (d: string) => (text += d));
            answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        });
        r.on('error', reject);
        r.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function ask(method: string, path: string, body?: unknown): Promise<string> {
    const { status, text } = await asked(method, path, body);
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    return text;
}

/** A room with this scenario, as a timeline from the empty machine on, with its log and the snapshot at its end. */
export async function runRoom(scenario: string): Promise<Run> {
    const { id } = JSON.parse(await ask('POST', '/api/v1/rooms', { scenario })) as { id: string };
    let info = { state: 'busy', steps: [] as [number, number, string][], head: { seq: 0 } };
    for (let i = 0; i < 1200 && info.state === 'busy'; i++) {
        info = JSON.parse(await ask('GET', `/api/v1/rooms/${id}`));
        if (info.state === 'busy') await new Promise((r) => setTimeout(r, 50));
    }
    const schema = fullSchema();
    const t = new Timeline();
    t.reset(schema);
    t.snapshot(JSON.parse(await ask('GET', `/api/v1/rooms/${id}/snapshot?seq=0`)) as WireSnapshot);
    const log = await logOf(id, info.head.seq);
    for (const s of stepsOf(log, (step) => info.steps[step - 1]?.[2] ?? '')) expect(t.add(s)).toBe(true);
    const end = JSON.parse(await ask('GET', `/api/v1/rooms/${id}/snapshot?seq=${t.high}`)) as WireSnapshot;
    return { t, model: new Model(t.mirror!, {}), log, end };
}

/** The whole log of a room. */
export async function logOf(id: string, head: number): Promise<Line[]> {
    const log: Line[] = [];
    for (let from = 1; from <= head; from = log.at(-1)!.seq + 1) {
        for (const text of (await ask('GET', `/api/v1/rooms/${id}/events?from=${from}&limit=2000`)).trim().split('\n')) log.push(JSON.parse(text) as Line);
    }
    return log;
}

/** The steps of a room, put together again from its log. */
export function stepsOf(log: readonly Line[], command: (step: number) => string = () => ''): WireStep[] {
    const schema = fullSchema();
    const out: WireStep[] = [];
    for (const l of log) {
        let s = out.at(-1);
        if (s?.step !== l.step) out.push((s = { type: 'step', step: l.step, first: l.seq, seq: l.seq, command: command(l.step), view_hash: {}, events: [], changes: {} }));
        s.seq = l.seq;
        s.events.push([l.event, l.cause === null ? 0 : l.seq - l.cause, l.cpu, ...Object.values(l.args)] as WireEvent);
        for (const [kind, row, field, before, after] of l.changes ?? []) (s.changes[kind] ??= []).push(s.events.length - 1, row, schema.records[kind]!.fields.indexOf(field), before, after);
    }
    return out;
}
