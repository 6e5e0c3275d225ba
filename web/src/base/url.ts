// Addresses of the page: /, /r/<room>, /l, /l/<lesson>, /labs, /e, /e/<kind>, /c/<room>/<room>, /edit, each with
// ?v=1&seq=412&p=3&sel=frame:0x3a2f&pin=kernel/pcp&cb=zone&lang=zh-CN&theme=dark&embed=1&ui=lanes,transport#k=<token>. Keys that are not known
// are ignored; of another version `v` only the language and the theme are taken. server/statics.c has the same list of paths.

export type PageName = 'first' | 'room' | 'lessons' | 'lesson' | 'labs' | 'exercises' | 'compare' | 'edit';

export interface Route {
    page: PageName;
    /** What the address names: a lesson, a kind of exercise, two rooms. */
    names: readonly string[];
    room: string | null;
    /** A position asked for by the address; the room's own when null. */
    seq: number | null;
    /** The page of a lesson, from 1. */
    p: number | null;
    sel: string | null;
    /** The floor that is kept grown, and the drawing on it. */
    pin: string | null;
    /** What the frames are coloured by. */
    cb: string | null;
    /** Inside the frame of another page. */
    embed: boolean;
    /** What stands there beside the machine: text, thing, lanes, transport. Null: all but the lanes. */
    ui: readonly string[] | null;
    lang: string | null;
    theme: string | null;
    /** The presenter's token in the fragment; it never travels to the server as part of an address. */
    token: string | null;
    /** Everything behind the question mark, for pages with keys of their own. */
    query: Readonly<Record<string, string>>;
}

const NAME = '([A-Za-z0-9_-]{1,64})';
const shapes: readonly (readonly [PageName, RegExp])[] = [
    ['room', new RegExp(`^/r/${NAME}/?$`)],
    ['lessons', /^\/l\/?$/],
    ['lesson', new RegExp(`^/l/${NAME}/?$`)],
    ['labs', /^\/labs\/?$/],
    ['exercises', new RegExp(`^/e(?:/${NAME})?/?$`)],
    ['compare', new RegExp(`^/c/${NAME}/${NAME}/?$`)],
    ['edit', /^\/edit\/?$/],
];

const number = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

export function parseRoute(href: string): Route {
    const url = new URL(href, 'http://localhost');
    let page: PageName = 'first';
    let names: string[] = [];
    for (const [name, shape] of shapes) {
        const m = shape.exec(url.pathname);
        if (m) {
            page = name;
            names = m.slice(1).filter((x) => x !== undefined);
        }
    }
    const get = (key: string): string | null => url.searchParams.get(key);
    const known = (get('v') ?? '1') === '1';
    const token = /^#k=([A-Za-z0-9_-]{1,128})$/.exec(url.hash);
    return {
        page,
        names,
        room: page === 'room' ? names[0]! : null,
        seq: known ? number(get('seq')) : null,
        p: known ? number(get('p')) : null,
        sel: known ? get('sel') : null,
        pin: known ? get('pin') : null,
        cb: known ? get('cb') : null,
        embed: get('embed') === '1',
        ui: get('embed') === '1' && known ? (get('ui')?.split(',') ?? null) : null,
        lang: get('lang'),
        theme: get('theme'),
        token: token?.[1] ?? null,
        query: Object.fromEntries(url.searchParams),
    };
}

/** The room code out of what somebody pasted: a code or a whole address. */
export function roomCodeOf(text: string): string | null {
    const t = text.trim();
    const m = /(?:^|\/r\/)([A-Za-z0-9_-]{1,64})\/?(?:[?#].*)?$/.exec(t);
    return m?.[1] ?? null;
}

/** Another address of ours, with the language and the theme as they are now chosen where `here` names them. What `to` names itself stays, unless it is `stale`. */
export function keepChoices(to: string, here: string, now: { lang: string; theme: string }, stale = false): string {
    const [from, url] = [new URL(here), new URL(to, here)];
    if (url.origin !== from.origin || url.pathname.startsWith('/api/')) return to;
    for (const key of ['lang', 'theme'] as const) {
        const said = url.searchParams.get(key);
        if (from.searchParams.has(key) && (said === null || (stale && (key === 'lang' ? !said.startsWith(now.lang) : said !== now.theme)))) url.searchParams.set(key, now[key]);
    }
    return url.pathname + url.search + url.hash;
}

/** What a shared address says about the view; what is null is left out. */
export interface Place {
    seq: number | null;
    sel: string | null;
    pin: string | null;
    /** What the frames are coloured by, where it is not their state. */
    cb?: string | null;
    lang?: string | null;
    theme?: string | null;
}

/** The address of a place, with the keys of `before` that are no part of it. */
export function addressOf(path: string, place: Place, before = ''): string {
    const q = new URLSearchParams(before);
    for (const key of ['v', 'seq', 'sel', 'pin', 'cb']) q.delete(key);
    const said: [string, string][] = [];
    if (place.seq !== null) said.push(['seq', String(place.seq)]);
    if (place.sel) said.push(['sel', place.sel]);
    if (place.pin) said.push(['pin', place.pin]);
    if (place.cb) said.push(['cb', place.cb]);
    for (const key of ['lang', 'theme'] as const) {
        const value = place[key];
        if (value === undefined) continue;
        q.delete(key);
        if (value) said.push([key, value]);
    }
    const all = [...(said.length ? [['v', '1'] as [string, string]] : []), ...said, ...q];
    const text = new URLSearchParams(all).toString().replaceAll('%3A', ':').replaceAll('%40', '@').replaceAll('%2F', '/');
    return text ? `${path}?${text}` : path;
}
