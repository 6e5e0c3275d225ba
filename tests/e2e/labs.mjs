// labs.mjs - the labs on the page: each ready-made start makes a room, its picture stands in the machine's place, forward and back
// inside it give the same state and pixels; axe in both languages and themes.
import { join } from 'node:path';
import { assert, axe, check, finish, get, launch, pixelsApart, pressed, ready, same, serve, shots, stands, still, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
const looks = [['en', 'light'], ['en', 'dark'], ['zh', 'light'], ['zh', 'dark']];
const rooms = new Map();
const names = { replace: 'Page replacement', curve: 'Miss-ratio curve', segments: 'Segmentation', tables: 'Page tables compared', freelist: 'Free-list allocation' };
const picture = (page) => page.locator('.lab .picture');

try {
    for (const [kind, name] of Object.entries(names)) {
        await check(`${kind}: the ready-made start opens a room with its picture`, async () => {
            const page = await visit(browser, `${server.url}/labs?lang=en`);
            await page.getByRole('form', { name, exact: true }).getByRole('button', { name: 'Start' }).click();
            await page.waitForURL(/\/r\//);
            await picture(page).waitFor();
            const id = new URL(page.url()).pathname.split('/')[2];
            rooms.set(kind, id);
            const info = await ready(server.url, id);
            assert(info.state === 'ready' && info.problem === null, JSON.stringify(info));
            same(page.complaints, []);
            await page.context().close();
        });
    }

    await check('forward and back inside a lab: the same state, the same pixels', async () => {
        const id = rooms.get('replace');
        const info = await ready(server.url, id);
        const [first] = info.steps[0];
        const from = first + 30;
        const page = await visit(browser, `${server.url}/r/${id}?seq=${from}&lang=en`);
        await stands(page, from);
        await picture(page).waitFor();
        const hash = (seq) => get(server.url, `/api/v1/rooms/${id}/snapshot?seq=${seq}`).then((s) => s.view_hash.lab);
        const before = await hash(from);
        const photo = await still(page);
        for (let i = 1; i <= 12; i++) await pressed(page, 'ArrowRight', from + i);
        assert(pixelsApart(photo, await still(page)) > 100, 'twelve events change nothing on the screen');
        for (let i = 11; i >= 0; i--) await pressed(page, 'ArrowLeft', from + i);
        same(pixelsApart(photo, await still(page)), 0);
        same(await hash(from), before);
        same(page.complaints, []);
        await page.context().close();
    });

    await check('the machine is one key away, and so is the lab; as text, too', async () => {
        const page = await visit(browser, `${server.url}/r/${rooms.get('segments')}?lang=en`);
        await picture(page).waitFor();
        await page.keyboard.press('5');
        await page.locator('.cutaway').waitFor();
        await page.getByRole('button', { name: 'Show the lab' }).click();
        await picture(page).waitFor();
        await page.getByRole('button', { name: 'Show the machine' }).click();
        await page.locator('.cutaway').waitFor();
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('5');
        await picture(page).waitFor();
        await page.keyboard.press('x');
        await page.locator('.twin li').filter({ hasText: 'selector' }).first().waitFor();
        same(page.complaints, []);
        await page.context().close();
    });

    await check('a thing of the lab is selected by keyboard and told in the right column', async () => {
        const page = await visit(browser, `${server.url}/r/${rooms.get('replace')}?lang=en`);
        await picture(page).focus();
        await page.keyboard.press('Enter');
        await page.getByText('Selected', { exact: true }).waitFor();
        await page.locator('.inspector dl div').first().waitFor();
        await page.context().close();
    });

    for (const [lang, theme] of looks) {
        await check(`labs, clean and inside the window: ${lang} ${theme}`, async () => {
            for (const [kind, id] of rooms) {
                const info = await ready(server.url, id);
                const seq = Math.max(1, Math.floor(info.head.seq * 0.7));
                for (const [size, viewport] of [['', { width: 1280, height: 720 }], ['1920', { width: 1920, height: 1080 }], ['phone', { width: 390, height: 844 }]]) {
                    // each look on the desk; one light and one dark in the hand; the large screen once
                    if (size === 'phone' && (lang === 'zh') !== (theme === 'dark')) continue;
                    if (size === '1920' && (lang === 'zh' || theme === 'dark')) continue;
                    const page = await visit(browser, `${server.url}/r/${id}?seq=${seq}&lang=${lang}&theme=${theme}`, { viewport });
                    await stands(page, seq);
                    await picture(page).waitFor();
                    await still(page, { path: join(shots, `lab-${kind}${size}-${theme}-${lang}.png`) });
                    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                    assert(over <= 0, `${kind} ${size}: ${over} px too wide`);
                    if (size !== '1920') same(await axe(page), [], `${kind} ${size}`);
                    same(page.complaints, []);
                    await page.context().close();
                }
            }
        });
    }
} finally {
    await browser.close();
    await server.stop();
}
finish();
