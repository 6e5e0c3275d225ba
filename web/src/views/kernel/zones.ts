// The Kernel floor, grown: every zone of every node as a gauge with its marks, the walk of a request along the zonelist
// (which zone was asked, with which mark, why it refused), and the slow path as a column of decisions.

import { int } from '../../base/format';
import type { Ev } from '../../core/event';
import type { Lang } from '../../core/i18n/messages';
import { hasPcp, marksOf, nodes, zonelist } from '../../core/physmem';
import type { Model, Zone } from '../../core/model';
import { ENUMS } from '../../core/schema.gen';
import type { Ink } from '../../render/palette';
import type { Point } from '../../render/picture';
import { mark, setAnchor, type Context } from '../context';
import { nameOf } from '../kernel';
import type { Place, Story } from '../story';
import type { KernelDrawing, Stop } from './drawing';
import { eventOf, headOf } from './head';
import { bandOf, gaugeOf } from './gauge';
import { drawWhy } from './why';
import { wordsOfZones, type ZoneWords } from './zones.words';
import { markName, STAGES, stageOf, walkOf, type Check, type StageKey, type ZoneWalk } from './zonewalk';

export const zonesDrawing: KernelDrawing = {
    id: 'zones',
    name: { en: 'zones', zh: '区与水位' },
    why: {
        en: 'A zone gives only what leaves its mark and the reserve free.',
        zh: '给出之后空闲仍多于水位加保留，这个区才给。',
    },
    facts,
    draw,
    leg,
    row,
    figure,
    twin,
};

const LEFT = 96;
const LANE = 552;
const COLUMN = 576;
const HEAD = 38;
const FIRST = 64;
const ROOM = 186;
/** The sentence, above the key of the bands. */
const WHY = 280;
/** The second corridor: under the heads, above the rows. */
const UNDER = 52;
const STAGE_TOP = 66;
const STAGE_PITCH = 27;

interface Layout { list: Zone[]; pitch: number; roomy: boolean; nodes: number }
function layoutOf(c: Pick<Context, 'model'>, walk: ZoneWalk): Layout {
    const start = walk.head ? c.model.zones().find((z) => z.id === walk.head!.arg('zone')) : undefined;
    const list = zonelist(c.model, start?.node ?? 0);
    const pitch = Math.min(68, Math.floor(ROOM / Math.max(1, list.length)));
    return { list, pitch, roomy: pitch >= 40, nodes: new Set(list.map((z) => z.node)).size };
}
const rowTop = (c: Context, l: Layout, i: number): number => c.floor.top + FIRST + i * l.pitch;
const rowMid = (c: Context, l: Layout, i: number): number => rowTop(c, l, i) + (l.roomy ? (l.pitch > 60 ? 18 : 12) : l.pitch / 2);
/** Lists of the CPUs can be collected only where there are any. */
const shownStages = (c: Context): StageKey[] => STAGES.filter((k) => k !== 'collect' || hasPcp(c.model));
const stageY = (c: Context, key: StageKey): number => c.floor.top + STAGE_TOP + Math.max(0, shownStages(c).indexOf(key)) * STAGE_PITCH;

function facts(c: Context): readonly string[] {
    const w = wordsOfZones(c.lang);
    const all = nodes(c.model);
    const awake = all.filter((n) => n.kswapdAwake).map((n) => n.id);
    const kswapd = !awake.length ? w.sleeps : all.length > 1 ? w.awakeOn(awake.join(' ')) : w.awake;
    return all.length > 1 ? [w.nodes(int(all.length)), ...kswapd] : kswapd;
}

function draw(c: Context): void {
    const walk = walkOf(c.story);
    const l = layoutOf(c, walk);
    const w = wordsOfZones(c.lang);
    heads(c, l, w);
    const round = walk.rounds[walk.round];
    l.list.forEach((z, i) => zoneRow(c, l, z, i, round?.checks.find((k) => k.zone === z.id) ?? null, w));
    formula(c, walk, l, w);
    drawWhy(c, LEFT, c.floor.top + WHY, LANE - 16 - LEFT, 1);
    stages(c, walk, w);
    anchors(c, walk, l, w);
}

/** What each band means, with the colour, at the foot; where rows are narrow, the columns' names above. */
function heads(c: Context, l: Layout, w: ZoneWords): void {
    const { s, floor } = c;
    const y = floor.top + HEAD;
    if (!l.roomy) {
        for (const [name, x] of [[w.free, 348], [c.words.min, 396], [c.words.low, 444], [c.words.high, 492], [w.kept, 542]] as const) s.text(x, y, name, { ink: 'muted', anchor: 'end' });
        return;
    }
    const below = floor.top + 300;
    let x = LEFT;
    (['b1', 'b2', 'b3', 'b4'] as const).forEach((ink, i) => {
        s.rect(x, below - 6, 14, 12, ink);
        s.edge(x, below - 6, 14, 12, 'line');
        x += 18 + s.text(x + 18, below, w.bands[i]!, { ink: 'muted' }).w + 12;
    });
}

function zoneRow(c: Context, l: Layout, z: Zone, i: number, check: Check | null, w: ZoneWords): void {
    const { s, model } = c;
    const y = rowMid(c, l, i);
    const m = marksOf(model, z.id);
    const reached = check !== null && check.at <= c.story.at;
    const band = bandOf(z, m.boost);
    const name = l.nodes > 1 ? `${w.node(int(z.node))} ${z.name}` : z.name;
    s.text(LEFT, y, name, { bold: reached });
    const left = l.nodes > 1 ? 172 : 160;
    const width = l.roomy ? 420 - left : 292 - left;
    const h = l.roomy ? (l.pitch > 56 ? 20 : 16) : Math.max(8, Math.min(12, l.pitch - 8));
    const g = gaugeOf(z, m, width);
    for (const b of g.bands) if (b.to > b.from) s.rect(left + b.from, y - h / 2, b.to - b.from, h, b.ink);
    // kept from this request's class, on top of the mark it is held against; without a request: from the widest class
    const kept = check ? check.reserve : Math.max(...m.protection);
    if (kept > 0) {
        const from = g.at(check ? check.mark : z.low + m.boost), to = g.at((check ? check.mark : z.low + m.boost) + kept);
        if (to - from >= 1) s.hatch(left + from, y - h / 2, to - from, h, 'line');
    }
    for (const e of g.edges) s.rect(left + e.at - 0.5, y - h / 2 - 2, 1, h + 4, e.name === 'min' ? 'fg' : 'line');
    // so much of every mark is boost
    if (m.boost > 0) for (let k = 0; k < h; k += 6) s.rect(left + g.at(m.boost), y - h / 2 + k, 1, 3, 'fg');
    if (g.fold !== null) for (const d of [-2, 3]) s.stroke([[left + g.fold + d - 3, y + h / 2 + 3], [left + g.fold + d + 3, y - h / 2 - 3]], 'line');
    s.rect(left + Math.min(width - 3, g.at(z.free)) - 1, y - h / 2 - 4, 3, h + 8, 'fg');
    if (l.roomy) below(c, g.edges, left, y, h, m, kept, w);
    else {
        const shown: readonly (readonly [string, number, boolean])[] = [[int(z.free), 348, true], [int(z.min), 396, false], [int(z.low), 444, false], [int(z.high), 492, false], [kept ? int(kept) : '–', 542, false]];
        for (const [text, x, bold] of shown) s.text(x, y, text, { anchor: 'end', bold, ink: bold ? 'fg' : 'muted' });
    }
    if (l.roomy) {
        s.text(500, y, int(z.free), { anchor: 'end', bold: true });
        s.text(506, y, w.free, { ink: 'muted' });
    }
    mark(c, { kind: 'zone', id: z.id }, left, y - h / 2, width, h);
    s.hit(LEFT, y - l.pitch / 2 + 1, LANE - 16 - LEFT, l.pitch - 2, { kind: 'zone', id: z.id }, `${name} ${int(z.free)} ${w.inBand[band - 1]}`);
    if (i + 1 < l.list.length) s.hair(LEFT, rowTop(c, l, i + 1) - (l.roomy ? 5 : 0), LANE - 16 - LEFT);
    frame(c, l, i, check);
    const e = c.story.events[c.story.at];
    if ((e?.name === 'watermarks_set' || e?.name === 'protection_set') && e.arg('zone') === z.id) {
        const top = rowTop(c, l, i) - 4;
        s.path([[LEFT - 6, top], [LANE - 12, top], [LANE - 12, top + l.pitch - 2], [LEFT - 6, top + l.pitch - 2]], 'hot', 2, { closed: true });
    }
}

/** The marks by name and number under the gauge: each where its edge is, pushed on where two would touch. */
function below(c: Context, edges: readonly { name: 'min' | 'low' | 'high' | 'boost'; pages: number; at: number }[], left: number, y: number, h: number, m: ReturnType<typeof marksOf>, kept: number, w: ZoneWords): void {
    const { s, words } = c;
    const ly = y + h / 2 + 15;
    let x = left - 40;
    for (const e of edges) {
        const text = `${words[e.name as 'min']} ${int(e.pages)}`;
        const wide = s.width(text);
        const at = Math.max(x, Math.min(left + e.at - wide / 2, 540 - wide));
        s.stroke([[left + e.at, y + h / 2 + 2], [at + wide / 2, ly - 7]], 'line');
        s.text(at, ly, text, { ink: 'muted' });
        x = at + wide + 10;
    }
    const more: string[] = [];
    if (m.boost) more.push(w.boost(int(m.boost)));
    if (kept) more.push(w.keptOf(int(kept)));
    if (m.highatomic) more.push(w.atomic(int(m.highatomic)));
    for (const text of more) {
        const wide = s.width(text);
        if (x + wide > 542) break;
        s.text(x, ly, text, { ink: 'muted' });
        x += wide + 10;
    }
}

/** The zone that gave: its row is a plate on the line. */
function frame(c: Context, l: Layout, i: number, check: Check | null): void {
    if (!check?.ok || check.noBlock) return;
    const top = rowTop(c, l, i) - 4, h = l.pitch - 2;
    const phase = check.at === c.story.at ? 'now' : check.at < c.story.at ? 'done' : 'next';
    const ink: Ink = phase === 'now' ? 'hot' : phase === 'done' ? 'path' : 'line';
    c.s.path([[LEFT - 6, top], [LANE - 12, top], [LANE - 12, top + h], [LEFT - 6, top + h]], ink, phase === 'now' ? 3 : phase === 'done' ? 2 : 1, { closed: true, casing: 1 });
}

/** The test, with its numbers: free less what is asked, against mark and reserve. */
function formula(c: Context, walk: ZoneWalk, l: Layout, w: ZoneWords): void {
    const checks = walk.rounds[walk.round]?.checks ?? [];
    const seen = checks.filter((k) => k.at <= c.story.at);
    const check = seen.at(-1) ?? checks[0];
    if (!check) return;
    const z = l.list.find((one) => one.id === check.zone);
    if (!z) return;
    const name = markName(check, z, marksOf(c.model, z.id));
    const less = check.order ? ` ${'\u2212'} ${int((1 << check.order) - 1)}` : '';
    const left = check.free - (1 << check.order) + 1;
    const sum = `${z.name}: ${int(check.free)}${less} ${left > check.mark + check.reserve ? '>' : '≤'} ${name === 'part' ? w.partOfMin : c.words[name]} ${int(check.mark)}${check.reserve ? ` + ${int(check.reserve)} ${w.kept}` : ''}`;
    const said = check.noBlock ? w.onlyOthers : check.ok ? w.goOn : left > check.mark + check.reserve ? w.noOrder : w.refuses;
    const y = c.floor.top + FIRST + (l.roomy ? l.list.length * l.pitch + 12 : ROOM + 10);
    const quiet = check.at > c.story.at;
    const box = c.s.text(LEFT, y, `${sum}:`, { ink: quiet ? 'muted' : 'fg' });
    c.s.text(box.x + box.w + 5, y, said, { bold: !quiet, ink: quiet ? 'muted' : check.at === c.story.at ? 'hot' : 'fg' });
}

function stages(c: Context, walk: ZoneWalk, w: ZoneWords): void {
    const { s, floor, story } = c;
    s.text(COLUMN + 18, floor.top + HEAD, w.slowPath, { ink: 'muted' });
    const present = walk.stages.slice(walk.from);
    for (const key of shownStages(c)) {
        const y = stageY(c, key);
        const here = present.filter((x) => x.key === key);
        const done = here.filter((x) => x.at <= story.at).at(-1);
        const now = here.some((x) => x.at === story.at);
        const text = stageText(w, key, done?.event ?? null, walk.retries);
        if (!here.length) {
            s.rect(COLUMN - 2, y - 0.5, 5, 1.5, 'line');
            s.text(COLUMN + 18, y, text, { ink: 'muted' });
        } else s.text(COLUMN + 18, y, text, { bold: now, ink: done ? 'fg' : 'muted' });
    }
}

function stageText(w: ZoneWords, key: StageKey, e: Ev | null, retries: number): string {
    const plain = w.stage[key];
    if (!e) return plain;
    if (key === 'reclaim') return w.freed(int(e.arg('reclaimed_pages')));
    if (key === 'again') return e.arg('again') ? w.again(int(e.arg('retries') || retries + 1)) : w.notAgain;
    if (key === 'oom') return e.arg('pid') ? w.kills : w.killsNobody;
    if ((key === 'compact' || key === 'quick') && e.name === 'compact_end') return `${plain}: ${int(e.arg('migrated'))}`;
    return plain;
}

function anchors(c: Context, walk: ZoneWalk, l: Layout, w: ZoneWords): void {
    const { story, floor } = c;
    const top = floor.top + 14;
    const head = headOf(c);
    const round = walk.rounds[walk.round];
    const present = new Map(walk.stages.slice(walk.from).map((x) => [x.at, x.key]));
    const used = new Set<StageKey>();
    story.places.forEach((p, i) => {
        if (p.floor !== 'kernel') return;
        const first = p.events[0]!;
        if (head.stand(i)) return;
        if (p.key === 'zone') {
            const check = round?.checks.find((k) => p.events.includes(k.at));
            const at = check ? l.list.findIndex((z) => z.id === check.zone) : -1;
            if (at >= 0) setAnchor(c, i, { x: LANE, y: rowMid(c, l, at), along: 'y', small: !l.roomy });
            else setAnchor(c, i, { x: LANE, y: top, along: 'y', hidden: true });
        } else if (p.key === 'marks') {
            // one after another: only the zone that is changed now
            const at = l.list.findIndex((z) => z.id === story.events[first]!.arg('zone'));
            if (at >= 0) setAnchor(c, i, { x: LANE, y: rowMid(c, l, at), along: 'y', small: !l.roomy, hidden: i !== story.now });
        } else {
            const key = present.get(first);
            if (key) {
                setAnchor(c, i, { x: COLUMN, y: stageY(c, key), along: 'y', small: true, hidden: used.has(key) });
                used.add(key);
            } else if (stageOf(story.events[first]!)) return;
            else if (p.key === 'slow') setAnchor(c, i, { x: LANE, y: floor.top + HEAD, along: 'y', hidden: i !== story.now, name: i === story.now ? { text: w.other[story.events[first]!.name] ?? nameOf(c, p), x: LANE - 16, y: floor.top + HEAD - 6, anchor: 'end' } : undefined });
        }
    });
}

/** From the lane to the column to the right; back up between the two, and down the lane from the top. */
function leg(c: Context, _a: Stop, b: Stop, from: Point): Point[] | null {
    const [ax, ay] = from;
    const [bx, by] = [b.anchor.x, b.anchor.y];
    if (ax === COLUMN && bx === LANE) return [[LANE + 12, ay], [LANE + 12, c.floor.top + UNDER], [LANE, c.floor.top + UNDER]];
    if (ax === LANE && bx === COLUMN) return by >= ay ? [[LANE, by]] : [[COLUMN, ay]];
    if (ax < LANE && (bx === LANE || bx === COLUMN)) {
        // asked directly the corridor leads there; out of a fault it is taken already, by the way in
        const direct = headOf(c).direct;
        const [x, under] = [110, c.floor.top + UNDER];
        return direct ? [[bx, ay]] : [[x, ay], [x, under], [bx, under]];
    }
    return null;
}

function row(model: Model, story: Story, p: Place, lang: Lang): { name: string; value: string } | null {
    const e = eventOf(story, p);
    const w = wordsOfZones(lang);
    if (e.name === 'zone_check') {
        const z = model.zones().find((one) => one.id === e.arg('zone'));
        const ok = e.arg('ok') === 1;
        return { name: `${z?.name ?? ''}: ${ok ? w.goOn : w.refuses}`, value: `${int(e.arg('free_pages'))} ${ok ? '>' : '≤'} ${int(e.arg('mark_pages') + e.arg('reserve_pages'))}` };
    }
    const key = stageOf(e);
    if (key) return { name: stageText(w, key, e, 0), value: e.has('reclaimed_pages') ? int(e.arg('reclaimed_pages')) : ENUMS.alloc_why[e.arg('alloc_why')]?.replaceAll('_', ' ') ?? '' };
    return null;
}

/** On the phone: every zone as a gauge with its free pages and marks. */
function figure(c: Context, y: number, width: number): number {
    const { s, model, words } = c;
    const w = wordsOfZones(c.lang);
    const list = zonelist(model, 0);
    const many = new Set(list.map((z) => z.node)).size > 1;
    let at = y;
    for (const z of list) {
        const m = marksOf(model, z.id);
        const g = gaugeOf(z, m, width);
        s.text(56, at + 8, many ? `${w.node(int(z.node))} ${z.name}` : z.name, { bold: true });
        s.text(56 + width, at + 8, `${int(z.free)} ${w.free}`, { anchor: 'end' });
        for (const b of g.bands) if (b.to > b.from) s.rect(56 + b.from, at + 20, b.to - b.from, 14, b.ink);
        for (const e of g.edges) s.rect(56 + e.at - 0.5, at + 18, 1, 18, 'line');
        if (g.fold !== null) for (const d of [-2, 3]) s.stroke([[56 + g.fold + d - 3, at + 37], [56 + g.fold + d + 3, at + 17]], 'line');
        s.rect(56 + Math.min(width - 3, g.at(z.free)) - 1, at + 16, 3, 22, 'fg');
        s.text(56, at + 46, `${words.min} ${int(z.min + m.boost)} · ${words.low} ${int(z.low + m.boost)} · ${words.high} ${int(z.high + m.boost)}`, { ink: 'muted' });
        s.hit(56, at, width, 44, { kind: 'zone', id: z.id }, z.name);
        at += 62;
    }
    return at - y;
}

function twin(model: Model, story: Story, lang: Lang): string[][] {
    const w = wordsOfZones(lang);
    const out: string[][] = [];
    for (const n of nodes(model)) if (n.kswapdAwake) out.push([w.awakeOn(int(n.id)).join(' ')]);
    for (const z of zonelist(model, 0)) {
        const m = marksOf(model, z.id);
        out.push([w.say(int(z.node), z.name, int(z.free), w.inBand[bandOf(z, m.boost) - 1]!, int(z.min + m.boost), int(z.low + m.boost), int(z.high + m.boost), int(z.managed))]);
        if (m.boost) out.push([w.boost(int(m.boost))]);
        const kept = Math.max(...m.protection);
        if (kept) out.push([w.keptOf(int(kept))]);
    }
    const walk = walkOf(story);
    for (const [i, r] of walk.rounds.entries()) for (const k of r.checks) {
        if (k.at > story.at) continue;
        const z = model.zones().find((one) => one.id === k.zone);
        out.push([w.sayCheck(int(i + 1), z?.name ?? '', int(k.free), int(k.mark), int(k.reserve), k.noBlock ? w.onlyOthers : k.ok ? w.goOn : w.refuses)]);
    }
    for (const st of walk.stages) if (st.at <= story.at) out.push([stageText(w, st.key, st.event, walk.retries)]);
    return out;
}
