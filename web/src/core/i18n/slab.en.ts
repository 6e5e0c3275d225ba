// English: what the events of the slab allocator and of kernel objects say.

import type { EventTexts } from './shape';
import type { ENUMS } from '../schema.gen';
import { int, type Story } from './story';

const plural = (n: number, one: string, many = one + 's'): string => `${int(n)} ${n === 1 ? one : many}`;

/** Where an object came from: one sentence, and why it was looked for there. */
const paths: Record<(typeof ENUMS.slab_path)[number], [string, string, string]> = {
    cpu_freelist: ['from the CPU’s own list', 'The first free object of the CPU’s slab is taken. No lock is needed: nobody else takes from this list.', 'own list'],
    slab_freelist: ['from the list of its slab', 'The CPU’s list was empty, but other CPUs had given objects of its slab back. They become its list.', 'slab’s list'],
    cpu_partial: ['from a partial slab of the CPU', 'The CPU’s slab is used up. It had put aside slabs with free objects; the first becomes its slab.', 'CPU partial'],
    node_partial: ['from a partial slab of the node', 'The CPU has none left. The node keeps slabs with free objects; some move to the CPU.', 'node partial'],
    other_node: ['from a partial slab of another node', 'This node has none left. A farther object is better than a new slab.', 'other node'],
    new_slab: ['from a new slab', 'No slab of this cache has a free object. The page allocator gives a block of frames, cut into objects.', 'new slab'],
};
const places: Record<(typeof ENUMS.slab_state)[number], string> = {
    none: 'nowhere',
    cpu: 'the CPU takes from it',
    cpu_partial: 'on the CPU’s partial list',
    node_partial: 'on the node’s partial list',
    full: 'full, on no list',
    empty: 'empty, to be given back',
};
function moved(s: Story): string {
    switch (s.slabState()) {
        case 'cpu': return 'The CPU takes objects from one slab at a time. This is the one now.';
        case 'cpu_partial': return `A free object was found on it, so the CPU keeps it for later. At most ${int(s.cacheFigure('cpu_partial_slabs'))} are kept.`;
        case 'node_partial': return 'It has free objects and no CPU holds it. Any CPU of the node may take it.';
        case 'full': return 'No object of it is free. SLUB forgets it until one is given back; the object’s address leads to it.';
        case 'empty': return `No object of it is in use, and the node already keeps ${int(s.cacheFigure('min_partial'))} partial slabs or more.`;
        default: return 'It belongs to nobody any more.';
    }
}

export const slabEn = {
    kmem_cache: {
        now: (s) => (s.n('alias') ? `${s.cache} serves one more kind of object.` : `Cache ${s.cache}: objects of ${s.int('bytes')} bytes, ${s.int('objects')} to a slab.`),
        why: (s) =>
            s.n('alias')
                ? 'A cache with the same size and flags was there already. Linux merges like caches, so that they share slabs.'
                : `Each takes ${s.int('size_bytes')} bytes with its alignment. A slab is a block of ${plural(2 ** s.n('order'), 'frame')}: the smallest that wastes little.`,
        station: (s) => s.cache,
        chain: (s) => (s.n('alias') ? `merged into ${s.cache}` : `cache ${s.cache}`),
    },
    kmem_alloc: {
        now: (s) => `One ${s.cache} object, ${paths[s.slabPath][0]}.`,
        why: (s) => paths[s.slabPath][1],
        station: (s) => paths[s.slabPath][2],
        chain: (s) => `${s.cache} object ${s.hexOf('obj')}, ${paths[s.slabPath][0]}`,
    },
    slab_new: {
        now: (s) => `A new slab of ${s.cache} in frame ${s.hex('pfn')}: ${s.int('objects')} free objects.`,
        why: (s) =>
            s.n('order') < s.cacheFigure('order')
                ? 'There was no block of the usual order. The smallest block that holds one object must do.'
                : `${plural(2 ** s.n('order'), 'frame')} cut into equal pieces. Each free piece holds the address of the next one in its middle.`,
        station: (s) => `slab of ${s.int('objects')}`,
        chain: (s) => `new slab at ${s.hex('pfn')}, order ${s.n('order')}`,
    },
    slab_free: {
        now: (s) => `The slab in frame ${s.hex('pfn')} goes back to the page allocator.`,
        why: () => 'All its objects are free. Only then can its frames be used for anything else: freed objects are not yet freed pages.',
        station: () => 'slab given back',
        chain: (s) => `slab at ${s.hex('pfn')} given back`,
    },
    kmem_free: {
        now: (s) => `One ${s.cache} object is given back.`,
        why: (s) =>
            s.slabPut === 'cpu_freelist'
                ? 'It lies on the slab this CPU takes from, so it goes to the front of the CPU’s own list and is the next to be used.'
                : 'It lies on another slab. It goes to the front of that slab’s own list.',
        station: () => 'object free',
        chain: (s) => `${s.cache} object ${s.hexOf('obj')} freed`,
    },
    slab_move: {
        now: (s) => `A slab of ${s.cache} is now ${places[s.slabState()]}.`,
        why: moved,
        station: (s) => s.slabState().replace('_', ' '),
        chain: (s) => `slab: ${places[s.slabState('slab_state_before')]}, then ${places[s.slabState()]}`,
    },
    slab_drain: {
        now: (s) => `CPU ${s.int('cpu')} holds ${plural(s.n('slabs'), 'partial slab')} of ${s.cache}. They go to the node.`,
        why: (s) => `More than ${plural(s.n('limit'), 'slab')} may not be kept by one CPU. The whole list goes at once, so that the lock is taken once.`,
        station: () => 'list drained',
        chain: (s) => `${plural(s.n('slabs'), 'partial slab')} of CPU ${s.int('cpu')} drained`,
    },
    kmem_shrink: {
        now: (s) => `${s.cache} has ${plural(s.n('slabs'), 'slab')} for ${plural(s.n('used_objects'), 'object')}. What it does not need goes back.`,
        why: () => 'CPUs let go of their slabs, empty slabs go back to the page allocator, and the fullest partial slabs come first.',
        station: () => 'shrink',
        chain: (s) => `${s.cache} shrunk: it had ${plural(s.n('slabs'), 'slab')}`,
    },
    file_open: {
        now: () => 'A file is opened: one filp object stands for it.',
        why: (s) =>
            s.n('cached')
                ? 'Its path is known already, so it has its dentry and its inode.'
                : 'Nobody had opened this path: it gets a dentry, its name, and an inode, the file itself. Both stay when the file is closed.',
        station: () => 'file open',
        chain: (s) => (s.n('cached') ? 'file opened, its path was known' : 'file opened, its path was new'),
    },
    shrink_slab: {
        now: (s) => `Of ${plural(s.n('freeable_objects'), 'unused dentry or inode', 'unused dentries and inodes')} of node ${s.int('node')}, ${int(s.n('freed_objects'))} went.`,
        why: () => 'A dentry that was used again is passed over once, and holds its inode. A freed object is no freed page: a slab goes back when it is empty.',
        station: () => 'objects dropped',
        chain: (s) => `${plural(s.n('freed_objects'), 'unused object')} dropped`,
    },
    stack_take: {
        now: (s) => `A kernel stack for ${s.who}: ${plural(s.n('pages'), 'frame')}.`,
        why: (s) =>
            s.n('cached')
                ? 'A CPU keeps two stacks of tasks that ended. This one is used again.'
                : `Every task has a stack of its own in the kernel, ${s.n('pages') * 4} KB. ${s.n('pages') > 2 ? 'The frames need not be neighbours: the stack lies in vmalloc space.' : 'With 32 bits it is one block.'}`,
        station: () => 'kernel stack',
        chain: (s) => (s.n('cached') ? 'kernel stack from the CPU’s two' : `kernel stack, ${plural(s.n('pages'), 'frame')}`),
    },
    stack_give: {
        now: (s) => (s.n('cached') ? `The kernel stack of ${s.who} is kept for the next task.` : `The kernel stack of ${s.who} is freed.`),
        why: (s) => (s.n('cached') ? 'Each CPU keeps up to two, because making one is slow.' : 'The CPU already keeps two, so its frames go back to the page allocator.'),
        station: (s) => (s.n('cached') ? 'stack kept' : 'stack freed'),
        chain: (s) => (s.n('cached') ? 'kernel stack kept' : 'kernel stack freed'),
    },
} satisfies Partial<EventTexts>;
