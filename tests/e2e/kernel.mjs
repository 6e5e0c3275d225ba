// kernel.mjs - the drawings of the Kernel floor: chosen by the step, kept by the reader with keys alone, in the address, on the
// phone; the zone's test and the slow path in words; axe in both themes.
import { assert, axe, check, eventually, eventsOf, finish, get, launch, post, pressed, ready, same, serve, stands, visit } from './lib.mjs';

// 16 MB, filled until a costly request fails after its slow path, by one that leaves lists of the CPUs behind
const SCENARIO = `machine memory=16M cpus=2 seed=7
alloc_pages 0 count=300 as some
free_pages some
alloc_pages 0 count=2500 as most
alloc_pages 0 gfp=ATOMIC count=2000 as soon
alloc_pages 4 as costly
`;

const server = await serve();
const browser = await launch();
try {
    const made = await post(server.url, '/api/v1/rooms', { scenario: SCENARIO });
    same(made.status, 201, JSON.stringify(made.body));
    const { id, presenter_token: token } = made.body;
    const info = await ready(server.url, id);
    const log = [];
    for (let from = 1; from <= info.head.seq; from = log.at(-1).seq + 1) log.push(...(await eventsOf(server.url, id, from, 2000)));
    const first = (name) => log.find((l) => l.event === name)?.seq ?? assert(false, `no ${name} in the run`);
    const at = (seq, more = '') => `${server.url}/r/${id}?v=1&lang=en&theme=light&seq=${seq}${more}#k=${token}`;
    const fails = log.findLast((l) => l.event === 'alloc_fail').seq;

    const page = await visit(browser, at(fails));
    await stands(page, fails);
    const choice = page.getByLabel('Drawing of the Kernel floor');
    const shown = () => page.locator('.switch label span').textContent();
    await check('a step that looks for pages in vain shows the zones', async () => {
        await choice.waitFor({ state: 'attached' });
        await eventually(shown, 'zones', 'the drawing');
        await page.locator('svg text', { hasText: 'fails: NULL' }).waitFor();
    });
    await check('the picture as text says what was tried and why it was refused', async () => {
        const twin = async () => (await page.locator('.twin').first().textContent()).replace(/\s+/g, ' ');
        await eventually(twin, (t) => /walk 1: DMA has [\d,]+ free, mark [\d,]+, kept \d+: no/.test(t), 'the walk');
        await eventually(twin, (t) => /reclaimed 0/.test(t), 'direct reclaim');
    });
    await check('the switch is reached and worked by keys; the choice stays and stands in the address', async () => {
        await choice.focus();
        await choice.selectOption('buddy');
        await eventually(shown, 'free blocks', 'the drawing');
        await pressed(page, 'd', () => eventually(shown, 'CPU lists', 'the drawing'));
        await page.waitForURL(/pin=(%2F|\/)pcp/);
        const spill = first('pcp_spill');
        await page.goto(at(spill, '&pin=kernel/zones'));
        await stands(page, spill);
        await eventually(shown, 'zones', 'the drawing');
        await choice.selectOption('');
        await page.waitForFunction(() => !/pin=[^&]*zones/.test(location.search));
        await eventually(shown, (s) => ['free blocks', 'CPU lists'].includes(s), 'the drawing');
    });
    await check('inside a step the drawing does not change', async () => {
        const step = log.find((l) => l.seq === fails).step;
        const [from, to] = [log.find((l) => l.step === step).seq, fails];
        const seen = new Set();
        await page.goto(at(from, '&pin=kernel'));
        await stands(page, from);
        for (let seq = from; seq <= to; seq++) {
            if (seq > from) await pressed(page, 'ArrowRight', seq);
            seen.add(await shown());
        }
        same([...seen], ['zones']);
    });
    await check('the colouring stands in the address, and comes from there', async () => {
        await page.goto(at(fails, '&pin=kernel/lru&cb=zone'));
        await stands(page, fails);
        const colour = page.getByLabel('colour by');
        same(await colour.inputValue(), 'zone');
        await colour.selectOption('migrate');
        await page.waitForURL(/pin=kernel\/lru&cb=migrate/);
        await colour.selectOption('type');
        await page.waitForFunction(() => !location.search.includes('cb='));
        const twin = (await page.locator('.twin').first().textContent()).replace(/\s+/g, ' ');
        assert(/A new page waits until 15 are together/.test(twin) && /node 0, inactive anon: \d+ pages/.test(twin), twin.slice(0, 600));
    });
    await check('a zone, a list of a CPU, a list of pages and a node can be looked up', async () => {
        for (const [sel, text] of [['lrulist:0x0', 'LRU list'], ['lrubatch:0x0', 'Waiting pages'], ['zone:0x0', 'Zone DMA'], ['pcp:0x0', 'Pages at hand'], ['node:0x0', 'Node 0']]) {
            await page.goto(at(fails, `&sel=${sel}`));
            await page.getByRole('heading', { name: text }).first().waitFor();
        }
    });
    await check('axe has nothing to say in either theme', async () => {
        for (const theme of ['light', 'dark']) for (const drawing of ['zones', 'buddy', 'pcp', 'lru', 'slab']) {
            await page.goto(at(fails, `&pin=kernel/${drawing}`).replace('theme=light', `theme=${theme}`));
            await stands(page, fails);
            same(await axe(page), [], `${drawing}, ${theme}`);
        }
    });
    await check('on the phone the stations are rows and the zones a figure', async () => {
        const phone = await visit(browser, at(fails, '&pin=kernel/zones').replace('lang=en', 'lang=zh'), { viewport: { width: 390, height: 844 } });
        await phone.locator('svg text', { hasText: '失败：NULL' }).first().waitFor();
        await eventually(() => phone.locator('.switch label span').textContent(), '区与水位', 'the drawing');
        const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
        assert(wide <= 390, `the page is ${wide} px wide`);
        same(phone.complaints, []);
    });
    await check('jump to: the next failed allocation', async () => {
        await page.goto(at(1));
        await stands(page, 1);
        await page.getByRole('combobox', { name: 'jump to' }).selectOption('alloc_fail');
        await stands(page, first('alloc_fail'));
    });
    same((await get(server.url, `/api/v1/rooms/${id}`)).state !== 'busy', true);
    await check('the page did not complain', () => same(page.complaints, []));
} finally {
    await browser.close();
    await server.stop();
}
finish();
