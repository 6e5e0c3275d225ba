// gen-types.mjs - makes src/core/schema.gen.ts from the engine's tables. With --check it only compares, and a stale
// file is an error. The tables are printed by tests/web/print_schema.c, compiled here with the system's compiler.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '..', '..');
const target = join(here, '..', 'src', 'core', 'schema.gen.ts');

function readTables() {
    const dir = mkdtempSync(join(tmpdir(), 'mmscope-schema-'));
    try {
        const program = join(dir, 'print_schema');
        const cc = process.env.CC || 'cc';
        execFileSync(cc, ['-std=c11', `-I${join(top, 'engine')}`, join(top, 'tests', 'web', 'print_schema.c'), '-o', program]);
        return JSON.parse(execFileSync(program, { encoding: 'utf8', maxBuffer: 1 << 24 }));
    } finally {
        rmSync(dir, { recursive: true, force: true });
    }
}

const bytesOf = { uint8_t: 1, uint16_t: 2, uint32_t: 4, int32_t: 4, uint64_t: 8 };
const q = (s) => `'${String(s).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const list = (values) => `[${values.map(q).join(', ')}]`;

function generate(t) {
    const out = [];
    out.push('// Made by tools/gen-types.mjs from the engine\'s tables. Do not edit: run `npm run types`.', '');
    out.push("export type Station = 'bar' | 'circle' | 'square' | 'diamond' | 'pill' | 'tick';");
    out.push("export type FloorName = 'programs' | 'translation' | 'kernel' | 'physical';");
    out.push('export interface EventRow { station: Station; floor: FloorName; notable: boolean; args: readonly string[] }');
    out.push('export const EVENTS = {');
    for (const e of t.events)
        out.push(
            `    ${e.name}: { station: ${q(e.station)}, floor: ${q(e.floor)}, notable: ${e.notable === 1}, args: ${list(e.args.split(' '))} },`,
        );
    out.push('} as const satisfies Record<string, EventRow>;');
    out.push('export type EventName = keyof typeof EVENTS;', '');

    out.push('export interface FieldRow { bytes: 1 | 2 | 4 | 8; signed: boolean; visibility: string; unit: string; en: string; zh: string }');
    out.push('export interface RecordRow { section: string; whole: boolean; en: string; zh: string; fields: Readonly<Record<string, FieldRow>> }');
    out.push('export const RECORDS = {');
    for (const r of t.records) {
        out.push(`    ${r.name}: {`);
        out.push(`        section: ${q(r.section)}, whole: ${r.whole === 1}, en: ${q(r.en)}, zh: ${q(r.zh)},`);
        out.push('        fields: {');
        for (const f of t.fields.filter((f) => f.kind === r.name && f.visibility !== 'H'))
            out.push(
                `            ${f.name}: { bytes: ${bytesOf[f.type]}, signed: ${f.type.startsWith('int')}, visibility: ${q(f.visibility)}, unit: ${q(f.unit)}, en: ${q(f.en)}, zh: ${q(f.zh)} },`,
            );
        out.push('        },', '    },');
    }
    out.push('} as const satisfies Record<string, RecordRow>;');
    out.push('export type RecordKind = keyof typeof RECORDS;');
    out.push("export type FieldName<K extends RecordKind> = keyof (typeof RECORDS)[K]['fields'] & string;", '');

    out.push('export interface ArgRow { word: string; type: string; form: string; en: string; zh: string }');
    out.push('export interface CommandRow { word: string; actor: boolean; steps: number; en: string; zh: string; args: readonly ArgRow[] }');
    out.push('export const COMMANDS: readonly CommandRow[] = [');
    for (const c of t.commands) {
        out.push(`    { word: ${q(c.word)}, actor: ${c.subject === 'ACTOR'}, steps: ${c.steps}, en: ${q(c.en)}, zh: ${q(c.zh)}, args: [`);
        for (const a of t.args.filter((a) => a.command === c.id))
            out.push(`        { word: ${q(a.word)}, type: ${q(a.type)}, form: ${q(a.form)}, en: ${q(a.en)}, zh: ${q(a.zh)} },`);
        out.push('    ] },');
    }
    out.push('];', '');

    out.push('export const ENUMS = {');
    for (const [name, values] of Object.entries(t.enums)) out.push(`    ${name}: ${list(values)},`);
    out.push('} as const;');
    out.push('export type EnumName = keyof typeof ENUMS;');
    for (const name of Object.keys(t.enums)) {
        const type = name.replace(/(^|_)(\w)/g, (_, __, c) => c.toUpperCase());
        out.push(`export type ${type} = (typeof ENUMS.${name})[number];`);
    }
    out.push('');
    const pairs = (rows) => `[${rows.map((r) => `[${r.slice(0, -1).join(', ')}, ${q(r.at(-1))}]`).join(', ')}]`;
    out.push(`export const PAGE_FLAGS = ${pairs(t.page_flags)} as const;`);
    out.push(`export const VM_FLAGS = ${pairs(t.vm_flags)} as const;`);
    out.push(`export const ERRNOS = ${pairs(t.errnos)} as const;`);
    out.push(`export const SIGNALS = ${pairs(t.signals)} as const;`);
    out.push(`export const GFPS = ${pairs(t.gfps)} as const;`);
    out.push(`export const SI_CODES = ${pairs(t.si_codes)} as const;`, '');
    out.push(`export const COUNTERS: readonly string[] = ${list(t.counters)};`);
    out.push('export interface KeyRow { key: string; en: string; zh: string }');
    for (const [name, rows] of [['SYSCTLS', t.sysctls], ['COSTS', t.costs]]) {
        out.push(`export const ${name}: readonly KeyRow[] = [`);
        for (const s of rows) out.push(`    { key: ${q(s.key)}, en: ${q(s.en)}, zh: ${q(s.zh)} },`);
        out.push('];');
    }
    return out.join('\n') + '\n';
}

const text = generate(readTables());
if (process.argv.includes('--check')) {
    let old = '';
    try {
        old = readFileSync(target, 'utf8');
    } catch {
        // A missing file is a stale file.
    }
    if (old !== text) {
        console.error('src/core/schema.gen.ts is not what the engine\'s tables say: run `npm run types` and commit it.');
        process.exit(1);
    }
} else {
    writeFileSync(target, text);
}
