// lessons.mjs - a lesson is read alone in both languages, and by a class of three; index, slider, paper, phone, keys.
// The lesson is this file's own, so that its figures can be known here: 16 MB of address space, 256 pages written.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, axe, check, eventually, finish, get, here, launch, post, pressed, ready, same, serve, shots, stands, still, visit } from './lib.mjs';

const LESSON = `#: lesson pages rows=A6,A9 minutes=4
#: zh 一页一页地来
#: en Page by page
#: about
#: zh 写到哪一页，哪一页才来。
#: en A page comes when it is written.
#: slider part 64..512 step=64 unit=pages
#: zh 写多少页
#: en pages written
machine memory=64M seed=3
let part = 256
let bytes = $part * 4096
spawn p
#: page pin=programs
#: zh 要一大块
#: en Asking for a lot
p mmap 16M as buf
#: zh 要了 {16M in MB}，[anon 匿名页]一页没有：\`VmRSS\` 还是 {p.status.VmRSS}。
#: en It asks for {16M in MB} and has no [anon anonymous page]: \`VmRSS\` is still {p.status.VmRSS}.
p touch buf+15M w
#: text pin=translation
#: zh 写一个字节就来一页：{p.status.VmRSS}。
#: en One byte brings one page: {p.status.VmRSS}.
#: ask all
#: zh 再写 {part} 页，\`VmRSS\` 是多少？
#: en {part} pages are written. What is \`VmRSS\`?
#: choice when p.status.VmRSS == 0
#: zh 零
#: en zero
#: choice when p.status.VmRSS > 0
#: zh 写到的页都在
#: en every page that was written
p write buf+0..$bytes
#: reveal pin=physical
#: zh 现在是 {p.status.VmRSS in KB}。
#: en Now it is {p.status.VmRSS in KB}.
#: note A9
#: zh 教案只数了地址。
#: en The note counts addresses only.
#: page pin=kernel
#: zh 还回去
#: en Giving it back
p munmap buf
#: zh 一页不剩：{p.status.VmRSS}。
#: en Not one page is left: {p.status.VmRSS}.
`;
const SECOND = LESSON.replace('lesson pages', 'lesson again').replace('Page by page', 'Once more').replace('一页一页地来', '再来一遍');

const dir = mkdtempSync(join(tmpdir(), 'mmscope-lessons-'));
writeFileSync(join(dir, 'pages.mm'), LESSON);
writeFileSync(join(dir, 'again.mm'), SECOND);
writeFileSync(join(dir, 'ORDER'), 'pages\nagain\n');
const server = await serve('--lessons', dir);
const browser = await launch();
const words = {
    en: { look: 'See what happens', next: 'Next page', previous: 'Previous page', begin: 'Read', right: 'every page that was written', page: 'Page 1 of 2', asked: 'What is VmRSS?', last: 'Next lesson' },
    zh: { look: '看看结果', next: '下一页', previous: '上一页', begin: '开始读', right: '写到的页都在', page: '第 1 页，共 2 页', asked: 'VmRSS 是多少？', last: '下一课' },
};
const visitor = (...args) => visit(browser, ...args);
const reader = (page) => page.locator('.reader');
const heading = (page) => page.locator('.reader h1');
/** The machine stands where a paragraph of a page says, and that paragraph is the current one; the event. */
async function at(page, room, n, block) {
    const { seq } = (await eventually(() => get(server.url, `/api/v1/rooms/${room}/lesson`), (l) => l.pages?.[n - 1].open, `page ${n} is open`)).pages[n - 1].blocks[block];
    await stands(page, seq);
    await page.locator(`.par.current[data-block="${block}"]`).waitFor();
    return seq;
}

try {
    for (const [lang, theme] of [['en', 'light'], ['zh', 'dark']]) {
        const w = words[lang];
        const page = await visitor(`${server.url}/l`, { locale: lang === 'zh' ? 'zh-CN' : 'en-US', colorScheme: theme });
        await check(`the index says what each lesson teaches, ${lang}`, async () => {
            const row = page.locator('li').filter({ has: page.locator('a[href="/l/pages"]') });
            await row.waitFor();
            const text = await row.innerText();
            for (const part of lang === 'en' ? ['A page comes when it is written.', '4 min', '2 pages', '1 question', 'A6 A9'] : ['写到哪一页，哪一页才来。', '4 分钟', '2 页', '1 个问题', 'A6 A9']) assert(text.includes(part), `${part} in ${text}`);
            await still(page, { path: join(shots, `lessons-${theme}-${lang}.png`) });
            same(await axe(page), []);
            await row.getByRole('button', { name: w.begin }).click();
            await heading(page).waitFor();
            assert(new URL(page.url()).pathname === '/l/pages', page.url());
        });
        const room = await page.evaluate(() => sessionStorage.getItem('mmscope.lesson.pages'));
        await check(`a paragraph moves the machine, ${lang}`, async () => {
            const first = await at(page, room, 1, 0);
            await page.locator('.par').nth(1).click();
            assert((await at(page, room, 1, 1)) > first, 'the paragraphs stand at one place');
            await page.locator('.mark').first().focus();
            await page.keyboard.press('Enter');
            await at(page, room, 1, 0);
        });
        await check(`stepping goes on and the paragraph follows, ${lang}`, async () => {
            await page.evaluate(() => document.activeElement?.blur());
            await page.keyboard.press('ArrowDown');
            const second = await at(page, room, 1, 1);
            await pressed(page, 'PageUp', second - 1);
            await page.locator('.par.current[data-block="0"]').waitFor();
        });
        await check(`nothing of the answer is in the page before it is revealed, ${lang}`, async () => {
            const lesson = await get(server.url, `/api/v1/rooms/${room}/lesson`);
            same(lesson.pages.map((p) => p.open), [true, false]);
            assert(!(await page.content()).includes(lang === 'en' ? 'Giving it back' : '一页不剩'), 'text of the page behind the question');
            assert(await page.getByRole('button', { name: w.next }).isDisabled(), 'the next page is open');
            await page.getByRole('button', { name: w.look }).click();
            same(await page.locator('.question .right').count(), 0, 'revealed without a guess');
        });
        await check(`the question is answered by keys and shown at once, ${lang}`, async () => {
            const group = page.getByRole('radiogroup');
            assert((await group.textContent()).includes(w.right), 'the choices');
            await page.getByRole('radio').first().focus();
            await page.keyboard.press('Space');
            await page.keyboard.press('ArrowDown');
            await eventually(() => page.getByRole('radio').nth(1).isChecked(), true, 'the arrow chooses the next one');
            await still(page, { path: join(shots, `E-asked-${theme}-${lang}.png`) });
            same(await axe(page), []);
            await page.setViewportSize({ width: 1280, height: 480 }); // the explanation comes below the fold
            await page.getByRole('button', { name: w.look }).click();
            await page.locator('.question .right').waitFor();
            assert((await page.locator('.question .right').innerText()).includes(w.right), 'the right one');
            await page.locator('.question .right .plate.on').waitFor();
            // 256 pages and the one before them, of 4 kB each.
            await page.locator('.par.reveal', { hasText: '1,028' }).waitFor();
            await eventually(() => page.locator('.par.reveal.current').count(), 1, 'the machine stands at the explanation');
            // The column scrolls to it by itself, which must not count as the reader's scrolling: that is settled after 250 ms.
            await page.waitForTimeout(500);
            same(await page.locator('.par.reveal.current').count(), 1, 'the machine stays at the explanation');
            await page.setViewportSize({ width: 1280, height: 720 });
        });
        await check(`screen E, ${lang} ${theme}`, async () => {
            await still(page, { path: join(shots, `E-${theme}-${lang}.png`) });
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert(over <= 0, `${over} px wider than the window`);
            const box = await reader(page).boundingBox();
            const centre = await page.locator('.centre').boundingBox();
            same([Math.round(box.x), Math.round(centre.x), Math.round(centre.x + centre.width)], [0, 488, 1264]);
            same(await axe(page), []);
        });
        await check(`the next page, the address, a reload, ${lang}`, async () => {
            await page.getByRole('button', { name: w.next }).click();
            await heading(page).filter({ hasText: lang === 'en' ? 'Giving it back' : '还回去' }).waitFor();
            await page.waitForURL((u) => u.searchParams.get('p') === '2');
            await at(page, room, 2, 0);
            await page.reload();
            await heading(page).filter({ hasText: lang === 'en' ? 'Giving it back' : '还回去' }).waitFor();
            await at(page, room, 2, 0);
            same(await page.evaluate(() => sessionStorage.getItem('mmscope.lesson.pages')), room, 'the same room');
            await page.getByRole('button', { name: w.last }).waitFor();
            await page.keyboard.press('Alt+ArrowLeft');
            await heading(page).filter({ hasText: lang === 'en' ? 'Asking for a lot' : '要一大块' }).waitFor();
            await page.getByText(w.page).first().waitFor();
        });
        await check(`the slider runs it anew, ${lang}`, async () => {
            const slider = page.locator('input[type=range]');
            await eventually(() => slider.inputValue(), '256', 'the slider');
            await slider.focus();
            await page.keyboard.press('ArrowRight');
            // 320 pages and the one before them.
            await page.locator('.par.reveal', { hasText: '1,284' }).waitFor();
            await eventually(() => slider.inputValue(), '320', 'the slider');
            const lesson = await get(server.url, `/api/v1/rooms/${room}/lesson`);
            same(lesson.sliders[0].value, 320);
        });
        await check(`paper, ${lang}`, async () => {
            await page.emulateMedia({ media: 'print' });
            await page.locator('.handout p').first().waitFor();
            await eventually(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)', 'the ground of paper');
            await still(page, { path: join(shots, `E-print-${lang}.png`), fullPage: true });
            const seen = await page.evaluate(() => ({
                ground: getComputedStyle(document.body).backgroundColor,
                ink: getComputedStyle(document.querySelector('.handout p')).color,
                hidden: ['.reader', '.transport', '.lanes'].every((s) => document.querySelector(s).getClientRects().length === 0),
                boxes: document.querySelectorAll('.handout .box').length,
                text: document.querySelector('.handout').innerText,
            }));
            same([seen.ground, seen.ink, seen.hidden, seen.boxes], ['rgb(255, 255, 255)', 'rgb(22, 25, 29)', true, 2]);
            assert(seen.text.includes(lang === 'en' ? 'Giving it back' : '还回去') && seen.text.includes('1,284'), seen.text);
            const pdf = await page.pdf({ format: 'A4' });
            assert(pdf.length > 5000 && pdf.subarray(0, 5).toString() === '%PDF-', `${pdf.length} bytes`);
            await page.emulateMedia({ media: null });
            await page.waitForFunction((t) => document.documentElement.dataset.theme === t, theme);
        });
        await check(`what was read is remembered, ${lang}`, async () => {
            await page.goto(`${server.url}/l`);
            await page.locator('.number.done').waitFor();
            await eventually(() => page.locator('.number.done').count(), 1, 'lessons read');
        });
        await check(`no complaint, ${lang}`, () => same(page.complaints, []));
        await page.context().close();
    }

    await check('a lesson that is not there', async () => {
        const page = await visitor(`${server.url}/l/nowhere?lang=en`);
        await page.getByText('There is no such lesson.').waitFor();
        await page.context().close();
    });

    await check('on a phone: text above, the machine upright below, targets of 44 px', async () => {
        for (const [lang, theme] of [['zh', 'light'], ['en', 'dark']]) {
            const page = await visitor(`${server.url}/l/pages?lang=${lang}&theme=${theme}`, { viewport: { width: 390, height: 844 } });
            await page.getByRole('radiogroup').waitFor();
            await here(page);
            for (const choice of await page.locator('.choice').all()) assert((await choice.boundingBox()).height >= 44, 'a choice is too low');
            const text = await reader(page).boundingBox();
            const machine = await page.locator('.centre').boundingBox();
            assert(machine.y >= text.y + text.height, 'the machine stands below the text');
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert(over <= 0, `${over} px wider than the window`);
            await still(page, { path: join(shots, `E-phone-${theme}-${lang}.png`) });
            same(await axe(page), []);
            await page.locator('.centre').scrollIntoViewIfNeeded();
            await page.locator('main').evaluate((m) => m.scrollTo(0, m.scrollHeight));
            await still(page, { path: join(shots, `E-phone-below-${theme}-${lang}.png`) });
            same(page.complaints, []);
            await page.context().close();
        }
    });
    await check('between phone and wide', async () => {
        const page = await visitor(`${server.url}/l/pages?lang=en`, { viewport: { width: 900, height: 720 } });
        await page.getByRole('radiogroup').waitFor();
        await still(page, { path: join(shots, 'E-900.png') });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert(over <= 0, `${over} px wider than the window`);
        await page.context().close();
    });

    // ---- a class ----------------------------------------------------------------------------------------------
    const made = (await post(server.url, '/api/v1/rooms', { lesson: 'pages' })).body;
    await ready(server.url, made.id);
    const presenter = await visitor(`${server.url}/r/${made.id}?lang=en#k=${made.presenter_token}`);
    const viewers = [await visitor(`${server.url}/r/${made.id}?lang=zh`), await visitor(`${server.url}/r/${made.id}?lang=en&theme=dark`, { viewport: { width: 390, height: 844 } })];
    await check('a class sees the page of the presenter', async () => {
        for (const p of [presenter, ...viewers]) await heading(p).waitFor();
        await presenter.locator('.par').nth(1).click();
        for (const p of [presenter, viewers[0]]) await at(p, made.id, 1, 1);
    });
    await check('the presenter asks; answers are counted while they come, one a viewer', async () => {
        await presenter.getByRole('button', { name: 'Ask the class' }).click();
        await viewers[0].getByRole('radio').nth(0).check({ force: true });
        await viewers[1].getByRole('radio').nth(1).check({ force: true });
        await presenter.getByText('2 of 2 answered').waitFor();
        await viewers[0].getByRole('radio').nth(1).check({ force: true });
        await presenter.waitForFunction(() => [...document.querySelectorAll('.question .count [aria-hidden]')].map((e) => e.textContent).join() === '0,2');
        await viewers[0].reload();
        await viewers[0].locator('.plate.on').waitFor();
        await presenter.getByText('2 of 2 answered').waitFor();
        await still(presenter, { path: join(shots, 'E-class-asked.png') });
        same(await axe(presenter), []);
    });
    await check('the presenter reveals: everybody sees the right one, the histogram and the next page', async () => {
        await presenter.getByRole('button', { name: 'Reveal' }).click();
        for (const p of [presenter, ...viewers]) {
            await p.locator('.question .right').waitFor();
            await p.locator('.par.reveal', { hasText: '1,028' }).waitFor();
        }
        await viewers[0].locator('.verdict', { hasText: '你猜对了' }).waitFor();
        await still(viewers[0], { path: join(shots, 'E-class-viewer.png') });
        await presenter.getByRole('button', { name: 'Next page' }).click();
        for (const p of viewers) await heading(p).filter({ hasText: /Giving it back|还回去/ }).waitFor();
        for (const p of [presenter, viewers[0]]) await at(p, made.id, 2, 0);
    });
    await check('a viewer turns back alone and follows again with the next turn', async () => {
        await viewers[0].getByRole('button', { name: '上一页' }).click();
        await heading(viewers[0]).filter({ hasText: '要一大块' }).waitFor();
        await presenter.getByRole('button', { name: 'Previous page' }).click();
        await presenter.getByRole('button', { name: 'Next page' }).click();
        await heading(viewers[0]).filter({ hasText: '还回去' }).waitFor();
    });
    await check('a class goes on to the next lesson, in the same room', async () => {
        await presenter.getByRole('button', { name: 'Next lesson' }).click();
        for (const p of [presenter, ...viewers]) await heading(p).filter({ hasText: /Asking for a lot|要一大块/ }).waitFor();
        await eventually(() => get(server.url, `/api/v1/rooms/${made.id}`).then((r) => r.lesson), 'again', 'the lesson of the room');
        for (const p of [presenter, viewers[0]]) await at(p, made.id, 1, 0);
        same(await viewers[1].locator('.question .right').count(), 0, 'nothing of it is revealed');
    });
    await check('a question of the presenter himself, in any room', async () => {
        const plain = (await post(server.url, '/api/v1/rooms', { scenario: 'machine memory=16M\nspawn app\napp mmap 64K as buf\napp write buf\n' })).body;
        await ready(server.url, plain.id);
        const teacher = await visitor(`${server.url}/r/${plain.id}?lang=en#k=${plain.presenter_token}`);
        const pupil = await visitor(`${server.url}/r/${plain.id}?lang=en`);
        await here(teacher);
        await here(pupil);
        await teacher.keyboard.press('a');
        const sheet = teacher.getByRole('dialog');
        await sheet.getByLabel('Question, English').fill('How many faults were there?');
        await sheet.getByLabel('A, English').fill('fewer than 16');
        await sheet.getByLabel('A is right when').fill('vmstat.pgfault < 16');
        await sheet.getByLabel('B, English').fill('16 or more');
        await sheet.getByLabel('B is right when').fill('vmstat.pgfault >= 16');
        await sheet.getByRole('button', { name: 'Ask', exact: true }).click();
        await pupil.getByText('How many faults were there?').waitFor();
        await pupil.getByRole('radio').nth(1).check({ force: true });
        await sheet.getByText('1 of 1 answered').waitFor();
        await still(teacher, { path: join(shots, 'ask-form.png') });
        await still(pupil, { path: join(shots, 'ask-pupil.png') });
        same(await axe(teacher), []);
        same(await axe(pupil), []);
        await sheet.getByRole('button', { name: 'Reveal' }).click();
        await pupil.locator('.question .right', { hasText: '16 or more' }).waitFor();
        same([...teacher.complaints, ...pupil.complaints], []);
        await teacher.context().close();
        await pupil.context().close();
    });
    await check('no page of the class complained', () => {
        for (const p of [presenter, ...viewers]) same(p.complaints, []);
    });
} finally {
    await browser.close();
    await server.stop();
    rmSync(dir, { recursive: true });
}
finish();
