// realtools.test.mjs - the tools of a real system read our files: procps' free, vmstat and slabtop, numactl's numastat
// and util-linux' lsmem run with our text over /proc and /sys in a mount namespace of their own, and print the figures
// that our commands of the same names print.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { bin } from './kit.mjs';

// Without the largest machines under a sanitizer: their figures are the same, and it takes minutes to follow that much address space.
const MACHINES = {
  'one node': { machine: 'machine profile=linux-256M', nodes: 1 },
  'two nodes': { machine: 'machine profile=numa-2x256M', nodes: 2 },
  ...(process.env.MMSCOPE_SANITIZED ? {} : { '16 GiB': { machine: 'machine memory=16G', nodes: 1 } }),
};
const WORK = ['spawn p', 'p mmap 20M as a', 'p write a', 'spawn q', 'q mmap 3M as b', 'q write b', 'alloc_pages 3 as k count=40', 'free_pages k every=3',
  'kmem_cache box size=200', 'kmem_alloc box count=500 as b', 'kmem_free b every=3', 'kmem_alloc dentry count=90 as d', 'kmalloc 3000 as big'];

/** What our own program prints for one line, after the work. */
function ours(machine, line) {
  const run = spawnSync(bin, ['run', '-'], { input: [machine, ...WORK, line, ''].join('\n'), encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, `${line}: ${run.stderr}${run.stdout}`);
  return run.stdout;
}

/** How to get a mount namespace here, or why there is none. */
function namespace() {
  for (const how of [['unshare', '-m'], ['unshare', '-rm']]) {
    const probe = spawnSync(how[0], [...how.slice(1), 'sh', '-c', 'mount --bind /proc/version /proc/meminfo && grep -q Linux /proc/meminfo']);
    if (probe.status === 0) return { how };
  }
  return { why: 'mount namespaces are not allowed here (unshare -m and unshare -rm both failed)' };
}

const space = namespace();
const missing = (...tools) => {
  const without = tools.filter((t) => spawnSync('sh', ['-c', `command -v ${t}`]).status !== 0);
  return without.length > 0 ? `not installed: ${without.join(', ')}` : undefined;
};
const dir = mkdtempSync(path.join(tmpdir(), 'mmscope-tools-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** Our files of one machine, below a folder of its own: the path of each is that of the real one. */
function layOut(name, { machine, nodes }) {
  const root = path.join(dir, name.replaceAll(' ', '-'));
  const files = ['/proc/meminfo', '/proc/vmstat', '/proc/zoneinfo', '/proc/buddyinfo', '/proc/slabinfo'];
  for (let n = 0; n < nodes; n++) {
    for (const file of ['meminfo', 'numastat', 'distance', 'cpulist']) files.push(`/sys/devices/system/node/node${n}/${file}`);
  }
  for (const file of files) {
    const at = path.join(root, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, ours(machine, `cat ${file}`));
  }
  return root;
}

/** Run a real tool with our files in place of the system's. */
function real(root, command) {
  const over = ['/proc/meminfo', '/proc/vmstat', '/proc/zoneinfo', '/proc/buddyinfo', '/proc/slabinfo']
    .map((f) => `if [ -e ${f} ]; then mount --bind ${root}${f} ${f}; fi`)
    .join(' && ');
  const nodes = `if [ -d /sys/devices/system/node ]; then mount --bind ${root}/sys/devices/system/node /sys/devices/system/node; fi`;
  const run = spawnSync(space.how[0], [...space.how.slice(1), 'sh', '-c', `${over} && ${nodes} && exec ${command}`], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', COLUMNS: '200' },
  });
  assert.equal(run.status, 0, `${command}: ${run.stderr}`);
  return run.stdout;
}

const numbers = (line) => line.trim().split(/\s+/);

for (const [name, description] of Object.entries(MACHINES)) {
  describe(`real tools, ${name}`, { skip: space.why }, () => {
    let root;
    const prepared = () => (root ??= layOut(name, description));

    test('free', { skip: missing('free') }, () => {
      for (const options of ['', '-b', '-k', '-m', '-g', '-h', '-w', '-wh', '-l', '-t', '-v', '--si', '-h --si', '--mega', '--tebi', '-ltvwh', '-c 2 -s 0.1']) {
        assert.equal(ours(description.machine, `free ${options}`), real(prepared(), `free ${options}`), `free ${options}`);
      }
    });

    test('vmstat', { skip: missing('vmstat') }, () => {
      // Columns that come from meminfo and vmstat; the others (CPU shares, interrupts) are the real system's.
      for (const options of ['', '-a', '-w', '-S M', '-S K']) {
        const [mine, theirs] = [ours(description.machine, `vmstat ${options}`), real(prepared(), `vmstat ${options}`)].map((t) => t.split('\n'));
        assert.deepEqual(mine.slice(0, 2), theirs.slice(0, 2), `vmstat ${options}: heading`);
        assert.deepEqual(numbers(mine[2]).slice(2, 6), numbers(theirs[2]).slice(2, 6), `vmstat ${options}`);
      }
      for (const options of ['-s', '-s -S M']) {
        const [mine, theirs] = [ours(description.machine, `vmstat ${options}`), real(prepared(), `vmstat ${options}`)].map((t) => t.split('\n'));
        assert.deepEqual(mine.map((l) => l.slice(13)), theirs.map((l) => l.slice(13)), 'the same lines');
        const shared = /memory|cache|swap|paged|swapped/;
        assert.deepEqual(mine.filter((l) => shared.test(l)), theirs.filter((l) => shared.test(l)));
      }
    });

    test('vmstat -m', { skip: missing('vmstat') }, () => {
      const slabs = ours(description.machine, 'vmstat -m');
      assert.equal(slabs, real(prepared(), 'vmstat -m'));
      assert.ok(slabs.split('\n').length > 100);
      assert.equal(ours(description.machine, 'vmstat -m -n'), real(prepared(), 'vmstat -m -n'));
    });

    test('slabtop -o', { skip: missing('slabtop') }, () => {
      for (const key of ['', '-s c', '-s l', '-s n', '-s u', '-s a', '-s s']) {
        const [mine, theirs] = [ours(description.machine, `slabtop -o ${key}`), real(prepared(), `slabtop -o ${key}`)].map((t) => t.split('\n'));
        assert.deepEqual(mine.slice(0, 7), theirs.slice(0, 7), 'summary and heading');
        // The tool leaves equal rows in no order that it promises.
        assert.deepEqual(mine.slice(7).sort(), theirs.slice(7).sort());
        if (key === '-s n') assert.deepEqual(mine, theirs);
      }
    });

    test('numastat', { skip: missing('numastat') }, () => {
      for (const options of ['', '-n', '-m', '-mn', '-c', '-cm', '-zm']) {
        // Of lines that it does not know the tool says so, in the middle of its table.
        const theirs = real(prepared(), `numastat ${options}`).replace(/^Token .* not in hash table\.\n/gm, '');
        assert.equal(ours(description.machine, `numastat ${options}`), theirs, `numastat ${options}`);
      }
    });

    test('numastat -p', { skip: missing('numastat') }, () => {
      // A process of ours over the shell that becomes the tool; the title names the real one.
      const lines = `${description.machine}\nspawn child\nchild mmap 3M as a\nchild write a\nchild brk +100K\nchild write heap\nchild write stack`;
      const maps = path.join(prepared(), 'numa_maps');
      writeFileSync(maps, ours(lines, 'cat /proc/child/numa_maps'));
      for (const options of ['-p', '-c -p', '-z -p']) {
        const theirs = real(prepared(), `sh -c 'mount --bind ${maps} /proc/$$/numa_maps && exec numastat ${options} $$'`);
        const mine = ours(lines, `numastat ${options} child`);
        assert.match(mine, /^\nPer-node process memory usage \(in MBs\) for PID \d+ \(child\)\n/);
        assert.equal(mine.split('\n').slice(2).join('\n'), theirs.split('\n').slice(2).join('\n'), `numastat ${options}`);
      }
    });
  });
}

test('lsmem', { skip: missing('lsmem') }, () => {
  const sizes = [['machine memory=256M', 2], ['machine memory=512M nodes=2', 4], ['machine memory=64M', 1], ['machine memory=3G', 24]];
  for (const [machine, blocks] of sizes.slice(0, process.env.MMSCOPE_SANITIZED ? 3 : 4)) {
    const root = mkdtempSync(path.join(dir, 'lsmem-'));
    const below = '/sys/devices/system/memory';
    mkdirSync(path.join(root, below), { recursive: true });
    writeFileSync(path.join(root, below, 'block_size_bytes'), ours(machine, `cat ${below}/block_size_bytes`));
    for (let b = 0; b < blocks; b++) {
      mkdirSync(path.join(root, below, `memory${b}`));
      for (const file of ['state', 'removable', 'phys_index', 'valid_zones', 'online']) {
        writeFileSync(path.join(root, below, `memory${b}`, file), ours(machine, `cat ${below}/memory${b}/${file}`));
      }
    }
    for (const options of ['', '-a', '-b', '-n', '-r', '-o RANGE,SIZE,BLOCK,ZONES', '-a -o BLOCK,ZONES', '--summary=only']) {
      const theirs = spawnSync('lsmem', ['-s', root, ...options.split(' ').filter(Boolean)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
      assert.equal(ours(machine, `lsmem ${options}`), theirs.stdout, `${machine}: lsmem ${options}`);
    }
  }
});
