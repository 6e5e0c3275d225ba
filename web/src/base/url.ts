// Addresses of the page: /, /r/<room>, /l, /l/<lesson>, /labs, /e, /e/<kind>, /c/<room>/<room>, /edit, each with
// ?seq=412&p=3&sel=frame:0x3a2f&lang=zh-CN&theme=dark#k=<token>. server/statics.c has the same list.

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
    const token = /^#k=([A-Za-z0-9_-]{1,128})$/.exec(url.hash);
    return {
        page,
        names,
        room: page === 'room' ? names[0]! : null,
        seq: number(url.searchParams.get('seq')),
        p: number(url.searchParams.get('p')),
        sel: url.searchParams.get('sel'),
        lang: url.searchParams.get('lang'),
        theme: url.searchParams.get('theme'),
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
