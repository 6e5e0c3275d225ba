// screens.mjs - the screens A, B, G and H in both languages and themes, into build/shots; sizes, axe, no overflow.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, axe, check, eventsOf, finish, launch, post, pressed, ready, same, serve, shots, stands, still, top, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
const looks = [['en', 'light'], ['en', 'dark'], ['zh', 'light'], ['zh', 'dark']];
const phone = { viewport: { width: 390, height: 844 } };


async function photograph(name, url, seq, options, width) {
    for (const [lang, theme] of looks) {
        await check(`${name} ${lang} ${theme}`, async () => {
            const page = await visit(browser, `${url}${url.includes('?') ? '&' : '?'}lang=${lang}&theme=${theme}`, options);
            if (seq === null) await page.locator('h1').waitFor();
            else await stands(page, seq);
            await still(page, { path: join(shots, `${name}-${theme}-${lang}.png`) });
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert(over <= 0, `${over} px wider than the window of ${width}`);
            same(await axe(page), []);
            same(page.complaints, []);
            await page.context().close();
        });
    }
}

try {
    await photograph('H', `${server.url}/`, null, {}, 1280);

    const scenario = ['machine memory=64M', 'spawn sh text=64K', 'spawn db text=512K data=256K', 'db mmap 12M as cache', 'db write cache', 'db read cache pattern=random count=4000', 'spawn web text=512K',
        'web brk +2M', 'web write heap+0..1200K', 'web touch heap+1300K w', 'alloc_pages 0 as one'].join('\n');
    const a = (await post(server.url, '/api/v1/rooms', { scenario, title: 'First touch of a page' })).body;
    const info = await ready(server.url, a.id);
    const touch = info.steps.find((s) => s[2].startsWith('web touch'));
    await check('the scenario ran', () => assert(touch && info.steps.length >= 10, JSON.stringify(info.steps)));
    const events = (step) => eventsOf(server.url, a.id, step[0], step[1] - step[0] + 1);
    const inFault = (await events(touch)).find((e) => e.event === 'walk_empty');
    const taken = (await events(info.steps.at(-1))).filter((e) => e.event === 'buddy_split');
    await check('a walk stops at an empty entry', () => assert(inFault, 'no walk_empty in the step'));

    await photograph('A', `${server.url}/r/${a.id}?seq=${inFault?.seq ?? 0}`, inFault?.seq ?? 0, {}, 1280);
    await photograph('A1920', `${server.url}/r/${a.id}?seq=${inFault?.seq ?? 0}`, inFault?.seq ?? 0, { viewport: { width: 1920, height: 1080 } }, 1920);
    await photograph('B', `${server.url}/r/${a.id}?seq=${taken.at(-1)?.seq ?? info.head.seq}`, taken.at(-1)?.seq ?? info.head.seq, {}, 1280);
    await photograph('G', `${server.url}/r/${a.id}?seq=${inFault?.seq ?? 0}`, inFault?.seq ?? 0, phone, 390);
    await photograph('Gfirst', `${server.url}/`, null, phone, 390);

    await check('sheets are clean, too', async () => {
        const page = await visit(browser, `${server.url}/r/${a.id}?lang=en#k=${a.presenter_token}`);
        await stands(page, info.head.seq);
        for (const [key, name] of [['?', 'help'], ['/', 'log'], ['`', 'terminal'], ['e', 'editor'], ['v', 'charts'], ['S', 'save'], ['s', 'room'], ['g', 'goto'], ['Control+k', 'palette']]) {
            await page.evaluate(() => document.activeElement?.blur());
            await pressed(page, key, () => page.getByRole('dialog').waitFor());
            await still(page, { path: join(shots, `sheet-${name}.png`) });
            same(await axe(page), [], name);
            await page.keyboard.press('Escape');
            await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        same(page.complaints, []);
        await page.context().close();
    });

    await check('the language changes at once', async () => {
        const page = await visit(browser, `${server.url}/r/${a.id}?lang=en`);
        await page.getByRole('button', { name: '中', exact: true }).click();
        await page.waitForFunction(() => document.documentElement.lang === 'zh-CN');
        await page.getByText('为什么？').first().waitFor();
        await page.context().close();
    });

    await check('the page is the first look at most 150 kB of script, gzipped', () => {
        const dir = join(process.env.MMSCOPE_WEB ?? join(top, 'build', 'web'));
        const html = readFileSync(join(dir, 'index.html'), 'utf8');
        let bytes = 0;
        for (const [, file] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) bytes += gzipSync(readFileSync(join(dir, file)), { level: 9 }).length;
        assert(bytes > 0 && bytes <= 150 * 1024, `${bytes} bytes`);
        for (const file of readdirSync(join(dir, 'assets'))) assert(statSync(join(dir, 'assets', file)).size < 1 << 20, file);
        assert(!/https?:\/\//.test(html), 'an external resource');
    });
} finally {
    await browser.close();
    await server.stop();
}
finish();
