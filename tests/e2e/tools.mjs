// tools.mjs - the scenario editor, values over steps, saved files, shared addresses, a room in a frame, the tour.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, axe, check, drawn, eventually, finish, get, here, launch, post, pressed, quiet, ready, same, seqOf, serve, shots, sleep, stands, still, top, visit } from './lib.mjs';

// A page of somebody else, with a room in a frame; what the room says to it is kept in `heard`.
let frame = '';
const outer = createServer((_q, r) => {
    r.setHeader('Content-Type', 'text/html');
    r.end(`<!doctype html><title>lecture</title><iframe src="${frame}" width="960" height="600"></iframe>`);
});
await new Promise((done) => outer.listen(0, '127.0.0.1', done));
const outside = `http://127.0.0.1:${outer.address().port}`;

const server = await serve('--embed', outside);
const browser = await launch();
const roomOf = (page) => new URL(page.url()).pathname.split('/').pop();
const code = (page) => page.locator('.cm-content');
const textOf = (page) => code(page).evaluate((e) => [...e.querySelectorAll('.cm-line')].map((l) => l.textContent).join('\n'));
async function type(page, text) {
    await code(page).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
}
async function download(page, click) {
    const [file] = await Promise.all([page.waitForEvent('download'), click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
/** The list of completions offers a word, and takes keys: for 75 ms after it opened they are the text's. */
async function offered(page, word) {
    await page.locator('.cm-tooltip-autocomplete li', { hasText: word }).first().waitFor();
    await sleep(150);
}
const focus = (page) => page.evaluate(() => (document.activeElement.classList.contains('text') ? 'text' : document.activeElement.textContent.trim()));
const sheets = (page, n) => eventually(() => page.getByRole('dialog').count(), n, 'sheets');
/** A page's complaints about its policy; there must be none. */
const clean = (page) => same(page.complaints, []);

const scenario = ['machine memory=64M', 'spawn db', 'db mmap 4M as cache', 'repeat 6 as i', '  db write cache next 256K', 'end', 'spawn web', 'web mmap 64K as buf', 'web write buf'].join('\n') + '\n';
const room = (await post(server.url, '/api/v1/rooms', { scenario, title: 'Tools' })).body;
const info = await ready(server.url, room.id);
const held = `${server.url}/r/${room.id}?lang=en&theme=light#k=${room.presenter_token}`;

try {
    // ---- the editor ----------------------------------------------------------------------------------------------
    const page = await visit(browser, `${server.url}/edit?lang=en&theme=light`);
    await check('a mistake is underlined, and says what would be accepted, in both languages', async () => {
        await code(page).waitFor();
        await type(page, 'machine memory=16M\nspawn app\napp wriet stack\n');
        await page.locator('.cm-lintRange-error').waitFor();
        await eventually(() => page.locator('.cm-lintRange-error').allTextContents(), ['wriet'], 'what is underlined');
        await page.getByText('there is no command "wriet"').waitFor();
        await page.getByText('accepted: write; help lists all').waitFor();
        await page.getByRole('button', { name: '中', exact: true }).click();
        await page.getByText('没有“wriet”这条命令').waitFor();
        await page.getByRole('button', { name: 'EN', exact: true }).click();
    });
    await check('the pointer over it says so, too', async () => {
        await page.locator('.cm-lintRange-error').hover();
        await page.locator('.cm-tooltip .cm-diagnostic').waitFor();
        await page.locator('.cm-diagnostic', { hasText: 'accepted:' }).first().waitFor();
    });
    await check('running what is wrong goes to the mistake and makes no room', async () => {
        const before = (await get(server.url, '/api/v1/rooms')).rooms.length;
        await page.getByRole('button', { name: 'Run as a new room' }).click();
        await eventually(() => focus(page), 'text', 'the focus');
        assert(page.url().includes('/edit'), page.url());
        same((await get(server.url, '/api/v1/rooms')).rooms.length, before);
    });
    await check('completion comes from the table of commands and from the text itself', async () => {
        await type(page, 'machine memory=16M\nspawn app\napp mmap 64K as buf\n');
        await page.keyboard.press('Control+End');
        await page.keyboard.type('app wr');
        await offered(page, 'write');
        await page.keyboard.press('Tab');
        await page.waitForFunction(() => document.querySelector('.text').shadowRoot.textContent.includes('app write '));
        await page.keyboard.type('bu');
        await offered(page, 'buf');
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => document.querySelector('.text').shadowRoot.textContent.includes('app write buf'));
    });
    await check('what is typed is highlighted by kind', async () => {
        await eventually(() => page.locator('.t-verb').allTextContents(), ['machine', 'spawn', 'mmap', 'write'], 'verbs');
        await eventually(() => page.locator('.t-number').allTextContents(), (t) => t.includes('64K'), 'numbers');
    });
    await check('the keyboard gets out: Escape to the run button, Tab onwards', async () => {
        await code(page).click();
        await page.keyboard.press('Escape');
        await eventually(() => focus(page), 'Run as a new room', 'the focus');
        await code(page).click();
        await eventually(() => focus(page), 'text', 'the focus');
        await page.keyboard.press('Tab');
        await eventually(() => focus(page), (f) => f !== 'text', 'the focus');
    });
    await check('what was written is still there after a reload', async () => {
        await page.reload();
        await code(page).waitFor();
        await eventually(() => textOf(page), (t) => t.includes('app write buf'), 'the text');
    });
    await check('axe finds nothing in the editor', async () => {
        same(await axe(page), []);
        await still(page, { path: join(shots, 'edit-light-en.png') });
    });
    await check('it is saved as a file, and a file is opened', async () => {
        const file = await download(page, () => page.getByRole('button', { name: 'Save' }).click());
        same(file.name, 'scenario.mm');
        assert(file.bytes.toString().includes('app write buf'), file.bytes.toString());
        await page.getByLabel('Open a file').setInputFiles({ name: 'mine.mm', mimeType: 'text/plain', buffer: Buffer.from(scenario) });
        await page.waitForFunction(() => document.querySelector('.text').shadowRoot.textContent.includes('repeat 6'));
        await code(page).click();
        await page.keyboard.press('Control+z');
        await page.waitForFunction(() => document.querySelector('.text').shadowRoot.textContent.includes('app write buf'));
    });
    await check('run makes a room of it', async () => {
        await page.keyboard.press('Control+Enter');
        await page.waitForURL(/\/r\//);
        const made = await ready(server.url, roomOf(page));
        same(made.steps.map((s) => s[2].trim()), ['spawn app', 'app mmap 64K as buf', 'app write buf']);
        clean(page);
    });
    await check('an example is a lesson’s scenario, its comments highlighted', async () => {
        await page.goto(`${server.url}/edit`);
        await code(page).waitFor();
        await page.getByRole('button', { name: 'Examples' }).click();
        await page.locator('.examples button').first().waitFor();
        await page.locator('.examples button').last().click();
        await page.waitForFunction(() => document.querySelector('.text').shadowRoot.querySelectorAll('.cm-line').length > 5);
        await page.keyboard.press('Escape');
        clean(page);
    });
    await check('a lesson opens as its readers will see it', async () => {
        await page.getByRole('button', { name: 'Open as a lesson' }).click();
        await page.waitForURL(/\/r\//);
        await page.getByRole('button', { name: /next page/i }).first().waitFor();
        const lesson = await get(server.url, `/api/v1/rooms/${roomOf(page)}/lesson`);
        assert(lesson.pages.length > 1 && lesson.pages[0].open, JSON.stringify(lesson).slice(0, 300));
        clean(page);
    });

    // ---- beside a machine -----------------------------------------------------------------------------------------
    const beside = await visit(browser, held);
    await stands(beside, info.head.seq);
    await check('beside a machine: its history, and the line of the cursor run here', async () => {
        await beside.keyboard.press('e');
        await code(beside).waitFor();
        await beside.getByRole('button', { name: 'This room’s history' }).click();
        await beside.waitForFunction(() => document.querySelector('.text').shadowRoot.textContent.includes('web write buf'));
        await type(beside, '# once more\nweb touch buf+4K w\n');
        await beside.keyboard.press('Control+a');
        const before = (await get(server.url, `/api/v1/rooms/${room.id}`)).head.step;
        await beside.getByRole('button', { name: /lines here/ }).click();
        await beside.getByText('1 line ran.').waitFor();
        same((await get(server.url, `/api/v1/rooms/${room.id}`)).head.step, before + 1);
    });
    await check('Escape leaves the text first, then closes the sheet', async () => {
        await code(beside).click();
        await beside.keyboard.press('Escape');
        await eventually(() => focus(beside), (f) => f !== 'text', 'the focus');
        await sheets(beside, 1);
        await beside.keyboard.press('Escape');
        await sheets(beside, 0);
    });
    const head = (await get(server.url, `/api/v1/rooms/${room.id}`)).head;

    // ---- values over steps ------------------------------------------------------------------------------------------
    await check('values over steps: the figures are those of the server', async () => {
        await beside.keyboard.press('v');
        const chart = beside.getByRole('slider', { name: 'Values over steps' });
        await chart.waitFor();
        await beside.getByLabel('Value, such as').fill('web.status.VmRSS');
        await beside.keyboard.press('Enter');
        await beside.getByRole('button', { name: 'Remove web.status.VmRSS' }).waitFor();
        const want = (await get(server.url, `/api/v1/rooms/${room.id}/value?path=web.status.VmRSS`)).value;
        await beside.waitForFunction((n) => document.querySelector('.chart').getAttribute('aria-valuetext').includes(`web.status.VmRSS ${n}`), want);
        same(await axe(beside), []);
        await still(beside, { path: join(shots, 'values-light-en.png') });
    });
    await check('its playhead is the machine’s', async () => {
        const chart = beside.getByRole('slider', { name: 'Values over steps' });
        await chart.press('Home');
        await stands(beside, 0);
        await chart.press('ArrowRight');
        await stands(beside, info.steps[0][1]);
        await chart.press('End');
        await stands(beside, head.seq);
    });
    await check('a path that is none is refused with a reason', async () => {
        await beside.getByLabel('Value, such as').fill('vmstat.nosuch');
        await beside.keyboard.press('Enter');
        await beside.locator('.notice').getByText(/nosuch/).waitFor();
    });
    await check('the chart as CSV has a row a step and the same figures as the server', async () => {
        const { name, bytes } = await download(beside, () => beside.getByRole('button', { name: 'Values over steps, CSV' }).click());
        same(name, 'mmscope-values.csv');
        const rows = bytes.toString('utf8').replace('\ufeff', '').trim().split('\r\n').map((r) => r.split(','));
        same(rows.length, head.step + 2);
        const { values } = await get(server.url, `/api/v1/rooms/${room.id}/values?path=meminfo.MemFree,web.status.VmRSS`);
        same(rows.slice(1).map((r) => Number(r[1])), values['meminfo.MemFree'], 'free memory');
        same(rows.slice(1).map((r) => r.at(-1)), values['web.status.VmRSS'].map((v) => (v === null ? '' : String(v))), 'resident set');
    });

    // ---- saved pictures -----------------------------------------------------------------------------------------------
    await check('the machine and the run are saved as PNG at twice the size, as SVG, as CSV', async () => {
        await beside.keyboard.press('Escape');
        await sheets(beside, 0);
        await pressed(beside, 'S', () => beside.getByRole('dialog').waitFor());
        await quiet(beside);
        const box = await beside.locator('.picture').boundingBox();
        const machine = /^Cross-section/;
        const png = await download(beside, () => beside.getByRole('button', { name: new RegExp(machine.source + '.*PNG') }).click());
        same(png.bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
        const size = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
        assert(Math.abs(size[0] - 2 * (box.width + 16)) <= 4 && Math.abs(size[1] - 2 * (box.height + 16)) <= 4, `${size} for ${box.width} × ${box.height}`);
        assert(png.bytes.length > 8000, `only ${png.bytes.length} bytes: an empty picture?`);
        const svg = (await download(beside, () => beside.getByRole('button', { name: new RegExp(machine.source + '.*SVG') }).click())).bytes.toString();
        const parsed = await beside.evaluate((text) => {
            const d = new DOMParser().parseFromString(text, 'image/svg+xml');
            return { bad: d.querySelector('parsererror') !== null, texts: d.querySelectorAll('text').length, images: d.querySelectorAll('image').length };
        }, svg);
        assert(!parsed.bad && parsed.texts > 10 && parsed.images === 1, JSON.stringify(parsed));
        assert(!/var\(--|url\(http|style=/.test(svg), 'not everything is written out');
        const run = (await download(beside, () => beside.getByRole('button', { name: 'The run, CSV' }).click())).bytes.toString();
        assert(run.split('\r\n').length > 5 && run.includes('free_pages'), run.slice(0, 200));
        same(await axe(beside), []);
        await beside.keyboard.press('Escape');
    });

    // ---- sharing ------------------------------------------------------------------------------------------------------
    await check('the address follows the position, and a reload comes back to it', async () => {
        await beside.evaluate(() => document.activeElement?.blur());
        await pressed(beside, 'Home', 0);
        for (let seq = 1; seq <= 5; seq++) await pressed(beside, 'ArrowRight', seq);
        await beside.waitForURL(/[?&]seq=5(&|$)/);
        await beside.reload();
        await stands(beside, 5);
    });
    await check('the shared link opens the same step and the same view for another', async () => {
        await beside.keyboard.press('3');
        await beside.keyboard.press('g');
        await beside.getByRole('dialog').locator('input').fill('frame 0');
        await beside.keyboard.press('Enter');
        await beside.getByRole('heading', { name: /Frame 0000/ }).waitFor();
        await beside.evaluate(() => document.activeElement?.blur());
        await beside.keyboard.press('s');
        await beside.getByText('This step and this view').click();
        await beside.getByRole('img', { name: 'QR code' }).waitFor();
        const link = await eventually(() => beside.getByRole('textbox', { name: 'Address' }).inputValue(), (l) => ['v=1', 'seq=5', 'sel=frame:0x0', 'pin=kernel'].every((part) => l.includes(part)), 'the link');
        assert(!link.includes(room.presenter_token), 'the token is in the link');
        same(await axe(beside), []);
        await still(beside, { path: join(shots, 'share-light-en.png') });
        const other = await visit(browser, `${link}&future=yes`);
        await stands(other, 5);
        await other.getByRole('heading', { name: /Frame 0000/ }).waitFor();
        await beside.keyboard.press('Escape');
        await eventually(() => other.locator('.cutaway').innerText(), (t) => t.length > 0, 'the picture');
        clean(other);
        await other.context().close();
    });
    await check('who follows has no position in his address', async () => {
        const viewer = await visit(browser, `${server.url}/r/${room.id}?lang=en`);
        await stands(viewer, 5);
        await beside.evaluate(() => document.activeElement?.blur());
        await pressed(beside, 'ArrowRight', 6);
        await stands(viewer, 6);
        // by then the viewer's would have followed, too
        await beside.waitForURL(/[?&]seq=6(&|$)/);
        await drawn(viewer);
        assert(!viewer.url().includes('seq='), viewer.url());
        await viewer.context().close();
    });

    // ---- in a frame ---------------------------------------------------------------------------------------------------
    await check('a room in the frame of a page that may: no header; ready, ping, state, seek', async () => {
        frame = `${server.url}/r/${room.id}?v=1&amp;seq=3&amp;embed=1&amp;lang=en`;
        const lecture = await visit(browser);
        await lecture.addInitScript(() => {
            globalThis.heard = [];
            addEventListener('message', (e) => globalThis.heard.push({ ...e.data, from: e.origin }));
        });
        await lecture.goto(outside);
        const inside = lecture.frameLocator('iframe');
        await inside.locator('[data-seq="3"]').first().waitFor({ state: 'attached' });
        same(await inside.locator('header').count(), 0);
        const waitFor = (what) => lecture.waitForFunction((w) => globalThis.heard.find((m) => Object.entries(w).every(([k, v]) => m[k] === v)), what);
        await waitFor({ type: 'mmscope:ready', v: 1 });
        same(await lecture.evaluate(() => globalThis.heard.filter((m) => m.type === 'mmscope:state').length), 0, 'it spoke before it was asked');
        const say = (m) => lecture.evaluate(([message, to]) => document.querySelector('iframe').contentWindow.postMessage(message, to), [m, server.url]);
        await say({ type: 'mmscope:ping' });
        await waitFor({ type: 'mmscope:pong', v: 1 });
        await waitFor({ type: 'mmscope:state', seq: 3, room: room.id, from: server.url });
        await say({ type: 'mmscope:seek', seq: 9 });
        await inside.locator('[data-seq="9"]').first().waitFor({ state: 'attached' });
        await waitFor({ type: 'mmscope:state', seq: 9 });
        await still(lecture, { path: join(shots, 'embed-light-en.png') });
        same((await get(server.url, `/api/v1/rooms/${room.id}`)).seq, 6, 'the room itself stays where its presenter is');
        clean(lecture);
        await lecture.context().close();
    });
    await check('a page that may not gets no room into its frame', async () => {
        const other = createServer((_q, r) => {
            r.setHeader('Content-Type', 'text/html');
            r.end(`<!doctype html><title>other</title><iframe src="${frame}"></iframe>`);
        });
        await new Promise((done) => other.listen(0, '127.0.0.1', done));
        const stranger = await visit(browser, `http://127.0.0.1:${other.address().port}`);
        await eventually(() => stranger.complaints, (c) => c.some((line) => line.includes('frame-ancestors')), 'complaints');
        await stranger.context().close();
        other.close();
    });

    // ---- the tour -------------------------------------------------------------------------------------------------------
    await check('the first machine is shown to its visitor, once; keys go on working', async () => {
        const first = await visit(browser, `${server.url}/?lang=en&theme=light`, { tour: true });
        await first.getByRole('button', { name: 'Start', exact: true }).click();
        const tour = first.getByRole('dialog', { name: 'A tour in four steps' });
        await tour.waitFor();
        for (const title of ['One machine, cut open', 'What happens, and why', 'Time goes both ways', 'Ask, and try']) {
            await tour.getByRole('heading', { name: title }).waitFor();
            same(await axe(first), [], title);
            await still(first, { path: join(shots, `tour-${title.split(/\W/)[0].toLowerCase()}.png`) });
            if (title.startsWith('Time')) {
                // the tour itself went from the start to the first empty entry
                const before = await eventually(() => seqOf(first), (seq) => seq > 0, 'the tour stands at a walk');
                await first.keyboard.press('ArrowRight');
                await stands(first, before + 1);
            }
            await first.keyboard.press('Enter');
        }
        await tour.waitFor({ state: 'detached' });
        await first.reload();
        await here(first);
        await quiet(first);
        same(await tour.count(), 0);
        await first.keyboard.press('?');
        await first.getByRole('dialog').getByRole('button', { name: 'A tour in four steps' }).click();
        await tour.waitFor();
        await first.keyboard.press('Escape');
        await tour.waitFor({ state: 'detached' });
        clean(first);
        await first.context().close();
    });

    // ---- both languages, both themes, the phone -----------------------------------------------------------------------
    for (const [lang, theme] of [['zh', 'dark'], ['en', 'dark'], ['zh', 'light']])
        await check(`editor, values, saving and sharing are clean: ${lang} ${theme}`, async () => {
            const look = await visit(browser, `${server.url}/r/${room.id}?lang=${lang}&theme=${theme}#k=${room.presenter_token}`);
            await here(look);
            for (const [key, ready, name] of [['e', '.cm-content', 'editor'], ['v', '.chart', 'values'], ['S', '.formats', 'save'], ['s', '.qr svg', 'share']]) {
                await look.evaluate(() => document.activeElement?.blur());
                await look.keyboard.press(key);
                await look.locator(ready).first().waitFor();
                await still(look, { path: join(shots, `${name}-${theme}-${lang}.png`) });
                same(await axe(look), [], name);
                await look.evaluate(() => document.activeElement?.blur());
                await look.keyboard.press('Escape');
                await sheets(look, 0);
            }
            clean(look);
            await look.context().close();
        });
    await check('the same on a phone: nothing wider than the screen, thumbs find their targets', async () => {
        const phone = await visit(browser, held, { viewport: { width: 390, height: 844 }, hasTouch: true });
        await here(phone);
        for (const [key, ready, name] of [['e', '.cm-content', 'editor'], ['v', '.chart', 'values'], ['s', '.qr svg', 'share']]) {
            await phone.evaluate(() => document.activeElement?.blur());
            await phone.keyboard.press(key);
            await phone.locator(ready).first().waitFor();
            await still(phone, { path: join(shots, `${name}-phone.png`) });
            const wide = await phone.evaluate(() => [...document.querySelectorAll('[role="dialog"] *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'absolute').map((e) => e.className));
            same(wide, [], `${name}: wider than the screen`);
            same(await axe(phone), [], name);
            await phone.evaluate(() => document.activeElement?.blur());
            await phone.keyboard.press('Escape');
            await sheets(phone, 0);
        }
        clean(phone);
        await phone.context().close();
    });

    await check('the editor comes later: its chunk is at most 130 kB gzipped, and not in the first load', () => {
        const assets = join(process.env.MMSCOPE_WEB ?? join(top, 'build', 'web'), 'assets');
        const editor = readdirSync(assets).filter((f) => /^Editor-.*\.js$/.test(f));
        same(editor.length, 1);
        const bytes = gzipSync(readFileSync(join(assets, editor[0])), { level: 9 }).length;
        assert(bytes > 60_000 && bytes <= 130 * 1024, `${bytes} bytes`);
        const html = readFileSync(join(assets, '..', 'index.html'), 'utf8');
        for (const [, file] of html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)) assert(!readFileSync(join(assets, file), 'utf8').includes('cm-lintRange'), `${file} has CodeMirror in it`);
    });
} finally {
    await browser.close();
    await server.stop();
    outer.close();
}
finish();
