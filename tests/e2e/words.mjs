// words.mjs - in the browser's own type: no line crosses a word, no word lies on another, none is cut; in both languages,
// at every event of steps of every sort. The page's layout works with a width table: it is held against real boxes, too.
import { assert, check, drawn, finish, launch, post, ready, same, serve, stands, visit } from './lib.mjs';

const scenario = [
    'machine memory=64M', 'spawn sh text=64K', 'spawn web text=300K data=64K bss=128K stack=64K lib=/lib/libc.so:2M', 'web brk +2M', 'web write heap+0..64K',
    'web touch heap+0x30e10 w', 'web touch heap+0x30e18 r', 'web mmap 4M as buf', 'web touch buf+0x200000 w', 'web touch buf+0x300000 r', 'web touch buf+0x300000 w',
    'alloc_pages 0 as one', 'alloc_pages 3 as eight', 'free_pages eight', 'free_pages one', 'web mprotect heap+0..16K r--', 'web madvise heap+16K..32K dontneed', 'web munmap buf', 'web touch 0x10 w',
].join('\n');

/** Everything that is wrong with the picture on the screen. */
function look() {
    const svg = document.querySelector('.cutaway .picture svg');
    if (!svg) return ['no picture'];
    const frame = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll('text')].map((t) => {
        const r = t.getBoundingClientRect();
        const size = Number(t.getAttribute('font-size'));
        const base = frame.top + Number(t.getAttribute('y'));
        // the ink, not the line box
        return { text: t.textContent, x: r.left, right: r.right, y: base - size * 0.72, bottom: base + size * 0.2 };
    });
    const out = [];
    for (const w of words) if (w.x < frame.left - 2 || w.right > frame.right + 3 || w.bottom > frame.bottom + 3) out.push(`"${w.text}" is cut`);
    words.forEach((a, i) => {
        for (const b of words.slice(i + 1)) if (a.x < b.right - 1.5 && b.x < a.right - 1.5 && a.y < b.bottom - 1.5 && b.y < a.bottom - 1.5) out.push(`"${a.text}" on "${b.text}"`);
    });
    const through = (a, b, w) => {
        let t0 = 0, t1 = 1;
        const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
        for (const [p, q] of [[-dx, a[0] - w.x], [dx, w.right - a[0]], [-dy, a[1] - w.y], [dy, w.bottom - a[1]]]) {
            if (p === 0) {
                if (q < 0) return false;
            } else if (p < 0) t0 = Math.max(t0, q / p);
            else t1 = Math.min(t1, q / p);
        }
        return t0 < t1;
    };
    for (const path of svg.querySelectorAll('path[data-line]')) {
        const points = path.getAttribute('d').slice(1).split('L').map((p) => p.split(' ').map(Number)).map(([x, y]) => [x + frame.left, y + frame.top]);
        for (const w of words) for (let i = 1; i < points.length; i++) if (through(points[i - 1], points[i], w)) out.push(`line through "${w.text}"`);
    }
    return [...new Set(out)];
}

const server = await serve();
const browser = await launch();
try {
    const room = (await post(server.url, '/api/v1/rooms', { scenario })).body;
    const info = await ready(server.url, room.id);
    await check('the scenario ran', () => same(info.steps.length, 18));
    // the ends of a step, and events spread over it
    const seqs = [];
    for (const [first, last, , , kind] of info.steps) {
        const n = kind === 'delta' ? 1 : Math.min(last - first + 1, 16);
        for (let i = 0; i < n; i++) seqs.push(last - Math.floor((i * (last - first)) / Math.max(1, n - 1 || 1)));
    }
    for (const [lang, viewport] of [['en', { width: 1280, height: 720 }], ['zh', { width: 1280, height: 720 }], ['en', { width: 1920, height: 1080 }], ['zh', { width: 390, height: 844 }]]) {
        await check(`words in ${lang} at ${viewport.width}`, async () => {
            const page = await visit(browser, `${server.url}/r/${room.id}?lang=${lang}#k=${room.presenter_token}`, { viewport });
            await page.locator('.cutaway .picture').waitFor();
            const wrong = [];
            for (const seq of [...new Set(seqs)]) {
                const moved = await post(server.url, `/api/v1/rooms/${room.id}/cursor`, { seq }, room.presenter_token);
                assert(moved.status === 200, `cursor ${seq}: ${moved.status}`);
                await stands(page, seq);
                await drawn(page);
                for (const problem of await page.evaluate(look)) wrong.push(`${problem} at ${seq}`);
            }
            same(wrong, []);
            same(page.complaints, []);
            await page.context().close();
        });
    }
} finally {
    await browser.close();
    await server.stop();
}
finish();
