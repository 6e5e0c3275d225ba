// An exercise as the server gives it, and the way to it. The answers are right or wrong at the server alone.

import { Refused } from '../../core/client';
import type { Lang } from '../../core/i18n/messages';
import type { Problem } from '../../core/wire';

export interface Field { name: string; en: string; zh: string; type: string }
export interface Question { type: string; arg: number; index?: number; fields: Field[] }
export interface Given { name: string; en: string; zh: string; value?: number | string; numbers?: number[]; per_row?: number }
export interface Exercise {
    kind: string;
    seed: number;
    options: Record<string, string | number>;
    given: Given[];
    questions: Question[];
}
export interface Option { name: string; en: string; zh: string; default: number | string; min?: number; max?: number }
export interface Checked {
    /** one row a question, one entry a field; null: not answered */
    right: (boolean | null)[][];
    solution: string[][] | null;
}

export const KINDS = ['relocation', 'segmentation', 'paging-linear', 'paging-multilevel', 'freelist', 'policy'] as const;

export const wordOf = (x: { en: string; zh: string }, lang: Lang): string => (lang === 'zh' ? x.zh : x.en);

/** Fields of all questions in order, as the answers are sent. */
export const flat = <T>(rows: readonly (readonly T[])[]): T[] => rows.flatMap((r) => [...r]);
export function unflat<T>(list: readonly T[], questions: readonly Question[]): T[][] {
    let at = 0;
    return questions.map((q) => {
        const row = list.slice(at, at + q.fields.length);
        at += q.fields.length;
        return row;
    });
}

export const blankAnswers = (x: Exercise): string[][] => x.questions.map((q) => q.fields.map(() => ''));

/** Numbers of a table as rows of text: hex of one width, so that columns stand. */
export function rowsOf(g: Given): string[] {
    const numbers = g.numbers ?? [];
    const per = g.per_row && g.per_row > 0 ? g.per_row : 0;
    if (g.name === 'refs') return [numbers.join(', ')];
    const digits = Math.max(2, ...numbers.map((n) => n.toString(16).length));
    const text = (n: number): string => n.toString(16).padStart(digits, '0');
    if (!per) return numbers.map((n, i) => `${String(i).padStart(3)}  0x${text(n)}`);
    const out: string[] = [];
    for (let i = 0; i < numbers.length; i += per) out.push(`${String(i / per).padStart(3)}  ${numbers.slice(i, i + per).map(text).join(' ')}`);
    return out;
}

async function call<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(path, body === undefined ? { headers: { Accept: 'application/json' } } : { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();
    let data: unknown = null;
    try {
        data = text ? JSON.parse(text) : null;
    } catch {
        // Not JSON: the status says enough.
    }
    if (!response.ok) throw new Refused((data ?? { type: 'about:blank', title: response.statusText, status: response.status }) as Problem);
    return data as T;
}

export const problem = (kind: string, seed: number, options: Readonly<Record<string, string>>): Promise<Exercise> =>
    call(`/api/v1/exercises/${encodeURIComponent(kind)}?${new URLSearchParams({ seed: String(seed), ...options }).toString()}`);

/** What may be set of a kind. */
export const optionsOf = async (kind: string): Promise<Option[]> =>
    (await call<{ exercises: { kind: string; options: Option[] }[] }>('/api/v1/exercises')).exercises.find((e) => e.kind === kind)?.options ?? [];

/** Options that are not at their default, as an address carries them; what is empty is left to the seed. */
export function changed(options: readonly Option[], values: Readonly<Record<string, string>>): Record<string, string> {
    const out: Record<string, string> = {};
    for (const o of options) {
        const v = (values[o.name] ?? '').trim();
        if (v !== '' && v !== String(o.default)) out[o.name] = v;
    }
    return out;
}

/** Answers are sent as they were typed; an empty one is no answer. */
export const check = (x: Exercise, answers: readonly (readonly string[])[], solve: boolean): Promise<Checked> =>
    call(`/api/v1/exercises/${encodeURIComponent(x.kind)}/check`, { seed: x.seed, options: x.options, answers, solve });
