// Ready-made starts of the labs: what the forms hold, and the scenario it makes. Pure, so that a test can run every one.

export const POLICIES = ['fifo', 'lru', 'opt', 'clock', 'clock1', 'second-chance', 'random', 'nfu', 'aging', 'lfu', '2q', 'arc'] as const;
export const FITS = ['first', 'best', 'worst', 'next'] as const;
export const ORDERS = ['addr', 'size+', 'size-', 'front', 'back'] as const;

/** Strings that every course uses. */
export const STRINGS = {
    belady: '1,2,3,4,1,2,5,1,2,3,4,5',
    silberschatz: '7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1',
    loop: '1,2,3,4,1,2,3,4,1,2,3,4',
    scan: '1,2,1,2,1,2,3,4,5,6,7,1,2,1,2',
} as const;

export interface Forms {
    replace: { policies: string[]; frames: number; refs: string };
    curve: { policies: string[]; frames: number; refs: string };
    segments: { memory: string; fit: string; lines: string };
    tables: { bits: string; page: string; map: string; at: string };
    freelist: { size: number; header: number; align: number; policy: string; order: string; coalesce: boolean; lines: string };
}
export type LabName = keyof Forms;

export const defaults = (): Forms => ({
    replace: { policies: ['fifo', 'lru', 'opt'], frames: 3, refs: STRINGS.belady },
    curve: { policies: ['fifo', 'lru', 'opt'], frames: 6, refs: STRINGS.belady },
    segments: {
        memory: '1G', fit: 'first',
        lines: ['lab load game 512M', 'lab load browser 128M', 'lab load music 256M', 'lab access music 0x1000 r', 'lab access music 256M r', 'lab unload browser', 'lab load editor 200M', 'lab swapout music', 'lab swapin music at=lowest', 'lab load editor 200M'].join('\n'),
    },
    tables: { bits: '32', page: '4K', map: '0x08048000..0x08448000,0xbf000000..0xc0000000', at: '0x08049000' },
    freelist: {
        size: 4096, header: 16, align: 16, policy: 'best', order: 'addr', coalesce: true,
        lines: ['lab alloc 300 as a', 'lab alloc 700 as b', 'lab alloc 200 as c', 'lab alloc 500 as d', 'lab free b', 'lab free d', 'lab alloc 450 as e', 'lab free a', 'lab free c'].join('\n'),
    },
});

const oneLine = (text: string): string => text.replace(/\s+/g, '');

/** The scenario of a start. A small machine: the lab is a machine of its own beside it. */
export function scenarioOf(name: LabName, forms: Forms): string {
    const lines = ['machine memory=16M seed=1'];
    if (name === 'replace' || name === 'curve') {
        const form = forms[name];
        lines.push(`${name === 'curve' ? 'lab curve' : 'lab'} policy=${form.policies.join(',')} frames=${form.frames} refs=${oneLine(form.refs)}`);
    } else if (name === 'segments') {
        lines.push(`lab segments memory=${oneLine(forms.segments.memory)} fit=${forms.segments.fit}`, forms.segments.lines);
    } else if (name === 'tables') {
        const form = forms.tables;
        lines.push(`lab tables bits=${form.bits} page=${form.page} map=${oneLine(form.map)}${form.at.trim() ? ` at=${oneLine(form.at)}` : ''}`);
    } else {
        const form = forms.freelist;
        lines.push(`lab freelist size=${form.size} header=${form.header} align=${form.align} policy=${form.policy} order=${form.order}${form.coalesce ? ' coalesce' : ''}`, form.lines);
    }
    return lines.join('\n') + '\n';
}
