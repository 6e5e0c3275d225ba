// own.mjs - what a visitor brings or types: a trace of his own, a blank machine, a scenario with a mistake, a command.
import { assert, check, eventually, finish, get, launch, ready, same, serve, stands, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
const roomOf = (page) => new URL(page.url()).pathname.split('/').pop();
try {
    const page = await visit(browser, `${server.url}/?lang=en&theme=light`);
    await check('a trace is uploaded and runs, and the page says that its areas are inferred', async () => {
        const trace = 'I  00401000,3\n L 1fff000500,8\n S 00404010,4\nnot a line\n M 04025310,8\nI  00401003,3\n';
        await page.getByRole('button', { name: 'Upload' }).click();
        await page.getByLabel('Trace file').setInputFiles({ name: 'mine.lackey', mimeType: 'text/plain', buffer: Buffer.from(trace) });
        await page.getByRole('button', { name: 'Upload and run' }).click();
        await page.waitForURL(/\/r\//);
        const info = await ready(server.url, roomOf(page));
        assert(info.head.seq > 10, JSON.stringify(info.head));
        // whether or not the room is here by now: the key counts
        await page.locator('.transport').waitFor();
        await page.keyboard.press('End');
        await stands(page, info.head.seq);
        await page.keyboard.press('s');
        const sheet = page.getByRole('dialog');
        await sheet.getByText('areas inferred from the addresses').waitFor();
        await sheet.getByText('1 line was not understood').waitFor();
        await page.getByRole('img', { name: 'QR code of the address' }).waitFor();
    });
    await check('a blank machine takes commands and answers', async () => {
        await page.getByRole('link', { name: 'mmscope, first page' }).click();
        await page.getByRole('button', { name: 'Open' }).click();
        await page.waitForURL(/\/r\//);
        await page.getByText('Nothing runs yet.').waitFor();
        await page.keyboard.press('`');
        const input = page.getByRole('dialog').getByRole('combobox');
        for (const line of ['spawn app', 'app mmap 64K as buf', 'app write buf']) {
            await input.fill(line);
            await input.press('Enter');
        }
        const id = roomOf(page);
        const info = await eventually(() => get(server.url, `/api/v1/rooms/${id}`), (r) => r.head.step === 3 && r.state === 'ready', 'three lines ran');
        await stands(page, info.head.seq);
        await input.fill('expect vmstat.pgfault > 1000000');
        await input.press('Enter');
        await page.locator('.problem').first().waitFor();
    });
    await check('completion offers what may stand there', async () => {
        const input = page.getByRole('dialog').getByRole('combobox');
        await input.fill('app wr');
        await page.getByRole('option', { name: /write/ }).waitFor();
        await input.press('Tab');
        await eventually(() => input.inputValue(), 'app write ', 'completed');
        await input.press('Escape');
    });
    await check('a selected thing has relatives, and a frame can be looked up', async () => {
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('g');
        await page.getByRole('dialog').locator('input').fill('frame 0');
        await page.keyboard.press('Enter');
        await page.getByText('Selected').first().waitFor();
        await page.getByRole('heading', { name: /Frame 0000/ }).waitFor();
    });
    await check('a room that is not there is said to be so', async () => {
        const lost = await visit(browser, `${server.url}/r/nosuchroom?lang=en`);
        await lost.getByText('This room is not here (any more).').first().waitFor();
    });
    await check('the page did not complain', () => same(page.complaints, []));
} finally {
    await browser.close();
    await server.stop();
}
finish();
