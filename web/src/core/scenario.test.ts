import { describe as group, expect, it } from 'vitest';
import { completePath, completeScenario, isLesson, namesIn, spanOf, tokens } from './scenario';

const kinds = (line: string): string[] => tokens(line).map((t) => `${t.kind}:${line.slice(t.from, t.to)}`);
const offered = (...lines: string[]): string[] => completeScenario(lines, 'en').map((c) => c.word);

group('the words of a line', () => {
    it('verbs, actors, keys, numbers, strings, comments', () => {
        expect(kinds('machine memory=64M  # small')).toEqual(['verb:machine', 'key:memory=', 'number:64M', 'comment:# small']);
        expect(kinds('  app write heap+0..2M count=40')).toEqual(['actor:app', 'verb:write', 'word:heap+0..2M', 'key:count=', 'number:40']);
        expect(kinds('note "中 # 文" "b"')).toEqual(['verb:note', 'string:"中 # 文"', 'string:"b"']);
        expect(kinds('fails app touch 0x10 w')).toEqual(['verb:fails', 'actor:app', 'verb:touch', 'number:0x10', 'word:w']);
        expect(kinds('app mmap 4K as loop$i')).toEqual(['actor:app', 'verb:mmap', 'number:4K', 'key:as', 'variable:loop$i']);
        expect(kinds('')).toEqual([]);
    });
    it('the comments of a lesson', () => {
        expect(kinds('#: zh 占 {p.tables_bytes in KB} 的[pagetable 页表]，`mmap`')).toEqual(['comment:#:', 'directive:zh', 'prose: 占 ', 'value:{p.tables_bytes in KB}', 'prose: 的', 'fill-table:[pagetable 页表]', 'prose:，', 'code:`mmap`']);
        expect(kinds('#: page pin=kernel see=buddy_split')).toEqual(['comment:#:', 'directive:page', 'key:pin=', 'word:kernel', 'key:see=', 'word:buddy_split']);
        expect(kinds('#:    goes on [anon here]')).toEqual(['comment:#:', 'prose:goes on ', 'fill-anon:[anon here]']);
        expect(isLesson('machine memory=1M\n#: lesson x rows=A8\n')).toBe(true);
        expect(isLesson('# lesson x\n')).toBe(false);
    });
    it('covers every letter once, in order', () => {
        for (const line of ['spawn a lib=/lib/x:2M', '#: choice when p.x < 1M', 'expect a.b == "x', 'wait until vmstat.pgfault > 3 max=10s', '\t#: en [nope x] y']) {
            let at = 0;
            for (const t of tokens(line)) {
                expect(t.from).toBeGreaterThanOrEqual(at);
                expect(t.to).toBeGreaterThan(t.from);
                expect(line.slice(at, t.from).trim()).toBe('');
                at = t.to;
            }
            expect(line.slice(at).trim()).toBe('');
        }
    });
});

group('completion in a text', () => {
    it('knows who was started above, and what they mapped', () => {
        const text = ['machine memory=64M', 'spawn web', 'fork web as child', 'web mmap 1M as buf', 'alloc_pages 2 as blocks'];
        expect(namesIn(text).actors.map((a) => a.name)).toEqual(['web', 'child']);
        expect(offered(...text, 'we')).toEqual(['web']);
        expect(offered(...text, 'web wr')).toEqual(['write']);
        expect(offered(...text, 'web write b')).toEqual(['buf', 'bss']);
        expect(offered(...text, 'child write b')).toEqual(['bss']);
        expect(offered(...text, 'free_pages ')).toContain('blocks');
        expect(offered(...text, 'fails web wr')).toEqual(['write']);
    });
    it('a name is not known before its line', () => expect(offered('we')).not.toContain('web'));
    it('values, part by part', () => {
        expect(offered('spawn web', 'expect web.st')).toEqual(['web.status.', 'web.statm.', 'web.stat.']);
        expect(offered('print vmstat.pgfa')).toEqual(['vmstat.pgfault']);
        expect(offered('let x = events.tlb_m')).toEqual(['events.tlb_miss']);
        expect(completePath('vm', null)).toEqual(['vmstat.']);
    });
    it('keys of the machine, each once', () => {
        expect(offered('machine pro')).toEqual(['profile=']);
        expect(offered('machine profile=i')).toEqual(['profile=i386']);
        expect(offered('machine memory=64M mem')).toEqual([]);
    });
    it('directives, events, colours', () => {
        expect(offered('#: le')).toEqual(['lesson']);
        expect(offered('#: page pi')).toEqual(['pin=']);
        expect(offered('#: page pin=ker')).toEqual(['pin=kernel']);
        expect(offered('#: page see=buddy_sp')).toEqual(['see=buddy_split']);
        expect(offered('#: zh 这是[pag')).toEqual(['这是[pagetable']);
        expect(offered('app write # he')).toEqual([]);
    });
});

group('where a problem stands', () => {
    it('counts letters as the server does, not UTF-16 units', () => {
        const line = 'note "𝄞中文" "b" "c"';
        expect(line.slice(spanOf(line, 16, 3).from, spanOf(line, 16, 3).to)).toBe('"c"');
        expect(spanOf('app wriet heap', 5, 5)).toEqual({ from: 4, to: 9 });
    });
    it('what is missing marks the word before it', () => {
        expect(spanOf('spawn', 6, 0)).toEqual({ from: 0, to: 5 });
        expect(spanOf('  repeat 3', 1, 0)).toEqual({ from: 2, to: 8 });
        expect(spanOf('', 1, 0)).toEqual({ from: 0, to: 0 });
    });
});
