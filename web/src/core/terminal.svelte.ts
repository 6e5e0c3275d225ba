// What was typed in a room here, and what came of it.

import { errorText, problemText, Refused } from './client';
import { settings } from './settings.svelte';
import type { WireResult } from './wire';

/** One line in the terminal. */
export interface Said {
    kind: 'line' | 'text' | 'problem' | 'note';
    text: string;
    /** Column of the word a problem is about, from 1. */
    column?: number;
    length?: number;
}

/** So many lines are kept; older ones go. */
const LINES_MAX = 500;

type Ask = (message: { type: string; [key: string]: unknown }) => Promise<unknown>;

export class Terminal {
    said = $state.raw<Said[]>([]);

    constructor(private readonly ask: Ask) {}

    say(...lines: Said[]): void {
        this.said = [...this.said, ...lines].slice(-LINES_MAX);
    }

    /** Runs a line: whether it was accepted, and the room that was made for it if it branched. The answer is in `said`. */
    async run(line: string, branch: boolean): Promise<{ ok: boolean; room?: WireResult['room'] }> {
        this.say({ kind: 'line', text: line });
        try {
            const answer = (await this.ask({ type: 'command', lines: [line], ...(branch ? { branch } : {}) })) as WireResult;
            const results = answer.results ?? [];
            for (const r of results) {
                if (r.problem) this.say({ kind: 'problem', text: problemText(r.problem, settings.lang), column: r.problem.column ?? 1, length: r.problem.length ?? 1 });
                else if (r.result && r.result.errno) this.say({ kind: 'note', text: r.result.errno_name });
            }
            return { ok: results.every((r) => r.ok), room: answer.room };
        } catch (e) {
            const problem: Said = { kind: 'problem', text: errorText(e, settings.lang) };
            if (e instanceof Refused && e.problem.column) Object.assign(problem, { column: e.problem.column, length: e.problem.length ?? 1 });
            this.say(problem);
            return { ok: false };
        }
    }
}
