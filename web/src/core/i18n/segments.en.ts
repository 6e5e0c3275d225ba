// English: what the events of the segmentation lab and of the page-table lab say.

import { labKind } from '../lab';
import type { EventTexts } from './shape';
import type { ENUMS } from '../schema.gen';
import { duration, int, type Story } from './story';

const plural = (n: number, one: string, many = one + 's'): string => `${int(n)} ${n === 1 ? one : many}`;
const seg = (s: Story): string => s.segment || 'the segment';
const owner = (s: Story): string => s.nameOf('name') || 'The program';
/** Addresses of a heap are decimal, as in the book; those of segments are hex. */
const at = (s: Story, arg = 'start'): string => (labKind(s.model) === 'freelist' ? s.int(arg) : s.hexOf(arg));
const access = { read: 'read', write: 'write', fetch: 'run' } as const;

const fit: Record<(typeof ENUMS.lab_fit)[number], string> = {
    first: 'First fit: the lowest hole that is large enough.',
    best: 'Best fit: the smallest hole that is large enough.',
    worst: 'Worst fit: the largest hole, so that the rest stays useful.',
    next: 'Next fit: the first hole that is large enough after the last placement.',
};

/** What a rule asks, when it holds and when it does not. */
const rules: Record<(typeof ENUMS.seg_rule)[number], [string, string]> = {
    null_selector: ['The selector is not null.', 'Entry 0 of the GDT stands for nothing. Its selector may be held, but not used.'],
    table_limit: ['The index lies inside the table.', 'The table ends before this index.'],
    type: ['The kind of segment is right for this access.', 'This kind of segment cannot be used so: data is not run, and an empty entry is nothing.'],
    privilege: ['The privilege is enough.', 'The descriptor asks for more privilege than the code and the selector have.'],
    present: ['The segment is in memory.', 'P is 0: the segment is not in memory. The system may bring it back and try again.'],
    rights: ['The type bits allow it.', 'The type bits do not allow it: code is never written, and data only when it is writable.'],
    limit: ['The offset lies inside the limit.', 'The access reaches beyond the limit of the segment.'],
    canonical: ['The address is canonical.', 'The upper bits of the address do not repeat bit 47.'],
};

/** Why it holds, with the two numbers that were compared. */
function holds(s: Story): string {
    const [have, want] = [s.hexOf('have'), s.hexOf('want')];
    switch (s.segRule) {
        case 'table_limit':
            return `The index is ${s.int('have')}, the last entry ${s.int('want')}. Beyond it there is nothing to read.`;
        case 'privilege':
            return `The weaker of CPL and RPL is ${s.int('have')}, the descriptor asks for ${s.int('want')} or stronger. 0 is the strongest.`;
        case 'limit':
            return `The last byte touched has offset ${have}, the last one allowed is ${want}.`;
        case 'rights':
            return 'The type bits in the descriptor say whether it may be read, written or run.';
        case 'present':
            return 'P is 1. With 0 the CPU would stop here, so that the system can bring the segment back.';
        case 'null_selector':
            return 'Index 0 of the GDT means no segment. It may be held, but never used.';
        case 'canonical':
            return 'The upper bits repeat bit 47. In 64-bit mode this takes the place of the limit.';
        default:
            return 'The entry describes code or data, as the access needs it.';
    }
}

const exceptions: Record<(typeof ENUMS.seg_fault)[number], string> = {
    none: 'no exception',
    GP: 'general protection fault',
    NP: 'segment not present',
    SS: 'stack fault',
};

const schemeNames: Record<(typeof ENUMS.table_scheme)[number], string> = {
    linear: 'linear table',
    two_level: 'two levels',
    four_level: 'four levels',
    five_level: 'five levels',
    inverted: 'inverted table',
    hashed: 'hashed table',
};
const schemeWhy: Record<(typeof ENUMS.table_scheme)[number], string> = {
    linear: 'One entry for every page of the space, used or not. A lookup is one access.',
    two_level: 'A table of the lowest level exists only where something is mapped. The top one is always there.',
    four_level: '9 bits a level. Empty parts of the space need no tables, but a lookup reads four.',
    five_level: '9 bits a level, 57 in all. A lookup reads five tables.',
    inverted: 'One entry a frame of memory, for all address spaces together, found through a hash.',
    hashed: 'One node for each mapped page, on the chain of its bucket.',
};
const scheme = (s: Story): string => schemeNames[s.tableScheme];

export const segmentsEn = {
    lab_search: {
        now: (s) => `At ${at(s)}: ${s.bytes('bytes')}, ${s.n('used') ? 'taken' : s.n('fits') ? 'free and large enough' : 'free but too small'}.`,
        why: (s) => (s.n('used') ? 'A program is there. The search goes on.' : s.n('fits') ? 'The hole would do. Whether it is taken depends on the fit.' : 'The hole does not hold it. The search goes on.'),
        station: (s) => (s.n('used') ? 'taken' : s.n('fits') ? 'fits' : 'too small'),
        chain: (s) => `looked at ${at(s)}`,
    },
    lab_place: {
        now: (s) => `${owner(s)} goes to ${at(s)}, ${s.bytes('bytes')}.`,
        why: (s) => fit[s.labFit],
        station: (s) => `place ${s.bytes('bytes')}`,
        chain: (s) => `${owner(s)} at ${at(s)}`,
    },
    lab_split: {
        now: (s) => `The rest of the hole stays free: ${s.bytes('rest_bytes')}.`,
        why: (s) => `The hole is cut at its low end. From ${at(s, 'rest_start')} on it is a hole of its own.`,
        station: (s) => `rest ${s.bytes('rest_bytes')}`,
        chain: (s) => `cut off ${s.bytes('bytes')}`,
    },
    lab_release: {
        now: (s) => `${owner(s)} leaves ${at(s)}: ${s.bytes('bytes')} become free.`,
        why: () => 'The piece is a hole now. If a neighbour is a hole too, they become one.',
        station: (s) => `free ${s.bytes('bytes')}`,
        chain: (s) => `${s.bytes('bytes')} free at ${at(s)}`,
    },
    lab_coalesce: {
        now: (s) => `Two free neighbours become one hole of ${s.bytes('bytes')}.`,
        why: () => 'Side by side they are one. Holes with a program between them cannot be joined.',
        station: (s) => `join: ${s.bytes('bytes')}`,
        chain: (s) => `joined to ${s.bytes('bytes')}`,
    },
    lab_insert: {
        now: (s) => `The free list gets ${at(s)}, as ${int(s.n('place') + 1)} of ${int(s.n('pieces'))}.`,
        why: () => 'The order of the list decides the place: by address, by size, or by who came last.',
        station: (s) => `list: ${int(s.n('place') + 1)} of ${int(s.n('pieces'))}`,
        chain: (s) => `${at(s)} on the free list`,
    },
    lab_fail: {
        now: (s) => `There is no hole of ${s.bytes('bytes')}.`,
        why: (s) => (s.n('free_bytes') >= s.n('bytes') ? `${s.bytes('free_bytes')} are free, but the largest hole has ${s.bytes('largest_bytes')}. This is external fragmentation.` : `Only ${s.bytes('free_bytes')} are free in all.`),
        station: () => 'no hole',
        chain: (s) => `no hole of ${s.bytes('bytes')}`,
    },
    lab_swap_out: {
        now: (s) => `${seg(s)} goes to disk, all of it: ${s.bytes('bytes')}, ${s.ns}.`,
        why: (s) => (s.n('pages') ? `A segment moves as a whole. Paging would write ${plural(s.n('pages'), 'page')} in ${duration(s.n('paged_ns'))}.` : 'A segment moves as a whole. Paging would write nothing: its free frames need not lie together.'),
        station: (s) => `out ${s.bytes('bytes')}`,
        chain: (s) => `${seg(s)} swapped out`,
    },
    lab_swap_in: {
        now: (s) => `${seg(s)} comes back to ${s.hexOf('start')}: ${s.bytes('bytes')}, ${s.ns}.`,
        why: (s) => (s.n('pages') ? `Only its base changes. Paging would read ${plural(s.n('pages'), 'page')} in ${duration(s.n('paged_ns'))}.` : 'Only its base changes; the program does not notice. Paging would have had nothing to read.'),
        station: (s) => `in ${s.bytes('bytes')}`,
        chain: (s) => `${seg(s)} swapped in`,
    },
    seg_write: {
        now: (s) => (s.zero('descriptor') ? `Entry ${s.hexOf('selector')} is empty again.` : `Entry ${s.hexOf('selector')} gets the descriptor of ${seg(s)}.`),
        why: (s) => (s.zero('descriptor') ? 'Eight bytes of zeros: using this selector is an error from now on.' : `Its eight bytes: ${s.wide('descriptor')}.`),
        station: () => 'descriptor',
        chain: (s) => `descriptor ${s.hexOf('selector')}`,
    },
    seg_select: {
        now: (s) => `Selector ${s.hexOf('selector')}: entry ${s.int('index')} of the ${s.n('lab_dt') ? 'LDT' : 'GDT'}, RPL ${s.n('selector') & 3}.`,
        why: (s) => `CPL ${s.int('cpl')} wants to ${access[s.access]} offset ${s.hexOf('offset')}. Bits 15 to 3 are the index, bit 2 the table, bits 1 and 0 the RPL.`,
        station: (s) => `selector ${s.hexOf('selector')}`,
        chain: (s) => `selector ${s.hexOf('selector')}`,
    },
    seg_descriptor: {
        now: (s) => `${seg(s)}: base ${s.hexOf('base')}, limit ${s.hexOf('limit')}.`,
        why: (s) => `DPL ${s.int('dpl')}, ${s.n('present') ? 'present' : 'not present'}. The eight bytes are ${s.wide('descriptor')}.`,
        station: () => 'descriptor',
        chain: (s) => `descriptor of ${seg(s)}`,
    },
    seg_check: {
        now: (s) => (s.n('ok') ? rules[s.segRule][0] : `The rule ${s.segRule.replace('_', ' ')} is broken.`),
        why: (s) => (s.n('ok') ? holds(s) : rules[s.segRule][1]),
        station: (s) => s.segRule.replace('_', ' '),
        chain: (s) => `${s.segRule.replace('_', ' ')} ${s.n('ok') ? 'holds' : 'broken'}`,
    },
    seg_linear: {
        now: (s) => (s.n('flat') ? `Linear address ${s.hexOf('addr')}: the offset itself.` : `${s.hexOf('base')} + ${s.hexOf('offset')} = ${s.hexOf('addr')}.`),
        why: (s) => (s.n('flat') ? 'In 64-bit mode base and limit of the segment do not count.' : s.n('base') ? 'Base plus offset is the linear address. Without paging it is the physical one.' : 'The base is 0, so segment and offset say what the offset alone says: flat.'),
        station: (s) => s.hexOf('addr'),
        chain: (s) => `linear ${s.hexOf('addr')}`,
    },
    seg_fault: {
        now: (s) => `#${s.segFault}: ${exceptions[s.segFault]}, error code ${s.hexOf('error_code')}.`,
        why: (s) => rules[s.segRule][1],
        station: (s) => `#${s.segFault}`,
        chain: (s) => `#${s.segFault}`,
    },
    lab_scheme: {
        now: (s) => `${scheme(s)}: ${s.bytes('bytes')} in ${plural(s.n('tables'), 'table')}.`,
        why: (s) => schemeWhy[s.tableScheme],
        station: (s) => s.bytes('bytes'),
        chain: (s) => `${scheme(s)}: ${s.bytes('bytes')}`,
    },
    lab_lookup: {
        now: (s) => `Look up ${s.hexOf('addr')}: ${scheme(s)}.`,
        why: (s) => `It lies in page ${s.hexOf('vpn')}. What is left of the address is the offset in the page.`,
        station: (s) => scheme(s),
        chain: (s) => `lookup, ${scheme(s)}`,
    },
    lab_entry: {
        now: (s) => `Level ${s.int('level')}: entry ${s.int('index')} of table ${s.int('table')}.`,
        why: (s) => (!s.n('present') ? 'The entry is empty: nothing below it is mapped.' : s.n('level') > 1 ? `It leads to table ${s.int('target')} of the level below.` : `The page is in frame ${s.int('target')}.`),
        station: (s) => `entry ${s.int('index')}`,
        chain: (s) => `level ${s.int('level')}, entry ${s.int('index')}`,
    },
    lab_hash: {
        now: (s) => `Page ${s.hexOf('vpn')} belongs to bucket ${s.int('bucket')}.`,
        why: (s) => `The hash chooses one of ${s.int('buckets')} chains. Reading its head is the first access.`,
        station: (s) => `bucket ${s.int('bucket')}`,
        chain: (s) => `bucket ${s.int('bucket')}`,
    },
    lab_probe: {
        now: (s) => `Node ${int(s.n('place') + 1)} of the chain: page ${s.hexOf('vpn')}.`,
        why: (s) => (s.n('match') ? 'This is the page. Its node says where it is.' : 'Another page with the same hash. One more access for the next node.'),
        station: (s) => (s.n('match') ? 'match' : 'another page'),
        chain: (s) => `node ${int(s.n('place') + 1)}`,
    },
    lab_found: {
        now: (s) => (s.n('found') ? `Frame ${s.int('frame')}, after ${plural(s.n('accesses'), 'access', 'accesses')}.` : `Not mapped, after ${plural(s.n('accesses'), 'access', 'accesses')}.`),
        why: () => 'A TLB hit needs none of these accesses. A miss needs all of them, before the data itself is read.',
        station: (s) => plural(s.n('accesses'), 'access', 'accesses'),
        chain: (s) => `${scheme(s)}: ${plural(s.n('accesses'), 'access', 'accesses')}`,
    },
} satisfies Partial<EventTexts>;
