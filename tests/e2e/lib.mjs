// lib.mjs - what every e2e needs: the real program on a free port, a browser, checks that are counted.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const top = join(here, '..', '..');
const require = createRequire(join(top, 'web', 'package.json'));
export const { chromium } = require('playwright-core');
const { PNG } = require('pngjs');
const pixelmatch = (await import(require.resolve('pixelmatch'))).default;

const build = process.env.BUILD ?? join(top, 'build');
export const shots = join(build, 'shots');
mkdirSync(shots, { recursive: true });

let passed = 0;
let failed = 0;

/** One counted check; what is thrown inside is its failure. */
export async function check(name, work) {
    try {
        await work();
        passed++;
        console.log(`ok   ${name}`);
    } catch (e) {
        failed++;
        console.log(`FAIL ${name}\n     ${e instanceof Error ? (e.stack ?? e.message).split('\n').slice(0, 6).join('\n     ') : e}`);
    }
}

export function finish() {
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed ? 1 : 0;
}

export function assert(holds, what) {
    if (!holds) throw new Error(what);
}

export function same(a, b, what = 'values differ') {
    if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
}

/** The program on a free port; its address and how to end it. */
export async function serve(...args) {
    const bin = process.env.MMSCOPE_BIN ?? join(build, 'mmscope');
    const web = process.env.MMSCOPE_WEB ?? join(build, 'web');
    const child = spawn(bin, ['serve', '--port', '0', '--web', web, '--data', 'none', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (d) => (errors += d));
    const url = await new Promise((resolve, reject) => {
        let out = '';
        const timer = setTimeout(() => reject(new Error(`the server did not say where it listens: ${out}${errors}`)), 20000);
        child.stdout.on('data', (d) => {
            out += d;
            const m = /listening on (http:\/\/\S+)/.exec(out);
            if (m) {
                clearTimeout(timer);
                resolve(m[1].replace(/\/$/, ''));
            }
        });
        child.on('exit', (code) => {
            clearTimeout(timer);
            reject(new Error(`the server ended with ${code}: ${errors}`));
        });
    });
    return {
        url,
        async stop() {
            const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
            child.kill('SIGTERM');
            const late = setTimeout(() => child.kill('SIGKILL'), 10000);
            const how = await ended;
            clearTimeout(late);
            return how;
        },
        get errors() {
            return errors;
        },
    };
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** A page of its own visitor. What the browser complains about is kept in `complaints`. */
export async function visit(browser, url, { tour = false, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
    // Whoever comes is shown around on his first machine; here only who asks for it.
    if (!tour)
        await context.addInitScript(() => {
            if (location.protocol.startsWith('http')) localStorage.setItem('mmscope.tour', 'shown');
        });
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', (m) => {
        if (m.type() === 'error') page.complaints.push(m.text());
    });
    page.on('pageerror', (e) => page.complaints.push(e.message));
    if (url) await page.goto(url);
    return page;
}

export async function post(url, path, body, token) {
    const headers = { 'Content-Type': 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
}

export const get = async (url, path) => (await fetch(url + path)).json();

/** Number of the last event that the page shows. */
export const seqOf = (page) => page.locator('[data-seq]').first().getAttribute('data-seq').then(Number);

/** Waits until the page stands at an event. */
export async function stands(page, seq, ms = 15000) {
    await page.locator(`[data-seq="${seq}"]`).first().waitFor({ state: 'attached', timeout: ms });
}

/** Waits until two photographs in a row are the same, and gives the last one. */
export async function still(page, options = {}) {
    let before = await page.screenshot(options);
    for (let i = 0; i < 40; i++) {
        await page.waitForTimeout(80);
        const after = await page.screenshot(options);
        if (before.equals(after)) return after;
        before = after;
    }
    return before;
}

/** Pixels in which two photographs differ. */
export function pixelsApart(a, b) {
    const [x, y] = [PNG.sync.read(a), PNG.sync.read(b)];
    if (x.width !== y.width || x.height !== y.height) return Infinity;
    return pixelmatch(x.data, y.data, undefined, x.width, x.height, { threshold: 0.1 });
}

/** Runs axe in the page; the violations. */
export async function axe(page) {
    const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    // The strict CSP lets no script in from a test, so it is brought in by the debugger.
    await page.evaluate(source);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}

/** The room, when all the lines it was made with have run. */
export async function ready(url, room) {
    for (let i = 0; i < 300; i++) {
        const info = await get(url, `/api/v1/rooms/${room}`);
        if (info.state !== 'busy') return info;
        await new Promise((r) => setTimeout(r, 100));
    }
    throw new Error(`room ${room} is still busy`);
}
