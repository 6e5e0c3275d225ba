// What is kept grown, as words of the address and of lessons.
import { expect, it } from 'vitest';
import { KERNEL_DRAWINGS } from '../views/kernel/events';
import { Pins } from './place.svelte';

it('the words of the address come back as they went', () => {
    for (const word of ['kernel', 'programs', ...KERNEL_DRAWINGS.flatMap((d) => [`kernel/${d}`, `/${d}`])]) expect(new Pins(word).word).toBe(word);
    for (const nothing of [null, '', 'cellar', 'kernel/cellar', '/']) expect(new Pins(nothing).word).toBe(nothing?.startsWith('kernel') ? 'kernel' : null);
});

it('what the reader keeps wins over what a lesson wishes', () => {
    expect(new Pins(null).over('kernel/zones')).toEqual({ floor: 'kernel', drawing: 'zones' });
    expect(new Pins('/pcp').over('kernel/zones')).toEqual({ floor: 'kernel', drawing: 'pcp' });
    expect(new Pins('physical').over('kernel/zones')).toEqual({ floor: 'physical', drawing: 'zones' });
    expect(new Pins(null).over('lab')).toEqual({ floor: 'lab', drawing: null });
    expect(new Pins(null).over(null)).toEqual({ floor: null, drawing: null });
});
