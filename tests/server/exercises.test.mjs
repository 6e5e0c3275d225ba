// Exercises over REST and on the command line: the problem has no answers in it, checking says which are right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { bin, serve } from './kit.mjs';

const kinds = ['relocation', 'segmentation', 'paging-linear', 'paging-multilevel', 'freelist', 'policy'];
const cli = (...args) => JSON.parse(execFileSync(bin, ['exercise', ...args, '--format', 'json', '--solve'], { encoding: 'utf8', maxBuffer: 1 << 24 }));

test('a problem over REST is the one of the command line, without its solution', async (t) => {
    const server = await serve();
    t.after(() => server.stop());
    const list = await (await fetch(server.base + '/api/v1/exercises')).json();
    assert.deepEqual(list.exercises.map((e) => e.kind), kinds);
    for (const kind of kinds) {
        const task = await (await fetch(`${server.base}/api/v1/exercises/${kind}?seed=7`)).json();
        const { solution, ...own } = cli(kind, '--seed', '7');
        assert.deepEqual(task, own);
        assert.ok(!('solution' in task));
        assert.equal(solution.length, task.questions.length);
        for (const o of list.exercises.find((e) => e.kind === kind).options) assert.equal(task.options[o.name], o.default);
    }
});

test('right answers are right, wrong ones are not, missing ones are null', async (t) => {
    const server = await serve();
    t.after(() => server.stop());
    for (const kind of kinds) {
        const task = await (await fetch(`${server.base}/api/v1/exercises/${kind}?seed=3`)).json();
        const check = async (answers, solve) => {
            const r = await fetch(`${server.base}/api/v1/exercises/${kind}/check`, {
                method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ seed: task.seed, options: task.options, answers, solve }),
            });
            assert.equal(r.status, 200);
            return r.json();
        };
        const blank = await check([], true);
        assert.ok(blank.right.flat().every((x) => x === null));
        const all = await check(blank.solution, false);
        assert.ok(all.right.flat().every((x) => x === true), kind);
        assert.equal(all.solution, null);
        const wrong = await check(blank.solution.map((row) => row.map((a) => a + ' 9')), false);
        assert.ok(wrong.right.flat().every((x) => x === false), kind);
        assert.deepEqual(blank.solution, cli(kind, '--seed', '3').solution);
    }
});

test('what cannot be made is refused by name', async (t) => {
    const server = await serve();
    t.after(() => server.stop());
    const refused = async (path, status, field) => {
        const r = await fetch(server.base + '/api/v1/exercises/' + path);
        assert.equal(r.status, status, path);
        const problem = await r.json();
        if (field) assert.equal(problem.field, field);
    };
    await refused('nothing', 404);
    await refused('relocation?asise=1k', 422, 'asise');
    await refused('relocation?seed=x', 422, 'seed');
    await refused('relocation?asize=16k&physmem=1k', 422);
    await refused('policy?policy=best', 422, 'policy');
    const r = await fetch(`${server.base}/api/v1/exercises/policy/check`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"seed":1,"answers":3}' });
    assert.equal(r.status, 400);
});
