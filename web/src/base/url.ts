// Addresses of the page: / and /r/<room>?seq=412&sel=frame:0x3a2f&lang=zh-CN&theme=dark#k=<token>

export interface Route {
    room: string | null;
    /** A position asked for by the address; the room's own when null. */
    seq: number | null;
    sel: string | null;
    lang: string | null;
    theme: string | null;
    /** The presenter's token in the fragment; it never travels to the server as part of an address. */
    token: string | null;
}

export function parseRoute(href: string): Route {
    const url = new URL(href, 'http://localhost');
    const m = /^\/r\/([A-Za-z0-9_-]{1,64})\/?$/.exec(url.pathname);
    const seqText = url.searchParams.get('seq');
    const seq = seqText !== null && /^\d{1,15}$/.test(seqText) ? Number(seqText) : null;
    const token = /^#k=([A-Za-z0-9_-]{1,128})$/.exec(url.hash);
    return {
        room: m?.[1] ?? null,
        seq,
        sel: url.searchParams.get('sel'),
        lang: url.searchParams.get('lang'),
        theme: url.searchParams.get('theme'),
        token: token?.[1] ?? null,
    };
}

/** The room code out of what somebody pasted: a code or a whole address. */
export function roomCodeOf(text: string): string | null {
    const t = text.trim();
    const m = /(?:^|\/r\/)([A-Za-z0-9_-]{1,64})\/?(?:[?#].*)?$/.exec(t);
    return m?.[1] ?? null;
}
