// together.mjs - one presenter, two viewers: following, refusing, leaving, reloading, coming back.
import { assert, check, finish, get, here, launch, PATIENCE_MS, post, pressed, ready, same, seqOf, serve, stands, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
const scenario = 'machine memory=16M\nspawn app\napp mmap 64K as buf\napp write buf\napp read buf\n';
try {
    const made = (await post(server.url, '/api/v1/rooms', { scenario })).body;
    const room = made.id;
    const path = `/api/v1/rooms/${room}`;
    const info = await ready(server.url, room);
    const last = info.head.seq;
    const presenter = await visit(browser, `${server.url}/r/${room}?lang=en#k=${made.presenter_token}`);
    const viewers = [await visit(browser, `${server.url}/r/${room}?lang=en`), await visit(browser, `${server.url}/r/${room}?lang=zh&theme=dark`)];

    await check('the token leaves the address', async () => {
        await here(presenter);
        assert(!presenter.url().includes('#'), presenter.url());
    });
    await check('two viewers follow the presenter', async () => {
        // one key upon the other; only the last leads to where they end
        for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowRight']) await presenter.keyboard.press(key);
        const seq = info.steps[1][1] + 2;
        for (const p of [presenter, ...viewers]) await stands(p, seq);
        same((await get(server.url, path)).seq, seq);
    });
    await check('a viewer cannot move the room', async () => {
        const seq = await seqOf(presenter);
        await pressed(viewers[0], 'ArrowRight', () => viewers[0].locator('.toast').waitFor());
        same((await get(server.url, path)).seq, seq);
        same(await seqOf(presenter), seq);
        same(await seqOf(viewers[0]), seq);
    });
    await check("a viewer's command is refused, over both ways", async () => {
        const answer = await post(server.url, `${path}/commands`, { lines: ['app exit'] });
        assert(answer.status === 401 || answer.status === 403, `status ${answer.status}`);
        const status = await viewers[0].evaluate(
            ([id, ms]) =>
                new Promise((resolve, reject) => {
                    const ws = new WebSocket(`ws://${location.host}/ws/v1/rooms/${id}`, 'mmscope.v1');
                    ws.onopen = () => ws.send(JSON.stringify({ type: 'hello' }));
                    ws.onmessage = (e) => {
                        const m = JSON.parse(e.data);
                        if (m.type === 'cursor') ws.send(JSON.stringify({ type: 'command', lines: ['app exit'], re: 7 }));
                        if (m.re === 7) resolve(m.problem?.status ?? m.type);
                    };
                    setTimeout(() => reject(new Error('no answer')), ms);
                }),
            [room, PATIENCE_MS],
        );
        same(status, 403);
        same((await get(server.url, path)).head.step, info.head.step);
    });
    await check('a viewer leaves, looks around alone, and follows again', async () => {
        const seq = await seqOf(presenter);
        await viewers[0].getByRole('button', { name: 'Leave, look yourself' }).click();
        await pressed(viewers[0], 'Home', 0);
        same(await seqOf(presenter), seq);
        await viewers[0].getByRole('button', { name: 'Follow again' }).click();
        await stands(viewers[0], seq);
    });
    await check('a reload keeps the role and lands on the same state', async () => {
        const seq = await seqOf(presenter);
        const hash = (await get(server.url, path)).hash;
        await presenter.waitForURL((u) => u.searchParams.get('seq') === String(seq));
        await presenter.reload();
        await stands(presenter, seq);
        same((await get(server.url, path)).hash, hash);
        await presenter.getByText('presenting').first().waitFor();
    });
    await check('a lost connection comes back to the same place', async () => {
        const late = await visit(browser, null);
        let line;
        await late.routeWebSocket(/\/ws\//, (ws) => {
            line = ws;
            ws.connectToServer();
        });
        await late.goto(`${server.url}/r/${room}?lang=en`);
        await stands(late, await seqOf(presenter));
        const first = line;
        await first.close({ code: 3001, reason: 'cut by the test' });
        await pressed(presenter, 'End', last);
        await stands(late, last);
        assert(line !== first, 'the page did not connect again');
        same((await get(server.url, path)).seq, last);
        await late.context().close();
    });
    await check('the presenter types a command and everybody sees it', async () => {
        await presenter.keyboard.press('`');
        const input = presenter.getByRole('dialog').getByRole('combobox');
        await input.fill('app touch buf+4K w');
        await input.press('Enter');
        await presenter.waitForFunction((n) => Number(document.querySelector('[data-step]').dataset.step) === n, info.head.step + 1);
        const seq = await seqOf(presenter);
        for (const v of viewers) await stands(v, seq);
    });
    await check('an expectation is answered, a wrong word is pointed at', async () => {
        const input = presenter.getByRole('dialog').getByRole('combobox');
        await input.fill('expect vmstat.pgfault > 0');
        await input.press('Enter');
        await input.fill('app wriet buf');
        await input.press('Enter');
        await presenter.locator('.problem').first().waitFor();
        const text = await presenter.locator('.problem').first().textContent();
        assert(/\^/.test(text) && /wriet/.test(text), text);
        same(await presenter.locator('.problem').count(), 1, 'problems shown');
        await input.fill('print vmstat.pgfault');
        await input.press('Enter');
        await presenter.locator('.out pre').first().waitFor();
    });
    await check('Escape closes the sheet', async () => {
        await presenter.keyboard.press('Escape');
        await presenter.getByRole('dialog').waitFor({ state: 'detached' });
    });
    await check('a command in the past starts a branch', async () => {
        await pressed(presenter, 'Home', 0);
        await pressed(presenter, 'ArrowDown', info.steps[0][1]);
        await presenter.keyboard.press('`');
        const input = presenter.getByRole('dialog').getByRole('combobox');
        await input.fill('app mmap 8K as other');
        await input.press('Enter');
        await presenter.waitForURL((u) => u.pathname.startsWith('/r/') && !u.pathname.endsWith(`/${room}`));
        await here(presenter);
        same((await get(server.url, path)).head.step, info.head.step + 1, 'the parent is untouched');
    });
    await check('no page complained', () => {
        for (const p of viewers.slice(0, 1)) same(p.complaints, []);
    });
} finally {
    await browser.close();
    await server.stop();
}
finish();
