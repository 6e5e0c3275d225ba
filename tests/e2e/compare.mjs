// compare.mjs - two rooms in lockstep: a room and its branch, two labs, two that never part; figures beside what REST says, keys, phone.
import { join } from 'node:path';
import { assert, axe, check, eventually, finish, get, launch, post, ready, same, serve, shots, still, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
const api = '/api/v1/rooms';

async function made(body) {
    const answer = await post(server.url, api, body);
    assert(answer.status === 201 || answer.status === 200, `${answer.status} ${JSON.stringify(answer.body)}`);
    await ready(server.url, answer.body.id);
    return answer.body;
}
async function run(room, lines) {
    const answer = await post(server.url, `${api}/${room.id}/commands`, { lines }, room.presenter_token);
    assert(answer.status === 200 && answer.body.ok, `${answer.status} ${JSON.stringify(answer.body)}`);
}
/** The steps at which the page stands, A and B. */
const standing = (page) => page.locator('[data-a]').evaluate((e) => [Number(e.dataset.a), Number(e.dataset.b)]);
async function stands(page, a, b) {
    await page.locator(`[data-a="${a}"][data-b="${b}"]`).waitFor({ state: 'attached' });
}
/** Both pictures are there, and the figures beside them are those of where both stand. */
async function figures(page, step) {
    const said = await get(server.url, `${api}/${A.id}/compare?with=${B.id}&step=${step}`);
    await page.waitForFunction(([n, of]) => {
        const t = document.querySelector('.values b')?.textContent ?? '';
        const found = t.match(/[\d,]+/g)?.map((x) => Number(x.replaceAll(',', ''))) ?? [];
        return found.includes(n) && found.includes(of);
    }, [said.differing.length, said.values]).catch(async () => {
        throw new Error(`step ${step}: ${await page.locator('.values').innerText()}, but REST says ${said.differing.length} of ${said.values}`);
    });
    await eventually(() => page.locator('.now tbody tr').count(), Math.min(10, said.differing.length), `rows at step ${step}`);
}
const reached = (page) => page.locator('[role="application"], .side svg, .both canvas').nth(1).waitFor();

// Three steps of both, then A writes four pages where B writes forty, and both give them back: the first step that both
// make and that does not do the same. B has one more.
const A = await made({ title: 'few', scenario: 'machine memory=16M seed=2\nspawn p\np mmap 1M as buf\np touch buf w\n' });
const branch = await post(server.url, `${api}/${A.id}/branches`, {}, A.presenter_token);
assert(branch.status === 201 || branch.status === 200, `${branch.status} ${JSON.stringify(branch.body)}`);
const B = branch.body;
await ready(server.url, B.id);
await run(A, ['p write buf+0..16K', 'p munmap buf']);
await run(B, ['p write buf+0..160K', 'p munmap buf', 'p touch stack w']);
const rest = await get(server.url, `${api}/${A.id}/compare?with=${B.id}`);

try {
    for (const [lang, theme] of [['en', 'light'], ['zh', 'dark'], ['zh', 'light'], ['en', 'dark']]) {
        const page = await visit(browser, `${server.url}/c/${A.id}/${B.id}?lang=${lang}&theme=${theme}`);
        await check(`both open at the first difference, ${lang} ${theme}`, async () => {
            assert(rest.first, 'REST finds a difference');
            await stands(page, rest.first.a, rest.first.b);
            await reached(page);
            await page.locator('.firsttext').waitFor();
            assert((await page.locator('.firsttext').innerText()).includes(String(rest.first.a)), await page.locator('.firsttext').innerText());
            await figures(page, rest.first.a);
            // what each of the two does there is told side by side
            await eventually(() => page.locator('.now .why b').allInnerTexts(), ['A', 'B'], 'what each does');
            await page.locator('.middle .unequal').first().waitFor();
        });
        await check(`axe and the width, ${lang} ${theme}`, async () => {
            await still(page, { path: join(shots, `F-${theme}-${lang}.png`) });
            same(await axe(page), []);
            same(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
        });
        if (lang === theme.replace('light', 'en').replace('dark', 'zh')) {
            await check(`Home, End, arrows and n move both together, ${lang}`, async () => {
                await page.keyboard.press('Home');
                await stands(page, 0, 0);
                await page.keyboard.press('ArrowLeft');
                same(await standing(page), [0, 0], 'nothing lies before the beginning');
                for (let n = 1; n <= rest.common; n++) {
                    await page.keyboard.press('ArrowRight');
                    await stands(page, n, n);
                    // the two sides come to the step one after the other
                    await eventually(() => page.locator('.middle .unequal').count(), 0, `marks of a difference at step ${n}`);
                }
                await page.keyboard.press('End');
                await stands(page, rest.a.steps, rest.b.steps);
                await page.keyboard.press('ArrowRight');
                same(await standing(page), [rest.a.steps, rest.b.steps], 'nothing lies after the end');
                await figures(page, rest.a.steps);
                await page.keyboard.press('PageUp');
                await page.waitForFunction(([a, b]) => document.querySelector('[data-a]').dataset.a !== String(a) || document.querySelector('[data-a]').dataset.b !== String(b), [rest.a.steps, rest.b.steps]);
                await page.keyboard.press('n');
                await stands(page, rest.first.a, rest.first.b);
            });
            await check(`the buttons do the same, ${lang}`, async () => {
                const buttons = page.locator('.transport .buttons button');
                await buttons.nth(0).click();
                await stands(page, 0, 0);
                await buttons.nth(3).click();
                await stands(page, 1, 1);
                await buttons.nth(1).click();
                await stands(page, 0, 0);
                await buttons.nth(4).click();
                await stands(page, rest.a.steps, rest.b.steps);
                await page.locator('.transport .jump').click();
                await stands(page, rest.first.a, rest.first.b);
            });
        }
        await check(`no complaint, ${lang} ${theme}`, () => same(page.complaints, []));
        await page.context().close();
    }

    await check('the steps that both have are the branch point, and what only one has is walked alone', async () => {
        same([rest.common, rest.a.steps, rest.b.steps, rest.b.parent, rest.b.parent_step], [3, 5, 6, A.id, 3]);
        const page = await visit(browser, `${server.url}/c/${A.id}/${B.id}?lang=en&step=0`);
        await stands(page, 0, 0);
        let seen = [];
        for (let n = 0; n < 20; n++) {
            const at = await standing(page);
            seen.push(at);
            if (at[0] === rest.a.steps && at[1] === rest.b.steps) break;
            await page.keyboard.press('ArrowRight');
            await page.waitForFunction(([a, b]) => document.querySelector('[data-a]').dataset.a !== String(a) || document.querySelector('[data-a]').dataset.b !== String(b), at);
        }
        for (let i = 1; i < seen.length; i++) {
            const [a, b] = [seen[i][0] - seen[i - 1][0], seen[i][1] - seen[i - 1][1]];
            assert(a >= 0 && b >= 0 && a + b >= 1 && a <= 1 && b <= 1, `from ${seen[i - 1]} to ${seen[i]}`);
        }
        same(seen.at(-1), [rest.a.steps, rest.b.steps]);
        await page.context().close();
    });

    await check('two labs side by side', async () => {
        const refs = '1,2,3,4,1,2,5,1,2,3,4,5';
        const three = await made({ title: 'three frames', scenario: `machine memory=16M\nlab policy=fifo frames=3 refs=${refs}\n` });
        const four = await made({ title: 'four frames', scenario: `machine memory=16M\nlab policy=fifo frames=4 refs=${refs}\n` });
        for (const [lang, theme] of [['zh', 'light'], ['en', 'dark']]) {
            const page = await visit(browser, `${server.url}/c/${three.id}/${four.id}?lang=${lang}&theme=${theme}`);
            await page.locator('.both > .lab').nth(1).waitFor();
            await page.locator('[data-a]').waitFor({ state: 'attached' });
            await page.keyboard.press('End');
            // Belady: nine misses with three frames and ten with four, of the textbook's string
            await eventually(() => page.locator('.both > .lab').allInnerTexts(), (t) => t.length === 2 && /\b9\b/.test(t[0]) && /\b10\b/.test(t[1]), 'the misses');
            await still(page, { path: join(shots, `F-labs-${theme}-${lang}.png`) });
            const boxes = await Promise.all([0, 1].map((i) => page.locator('.both > .lab').nth(i).boundingBox()));
            assert(boxes[1].x >= boxes[0].x + boxes[0].width, 'one beside the other');
            same(await axe(page), []);
            same(page.complaints, []);
            await page.context().close();
        }
    });

    await check('two rooms that never part say so', async () => {
        const [x, y] = [await made({ scenario: 'machine memory=16M seed=2\nspawn p\np touch stack w\n' }), await made({ scenario: 'machine memory=16M seed=2\nspawn p\np touch stack w\n' })];
        const page = await visit(browser, `${server.url}/c/${x.id}/${y.id}?lang=en`);
        const said = await get(server.url, `${api}/${x.id}/compare?with=${y.id}`);
        same([said.first, said.differing], [null, []]);
        await stands(page, said.a.steps, said.b.steps);
        await eventually(() => page.locator('.transport .jump').isDisabled(), true, 'there is nothing to jump to');
        await eventually(() => page.locator('.middle .unequal').count(), 0, 'marks of a difference');
        await page.context().close();
    });

    await check('a room that is not there is said', async () => {
        const page = await visit(browser, `${server.url}/c/${A.id}/nowhere?lang=en`);
        await page.locator('.toast').waitFor();
        same(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
        await page.context().close();
    });

    for (const [size, name] of [[{ width: 390, height: 844 }, 'phone'], [{ width: 900, height: 700 }, 'between'], [{ width: 1920, height: 1080 }, 'large']])
        await check(`nothing is wider than the window, ${name}`, async () => {
            for (const [lang, theme] of [['zh', 'light'], ['en', 'dark']]) {
                const page = await visit(browser, `${server.url}/c/${A.id}/${B.id}?lang=${lang}&theme=${theme}`, { viewport: size });
                await stands(page, rest.first.a, rest.first.b);
                await reached(page);
                await still(page, { path: join(shots, `F-${name}-${theme}-${lang}.png`) });
                const over = await page.evaluate(() => {
                    const main = document.querySelector('main');
                    return [document.documentElement.scrollWidth - document.documentElement.clientWidth, main.scrollWidth - main.clientWidth];
                });
                assert(over.every((n) => n <= 0), `${over} px wider than the window`);
                same(await axe(page), []);
                same(page.complaints, []);
                await page.context().close();
            }
        });
} finally {
    await browser.close();
    await server.stop();
}
finish();
