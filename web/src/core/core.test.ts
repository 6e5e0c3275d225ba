import { describe as group, expect, it } from 'vitest';
import { commandOfKey, pageCommands } from './commands';
import { complete, grammarOf } from './complete';
import { describe } from './describe';
import { makeFixture } from './fixture';
import { messages } from './i18n/messages';
import { Model } from './model';
import { COMMANDS } from './schema.gen';
import { formatSelection, parseSelection } from './selection';
import { causesOf, subjectOf, tell } from './story';
import { Timeline } from './timeline';

const fx = makeFixture();
const t = new Timeline();
t.reset(fx.schema);
t.snapshot(fx.snapshot);
for (const s of fx.steps) t.add(s);

function at(seq: number): { model: Model; moment: NonNullable<ReturnType<Timeline['moment']>> } {
    t.goTo(seq);
    return { model: new Model(t.mirror!, fx.config), moment: t.moment(1)! };
}

group('telling', () => {
    it('says what the target picture says', () => {
        const { model, moment } = at(7);
        const said = tell(moment, model, messages.en)!;
        expect(said.now).toBe('The last table has no entry for this page. The walk stops here.');
        expect(said.origin).toEqual({ cpu: 'walk' });
        expect(said.next).toBe('exc_page_fault()');
        const chain = causesOf(moment.event!, moment.step!, model, messages.en);
        expect(chain.map((c) => c.text)).toEqual(['entry 71 is empty', 'walk: levels 4, 3, 2', 'L1 TLB set 7 had no match', 'web write heap+0x447e10', 'command: web write heap+0x447e10']);
        expect(chain[0]!.now).toBe(true);
    });
    it('describes the entry with its relatives', () => {
        const { model, moment } = at(7);
        const s = subjectOf(moment, model)!;
        const d = describe(s, model, messages.en, moment.event);
        expect(d.title).toBe('Page-table entry 71');
        expect(d.sub).toBe('web · level 1 · 1c07');
        expect(d.rows).toContainEqual(['maps', '…c3a47000']);
        expect(d.ties.map((x) => x.label)).toEqual(['process web', 'table frame 1c07', 'area heap, 16\u00a0MB']);
    });
    it('describes every subject of every event in both languages', () => {
        for (let seq = 1; seq <= t.high; seq++) {
            const { model, moment } = at(seq);
            const s = subjectOf(moment, model);
            for (const lang of ['en', 'zh'] as const) {
                if (s) expect(JSON.stringify(describe(s, model, messages[lang], moment.event))).not.toMatch(/undefined|NaN/);
                expect(tell(moment, model, messages[lang])!.now).not.toMatch(/undefined|NaN/);
            }
        }
    });
});

group('commands', () => {
    it('has no key twice and a word for each', () => {
        const keys = pageCommands.flatMap((c) => c.keys);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(pageCommands.map((c) => c.id))).toEqual(new Set(Object.keys(messages.en.ui.cmd)));
    });
    it('lets letters be switched off, arrows not', () => {
        expect(commandOfKey('t', false)).toBeNull();
        expect(commandOfKey('t', true)?.id).toBe('theme');
        expect(commandOfKey('PageDown', false)?.id).toBe('forward');
    });
});

group('completion', () => {
    const { model } = at(0);
    const words = (line: string): string[] => complete(line, 'en', model).map((c) => c.word);
    it('knows actors, verbs, names, keys and values', () => {
        expect(words('')).toContain('web');
        expect(words('sp')).toEqual(['spawn']);
        expect(words('web mm')).toEqual(['mmap']);
        expect(words('web write he')).toEqual(['heap']);
        expect(words('web mmap 2M ')).toEqual(expect.arrayContaining(['as', 'at=', 'shared', 'prot=']));
        expect(words('web read heap pattern=s')).toEqual(['pattern=seq', 'pattern=stride:64K']);
        expect(words('sysctl vm.over')).toEqual(['vm.overcommit_memory', 'vm.overcommit_ratio', 'vm.overcommit_kbytes']);
    });
    it('writes a grammar for every command', () => {
        for (const c of COMMANDS) expect(grammarOf(c)).toContain(c.word);
        expect(grammarOf(COMMANDS.find((c) => c.word === 'mprotect')!)).toBe('ACTOR mprotect RANGE PROT');
    });
});

it('selections travel in the address', () => {
    for (const s of [{ kind: 'frame', id: 0x3a2f }, { kind: 'page', id: 0x5581c3a47, proc: 3 }] as const) expect(parseSelection(formatSelection(s))).toEqual(s);
    expect(parseSelection('cat:1')).toBeNull();
});

it('no two rows of a description have the same name', () => {
    for (let seq = 1; seq <= t.high; seq++) {
        const { model, moment } = at(seq);
        const s = subjectOf(moment, model);
        for (const lang of ['en', 'zh'] as const) {
            if (!s) continue;
            const labels = describe(s, model, messages[lang], moment.event).rows.map((r) => r[0]);
            expect(new Set(labels).size, labels.join()).toBe(labels.length);
        }
    }
});
