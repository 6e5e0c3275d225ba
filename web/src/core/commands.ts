// The page's own commands: one table makes the keyboard, the palette and the help.

import type { UiWords } from './i18n/ui.en';
import type { FloorName } from './schema.gen';

export type CommandId = keyof UiWords['cmd'];
export type SheetName = 'log' | 'terminal' | 'room' | 'help' | 'palette' | 'goto' | 'editor' | 'charts' | 'save' | 'ask' | 'now';

/** What the commands act on; the room page provides it. */
export interface Actions {
    togglePlay(): void;
    step(by: 1 | -1, grain: 'event' | 'command'): void;
    jump(kind: string, dir: 1 | -1): void;
    toStart(): void;
    toEnd(): void;
    changeSpeed(by: 1 | -1): void;
    pin(floor: FloorName | null): void;
    nextDrawing(): void;
    toggleFull(): void;
    sheet(name: SheetName): void;
    clear(): void;
    why(): void;
    stepInside(): void;
    toggleLab(): void;
    nextColour(): void;
    toggleTheme(): void;
    toggleLang(): void;
    toggleText(): void;
    toggleTwin(): void;
    toggleFollow(): void;
    branch(): void;
    toggleKeys(): void;
    tour(): void;
    /** Is a lesson beside the machine? Its commands exist only then. */
    readonly lesson: boolean;
    turnPage(by: 1 | -1): void;
    nextQuestion(): void;
    print(): void;
}

export interface PageCommand {
    id: CommandId;
    /** As in base/hotkeys. A key of one letter can be switched off. */
    keys: readonly string[];
    /** Only beside a lesson. */
    lesson?: true;
    run: (a: Actions) => void;
}

export const pageCommands: readonly PageCommand[] = [
    { id: 'playPause', keys: ['Space', '.'], run: (a) => a.togglePlay() },
    { id: 'forward', keys: ['ArrowRight', 'l', 'PageDown'], run: (a) => a.step(1, 'event') },
    { id: 'back', keys: ['ArrowLeft', 'h', 'PageUp'], run: (a) => a.step(-1, 'event') },
    { id: 'forwardCommand', keys: ['ArrowDown', 'j'], run: (a) => a.step(1, 'command') },
    { id: 'backCommand', keys: ['ArrowUp', 'k'], run: (a) => a.step(-1, 'command') },
    { id: 'nextNotable', keys: ['Shift+ArrowRight', 'n'], run: (a) => a.jump('notable', 1) },
    { id: 'previousNotable', keys: ['Shift+ArrowLeft', 'p'], run: (a) => a.jump('notable', -1) },
    { id: 'nextPage', keys: ['Alt+ArrowRight', 'Shift+PageDown'], lesson: true, run: (a) => a.turnPage(1) },
    { id: 'previousPage', keys: ['Alt+ArrowLeft', 'Shift+PageUp'], lesson: true, run: (a) => a.turnPage(-1) },
    { id: 'nextQuestion', keys: ['q'], lesson: true, run: (a) => a.nextQuestion() },
    { id: 'now', keys: ['o'], lesson: true, run: (a) => a.sheet('now') },
    { id: 'print', keys: [], lesson: true, run: (a) => a.print() },
    { id: 'toStart', keys: ['Home'], run: (a) => a.toStart() },
    { id: 'toEnd', keys: ['End'], run: (a) => a.toEnd() },
    { id: 'slower', keys: ['['], run: (a) => a.changeSpeed(-1) },
    { id: 'faster', keys: [']'], run: (a) => a.changeSpeed(1) },
    { id: 'why', keys: ['w'], run: (a) => a.why() },
    { id: 'stepInside', keys: ['i'], run: (a) => a.stepInside() },
    { id: 'floorPrograms', keys: ['1'], run: (a) => a.pin('programs') },
    { id: 'floorTranslation', keys: ['2'], run: (a) => a.pin('translation') },
    { id: 'floorKernel', keys: ['3'], run: (a) => a.pin('kernel') },
    { id: 'floorPhysical', keys: ['4'], run: (a) => a.pin('physical') },
    { id: 'floorAuto', keys: ['0'], run: (a) => a.pin(null) },
    { id: 'drawing', keys: ['d'], run: (a) => a.nextDrawing() },
    { id: 'lab', keys: ['5', 'm'], run: (a) => a.toggleLab() },
    { id: 'fullFloor', keys: ['f'], run: (a) => a.toggleFull() },
    { id: 'colour', keys: ['c'], run: (a) => a.nextColour() },
    { id: 'goTo', keys: ['g'], run: (a) => a.sheet('goto') },
    { id: 'log', keys: ['/'], run: (a) => a.sheet('log') },
    { id: 'terminal', keys: ['`'], run: (a) => a.sheet('terminal') },
    { id: 'editor', keys: ['e'], run: (a) => a.sheet('editor') },
    { id: 'charts', keys: ['v'], run: (a) => a.sheet('charts') },
    { id: 'save', keys: ['S'], run: (a) => a.sheet('save') },
    { id: 'room', keys: ['s'], run: (a) => a.sheet('room') },
    { id: 'ask', keys: ['a'], run: (a) => a.sheet('ask') },
    { id: 'branch', keys: ['b'], run: (a) => a.branch() },
    { id: 'role', keys: ['r'], run: (a) => a.toggleFollow() },
    { id: 'twin', keys: ['x'], run: (a) => a.toggleTwin() },
    { id: 'theme', keys: ['t'], run: (a) => a.toggleTheme() },
    { id: 'language', keys: ['L'], run: (a) => a.toggleLang() },
    { id: 'text', keys: ['P'], run: (a) => a.toggleText() },
    { id: 'tour', keys: [], run: (a) => a.tour() },
    { id: 'keysOff', keys: [], run: (a) => a.toggleKeys() },
    { id: 'clear', keys: ['Escape'], run: (a) => a.clear() },
    { id: 'palette', keys: ['Mod+k'], run: (a) => a.sheet('palette') },
    { id: 'help', keys: ['?'], run: (a) => a.sheet('help') },
];

const byKey = new Map<string, PageCommand>();
for (const c of pageCommands) for (const k of c.keys) byKey.set(k, c);

/** The command of a key; null when none, or when single letters are off. */
export function commandOfKey(name: string, letterKeys: boolean): PageCommand | null {
    if (!letterKeys && /^[a-zA-Z]$/.test(name)) return null;
    return byKey.get(name) ?? null;
}
