import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { colours, MONO, SANS } from '../render/palette';

const css = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8');

it.each(['light', 'dark'] as const)('the style sheet has the colours of the palette, %s', (theme) => {
    const block = theme === 'light' ? css.slice(0, css.indexOf("[data-theme='dark']")) : css.slice(css.indexOf("[data-theme='dark']"));
    const named = new Map([...block.matchAll(/--([a-z0-9]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));
    for (const [name, value] of Object.entries(colours(theme))) expect(named.get(name), name).toBe(value.toLowerCase());
});

it('the type faces are those that the views measure with', () => {
    expect(css).toContain(`--sans: ${SANS};`);
    expect(css).toContain(`--mono: ${MONO};`);
});
