// frames.mjs - what the frames are coloured by, in the legend, by key and on the whole screen; the map saved; the drawings of slab,
// compaction, nodes and all pages as text and without overflow or complaint, in both languages and themes.
import { readFileSync } from 'node:fs';
import { assert, axe, check, eventually, finish, launch, post, ready, same, serve, stands, still, visit } from './lib.mjs';

// two nodes; objects, pages in pieces, and all moved together
const SCENARIO = `machine memory=64M nodes=2 cpus=2 seed=7
kmem_cache inode_like size=600 reclaimable
kmem_alloc inode_like count=30 as x
spawn a
a mmap 2M as m
a write m
a mmap 256K as p
a write p
a munmap m+0..1M
sysctl vm.compact_memory=1
`;
const FRAMES = 16384;

const server = await serve();
const browser = await launch();
async function download(page, click) {
    const [file] = await Promise.all([page.waitForEvent('download'), click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
try {
    const made = await post(server.url, '/api/v1/rooms', { scenario: SCENARIO });
    same(made.status, 201, JSON.stringify(made.body));
    const { id, presenter_token: token } = made.body;
    const info = await ready(server.url, id);
    const head = info.head.seq;
    const at = (more = '', lang = 'en', theme = 'light') => `${server.url}/r/${id}?v=1&lang=${lang}&theme=${theme}&seq=${head}${more}#k=${token}`;

    const page = await visit(browser, at('&pin=physical'));
    await stands(page, head);
    const legend = page.locator('.legend');
    const labels = async () => (await legend.locator('li').allTextContents()).map((t) => t.trim());
    await check('the legend says what the frames are coloured by, and changes it', async () => {
        await eventually(() => legend.locator('select').inputValue(), 'type', 'the colouring');
        await eventually(labels, (l) => l.includes('anon'), 'the legend');
        await legend.locator('select').selectOption('node');
        await eventually(labels, ['node 0', 'node 1'], 'the legend');
        await legend.locator('select').selectOption('zone');
        await eventually(labels, (l) => l.includes('DMA32'), 'the legend');
    });
    await check('the key c goes through the colourings', async () => {
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('c');
        await eventually(() => legend.locator('select').inputValue(), 'node', 'the colouring');
        await page.keyboard.press('c');
        await eventually(labels, ['unmovable', 'movable', 'reclaimable', 'highatomic', 'isolate'], 'the legend');
        await page.keyboard.press('c');
        await eventually(labels, (l) => l.includes('slab recl.'), 'the legend');
    });
    await check('on the whole screen the same colouring stands, and the map is saved', async () => {
        await page.keyboard.press('f');
        await page.locator('.map canvas').waitFor();
        await eventually(() => page.locator('.map header button[aria-pressed="true"]').first().textContent(), 'kernel use', 'the colouring');
        same(await axe(page), []);
        await page.locator('.map').getByRole('button', { name: 'zone', exact: true }).click();
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('S');
        await page.getByRole('dialog').waitFor();
        const png = await download(page, () => page.getByRole('button', { name: /Frames.*PNG/ }).click());
        assert(/^mmscope-frames-\d+\.png$/.test(png.name) && png.bytes.subarray(1, 4).toString() === 'PNG', png.name);
        const csv = (await download(page, () => page.getByRole('button', { name: /Frames.*CSV/ }).click())).bytes.toString();
        const rows = csv.trim().split('\r\n').slice(1).map((line) => line.split(','));
        assert(rows.some(([zone]) => zone === 'DMA32'), csv);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        same(page.complaints, []);
    });
    const kernel = async (p) => (await p.locator('.twin').first().textContent()).replace(/\s+/g, ' ');
    await check('where every page is adds up to the frames of the machine', async () => {
        await page.goto(at('&pin=kernel/census'));
        await stands(page, head);
        const text = await eventually(() => kernel(page), (t) => /together [\d,]+ frames/.test(t), 'the census as text');
        const sum = /together ([\d,]+) frames/.exec(text);
        same(Number(sum?.[1].replaceAll(',', '')), FRAMES, text.slice(0, 400));
        const parts = [...text.matchAll(/(?:kept at boot|kernel, since|programs|free|no memory), [^:]+: ([\d,]+) frames/g)].map((m) => Number(m[1].replaceAll(',', '')));
        same(parts.reduce((a, b) => a + b, 0), FRAMES, 'the parts');
    });
    await check('a cache is chosen by a click and says what it is', async () => {
        await page.goto(at('&pin=kernel/slab'));
        await stands(page, head);
        await eventually(() => kernel(page), (t) => /inode_like: 30 of \d+ objects used/.test(t), 'the caches as text');
        await page.locator('svg text', { hasText: 'task_struct' }).first().waitFor();
        await still(page);
        const box = await page.locator('svg text', { hasText: 'task_struct' }).first().boundingBox();
        await page.mouse.click(box.x + 5, box.y + 8);
        await page.getByRole('heading', { name: 'Cache task_struct' }).waitFor();
        await page.waitForURL(/sel=kmem_cache/);
    });
    for (const [drawing, word] of [['compact', /fragmentation index/], ['numa', /distances from node 0: 10 20/], ['slab', /inode_like/], ['census', /every frame of the machine/]])
        for (const [lang, theme, size] of [['en', 'light', [1280, 720]], ['zh', 'dark', [1280, 720]], ['en', 'dark', [390, 844]]])
            await check(`${drawing} ${lang} ${theme} ${size[0]}`, async () => {
                const p = await visit(browser, at(`&pin=kernel/${drawing}`, lang, theme), { viewport: { width: size[0], height: size[1] } });
                await p.locator('.twin li').first().waitFor({ state: 'attached' });
                if (lang === 'en') await eventually(() => kernel(p), (t) => word.test(t), 'the picture as text');
                const over = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                assert(over <= 0, `${over} px wider than the window`);
                same(await axe(p), []);
                same(p.complaints, []);
                await p.context().close();
            });
} finally {
    await browser.close();
    await server.stop();
}
finish();
