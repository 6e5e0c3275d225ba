// The text of a scenario as an editor needs it: words of a line with what they are, names that the text itself gives, what
// may be typed next, and where a problem of the server stands. Line by line, as the language is; lesson comments (`#:`)
// have words of their own. Whether a line is right is not decided here: the server's parser says that.

import { complete, type Completion, type Names } from './complete';
import { COMMANDS, COSTS, COUNTERS, EVENTS } from './schema.gen';

export type TokenKind = 'verb' | 'actor' | 'key' | 'number' | 'string' | 'comment' | 'directive' | 'prose' | 'value' | 'code' | 'variable' | 'word' | `fill-${string}`;
export interface Token { from: number; to: number; kind: TokenKind }

const verbs = new Set(COMMANDS.flatMap((c) => (c.actor ? [] : [c.word])));
const actorVerbs = new Set(COMMANDS.flatMap((c) => (c.actor ? [c.word] : [])));

/** The fills a lesson's words may have; `pagetable` is the name of the language for the fill `table`. */
const fills: Readonly<Record<string, string>> = { anon: 'anon', file: 'file', slab: 'slab', pagetable: 'table', kernel: 'kernel', huge: 'huge', free: 'free', swap: 'anon' };

export const DIRECTIVES: readonly { word: string; args: readonly string[]; en: string; zh: string }[] = [
    { word: 'lesson', args: ['rows=', 'minutes='], en: 'the lesson’s name; first of all', zh: '课的名字，写在最前' },
    { word: 'about', args: [], en: 'one sentence for the index', zh: '目录里的一句话' },
    { word: 'slider', args: ['step='], en: 'a parameter the reader may change', zh: '读者可调的参数' },
    { word: 'page', args: ['pin=', 'see='], en: 'begins a page of the reader', zh: '开始新的一页' },
    { word: 'text', args: ['see=', 'pin='], en: 'a paragraph', zh: '一段文字' },
    { word: 'ask', args: [], en: 'a question, before what answers it', zh: '提问，放在答案之前' },
    { word: 'choice', args: ['when'], en: 'an answer and when it is right', zh: '一个选项，及其成立的条件' },
    { word: 'reveal', args: [], en: 'the explanation, once answered', zh: '回答之后的解释' },
    { word: 'note', args: [], en: 'what a note says and what Linux does', zh: '笔记的说法与 Linux 的做法' },
    { word: 'zh', args: [], en: 'the text in Chinese', zh: '中文' },
    { word: 'en', args: [], en: 'the text in English', zh: '英文' },
];
const directives = new Set(DIRECTIVES.map((d) => d.word));
const pins = ['programs', 'translation', 'kernel', 'physical', 'lab'];

/** `[anon word]`, `` `word` ``, `{value}` in the text of a lesson. */
function prose(line: string, from: number, out: Token[]): void {
    const mark = /\[([a-z]+) ([^\]]*)\]|`[^`]*`|\{[^}]*\}/g;
    mark.lastIndex = from;
    let at = from;
    for (let m = mark.exec(line); m; m = mark.exec(line)) {
        if (m.index > at) out.push({ from: at, to: m.index, kind: 'prose' });
        const fill = m[1] === undefined ? undefined : fills[m[1]];
        const kind: TokenKind = m[0].startsWith('{') ? 'value' : m[0].startsWith('`') ? 'code' : fill ? `fill-${fill}` : 'prose';
        out.push({ from: m.index, to: mark.lastIndex, kind });
        at = mark.lastIndex;
    }
    if (at < line.length) out.push({ from: at, to: line.length, kind: 'prose' });
}

function directive(line: string, out: Token[]): void {
    out.push({ from: 0, to: 2, kind: 'comment' });
    const m = /^#:(\s*)(\S+)/.exec(line);
    if (!m) return;
    const at = 2 + m[1]!.length;
    const continued = m[1]!.length >= 3;
    if (continued || !directives.has(m[2]!)) return prose(line, at, out);
    out.push({ from: at, to: at + m[2]!.length, kind: 'directive' });
    const rest = at + m[2]!.length;
    if (m[2] === 'zh' || m[2] === 'en') return prose(line, rest, out);
    words(line, rest, out, 8);
}

const isNumber = (w: string): boolean => /^[+-]?(0x[0-9a-fA-F]+|\d[\d.,]*[a-zA-Z%]*)(\.\.\S+)?$/.test(w);

/** Words of a line from `from` on; the n-th word comes first: from 2 on they are arguments. */
function words(line: string, from: number, out: Token[], n = 0): void {
    const word = /"(?:[^"\\]|\\.)*"?|#.*|[^\s"#][^\s"]*/g;
    word.lastIndex = from;
    for (let m = word.exec(line); m; m = word.exec(line)) {
        const [w, start] = [m[0], m.index];
        const end = start + w.length;
        if (w.startsWith('#')) out.push({ from: start, to: end, kind: 'comment' });
        else if (w.startsWith('"')) out.push({ from: start, to: end, kind: 'string' });
        else if (n === 0) {
            // `lab segments` and its like are one verb of two words
            const second = /^\s+(\w+)/.exec(line.slice(end));
            const two = second !== null && verbs.has(`${w} ${second[1]}`);
            const verb = two || verbs.has(w);
            out.push({ from: start, to: two ? end + second[0].length : end, kind: verb ? 'verb' : 'actor' });
            if (two) word.lastIndex = end + second[0].length;
            // the rest of `fails` is a line again
            n = w === 'fails' ? -1 : verb ? 8 : 0;
        } else if (n === 1 && actorVerbs.has(w)) out.push({ from: start, to: end, kind: 'verb' });
        else argument(w, start, out);
        n++;
    }
}

function argument(w: string, start: number, out: Token[]): void {
    const end = start + w.length;
    const key = /^([a-z_.A-Z0-9]+)=(?!=)/.exec(w);
    if (key) {
        const mid = start + key[0].length;
        out.push({ from: start, to: mid, kind: 'key' });
        if (mid < end) out.push({ from: mid, to: end, kind: isNumber(w.slice(key[0].length)) ? 'number' : 'word' });
    } else if (/^\$?\w*\$\w/.test(w)) out.push({ from: start, to: end, kind: 'variable' });
    else if (w === 'as' || w === '&' || w === 'within' || w === 'until' || w === 'when' || w === 'next') out.push({ from: start, to: end, kind: 'key' });
    else out.push({ from: start, to: end, kind: isNumber(w) ? 'number' : 'word' });
}

/** What the words of a line are, from left to right. */
export function tokens(line: string): Token[] {
    const out: Token[] = [];
    if (/^\s*#:/.test(line)) {
        const lead = line.length - line.trimStart().length;
        directive(line.slice(lead), out);
        return lead ? out.map((t) => ({ ...t, from: t.from + lead, to: t.to + lead })) : out;
    }
    words(line, 0, out);
    return out;
}

/** Names that the lines of a text give: processes, and what belongs to whom. */
export function namesIn(lines: readonly string[]): Names {
    const actors: { name: string; hint: string }[] = [];
    const ranges = new Map<string, string[]>();
    const add = (owner: string, name: string): void => void ranges.set(owner, [...(ranges.get(owner) ?? []), name]);
    lines.forEach((line, i) => {
        const bare = line.replace(/#.*$/, '');
        const born = /^\s*(?:spawn\s+(\w+)|fork\s+\w+\s+as\s+(\w+)|trace\s.*\sas\s+(\w+))/.exec(bare);
        const name = born?.[1] ?? born?.[2] ?? born?.[3];
        if (name && !actors.some((a) => a.name === name)) actors.push({ name, hint: `: ${i + 1}` });
        const kept = /^\s*(\w+)\s+(\w+)\b.*\sas\s+(\w+)/.exec(bare);
        if (kept && actors.some((a) => a.name === kept[1])) add(kept[1]!, kept[3]!);
        const block = /^\s*(?:alloc_pages|kmem_alloc|kmalloc)\s.*\bas\s+(\w+)/.exec(bare);
        if (block) add('', block[1]!);
    });
    return {
        actors,
        ranges: (actor) => [...(ranges.get(actor ?? '') ?? []), ...(actor && actors.some((a) => a.name === actor) ? ['text', 'data', 'bss', 'heap', 'stack'] : [])],
    };
}

const onOff = ['on', 'off'];
const machineKeys: readonly [string, readonly string[]][] = [
    ['profile', ['classroom', 'linux-256M', 'numa-2x256M', 'i386', 'la57']], ['memory', ['16M', '64M', '256M', '1G']], ['kernel', ['auto', 'linux']],
    ['zones', []], ['used', []], ['initrd', ['auto']], ['seed', []], ['cpus', ['1', '2']], ['nodes', ['1', '2', '4']], ['distance', ['20', '10,20,20,10']], ['paging', ['2', '4', '5']],
    ['tlb', ['l1d:64x4,l2:1536x12']], ['pcid', onOff], ['migratetypes', onOff], ['pcp', onOff], ['slab', onOff], ['drift', onOff],
    ['thp', ['never', 'madvise', 'always']], ['randomize', onOff], ['sched.quantum', []], ['maps', []],
];
const roots = ['meminfo.', 'vmstat.', 'zoneinfo.node0.', 'buddyinfo.node0.', 'sysctl.', 'events.', 'tlb.l1d.', 'result.', 'clock.ns', 'lab.'];
const meminfo = ['MemTotal', 'MemFree', 'MemAvailable', 'Active', 'Inactive', 'AnonPages', 'PageTables', 'Committed_AS', 'CommitLimit'];
const ofProcess = ['status.VmRSS', 'status.VmSize', 'statm.resident', 'stat.minflt', 'stat.majflt', 'tables_bytes', 'maps.count', 'oom_score'];

/** Values whose path begins so. */
export function completePath(typed: string, names: Names | null): string[] {
    const all = [
        ...roots,
        ...(names?.actors ?? []).map((a) => `${a.name}.`),
        ...meminfo.map((k) => `meminfo.${k}`),
        ...COUNTERS.map((k) => `vmstat.${k}`),
        ...Object.keys(EVENTS).map((k) => `events.${k}`),
        ...['hits', 'misses'].flatMap((k) => [`tlb.l1d.${k}`, `tlb.l2.${k}`]),
        ...['errno', 'signal', 'code', 'ns', 'addr', 'pfn'].map((k) => `result.${k}`),
        ...(names?.actors ?? []).flatMap((a) => ofProcess.map((k) => `${a.name}.${k}`)),
    ];
    // the next part only: `vmstat.` is offered before its two hundred names
    const next = (path: string): string => {
        const dot = path.indexOf('.', typed.length);
        return dot < 0 || dot === path.length - 1 ? path : path.slice(0, dot + 1);
    };
    return [...new Set(all.filter((p) => p.startsWith(typed) && p !== typed).map(next))];
}

function completeDirective(line: string, lang: 'en' | 'zh'): Completion[] {
    const body = line.replace(/^\s*#:\s*/, '');
    const typed = /\S*$/.exec(body)![0];
    const done = body.slice(0, body.length - typed.length).trim().split(/\s+/).filter((w) => w !== '');
    const from = (list: readonly string[], hint: string): Completion[] => list.filter((w) => w.startsWith(typed) && w !== typed).map((word) => ({ word, hint }));
    if (done.length === 0) return DIRECTIVES.filter((d) => d.word.startsWith(typed) && d.word !== typed).map((d) => ({ word: d.word, hint: d[lang] }));
    const d = DIRECTIVES.find((one) => one.word === done[0]);
    if (!d) return [];
    if (d.word === 'zh' || d.word === 'en') {
        const open = /\[([a-z]*)$/.exec(typed);
        if (!open) return [];
        return Object.keys(fills).filter((f) => f.startsWith(open[1]!)).map((f) => ({ word: `${typed.slice(0, typed.length - open[1]!.length)}${f}`, hint: '' }));
    }
    const see = /^see=/.exec(typed);
    if (see) return from(Object.keys(EVENTS).map((e) => `see=${e}`), '');
    if (typed.startsWith('pin=')) return from(pins.map((p) => `pin=${p}`), '');
    return from(d.args.filter((a) => !done.some((w) => w.startsWith(a))), d[lang]);
}

/** What may stand at the end of the last of `lines`, best first. */
export function completeScenario(lines: readonly string[], lang: 'en' | 'zh', here: Names | null = null): Completion[] {
    const line = lines[lines.length - 1] ?? '';
    if (/^\s*#:/.test(line)) return completeDirective(line, lang);
    if (/^[^"]*(?:"[^"]*"[^"]*)*#/.test(line)) return [];
    const text = line.trimStart();
    const typed = /\S*$/.exec(text)![0];
    const known = namesIn(lines.slice(0, -1));
    const names: Names = here
        ? { actors: [...known.actors, ...here.actors.filter((a) => !known.actors.some((k) => k.name === a.name))], ranges: (a) => [...new Set([...known.ranges(a), ...here.ranges(a)])] }
        : known;
    const verb = /^(?:fails\s+)?(\w+)\s/.exec(text)?.[1];
    if (verb === 'machine') {
        const key = /^([a-z.]+)=/.exec(typed);
        const row = key && machineKeys.find(([k]) => k === key[1]);
        if (row) return row[1].map((v) => `${row[0]}=${v}`).filter((w) => w.startsWith(typed) && w !== typed).map((word) => ({ word, hint: '' }));
        const costs = COSTS.map((c) => ({ word: `cost.${c.key}=`, hint: c[lang] }));
        return [...machineKeys.map(([k]) => ({ word: `${k}=`, hint: '' })), ...costs].filter((c) => c.word.startsWith(typed) && c.word !== typed && !text.includes(` ${c.word}`));
    }
    if (verb === 'expect' || verb === 'print' || verb === 'let' || / (until|when) /.test(text)) {
        const start = /[\w.["\]]*$/.exec(typed)![0];
        return completePath(start, names).map((p) => ({ word: typed.slice(0, typed.length - start.length) + p, hint: '' }));
    }
    return complete(text.replace(/^fails\s+/, ''), lang, null, names);
}

export interface Span { from: number; to: number }

/** Where in a line's text a problem stands: its column counts letters from 1, strings here count UTF-16 units. */
export function spanOf(line: string, column: number, length: number): Span {
    const letters = [...line];
    const at = (n: number): number => letters.slice(0, n).join('').length;
    const from = at(Math.max(0, Math.min(letters.length, column - 1)));
    const to = at(Math.min(letters.length, column - 1 + length));
    if (to > from) return { from, to };
    // What is missing has no place of its own: the word before it, else the line.
    const word = /\S+\s*$/.exec(line.slice(0, from)) ?? /\S+/.exec(line);
    return word ? { from: word.index, to: word.index + word[0].trimEnd().length } : { from: 0, to: line.length };
}

/** Whether a text is a lesson: then the reader can show it. */
export const isLesson = (text: string): boolean => /^\s*#:\s*lesson\s/m.test(text);
