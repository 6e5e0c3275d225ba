// exercises.mjs - the index of labs and the exercises: in both languages and themes, clean; an exercise done by keyboard alone.
import { join } from 'node:path';
import { assert, axe, check, finish, launch, same, serve, shots, still, visit } from './lib.mjs';

const server = await serve();
const browser = await launch();
const looks = [['en', 'light'], ['en', 'dark'], ['zh', 'light'], ['zh', 'dark']];

try {
    for (const [lang, theme] of looks) {
        await check(`index and exercises: ${lang} ${theme}`, async () => {
            for (const [path, name] of [['/labs', 'labs'], ['/e', 'exercises'], ['/e/relocation?seed=2', 'relocation'], ['/e/policy?seed=2', 'policy'], ['/e/paging-multilevel?seed=1', 'multilevel']]) {
                for (const viewport of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
                    if (viewport.width < 500 && (lang === 'zh') !== (theme === 'dark')) continue;
                    const page = await visit(browser, `${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}&theme=${theme}`, { viewport });
                    await page.locator('h1').waitFor();
                    if (path.includes('seed')) await page.locator('input[data-answer]').first().waitFor();
                    await still(page, { path: join(shots, `${name}${viewport.width < 500 ? '-phone' : ''}-${theme}-${lang}.png`) });
                    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                    assert(over <= 0, `${path}: ${over} px too wide`);
                    same(await axe(page), [], path);
                    same(page.complaints, []);
                    await page.context().close();
                }
            }
        });
    }

    await check('an exercise by keyboard: wrong, then right, then the solution, then the next seed', async () => {
        const page = await visit(browser, `${server.url}/e/relocation?seed=3&lang=en`);
        const fields = page.locator('input[data-answer]');
        await fields.first().waitFor();
        const n = await fields.count();
        assert(!(await page.content()).includes('solution"'), 'the solution came with the problem');
        await fields.first().focus();
        for (let i = 0; i < n; i++) {
            await page.keyboard.type('1');
            await page.keyboard.press('Enter');
        }
        await page.getByText(`of ${n} right`).waitFor();
        await page.getByRole('button', { name: 'Show the solution' }).click();
        await page.locator('.solution').first().waitFor();
        const solution = await page.locator('.solution').allTextContents();
        same(solution.length, n);
        for (let i = 0; i < n; i++) await fields.nth(i).fill(solution[i]);
        await page.getByRole('button', { name: 'Check' }).click();
        await page.getByText(`${n} of ${n} right`).waitFor();
        await page.getByRole('button', { name: 'New problem' }).first().click();
        await page.waitForURL(/seed=4/);
        same(page.complaints, []);
        await page.context().close();
    });
} finally {
    await browser.close();
    await server.stop();
}
finish();
