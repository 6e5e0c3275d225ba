// English: what each event says. Plain, exact sentences; "frame" is physical, "page" is virtual.

import { pathEn } from './path.en';
import { bootEn } from './boot.en';
import { nodesEn } from './nodes.en';
import { compactEn } from './compact.en';
import { segmentsEn } from './segments.en';
import { slabEn } from './slab.en';
import type { EventTexts } from './shape';
import { addressShort, blockBytes, cut, duration, int, type Story } from './story';

const plural = (n: number, one: string, many = one + 's'): string => `${int(n)} ${n === 1 ? one : many}`;
const name = (s: Story, fallback = 'the area'): string => s.areaName() || fallback;
const accessWord = { read: 'read', write: 'write', fetch: 'fetch' } as const;
const verbs = { read: 'reads', write: 'writes', fetch: 'runs code at' } as const;

function untouched(s: Story): string {
    if (s.n('level') > 1) return 'No page of this region was needed before, so there is no table below. The kernel will make it together with the page.';
    const area = s.area;
    if (!area) return 'No area covers this address. Nobody promised anything here.';
    if (area.role === 'heap') return 'The heap was promised by brk, but no byte of this page was touched before. Linux hands out frames on first touch.';
    if (area.role === 'stack') return 'The stack was promised at the start, but this page of it was never touched. Linux hands out frames on first touch.';
    if (area.role === 'bss') return 'Variables that start as zero take no space until used. This page was never touched before.';
    if (area.role === 'text') return 'The code was mapped, not loaded. A page of it comes into memory when it is first run.';
    return 'The range was promised by mmap, but this page was never touched before. Linux hands out frames on first touch.';
}

function denied(s: Story): string {
    if (s.access === 'fetch') return 'The NX bit is set: this page holds data, and data may not be run as code.';
    if (s.access === 'write' && s.entryIsZeroPage) return 'Earlier reads were served by the shared frame of zeros, read-only. The kernel must give the page a frame of its own.';
    if (s.access === 'write') return 'The W bit is clear. The kernel must decide: a page to be copied, or a range that may not be written.';
    return 'The entry is for the kernel alone. The kernel must decide what this access means.';
}

function errorCode(s: Story): string {
    const code = s.n('error_code');
    const how = code & 16 ? 'an instruction fetch' : code & 2 ? 'a write' : 'a read';
    return `Error code ${code}: ${how} by ${code & 4 ? 'the program' : 'the kernel'}, ${code & 1 ? 'entry present but not allowed' : 'page not present'}. The address is in CR2.`;
}

const decide: Record<Story['fault'], [string, string, string]> = {
    anon_read: ['A first read. The shared zero page will do.', 'Nothing was written here, so every byte reads as 0. One frame of zeros serves all such pages, read-only.', 'use zero page'],
    anon_write: ['A first write. The page needs a frame of its own.', 'Anonymous memory has no file behind it. It starts as zeros, in a frame that belongs to this process.', 'new anon page'],
    zero_write: ['A write over the zero page. It needs its own frame.', 'So far the page read as zeros from the shared frame. Writing there would change it for everyone.', 'leave zero page'],
    reuse: ['Nobody else has this frame. It may be written again.', 'The frame is mapped once, here. A copy would gain nothing, so the entry is made writable.', 'reuse frame'],
    copy: ['Others share this frame. The writer gets a copy.', 'Copy on write: as long as all only read, one frame is enough. The first write ends that.', 'copy on write'],
    file_read: ['The page belongs to a file and is read in.', 'The page cache keeps pages of files. If it has this one, no disk is needed.', 'file page'],
    file_write: ['A private write to a file page: it is copied.', 'The mapping is private. The file must not change, so the writer gets its own frame.', 'copy file page'],
    spurious: ['The page is there already. Nothing to repair.', 'Between the walk and the fault the entry became good. The access is simply repeated.', 'already there'],
    bad_area: ['No area covers the address. The program is at fault.', 'Nothing was ever mapped here. The kernel will not invent memory, it sends SIGSEGV.', 'no area'],
    bad_access: ['The area does not allow this access.', 'The range exists, but not for this kind of access. The kernel sends SIGSEGV.', 'not allowed'],
    beyond_eof: ['The file ends before this page.', 'The mapping is longer than its file. There is nothing to read in, so SIGBUS is sent.', 'beyond the file'],
    non_canonical: ['This is no address of this machine at all.', 'The upper bits must repeat the highest used bit. Otherwise the CPU raises a general protection fault.', 'not canonical'],
    no_memory: ['There is no frame left for this page.', 'The allocator found no block in any zone. The task cannot go on.', 'no memory'],
};

function signalWhy(s: Story): string {
    const end = s.n('caught') ? ' The process said it would handle it.' : '';
    if (s.siCode === 'SEGV_MAPERR') return `SEGV_MAPERR: no area covers ${s.addr('addr')}.${end}`;
    if (s.siCode === 'SEGV_ACCERR') return `SEGV_ACCERR: an area is there, but it does not allow this access.${end}`;
    if (s.siCode === 'BUS_ADRERR') return `BUS_ADRERR: the file has no such page.${end}`;
    if (s.siCode === 'SI_KERNEL') return `SI_KERNEL: the address is not canonical, so no address is reported.${end}`;
    return s.n('caught') ? 'The process said it would handle it.' : 'Somebody sent it. A process that does not catch it ends.';
}

function evictWhy(s: Story): string {
    const worth = s.int('worth');
    switch (s.labWhy) {
        case 'oldest':
            return `It came first, with reference ${int(s.n('worth') + 1)}. FIFO does not ask whether it was used since.`;
        case 'least_recent':
            return `It was not used for the longest time: last with reference ${int(s.n('worth') + 1)}.`;
        case 'not_referenced':
            return 'Its reference bit was 0 when the hand came by: not used lately.';
        case 'farthest':
            return `Of all pages here it is wanted again last: with reference ${int(s.n('worth') + 1)}. OPT knows the future.`;
        case 'never_again':
            return 'It is never wanted again. OPT knows the future.';
        case 'chance':
            return `Drawn by lot: frame ${s.int('slot')}.`;
        case 'lowest_count':
            return `Its counter is the lowest: ${worth}.`;
        case 'lowest_age':
            return `Its counter is the lowest: ${worth}. Old uses have been shifted out of it.`;
        case 'least_frequent':
            return `It was used least often since it came: ${worth} times.`;
        case 'a1in_full':
            return `A1in has more than its share of frames, ${worth}. Its oldest page goes, and is remembered on A1out.`;
        case 'am_oldest':
            return 'A1in has no more than its share, so the page of Am that was not used for the longest time goes.';
        case 't1_over':
            return `T1 has more frames than its target, ${worth}. Its least recently used page goes, and is remembered on B1.`;
        case 't2_oldest':
            return `T1 is within its target, ${worth}, so the least recently used page of T2 goes, and is remembered on B2.`;
        case 't1_alone':
            return 'T1 fills all of memory and nothing is remembered of it: its least recently used page goes and is forgotten.';
        default:
            return 'The policy chose it.';
    }
}

const flush: Record<Story['flushReason'], string> = {
    switch: 'Without PCID the entries of two address spaces cannot be told apart, so a switch drops them.',
    range: 'More than 33 pages changed at once. Dropping everything is cheaper than that many single pages.',
    asid_reuse: 'There are six address-space numbers. This one was taken from another process.',
    exit: 'The address space ends. None of its translations may be used any more.',
};

function commit(s: Story): string {
    if (s.n('mode') === 1) return 'Mode 1 never refuses. Promises may exceed memory by any amount.';
    if (s.n('mode') === 2) return `Mode 2 keeps all promises below CommitLimit: ${s.int('committed_pages')} of ${s.int('limit_pages')} pages.`;
    return 'Mode 0 refuses only a request that is larger than all memory and swap together.';
}

export const eventsEn: EventTexts = {
    command: {
        now: (s) => `A command: ${cut(s.command, 44)}`,
        why: () => 'A command is one step of history. All events up to its end happen because of it.',
        station: () => 'command',
        chain: (s) => `command: ${s.command}`,
    },
    command_end: {
        now: (s) => (s.errno ? `The command ends. The call said ${s.errno}.` : 'The command is done.'),
        why: (s) =>
            s.errno
                ? `${s.errno} is Linux's answer to the program. The machine goes on as before.`
                : `It took ${duration(s.model.mirror.get('machine', 'r_ns', 0))} of simulated time and ${plural(s.step.last - s.step.first + 1, 'event')}.`,
        station: (s) => s.errno || 'done',
        chain: (s) => (s.errno ? `end: ${s.errno}` : 'command done'),
    },
    job_turn: {
        now: (s) => `It is the turn of ${s.who} on CPU ${s.n('cpu')}.`,
        why: () => 'Jobs share the simulated CPUs in turns, always in the same order, so that a run can be repeated exactly.',
        station: (s) => cut(`turn: ${s.who}`, 18),
        chain: (s) => `turn of ${s.who}`,
    },
    job_end: {
        now: (s) => `${s.who} has finished its work.`,
        why: (s) => `It made ${plural(s.n('done'), 'access', 'accesses')}. The process stays, with all its pages.`,
        station: () => 'work finished',
        chain: (s) => `${s.who} finished its work`,
    },
    task_switch: {
        now: (s) => `CPU ${s.n('cpu')} now runs ${s.procName(s.n('pid_to'))}.`,
        why: (s) =>
            s.n('flushed')
                ? 'CR3 gets another top table. The TLB entries of the old address space are dropped.'
                : `CR3 gets another top table. TLB entries carry a number (${s.n('asid')} for this process), so the others may stay.`,
        station: (s) => cut(`to ${s.procName(s.n('pid_to'))}`, 18),
        chain: (s) => `switch to ${s.procName(s.n('pid_to'))}`,
    },
    syscall: {
        now: (s) => `${s.who} calls the kernel: ${s.verb}${s.n('bytes') ? `, ${blockBytes(s.n('bytes'))}` : ''}.`,
        why: () => 'Only the kernel may change an address space. The program waits while it works.',
        station: (s) => s.verb || 'system call',
        chain: (s) => `${s.who} called ${s.verb}`,
    },
    syscall_return: {
        now: (s) => (s.errno ? `The call fails with ${s.errno}.` : `The call returns to ${s.who}.`),
        why: (s) => (s.errno ? 'Nothing was changed for the program. What to do about it is its own decision.' : 'The program goes on behind the call. Promised memory still has no frames.'),
        station: (s) => s.errno || 'return',
        chain: (s) => (s.errno ? `the call failed: ${s.errno}` : 'the call returned'),
    },
    access: {
        now: (s) => `${s.who} ${verbs[s.access]} ${s.place}.`,
        why: () => 'The program knows only virtual addresses. The CPU must find the frame before a byte can move.',
        station: (s) => `${accessWord[s.access]} ${addressShort(s.n('addr'))}`,
        chain: (s) => `${s.who} ${accessWord[s.access]} ${s.place}`,
    },
    return_to_program: {
        now: (s) => `Back in ${s.who}. The same instruction runs again.`,
        why: () => 'The program never notices the fault. The CPU repeats the access, and this time the page is there.',
        station: () => 'back to program',
        chain: (s) => `return to ${s.who}`,
    },
    tlb_hit: {
        now: (s) => `The ${s.tlb} TLB knows this page: frame ${s.hex('pfn')}.`,
        why: (s) => `The page number picks set ${s.n('set')}; one of its entries matches. No page table has to be read.`,
        station: (s) => `${s.tlb} set ${s.n('set')}: hit`,
        chain: (s) => `${s.tlb} TLB set ${s.n('set')} had it`,
    },
    tlb_miss: {
        now: (s) => `TLB set ${s.n('set')} has no entry for this page.`,
        why: (s) =>
            `The page number picks set ${s.n('set')} of the ${s.tlb} TLB, and no entry there matches. ` +
            (s.lastTlb ? 'The page tables must be read.' : 'The larger TLB is asked next.'),
        station: (s) => `${s.tlb} set ${s.n('set')}: no match`,
        chain: (s) => `${s.tlb} TLB set ${s.n('set')} had no match`,
    },
    tlb_fill: {
        now: (s) => `The ${s.tlb} TLB keeps the result: frame ${s.hex('pfn')}.`,
        why: () => 'A walk costs several memory reads. The next access to this page finds its frame here.',
        station: (s) => `fill ${s.tlb} set ${s.n('set')}`,
        chain: (s) => `${s.tlb} TLB set ${s.n('set')} filled`,
    },
    tlb_evict: {
        now: (s) => `TLB set ${s.n('set')} is full. Its oldest entry goes.`,
        why: (s) => `Frame ${s.hex('pfn')} was used longest ago in this set. The TLB is only a copy: the page table still has the entry.`,
        station: (s) => `evict ${s.tlb} set ${s.n('set')}`,
        chain: (s) => `${s.tlb} TLB set ${s.n('set')} was full`,
    },
    tlb_invlpg: {
        now: () => 'The TLB forgets this one page.',
        why: () => 'The table entry has changed, so a copy of it would be wrong. INVLPG removes this page alone.',
        station: () => 'invlpg',
        chain: () => 'one page left the TLB',
    },
    tlb_flush: {
        now: (s) => `The TLB drops ${plural(s.n('entries'), 'entry', 'entries')} at once.`,
        why: (s) => flush[s.flushReason],
        station: () => 'flush TLB',
        chain: (s) => `TLB flushed: ${s.flushReason.replace('_', ' ')}`,
    },
    walk_level: {
        now: (s) =>
            s.n('level') === 1
                ? `The last table has the frame of the page: ${s.entryFrame}.`
                : `Level ${s.n('level')}: entry ${s.n('index')} leads to frame ${s.entryFrame}.`,
        why: (s) =>
            s.top
                ? `CR3 says where the top table is. The first ${s.indexBits} bits of the page number pick its entry.`
                : `The next ${s.indexBits} bits of the address pick the entry. ${s.n('level') === 1 ? 'It holds the page itself.' : 'It holds the frame of the next table.'}`,
        station: (s) => `level ${s.n('level')}`,
        chain: (s) => `walk: level ${s.n('level')}`,
    },
    walk_empty: {
        now: (s) =>
            s.n('level') === 1
                ? 'The last table has no entry for this page. The walk stops here.'
                : `The level ${s.n('level')} table has no entry here. The walk stops.`,
        why: untouched,
        station: (s) => `entry ${s.n('index')} empty`,
        chain: (s) => `entry ${s.n('index')} is empty`,
    },
    walk_denied: {
        now: (s) => `There is an entry, but it forbids ${s.access === 'fetch' ? 'running code' : s.access === 'write' ? 'writing' : 'reading'}.`,
        why: denied,
        station: () => 'not permitted',
        chain: (s) => `entry ${s.n('index')} forbids it`,
    },
    pte_mark: {
        now: (s) => `The CPU marks the entry: ${s.n('dirty') ? (s.n('accessed') ? 'accessed and dirty' : 'dirty') : 'accessed'}.`,
        why: () => 'The hardware notes what was used and what was written. The kernel reads these bits when memory is short.',
        station: (s) => (s.n('dirty') ? 'mark dirty' : 'mark accessed'),
        chain: (s) => `entry ${s.n('index')} marked`,
    },
    page_fault: {
        now: () => 'A page fault. The kernel takes over.',
        why: errorCode,
        station: () => 'page fault',
        chain: () => 'page fault',
    },
    vma_find: {
        now: (s) => (s.n('found') ? `The address lies in ${name(s, 'an area')}, ${s.vma().perms}.` : 'No area holds this address.'),
        why: (s) =>
            s.n('found')
                ? 'The tree of areas says which addresses were promised, and what for. Tables only say what is there.'
                : 'The kernel searched the areas of the process and found none that covers it.',
        station: () => 'find the VMA',
        chain: (s) => (s.n('found') ? `VMA ${name(s, 'found')}` : 'no VMA there'),
    },
    stack_grow: {
        now: (s) => `The stack grows down by ${plural(s.n('pages'), 'page')}.`,
        why: () => 'The access was just below the stack. A stack may grow until its limit, without a call.',
        station: () => 'stack grows',
        chain: (s) => `stack grew ${plural(s.n('pages'), 'page')}`,
    },
    fault_decide: {
        now: (s) => decide[s.fault][0],
        why: (s) => decide[s.fault][1],
        station: (s) => decide[s.fault][2],
        chain: (s) => decide[s.fault][2],
    },
    fault_done: {
        now: (s) => `The fault is settled after ${s.ns}.`,
        why: (s) =>
            s.n('major')
                ? 'It was a major fault: the page had to come from a disk.'
                : 'It was a minor fault: no disk was needed. It counts in pgfault and in minflt of the process.',
        station: (s) => (s.n('major') ? 'major fault done' : 'minor fault done'),
        chain: (s) => `${s.n('major') ? 'major' : 'minor'} fault, ${s.ns}`,
    },
    pt_alloc: {
        now: (s) => `A new table for level ${s.n('level')}, in frame ${s.hex('table_pfn')}.`,
        why: () => 'Tables are pages themselves. One is made only when the first page of its region is needed.',
        station: (s) => `new level ${s.n('level')} table`,
        chain: (s) => `new table for level ${s.n('level')}`,
    },
    pt_free: {
        now: (s) => `The table in frame ${s.hex('table_pfn')} is no longer needed.`,
        why: () => 'Its whole region is unmapped. The frame of the table goes back to the allocator.',
        station: (s) => `free level ${s.n('level')} table`,
        chain: (s) => `table of level ${s.n('level')} freed`,
    },
    frame_zero: {
        now: (s) => `Frame ${s.hex('pfn')} is filled with zeros.`,
        why: () => 'Somebody else used the frame before. No program may see what another one left there.',
        station: () => 'fill with zeros',
        chain: (s) => `frame ${s.hex('pfn')} zeroed`,
    },
    frame_fill: {
        now: (s) => `Frame ${s.hex('pfn')} gets the bytes of the file.`,
        why: () => 'The page of a file is brought into a frame. From here on the page cache has it.',
        station: () => 'read from file',
        chain: (s) => `frame ${s.hex('pfn')} filled`,
    },
    frame_copy: {
        now: (s) => `Frame ${s.hex('pfn_from')} is copied to ${s.hex('pfn_to')}.`,
        why: () => 'Others still see the old frame. The writer goes on with its own copy.',
        station: () => 'copy the frame',
        chain: (s) => `copy to frame ${s.hex('pfn_to')}`,
    },
    pte_set: {
        now: (s) => (s.entryIsZeroPage ? `Entry ${s.n('index')} now points to the shared zero page.` : `Entry ${s.n('index')} now points to frame ${s.entryFrame}.`),
        why: (s) =>
            s.entryIsZeroPage
                ? `Bits ${s.bits}: it can be read, not written. The first write will come back to the kernel.`
                : `Bits ${s.bits}. From now on the CPU finds this page without asking the kernel.`,
        station: (s) => `fill entry ${s.n('index')}`,
        chain: (s) => `entry ${s.n('index')} filled`,
    },
    pte_clear: {
        now: (s) => `Entry ${s.n('index')} is cleared.`,
        why: () => 'The page is not mapped any more. The frame loses one of its users.',
        station: (s) => `clear entry ${s.n('index')}`,
        chain: (s) => `entry ${s.n('index')} cleared`,
    },
    store: {
        now: (s) => `The bytes are written into frame ${s.hex('pfn')}.`,
        why: () => 'This is what the program wanted all along. All before it was only to find the place.',
        station: (s) => `store in ${s.hex('pfn')}`,
        chain: (s) => `store in frame ${s.hex('pfn')}`,
    },
    signal: {
        now: (s) => (s.n('caught') ? `${s.who} gets ${s.signal} and lives on.` : `${s.who} gets ${s.signal}.`),
        why: signalWhy,
        station: (s) => s.signal,
        chain: (s) => `${s.signal}${s.siCode ? `, ${s.siCode}` : ''}`,
    },
    spawn: {
        now: (s) => `${s.who} starts as process ${s.n('pid')}.`,
        why: () => 'It gets an address space with areas for code, data and stack. Areas are promises: no frame is taken for them.',
        station: (s) => cut(`start ${s.who}`, 18),
        chain: (s) => `${s.who} started`,
    },
    exit: {
        now: (s) => (s.n('signal') ? `${s.who} dies of ${s.signal}.` : `${s.who} ends.`),
        why: () => 'Its areas, its tables and its frames are given back. What nobody else uses is free now.',
        station: (s) => cut(`end ${s.who}`, 18),
        chain: (s) => `${s.who} ended`,
    },
    vma_new: {
        now: (s) => `A new area of ${s.size}, ${s.perms}.`,
        why: () => 'An area is a promise: these addresses may be used. No frame is taken for it yet.',
        station: () => 'new area',
        chain: (s) => `new area, ${s.size}`,
    },
    vma_resize: {
        now: (s) => `${name(s, 'The area')} ${s.n('end') - s.n('start') >= s.n('end_before') - s.n('start_before') ? 'grows' : 'shrinks'} to ${s.size}.`,
        why: () => 'Same rights, same kind, side by side: instead of a second area the existing one is moved at its edge.',
        station: () => 'resize area',
        chain: (s) => `${name(s)} is now ${s.size}`,
    },
    vma_split: {
        now: (s) => `${name(s, 'The area')} is cut in two at ${s.addr('addr')}.`,
        why: () => 'Only a part of the area is to change. An area has one set of rights, so two are needed now.',
        station: () => 'split area',
        chain: (s) => `${name(s)} split`,
    },
    vma_merge: {
        now: () => 'Two neighbouring areas become one.',
        why: () => 'They touch, and their rights and backing are the same. One area costs less to search.',
        station: () => 'merge areas',
        chain: () => 'areas merged',
    },
    vma_free: {
        now: (s) => `The area of ${s.size} is removed.`,
        why: () => 'Its addresses are promised to nobody any more. An access there would end in SIGSEGV.',
        station: () => 'remove area',
        chain: (s) => `area of ${s.size} removed`,
    },
    vma_flags: {
        now: (s) => `${name(s, 'The area')} is ${s.perms} from now on.`,
        why: () => 'The rights of the area have changed. Entries that allow more must follow.',
        station: () => 'change rights',
        chain: (s) => `${name(s)} is now ${s.perms}`,
    },
    vma_place: {
        now: (s) => `A gap of ${s.bytes('bytes')} is found at ${s.addr('addr')}.`,
        why: (s) => (s.n('hint') ? 'The program asked for this address, and it is free.' : 'The search goes down from the top of the mmap area. The first gap that is large enough is taken.'),
        station: () => 'find a gap',
        chain: (s) => `gap at ${s.addr('addr')}`,
    },
    brk_move: {
        now: (s) => `The end of the heap moves ${s.n('brk') >= s.n('brk_before') ? 'up' : 'down'} by ${blockBytes(Math.abs(s.n('brk') - s.n('brk_before')))}.`,
        why: () => 'brk only moves a border. Frames come later, page by page, on first touch.',
        station: () => 'move brk',
        chain: (s) => `brk moved to ${s.addr('brk')}`,
    },
    commit_check: {
        now: (s) => (s.n('allowed') ? `${plural(s.n('pages'), 'page')} more may be promised.` : `${plural(s.n('pages'), 'page')} are too many. The call is refused.`),
        why: commit,
        station: (s) => (s.n('allowed') ? 'may promise' : 'refuse'),
        chain: (s) => `overcommit check: ${s.n('allowed') ? 'allowed' : 'refused'}`,
    },
    alloc_pages: {
        now: (s) => (s.order ? `The kernel asks for ${int(s.frames())} frames in a row.` : 'The kernel asks for one frame.'),
        why: (s) => `${s.gfp} says what for: ${s.migratetype()} memory${s.zeroed ? ', filled with zeros' : ''}. The search starts in zone ${s.zone}.`,
        station: () => 'take a frame',
        chain: (s) => `alloc_pages order ${s.order}`,
    },
    zone_check: {
        now: (s) => (s.n('ok') ? `${s.zone} may give: ${s.int('free_pages')} pages are free.` : `${s.zone} must keep its last ${s.int('free_pages')} free pages.`),
        why: (s) => {
            const [mark, kept] = [s.n('mark_pages'), s.n('reserve_pages')];
            const and = kept ? ` and ${plural(kept, 'page')} kept from requests that could go higher` : '';
            if (s.n('ok')) return `After this request more than its mark of ${plural(mark, 'page')}${and} would still be free.`;
            // enough is free, and still no: not in one piece
            if (s.n('free_pages') - s.frames() + 1 > mark + kept) return `Enough is free, but not one block of ${int(s.frames())} frames in a row.`;
            return `Its mark is ${plural(mark, 'page')}${and}. ${kept ? 'This request must not go below.' : 'Below that only urgent requests are served.'}`;
        },
        station: (s) => (s.n('ok') ? 'above the mark' : 'below the mark'),
        chain: (s) => `${s.zone} ${s.n('ok') ? 'above' : 'below'} its mark`,
    },
    list_empty: {
        now: (s) => `List ${s.order} has no ${s.migratetype()} block.`,
        why: () => 'The search starts at the wanted size and goes up: a larger block can be cut.',
        station: (s) => `list ${s.order} empty`,
        chain: (s) => `list ${s.order} is empty`,
    },
    buddy_take: {
        now: (s) => `Block ${s.hex('pfn')} is taken from list ${s.order}.`,
        why: (s) => `It is the first list, going up, that has a ${s.migratetype()} block. ${plural(s.n('blocks'), 'block')} ${s.n('blocks') === 1 ? 'stays' : 'stay'} on it.`,
        station: (s) => `take from list ${s.order}`,
        chain: (s) => `block ${s.hex('pfn')} of list ${s.order}`,
    },
    buddy_split: {
        now: (s) => `The ${int(s.frames('order_from'))}-page block is cut in half. The upper half goes to list ${s.n('order_to')}.`,
        why: () => 'Two blocks are buddies when their numbers differ in one bit: the bit of their order. That is why a merge needs no search.',
        station: (s) => `split ${s.n('order_from')} to ${s.n('order_to')}`,
        chain: (s) => `split order ${s.n('order_from')} to ${s.n('order_to')}`,
    },
    buddy_fallback: {
        now: (s) => `No ${s.migratetype()} block is left. A ${s.migratetype('migratetype_from')} one is used.`,
        why: (s) =>
            s.n('whole_block')
                ? 'The largest block of the other type is taken, and its pageblock changes sides, so that mixing stays rare.'
                : 'The other type lends a block. Its pageblock keeps its type, as too little of it is free.',
        station: () => 'use another type',
        chain: (s) => `fallback to ${s.migratetype('migratetype_from')}`,
    },
    pageblock_tag: {
        now: (s) => `Pageblock ${s.n('pageblock')} is ${s.migratetype()} from now on.`,
        why: () => 'Pages of one kind are kept together in pageblocks. Then large blocks can form again.',
        station: () => 'change pageblock',
        chain: (s) => `pageblock ${s.n('pageblock')}: ${s.migratetype()}`,
    },
    free_pages: {
        now: (s) => `Block ${s.hex('pfn')} of ${plural(s.frames(), 'frame')} comes back.`,
        why: () => 'Nobody uses it any more. The allocator first looks whether its buddy is free too.',
        station: (s) => `free ${s.hex('pfn')}`,
        chain: (s) => `free_pages order ${s.order}`,
    },
    buddy_merge: {
        now: (s) => `${s.hex('pfn')} and its buddy ${s.hex('buddy_pfn')} become one block.`,
        why: (s) => `The buddy is the number with bit ${s.order} turned over. It is free and of the same order, so both are joined.`,
        station: (s) => `merge to order ${s.order + 1}`,
        chain: (s) => `merge order ${s.order} to ${s.order + 1}`,
    },
    buddy_insert: {
        now: (s) => `Block ${s.hex('pfn')} goes on list ${s.order}, ${s.migratetype()}.`,
        why: (s) =>
            s.n('at_tail')
                ? 'It is put at the tail: its buddy may soon be free, and then a larger block can form.'
                : 'It is put at the head: what was used last is taken first, while caches still know it.',
        station: (s) => `add to list ${s.order}`,
        chain: (s) => `block ${s.hex('pfn')} on list ${s.order}`,
    },
    frame_taken: {
        now: (s) => (s.order ? `${int(s.frames())} frames from ${s.hex('pfn')} on are in use now.` : `Frame ${s.hex('pfn')} is in use now.`),
        why: (s) => `Its reference count goes from 0 to 1. It will hold ${ { free: 'nothing', anon: 'anonymous memory', file: 'a page of a file', slab: 'kernel objects', table: 'a page table', kernel: 'kernel data', huge: 'a huge page', hole: 'nothing' }[s.frameType] }.`,
        station: (s) => `frame ${s.hex('pfn')}`,
        chain: (s) => `frame ${s.hex('pfn')} taken`,
    },
    alloc_fail: {
        now: (s) => `No block of order ${s.order} can be had.`,
        why: () => 'No zone that this request may use has a large enough free block above its mark.',
        station: () => 'allocation fails',
        chain: (s) => `order ${s.order} failed`,
    },
    oom_kill: {
        now: (s) => `${s.who} is killed to get memory back.`,
        why: (s) => `No frame was to be had. It uses ${plural(s.n('pages'), 'page')}; when it is gone they are free.`,
        station: () => 'OOM kill',
        chain: (s) => `OOM: ${s.who} killed`,
    },
    mlock_pages: {
        now: (s) => `${plural(s.n('pages'), 'page')} of ${name(s)} ${s.n('lock') ? 'must stay in memory' : 'may leave memory again'}.`,
        why: (s) => (s.n('lock') ? 'mlock brings every page in now and keeps it from being reclaimed.' : 'The lock is off. The pages stay until memory is short.'),
        station: (s) => (s.n('lock') ? 'lock pages' : 'unlock pages'),
        chain: (s) => `${plural(s.n('pages'), 'page')} ${s.n('lock') ? 'locked' : 'unlocked'}`,
    },
    sysctl_set: {
        now: (s) => `${s.sysctl} is ${s.int('value')} from now on.`,
        why: (s) => `It was ${s.int('before')}. A kernel parameter changes what the kernel decides from here on.`,
        station: () => 'set sysctl',
        chain: (s) => `${s.sysctl} = ${s.int('value')}`,
    },
    label_set: {
        now: (s) => `These addresses are called ${s.labelName || 'by a name'} from now on.`,
        why: () => 'The name belongs to this tool, not to Linux. Later commands can use it.',
        station: (s) => cut(s.labelName || 'name', 18),
        chain: (s) => `name ${s.labelName}`,
    },
    trace_begin: {
        now: (s) => `A recorded program begins: ${plural(s.n('accesses'), 'access', 'accesses')}.`,
        why: () => 'valgrind wrote down each access of a real program. Where its areas lie is inferred from the addresses.',
        station: () => 'recording',
        chain: (s) => `recording of ${plural(s.n('accesses'), 'access', 'accesses')}`,
    },
    time_passes: {
        now: (s) => `${s.ns} pass.`,
        why: () => 'Nothing has to be done until then. Time is simulated, so nobody waits for it.',
        station: (s) => s.ns,
        chain: (s) => `${s.ns} passed`,
    },
    lab_begin: {
        now: (s) => (s.n('runs') ? `${plural(s.n('references'), 'reference')}, ${plural(s.n('frames'), 'frame')}, ${plural(s.n('runs'), 'policy', 'policies')}.` : `A lab begins: ${s.labKind}.`),
        why: (s) => (s.n('columns') ? 'Memory is empty. Every reference makes a column of the table.' : 'The machine of a textbook, beside the Linux machine. It takes none of its frames.'),
        station: () => 'lab begins',
        chain: (s) => `lab ${s.labKind}`,
    },
    lab_ref: {
        now: (s) => `The program needs page ${s.int('page')}.`,
        why: (s) => `Reference ${int(s.n('column') + 1)} of the string. Each policy answers it with the frames it has.`,
        station: (s) => `page ${s.int('page')}`,
        chain: (s) => `reference ${int(s.n('column') + 1)}: page ${s.int('page')}`,
    },
    lab_hit: {
        now: (s) => `${s.labRun}: page ${s.int('page')} is in frame ${s.int('slot')}. A hit.`,
        why: (s) => (s.labPolicy === 'fifo' ? 'FIFO does not look at hits: the order in which pages came stays.' : 'What the policy remembers of the page is brought up to date.'),
        station: () => 'hit',
        chain: (s) => `${s.labRun} hit ${s.int('page')}`,
    },
    lab_miss: {
        now: (s) => `${s.labRun}: page ${s.int('page')} is in no frame. A page fault.`,
        why: () => 'It must come in. If no frame is free, a page has to leave first.',
        station: () => 'miss',
        chain: (s) => `${s.labRun} missed ${s.int('page')}`,
    },
    lab_hand: {
        now: (s) => `${s.labRun}: the hand is at frame ${s.int('slot')}, page ${s.int('page')}.`,
        why: (s) => (s.n('referenced') ? 'Its reference bit is 1: it was used since the hand last came by. The bit is cleared and the hand goes on.' : 'Its reference bit is 0: nobody used it since the hand last came by.'),
        station: (s) => (s.n('referenced') ? 'clear bit' : 'bit is 0'),
        chain: (s) => `hand at ${s.int('page')}`,
    },
    lab_evict: {
        now: (s) => `${s.labRun}: page ${s.int('page')} leaves frame ${s.int('slot')}.`,
        why: (s) => evictWhy(s),
        station: (s) => `evict ${s.int('page')}`,
        chain: (s) => `${s.labRun} evicted ${s.int('page')}`,
    },
    lab_fill: {
        now: (s) => `${s.labRun}: page ${s.int('page')} is now in frame ${s.int('slot')}.`,
        why: (s) => (s.labList === 'main' || s.labList === 'none' ? 'It is read in. The program goes on.' : `It is read in and goes on list ${s.labList}.`),
        station: (s) => `frame ${s.int('slot')}`,
        chain: (s) => `${s.labRun}: frame ${s.int('slot')} has ${s.int('page')}`,
    },
    lab_move: {
        now: (s) => (s.labList === 'none' ? `${s.labRun}: page ${s.int('page')} is forgotten.` : `${s.labRun}: page ${s.int('page')} goes from ${s.labListFrom} to ${s.labList}.`),
        why: (s) => (s.labList === 'a1out' || s.labList === 'b1' || s.labList === 'b2' ? 'The page itself has left; only its number is remembered. If it is wanted again soon, the policy learns from that.' : 'Pages that are used again are kept apart from those seen only once.'),
        station: (s) => (s.labList === 'none' ? 'forget' : `to ${s.labList}`),
        chain: (s) => `${s.int('page')} to ${s.labList}`,
    },
    lab_adapt: {
        now: (s) => `${s.labRun}: T1 should now have ${plural(s.n('target'), 'frame')}, not ${s.int('target_before')}.`,
        why: (s) => (s.n('target') > s.n('target_before') ? 'A page that left T1 is wanted again: pages seen once deserve more room.' : 'A page that left T2 is wanted again: pages seen often deserve more room.'),
        station: (s) => `p = ${s.int('target')}`,
        chain: (s) => `p = ${s.int('target')}`,
    },
    lab_tick: {
        now: (s) => `${s.labRun}: the clock ticks, ${plural(s.n('referenced'), 'page')} used since the last tick.`,
        why: (s) => (s.labPolicy === 'aging' ? 'Every counter moves one bit to the right and the reference bit comes in at the left. Then the bits are cleared.' : 'Each reference bit is added to the counter of its page. Then the bits are cleared.'),
        station: () => 'clock tick',
        chain: (s) => `tick, ${s.int('referenced')} used`,
    },
    lab_slice: {
        now: (s) => `${s.labRun}: ${s.int('done')} of ${plural(s.n('references'), 'reference')}, ${plural(s.n('misses'), 'miss', 'misses')} so far.`,
        why: () => 'The trace is too long for a table, so only the counts are kept.',
        station: (s) => `${s.int('done')} references`,
        chain: (s) => `${s.int('done')} references`,
    },
    lab_point: {
        now: (s) => `${s.labRun}: ${plural(s.n('misses'), 'miss', 'misses')} with ${plural(s.n('frames'), 'frame')}.`,
        why: (s) => (s.labPolicy === 'lru' ? 'One pass tells every size: a page hits in all memories larger than its stack distance.' : 'The references were run again with so many frames.'),
        station: (s) => plural(s.n('frames'), 'frame'),
        chain: (s) => `${plural(s.n('frames'), 'frame')}: ${s.int('misses')}`,
    },
    lab_result: {
        now: (s) => `${s.labRun}: ${plural(s.n('hits'), 'hit')}, ${plural(s.n('misses'), 'miss', 'misses')}.`,
        why: (s) => `${plural(s.n('evictions'), 'page')} had to leave. The other misses filled empty frames.`,
        station: (s) => `${plural(s.n('misses'), 'miss', 'misses')}`,
        chain: (s) => `${s.labRun}: ${plural(s.n('misses'), 'miss', 'misses')}`,
    },
    ...bootEn,
    ...nodesEn,
    ...segmentsEn,
    ...pathEn,
    ...compactEn,
    ...slabEn,
};
