// lib.mjs - what every e2e needs: the real program on a free port, a browser, checks that are counted.
//
// Nothing here or in the tests is a matter of speed. What has to happen is waited for, as long as PATIENCE_MS; no test waits a
// fixed time for it. What must not happen is looked at behind something that comes later than it would have. When a wait
// fails, the failure says what every open page showed instead.
//   MMSCOPE_PATIENCE=3   waits three times as long (a sanitizer, an emulator)
//   MMSCOPE_SLOW=6       the browser computes six times slower: to see here what a slow machine sees
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
export const top = join(folder, '..', '..');
const require = createRequire(join(top, 'web', 'package.json'));
export const { chromium } = require('playwright-core');
const { PNG } = require('pngjs');
const pixelmatch = (await import(require.resolve('pixelmatch'))).default;

const build = process.env.BUILD ?? join(top, 'build');
export const shots = join(build, 'shots');
mkdirSync(shots, { recursive: true });

/** How long anything is waited for. A machine under load is no failure; what never comes is one, only later. */
export const PATIENCE_MS = 60000 * Number(process.env.MMSCOPE_PATIENCE ?? 1);
const SLOW = Number(process.env.MMSCOPE_SLOW ?? 1);
const LOOK_MS = 50;
const REPORT_MS = 5000;

export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

let passed = 0;
let failed = 0;
let doing = 'nothing yet';
const file = basename(process.argv[1] ?? 'e2e', '.mjs');
const pages = new Set();
const children = new Set();
/** Requests of a page that are under way: a part of the page may be among them. */
const loading = new WeakMap();

/** What a reader of the page would see, in few words. */
function facts() {
    const texts = (q) => [...document.querySelectorAll(q)].map((e) => e.textContent.replace(/\s+/g, ' ').trim().slice(0, 160)).filter(Boolean);
    const one = (q, name) => document.querySelector(q)?.getAttribute(name) ?? null;
    const active = document.activeElement;
    const said = {
        seq: one('[data-seq]', 'data-seq'),
        step: one('[data-step]', 'data-step'),
        both: document.querySelector('[data-a]') ? [one('[data-a]', 'data-a'), one('[data-b]', 'data-b')] : null,
        heading: texts('h1').slice(0, 3),
        state: texts('.state .lost, header .state > .muted'),
        sheets: [...document.querySelectorAll('[role="dialog"]')].map((e) => e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 40)),
        problems: texts('.problem'),
        notices: texts('.toast, .failed, .notice, p.bad, [role="alert"]'),
        focus: active && active !== document.body ? `${active.tagName.toLowerCase()} ${active.getAttribute('aria-label') ?? active.textContent.trim().slice(0, 40)}` : null,
    };
    return Object.entries(said).filter(([, v]) => v !== null && v.length !== 0).map(([k, v]) => `${k} ${JSON.stringify(v)}`).join(', ');
}

const inTime = (work, ms) => Promise.race([work, sleep(ms).then(() => Promise.reject(new Error(`it did not answer in ${ms} ms`)))]);

/** What the open pages show instead of what was waited for, a line each, and a photograph of each beside the others. */
export async function report() {
    const lines = [];
    for (const page of pages) {
        const n = lines.length;
        const shown = await inTime(page.evaluate(facts), REPORT_MS).catch((e) => e.message.split('\n')[0]);
        lines.push(`page ${page.url()}: ${shown}`);
        if (loading.get(page)?.size) lines.push(`  still loading: ${[...loading.get(page)].map((r) => r.url()).join(' ')}`);
        if (page.complaints.length) lines.push(`  complaints: ${JSON.stringify(page.complaints)}`);
        const path = join(shots, `failed-${file}-${failed}-${n}.png`);
        await inTime(page.screenshot({ timeout: REPORT_MS }).then((png) => writeFileSync(path, png)), REPORT_MS).catch(() => {});
    }
    for (const child of children) if (child.errors) lines.push(`server: ${child.errors.trim().split('\n').slice(-5).join(' | ')}`);
    return lines;
}

/** One counted check; what is thrown inside is its failure. */
export async function check(name, work) {
    doing = name;
    try {
        await work();
        passed++;
        console.log(`ok   ${name}`);
    } catch (e) {
        failed++;
        const why = e instanceof Error ? (e.stack ?? e.message).split('\n').slice(0, 12) : [String(e)];
        console.log([`FAIL ${name}`, ...why, ...(await report())].join('\n     '));
    }
    doing = `what follows "${name}"`;
}

// Whoever ends this file from outside is told where it was; the servers do not outlive it.
process.on('exit', () => {
    for (const child of children) child.kill('SIGKILL');
});
process.once('SIGTERM', () => {
    void report().then((lines) => {
        console.log([`stopped from outside during ${doing}`, ...lines].join('\n     '));
        process.exit(1);
    });
});

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
    children.add(child);
    child.errors = '';
    child.stderr.on('data', (d) => (child.errors += d));
    const url = await new Promise((resolve, reject) => {
        let out = '';
        const timer = setTimeout(() => reject(new Error(`the server did not say where it listens: ${out}${child.errors}`)), PATIENCE_MS);
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
            reject(new Error(`the server ended with ${code}: ${child.errors}`));
        });
    });
    return {
        url,
        async stop() {
            children.delete(child);
            if (child.exitCode !== null || child.signalCode !== null) return { code: child.exitCode, signal: child.signalCode };
            const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
            child.kill('SIGTERM');
            const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
            const how = await ended;
            clearTimeout(late);
            return how;
        },
        get errors() {
            return child.errors;
        },
    };
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'], timeout: PATIENCE_MS, handleSIGTERM: false });

/** A page of its own visitor. What the browser complains about is kept in `complaints`. */
export async function visit(browser, url, { tour = false, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
    // Whoever comes is shown around on his first machine; here only who asks for it.
    if (!tour)
        await context.addInitScript(() => {
            if (location.protocol.startsWith('http')) localStorage.setItem('mmscope.tour', 'shown');
        });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    pages.add(page);
    page.on('close', () => pages.delete(page));
    page.on('crash', () => page.complaints.push('the page crashed'));
    const requests = new Set();
    loading.set(page, requests);
    page.on('request', (r) => /^http/.test(r.url()) && requests.add(r));
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (r) => requests.delete(r));
    page.on('framenavigated', (f) => f === page.mainFrame() && requests.clear());
    if (SLOW > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOW });
    page.complaints = [];
    page.on('console', (m) => {
        if (m.type() === 'error') page.complaints.push(m.text());
    });
    page.on('pageerror', (e) => page.complaints.push(e.message));
    if (url) await page.goto(url);
    return page;
}

/** One request on a connection of its own: one that is kept may be closed by the server just when it is used again. */
async function ask(url, options = {}) {
    const response = await fetch(url, { ...options, headers: { ...options.headers, Connection: 'close' } });
    return { status: response.status, text: await response.text() };
}

export async function post(url, path, body, token) {
    const headers = { 'Content-Type': 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    const { status, text } = await ask(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status, body: JSON.parse(text) };
}

export const get = async (url, path) => JSON.parse((await ask(url + path)).text);

/** Events of a room, a line each. */
export const eventsOf = async (url, room, from, limit) =>
    (await ask(`${url}/api/v1/rooms/${room}/events?from=${from}&limit=${limit}`)).text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Looks until what is read is what is wanted (a value, or a function that says so), and gives it. */
export async function eventually(read, want, what = 'values differ') {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
        const got = await read();
        if (typeof want === 'function' ? want(got) : JSON.stringify(got) === JSON.stringify(want)) return got;
        if (Date.now() > until) throw new Error(`${what}: after ${PATIENCE_MS} ms it is still ${JSON.stringify(got)}${typeof want === 'function' ? '' : `, not ${JSON.stringify(want)}`}`);
        await sleep(LOOK_MS);
    }
}

/** Number of the last event that the page shows, once its room is here. */
export const seqOf = (page) => page.locator('[data-seq]').first().getAttribute('data-seq').then(Number);

/** Waits until a part of the page is there; else the error says what the page shows, for a wait outside of a check, too. */
async function shows(page, part, what) {
    await part.waitFor({ state: 'attached' }).catch(async (e) => {
        const instead = await inTime(page.evaluate(facts), REPORT_MS).catch((x) => x.message);
        throw new Error(`${what} does not come (${e.message.split('\n')[0]}); the page shows ${instead}; complaints: ${JSON.stringify(page.complaints)}`);
    });
}

/** The room is here: the page shows a moment of it, and listens. */
export const here = (page) => shows(page, page.locator('[data-seq]').first(), 'its room');

/** Waits until the page stands at an event, and nothing moves any more. */
export async function stands(page, seq) {
    await shows(page, page.locator(`[data-seq="${seq}"][data-tau="1"]`).first(), `event ${seq}`);
}

/** Presses a key once the room is here and no field has it, and waits for what it leads to: an event, or anything else. */
export async function pressed(page, key, until) {
    await here(page);
    await page.evaluate(() => {
        if (document.activeElement?.matches('input, textarea, select')) document.activeElement.blur();
    });
    await page.keyboard.press(key);
    if (typeof until === 'number') await stands(page, until);
    else if (until) await until();
}

/** Two frames of the page later: what was to be drawn is. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Waits until nothing is on its way to the page, and what came is drawn. */
export async function quiet(page) {
    do {
        await eventually(() => loading.get(page)?.size ?? 0, 0, 'requests under way');
        await drawn(page);
    } while (loading.get(page)?.size);
}

/** Waits until nothing is on its way to the page and two photographs in a row are the same, and gives the last one. */
export async function still(page, options = {}) {
    const until = Date.now() + PATIENCE_MS;
    let before = null;
    for (;;) {
        await quiet(page);
        const now = await page.screenshot(options);
        if (before?.equals(now)) return now;
        before = now;
        if (Date.now() > until) throw new Error('the picture does not come to rest');
        await sleep(LOOK_MS);
    }
}

/** Pixels in which two photographs differ. */
export function pixelsApart(a, b) {
    const [x, y] = [PNG.sync.read(a), PNG.sync.read(b)];
    if (x.width !== y.width || x.height !== y.height) return Infinity;
    return pixelmatch(x.data, y.data, undefined, x.width, x.height, { threshold: 0.1 });
}

/** Runs axe in the page once all of it is here; the violations. */
export async function axe(page) {
    await quiet(page);
    const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    // The strict CSP lets no script in from a test, so it is brought in by the debugger.
    await page.evaluate(source);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}

/** The room, when all the lines it was made with have run. */
export const ready = (url, room) => eventually(() => get(url, `/api/v1/rooms/${room}`), (info) => info.state !== 'busy' && info.state !== undefined, `room ${room} stays busy`);
