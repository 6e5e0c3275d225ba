// Completion of a line of the command language, from the command table.

import { COMMANDS, ENUMS, GFPS, SYSCTLS, type ArgRow, type CommandRow } from './schema.gen';
import type { Model } from './model';

export interface Completion {
    /** The word that would stand there. */
    word: string;
    /** What it is, in the reader's language. */
    hint: string;
}

/** Who is there and what belongs to whom: from a machine, or from a text that makes one. */
export interface Names {
    actors: readonly { name: string; hint: string }[];
    /** Names for a place of an actor, or of blocks of the kernel (null). */
    ranges(actor: string | null): string[];
}

const prots = ['r--', 'rw-', 'r-x', 'rwx', '---'];

function valuesOf(a: ArgRow, names: Names, actor: string | null): string[] {
    switch (a.type) {
        case 'PROT':
            return prots;
        case 'PATTERN':
            return ['seq', 'rev', 'random', 'zipf:0.9', 'stride:64K', 'loop'];
        case 'ADVICE':
            return [...ENUMS.advice];
        case 'RWX':
            return ['r', 'w', 'x'];
        case 'TRACE_KIND':
            return [...ENUMS.trace_kind];
        case 'LAB_FIT':
            return [...ENUMS.lab_fit];
        case 'LAB_ORDER':
            return [...ENUMS.lab_order];
        case 'LAB_SEGMENT':
            return [...ENUMS.lab_segment];
        case 'LAB_DT':
            return [...ENUMS.lab_dt];
        case 'LAB_SPOT':
            return [...ENUMS.lab_spot];
        case 'GFP':
            return GFPS.map(([, name]) => name);
        case 'SYSCTL':
            return SYSCTLS.map((s) => s.key);
        case 'ACTOR':
            return names.actors.map((p) => p.name);
        case 'RANGE':
        case 'ADDR':
            return actor === null ? [] : names.ranges(actor);
        case 'LABEL':
            return names.ranges(null);
        default:
            return [];
    }
}

function rangeNames(model: Model | null, proc: number): string[] {
    if (!model) return [];
    const names: string[] = [];
    const live = model.mirror.column('label', 'live')?.lo ?? [];
    for (let i = 0; i < live.length; i++) {
        if (live[i] && model.mirror.get('label', 'proc', i) === proc + 1) names.push(model.name(model.mirror.get('label', 'name', i)));
    }
    if (proc >= 0) for (const v of model.vmas(proc)) if (v.role && v.role !== 'lib' && !names.includes(v.role)) names.push(v.role);
    return names;
}

/** The names a machine has. */
export function namesOf(model: Model | null): Names {
    const procs = model?.procs() ?? [];
    return {
        actors: procs.map((p) => ({ name: p.name, hint: `pid ${p.pid}` })),
        ranges: (actor) => {
            const slot = actor === null ? -1 : procs.find((p) => p.name === actor || String(p.pid) === actor)?.slot;
            return slot === undefined ? [] : rangeNames(model, slot);
        },
    };
}

/** The command a line's words begin with, and how many words that took. */
function commandOf(words: readonly string[]): { row: CommandRow; used: number } | null {
    const both = `${words[0]} ${words[1]}`;
    const two = COMMANDS.find((c) => !c.actor && c.word === both);
    if (two) return { row: two, used: 2 };
    const first = COMMANDS.find((c) => !c.actor && c.word === words[0]);
    if (first) return { row: first, used: 1 };
    const second = COMMANDS.find((c) => c.actor && c.word === words[1]);
    return second ? { row: second, used: 2 } : null;
}

/** What may stand at the end of `line`, best first. */
export function complete(line: string, lang: 'en' | 'zh', model: Model | null, names: Names = namesOf(model)): Completion[] {
    const words = line.split(/\s+/);
    const typed = words.at(-1) ?? '';
    const done = words.slice(0, -1).filter((w) => w !== '');
    const out: Completion[] = [];
    const add = (word: string, hint: string): void => {
        if (word !== typed && word.toLowerCase().startsWith(typed.toLowerCase()) && !out.some((o) => o.word === word)) out.push({ word, hint });
    };
    if (done.length === 0) {
        for (const p of names.actors) add(p.name, p.hint);
        for (const c of COMMANDS) if (!c.actor) add(c.word, c[lang]);
        return out;
    }
    // The second word of `lab segments` and its like.
    if (done.length === 1) for (const c of COMMANDS) if (!c.actor && c.word.startsWith(`${done[0]} `)) add(c.word.slice(done[0]!.length + 1), c[lang]);
    const found = commandOf(done);
    if (!found) {
        if (done.length === 1) for (const c of COMMANDS) if (c.actor) add(c.word, c[lang]);
        return out;
    }
    const actor = found.row.actor ? done[0]! : null;
    if (found.row.word === 'help') for (const c of COMMANDS) add(c.word, c[lang]);
    const rest = done.slice(found.used);
    const positional = rest.filter((w) => !w.includes('=') && !found.row.args.some((a) => a.form === 'FLAG' && a.word === w)).length;
    const key = /^([a-z_]+)=(.*)$/.exec(typed);
    if (key) {
        const policies = found.row.args.find((one) => one.word === key[1] && one.type === 'POLICIES');
        if (policies) {
            const before = /^(?:.*,)?/.exec(key[2] ?? '')?.[0] ?? '';
            for (const v of ENUMS.lab_policy) if (v !== 'none') add(`${key[1]}=${before}${v}`, policies[lang]);
        }
        const a = found.row.args.find((one) => one.word === key[1]);
        if (a) for (const v of valuesOf(a, names, actor)) add(`${key[1]}=${v}`, a[lang]);
        return out;
    }
    const pos = found.row.args.filter((a) => a.form === 'POS' || a.form === 'OPT')[positional];
    if (pos) for (const v of valuesOf(pos, names, actor)) add(v, pos[lang]);
    for (const a of found.row.args) {
        if (a.form === 'FLAG' && !rest.includes(a.word)) add(a.word, a[lang]);
        if ((a.form === 'KEY' || a.form === 'MANY') && !rest.some((w) => w.startsWith(a.word + '='))) add(a.word + '=', a[lang]);
        if (a.form === 'AS' && !rest.includes('as')) add('as', a[lang]);
    }
    return out;
}

/** The grammar of a command, as help shows it. */
export function grammarOf(c: CommandRow): string {
    const parts = c.args.map((a) => {
        const name = a.word.toUpperCase();
        if (a.form === 'POS') return name;
        if (a.form === 'OPT') return `[${name}]`;
        if (a.form === 'AS') return `as ${name}`;
        if (a.form === 'FLAG') return `[${a.word}]`;
        if (a.form === 'REST') return name;
        if (a.form === 'MANY') return `[${a.word}=…]…`;
        return `[${a.word}=${a.type === 'SIZE' ? 'SIZE' : '…'}]`;
    });
    return [...(c.actor ? ['ACTOR'] : []), c.word, ...parts].join(' ');
}
