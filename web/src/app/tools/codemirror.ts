// CodeMirror for scenarios. It stands in a shadow root: there its rules are constructed style sheets, which the strict
// Content-Security-Policy lets pass. Colours are the page's variables, which reach into the shadow.

import { acceptCompletion, autocompletion, closeBrackets, completionKeymap, startCompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorSelection, EditorState, Prec, RangeSetBuilder } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, keymap, lineNumbers, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import type { Names } from '../../core/complete';
import { completeScenario, spanOf, tokens } from '../../core/scenario';

export interface EditorProblem { line: number; column: number; length: number; message: string; accepted: string }

export interface EditorOptions {
    text: string;
    label: string;
    lang: 'en' | 'zh';
    /** Names of the machine beside the editor. */
    names: () => Names | null;
    onchange: (text: string) => void;
    /** The lines with the cursor or the selection changed, counted from 1. */
    onlines: (from: number, to: number) => void;
    onrun: () => void;
    /** Escape, with nothing open: the focus should go on. */
    onleave: () => void;
}

export interface EditorHandle {
    text(): string;
    /** Replaces everything, so that undo brings it back. */
    replace(text: string): void;
    selected(): string[];
    problems(list: readonly EditorProblem[]): void;
    goTo(line: number, column: number): void;
    speak(label: string, lang: 'en' | 'zh'): void;
    focus(): void;
    close(): void;
}

const marks = new Map<string, Decoration>();
function mark(kind: string): Decoration {
    let d = marks.get(kind);
    if (!d) marks.set(kind, (d = Decoration.mark({ class: `t-${kind}` })));
    return d;
}

/** Marks for the words of the lines that are on the screen. */
function highlight(view: EditorView): DecorationSet {
    const out = new RangeSetBuilder<Decoration>();
    for (const { from, to } of view.visibleRanges) {
        for (let at = from; at <= to; ) {
            const line = view.state.doc.lineAt(at);
            for (const t of tokens(line.text)) out.add(line.from + t.from, line.from + t.to, mark(t.kind));
            at = line.to + 1;
        }
    }
    return out.finish();
}

const highlighter = ViewPlugin.fromClass(
    class {
        decorations: DecorationSet;
        constructor(view: EditorView) {
            this.decorations = highlight(view);
        }
        update(u: ViewUpdate): void {
            if (u.docChanged || u.viewportChanged) this.decorations = highlight(u.view);
        }
    },
    { decorations: (v) => v.decorations },
);

const underline = (ink: string): Record<string, string> => ({ borderBottom: `3px solid var(--${ink})` });
const theme = EditorView.theme({
    '&': { height: '100%', color: 'var(--fg)', backgroundColor: 'var(--bg)', fontSize: 'var(--t)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', overflow: 'auto' },
    '.cm-content': { padding: '8px 0', caretColor: 'var(--fg)' },
    '.cm-line': { padding: '0 12px 0 8px' },
    '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--muted)', border: 'none', borderRight: '1px solid var(--hair)' },
    '.cm-lineNumbers .cm-gutterElement': { minWidth: '36px', padding: '0 8px 0 4px' },
    '.cm-cursor': { borderLeft: '2px solid var(--fg)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--tint)' },
    '.t-verb': { fontWeight: '700' },
    '.t-comment, .t-directive': { color: 'var(--muted)' },
    '.t-directive': { fontWeight: '700' },
    '.t-key': { color: 'var(--muted)' },
    '.t-number, .t-value, .t-variable': { color: 'var(--accent)' },
    '.t-string': { color: 'var(--ok)' },
    '.t-prose, .t-string': { fontFamily: 'var(--sans)' },
    ...Object.fromEntries(['anon', 'file', 'slab', 'table', 'kernel', 'huge', 'free'].map((f) => [`.t-fill-${f}`, { fontFamily: 'var(--sans)', ...underline(f) }])),
    '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--hot) 1.5px', textUnderlineOffset: '3px' },
    '.cm-lintPoint': { display: 'none' },
    '.cm-tooltip': { backgroundColor: 'var(--bg)', color: 'var(--fg)', border: '1px solid var(--line)', fontFamily: 'var(--sans)', fontSize: 'var(--t)', maxWidth: 'min(440px, 92vw)' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '240px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', justifyContent: 'space-between', gap: '16px', padding: '3px 12px', lineHeight: '20px' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--tint)', color: 'var(--fg)' },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
    '.cm-completionDetail': { fontFamily: 'var(--sans)', fontStyle: 'normal', color: 'var(--muted)', marginLeft: '0', overflow: 'hidden', textOverflow: 'ellipsis' },
    '.cm-diagnostic': { padding: '6px 12px', borderLeft: '3px solid var(--hot)', whiteSpace: 'pre-wrap' },
});

/** Enter keeps the indentation, and adds to it below `repeat`. */
function newline(view: EditorView): boolean {
    const { state } = view;
    const change = state.changeByRange((range) => {
        const line = state.doc.lineAt(range.from);
        const lead = /^\s*/.exec(line.text.slice(0, range.from - line.from))![0];
        const insert = `\n${lead}${/^\s*repeat\s/.test(line.text) ? '  ' : ''}`;
        return { changes: { from: range.from, to: range.to, insert }, range: EditorSelection.cursor(range.from + insert.length) };
    });
    view.dispatch(state.update(change, { scrollIntoView: true, userEvent: 'input' }));
    return true;
}

/**
 * Typing over a selection is done here: a browser that joins the lines itself keeps their looks in style attributes, and
 * the policy forbids those.
 */
const typeOver = EditorView.domEventHandlers({
    beforeinput(e, view) {
        if (e.inputType !== 'insertText' || e.isComposing || e.data === null || view.state.readOnly || view.state.selection.main.empty) return false;
        e.preventDefault();
        view.dispatch(view.state.replaceSelection(e.data), { scrollIntoView: true, userEvent: 'input.type' });
        return true;
    },
});

export function mountEditor(host: HTMLElement, options: EditorOptions): EditorHandle {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    let lang = options.lang;
    const attributes = new Compartment();
    const named = (label: string) => EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' });

    function completions(context: CompletionContext): CompletionResult | null {
        const line = context.state.doc.lineAt(context.pos);
        const before = line.text.slice(0, context.pos - line.from);
        if (!context.explicit && !/\S$/.test(before)) return null;
        const lines: string[] = [];
        for (let n = 1; n < line.number; n++) lines.push(context.state.doc.line(n).text);
        const found = completeScenario([...lines, before], lang, options.names());
        const typed = /\S*$/.exec(before)![0];
        if (!found.length) return null;
        return {
            from: context.pos - typed.length,
            filter: false,
            options: found.slice(0, 60).map((c) => ({
                label: c.word,
                detail: c.hint,
                apply: (view: EditorView, _c: unknown, from: number, to: number) => {
                    const more = /[=.]$/.test(c.word);
                    const insert = c.word + (more || context.state.sliceDoc(to, to + 1) === ' ' ? '' : ' ');
                    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.complete' });
                    if (more) startCompletion(view);
                },
            })),
        };
    }

    const view = new EditorView({
        parent: root,
        root,
        state: EditorState.create({
            doc: options.text,
            extensions: [
                lineNumbers(),
                history(),
                drawSelection(),
                closeBrackets(),
                highlighter,
                typeOver,
                theme,
                EditorView.lineWrapping,
                EditorState.tabSize.of(2),
                EditorState.languageData.of(() => [{ commentTokens: { line: '#' }, closeBrackets: { brackets: ['"'] } }]),
                attributes.of(named(options.label)),
                autocompletion({ override: [completions], icons: false, tooltipClass: () => 'found' }),
                Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }, { key: 'Mod-Enter', run: () => (options.onrun(), true) }])),
                keymap.of([
                    ...completionKeymap,
                    { key: 'F8', run: nextDiagnostic },
                    { key: 'Shift-F8', run: previousDiagnostic },
                    { key: 'Enter', run: newline },
                    ...historyKeymap,
                    ...defaultKeymap.filter((b) => b.key !== 'Escape'),
                    { key: 'Escape', run: () => (options.onleave(), true) },
                ]),
                EditorView.updateListener.of((u) => {
                    if (u.docChanged) options.onchange(u.state.doc.toString());
                    if (u.docChanged || u.selectionSet) {
                        const { from, to } = u.state.selection.main;
                        options.onlines(u.state.doc.lineAt(from).number, u.state.doc.lineAt(to).number);
                    }
                }),
            ],
        }),
    });
    // Escape closes what is open in the text; the sheet around it is not meant.
    const keepEscape = (e: KeyboardEvent): void => {
        if (e.key === 'Escape') e.stopPropagation();
    };
    host.addEventListener('keydown', keepEscape);

    return {
        text: () => view.state.doc.toString(),
        replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true }),
        selected: () => {
            const { from, to } = view.state.selection.main;
            const [a, b] = [view.state.doc.lineAt(from).number, view.state.doc.lineAt(to).number];
            return Array.from({ length: b - a + 1 }, (_, i) => view.state.doc.line(a + i).text);
        },
        problems: (list) => {
            const doc = view.state.doc;
            const diagnostics: Diagnostic[] = list
                .filter((p) => p.line <= doc.lines)
                .map((p) => {
                    const line = doc.line(Math.max(1, p.line));
                    const span = spanOf(line.text, p.column, p.length);
                    return { from: line.from + span.from, to: line.from + span.to, severity: 'error' as const, message: p.accepted ? `${p.message}\n${p.accepted}` : p.message };
                });
            view.dispatch(setDiagnostics(view.state, diagnostics.sort((a, b) => a.from - b.from)));
        },
        goTo: (line, column) => {
            const at = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, line)));
            view.dispatch({ selection: { anchor: at.from + spanOf(at.text, column, 1).from }, scrollIntoView: true });
            view.focus();
        },
        speak: (label, now) => {
            lang = now;
            view.dispatch({ effects: attributes.reconfigure(named(label)) });
        },
        focus: () => view.focus(),
        close: () => {
            host.removeEventListener('keydown', keepEscape);
            view.destroy();
        },
    };
}
