// guided.mjs - the guided room: it plays to its end and back to the start, and the pictures are the same both ways.
import { assert, axe, check, eventually, finish, here, launch, PATIENCE_MS, pixelsApart, post, pressed, ready, same, seqOf, serve, stands, still, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
try {
    const page = await visit(browser, `${server.url}/?lang=en&theme=light`);
    await check('the first page offers the guided run', async () => {
        await page.getByRole('button', { name: 'Start' }).click();
        await page.waitForURL(/\/r\//);
        await here(page);
    });
    const room = new URL(page.url()).pathname.split('/').pop();
    const info = await ready(server.url, room);
    const { seq: last } = info.head;
    await check('it has a history', () => assert(last > 20 && info.steps.length > 1, `only ${last} events in ${info.steps.length} steps`));

    await check('Home goes to the start, End to the end', async () => {
        await pressed(page, 'Home', 0);
        await pressed(page, 'End', last);
        await pressed(page, 'Home', 0);
    });

    // A sample of the run: every event of the first two steps that are not long, then every command.
    const walk = [];
    await check('event by event forward and back, pixels equal', async () => {
        const first = info.steps.find((s) => s[4] === 'step' && s[1] - s[0] > 8) ?? info.steps[0];
        const from = first[0];
        const to = Math.min(first[1], from + 24);
        await seekTo(from);
        for (let seq = from; ; seq++) {
            await stands(page, seq);
            walk.push([seq, await still(page)]);
            if (seq === to) break;
            await page.keyboard.press('ArrowRight');
        }
        for (const [seq, picture] of walk.toReversed()) {
            await stands(page, seq);
            const apart = pixelsApart(picture, await still(page));
            assert(apart === 0, `event ${seq}: ${apart} pixels differ on the way back`);
            if (seq !== from) await page.keyboard.press('ArrowLeft');
        }
    });

    await check('command by command to the end and back, pixels equal', async () => {
        await pressed(page, 'Home', 0);
        const pictures = [[0, await still(page)]];
        for (const step of info.steps) {
            await pressed(page, 'ArrowDown', step[1]);
            pictures.push([step[1], await still(page)]);
        }
        for (const [seq, picture] of pictures.toReversed()) {
            await stands(page, seq);
            const apart = pixelsApart(picture, await still(page));
            assert(apart === 0, `position ${seq}: ${apart} pixels differ on the way back`);
            if (seq !== 0) await page.keyboard.press('ArrowUp');
        }
    });

    await check('it plays to its end by itself', async () => {
        await seekTo(last - 6);
        await pressed(page, 'Space', last);
    });

    await check('the whole run plays to its end and back to its start, pixels equal', async () => {
        // Without the bars: there the speed and the number of watchers differ.
        const machine = { clip: { x: 0, y: 42, width: 1280, height: 546 } };
        await pressed(page, 'End', last);
        const end = await still(page, machine);
        await pressed(page, 'Home', 0);
        const start = await still(page, machine);
        await play(1000, 1);
        await stands(page, last);
        same(pixelsApart(end, await still(page, machine)), 0, 'pixels apart at the end');
        await play(1000, -1);
        await stands(page, 0);
        same(pixelsApart(start, await still(page, machine)), 0, 'pixels apart at the start');
    });

    await check('a long step is entered and left again', async () => {
        // the guided run has none: a room of its own, in which a thousand pages are written at once
        const made = (await post(server.url, '/api/v1/rooms', { scenario: 'machine memory=16M\nspawn app\napp mmap 4M as buf\napp write buf\n' })).body;
        const step = (await ready(server.url, made.id)).steps.at(-1);
        same(step[4], 'delta', 'the step is long');
        const long = await visit(browser, `${server.url}/r/${made.id}?lang=en#k=${made.presenter_token}`);
        await stands(long, step[1]);
        await pressed(long, 'i', step[0]);
        await pressed(long, 'ArrowRight', step[0] + 1);
        await pressed(long, 'ArrowLeft', step[0]);
        await pressed(long, 'End', step[1]);
        same(long.complaints, []);
        await long.context().close();
    });

    await check('n and p go to what is notable', async () => {
        await seekTo(1);
        await page.keyboard.press('n');
        await page.waitForFunction(() => Number(document.querySelector('[data-seq]').dataset.seq) > 1);
        const one = await seqOf(page);
        await page.keyboard.press('n');
        await page.waitForFunction((s) => Number(document.querySelector('[data-seq]').dataset.seq) > s, one);
        await pressed(page, 'p', one);
    });
    await check('a presenter remote steps', async () => {
        await seekTo(20);
        await pressed(page, 'PageDown', 21);
        await pressed(page, 'PageUp', 20);
    });
    await check('the picture has a text twin, and the reader of the screen hears one sentence', async () => {
        await seekTo(20);
        await page.keyboard.press('x');
        await eventually(() => page.locator('.twin').first().innerText(), (t) => t.length > 60, 'the twin');
        await page.keyboard.press('x');
        await eventually(async () => [await page.locator('[aria-live="polite"]').textContent(), await page.locator('.now h1').textContent()], ([heard, read]) => heard !== '' && heard === read, 'what is heard and read');
    });

    await check('why leads to the cause', async () => {
        await seekTo(info.steps[0][0] + 3);
        const before = await seqOf(page);
        await page.keyboard.press('w');
        await page.waitForFunction((s) => Number(document.querySelector('[data-seq]').dataset.seq) < s, before);
    });

    await check('no text of the left column is longer than its lines, in both languages', async () => {
        for (const lang of ['EN', '中']) {
            await page.getByRole('button', { name: lang, exact: true }).click();
            await page.waitForFunction((tag) => document.documentElement.lang === tag, lang === 'EN' ? 'en' : 'zh-CN');
            for (const step of info.steps.slice(0, 6)) {
                for (let seq = step[0]; seq <= Math.min(step[1], step[0] + 14); seq += 3) {
                    await seekTo(seq);
                    const lines = await page.evaluate(() => {
                        const n = (q) => {
                            const e = document.querySelector(q);
                            return e ? Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)) : 0;
                        };
                        return { now: n('.now h1'), why: n('.now .why'), said: document.querySelector('.now h1')?.textContent };
                    });
                    assert(lines.now <= 3, `${lines.said}: ${lines.now} lines`);
                    assert(lines.why <= 5, `why of "${lines.said}": ${lines.why} lines`);
                }
            }
        }
        await page.getByRole('button', { name: 'EN', exact: true }).click();
    });

    await check('with motion, too, back is forward reversed', async () => {
        const moving = await visit(browser, `${server.url}/r/${room}?lang=en&theme=light`, { reducedMotion: 'no-preference' });
        await moving.getByRole('button', { name: 'Leave, look yourself' }).click();
        const from = info.steps[1][0];
        await moving.keyboard.press('g');
        await moving.getByRole('dialog').locator('input').fill(`event ${from}`);
        await moving.keyboard.press('Enter');
        const machine = { clip: { x: 272, y: 42, width: 1008, height: 546 } };
        const seen = [];
        for (let seq = from; seq < from + 8; seq++) {
            await stands(moving, seq);
            seen.push([seq, await still(moving, machine)]);
            await moving.keyboard.press('ArrowRight');
        }
        for (const [seq, picture] of seen.toReversed()) {
            await pressed(moving, 'ArrowLeft', seq);
            same(pixelsApart(picture, await still(moving, machine)), 0, `pixels apart at ${seq}`);
        }
        same(moving.complaints, []);
        await moving.context().close();
    });
    await check('axe finds nothing', async () => {
        await seekTo(info.steps[0][0] + 2);
        same(await axe(page), []);
    });
    await check('the browser has nothing to complain about', () => same(page.complaints, []));

    /** Plays faster than the page's own buttons allow, as the presenter, over a connection of its own. */
    async function play(speed, dir) {
        await page.evaluate(
            ([id, message, ms]) =>
                new Promise((resolve, reject) => {
                    let asked = false;
                    const token = sessionStorage.getItem(`mmscope.token.${id}`);
                    const ws = new WebSocket(`ws://${location.host}/ws/v1/rooms/${id}`, 'mmscope.v1');
                    ws.onopen = () => ws.send(JSON.stringify({ type: 'hello', token }));
                    ws.onmessage = (e) => {
                        const m = JSON.parse(e.data);
                        if (m.type !== 'cursor') return;
                        if (asked && m.playing) {
                            ws.close();
                            resolve(null);
                        }
                        if (!asked) ws.send(JSON.stringify(message));
                        asked = true;
                    };
                    ws.onerror = () => reject(new Error('no connection'));
                    setTimeout(() => reject(new Error('it does not play')), ms);
                }),
            [room, { type: 'play', speed, grain: 'event', dir }, PATIENCE_MS],
        );
    }
    async function seekTo(seq) {
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('g');
        await page.getByRole('dialog').locator('input').fill(`event ${seq}`);
        await page.keyboard.press('Enter');
        await stands(page, seq);
    }
} finally {
    await browser.close();
    await check('SIGTERM ends the server cleanly', async () => same((await server.stop()).code, 0));
}
finish();
