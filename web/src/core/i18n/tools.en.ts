// English: the words of the editor, the charts, sharing, saving and the tour. They come with the chunks that use them.

import { int } from '../../base/format';

export const toolsEn = {
    // scenario editor
    editor: 'Scenario',
    editorText: 'One command a line. It is checked as you type; run it to make a machine of it.',
    editorLabel: 'Scenario text. Escape leaves the text, Tab too.',
    newRoom: 'Run as a new room',
    newLesson: 'Open as a lesson',
    runHere: 'Run this line here',
    runLinesHere: (n: number) => `Run ${int(n)} lines here`,
    runHereText: 'in this room, after its last step',
    checking: 'checking …',
    clean: 'No mistake found.',
    problems: (n: number) => (n === 1 ? '1 mistake' : `${int(n)} mistakes`),
    moreProblems: (n: number) => `${int(n)} more`,
    at: (line: number, column: number) => `line ${int(line)}, column ${int(column)}`,
    accepted: 'accepted:',
    notChecked: 'The server did not answer; the text is kept in this browser.',
    tooLong: 'This text is longer than the server takes.',
    openFile: 'Open a file',
    saveFile: 'Save',
    fromRoom: 'This room’s history',
    examples: 'Examples',
    guidedExample: 'The guided run',
    noExamples: 'The server has no lesson yet.',
    replaced: 'The text was replaced. Ctrl+Z brings yours back.',
    kept: 'The text is kept in this browser.',
    lessonFile: 'A lesson: the #: lines carry its text. Running it makes a machine; mmscope run checks it.',
    ranHere: (n: number) => (n === 1 ? '1 line ran.' : `${int(n)} lines ran.`),
    pastHere: 'You stand in the past. Lines run here start a branch.',
    keysHint: 'Ctrl+Enter runs it, Ctrl+Space completes, F8 goes to the next mistake.',
    fullPage: 'Full page',

    // charts
    charts: 'Values over steps',
    addPath: 'Value, such as vmstat.pgfault',
    add: 'Add',
    remove: (path: string) => `Remove ${path}`,
    presetFree: 'free memory',
    presetFaults: 'page faults a step',
    presetHits: 'TLB hit rate',
    noSteps: 'There is no step yet. Type a command, then a line appears here.',
    stepAxis: 'step',
    notAll: 'The server stopped after two seconds; what it had is drawn.',
    larger: 'Larger',
    smaller: 'Beside the machine',

    // saving
    save: 'Save a picture',
    saveText: 'As it stands on the screen now. PNG has two px for one, SVG can be edited, CSV opens in a spreadsheet.',
    saveAs: (title: string, format: string) => `${title}, ${format}`,
    saved: (name: string) => `Saved ${name}.`,
    nothingToSave: 'Nothing on the screen can be saved.',
    lanesPicture: 'The run',

    // sharing
    share: 'Share',
    shareWhat: 'What is shared',
    shareRoom: 'The room',
    shareRoomText: 'Who opens it follows the presenter.',
    shareStep: 'This step and this view',
    shareStepText: (step: number, seq: number) => `Step ${int(step)}, event ${int(seq)}, with what is selected. Who opens it looks on his own.`,
    shareAddress: 'Address',
    keepLook: 'my language and theme, too',
    embed: 'Put it into a page',
    embedText: 'The server has to allow it: start it with --embed and the origin of that page.',
    embedCode: 'HTML for the page',
    largeQr: 'Large',
    smallQr: 'Small',

    // tour
    tour: 'A tour in four steps',
    tourOf: (n: number) => `${n} / 4`,
    tourNext: 'Next',
    tourBack: 'Back',
    tourDone: 'Done',
    tourSkip: 'Skip',
    tourSteps: [
        ['One machine, cut open', 'Programs, Translation, Kernel, Physical: always all four, always in this order. The thick line is the step.'],
        ['What happens, and why', 'The sentence says what happens now. Under it, the chain of causes back to the command: click one to go there.'],
        ['Time goes both ways', 'Step on and back with the arrow keys, by event or by command. Back is exact: nothing is lost.'],
        ['Ask, and try', 'Click any page, entry or frame to learn what it is. The terminal takes commands: type help.'],
    ] as readonly (readonly [string, string])[],
};

type Widen<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string : T extends readonly (readonly [string, string])[] ? T : { [K in keyof T]: Widen<T[K]> };
export type ToolWords = Widen<typeof toolsEn>;
