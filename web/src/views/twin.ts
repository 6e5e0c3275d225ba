// The text twin of the cutaway: what the picture shows, in words, one list a floor.

import { addressHex, frameHex, int, pages } from '../base/format';
import { frameTally } from '../core/frameuse';
import type { Lang } from '../core/i18n/messages';
import type { Model } from '../core/model';
import type { Moment } from '../core/timeline';
import type { Twin } from '../core/view';
import { FILLS } from '../render/palette';
import { whoActs } from './cutaway';
import type { DrawingId } from './kernel/events';
import { drawingOf } from './kernel/registry';
import { EMPTY_STORY, tell } from './story';
import { addressWalk } from './walk';
import { words } from './words';

export function twinOf(moment: Moment, model: Model, lang: Lang, pinned: DrawingId | null = null): Twin[] {
    const w = words(lang);
    const t = w.twin;
    const story = moment.step && !moment.step.delta ? tell(moment.step.events, moment.index) : EMPTY_STORY;
    const { proc, addr } = whoActs(model, story, null);
    const programs: string[][] = [];
    for (const p of model.procs()) {
        const areas = model.vmas(p.slot);
        programs.push([t.process(p.name, String(p.pid), pages(p.rssPages), int(areas.length))]);
        if (p.slot === proc?.slot) for (const v of areas) programs.push([t.area(v.label || v.perms, addressHex(v.start), addressHex(v.end), int(v.residentPages))]);
    }
    if (!programs.length) programs.push([w.nothing]);

    const translation: string[][] = [];
    if (proc && addr !== null) {
        for (const k of addressWalk(model, story, proc, addr, false).columns) {
            const value = k.table < 0 ? w.noTable : k.denied ? w.denied : k.pfn === null ? w.empty : `${w.frame} ${frameHex(k.pfn)}`;
            translation.push([t.walk(int(k.level), int(k.index), value)]);
        }
    } else translation.push([w.noAddress]);

    const drawing = drawingOf(moment.step, pinned, model);
    const kernel = [[drawing.why[lang]], ...drawing.twin(model, story, lang)];
    const physical: string[][] = [];
    const count = frameTally(model.mirror);
    FILLS.forEach((f, i) => {
        if (count[i]) physical.push([t.types(w.type[f]!, int(count[i]!), pages(count[i]!))]);
    });
    const titles = [programs, translation, kernel, physical];
    return (['programs', 'translation', 'kernel', 'physical'] as const).map((f, i) => ({ title: w.floors[f], rows: titles[i]! }));
}
