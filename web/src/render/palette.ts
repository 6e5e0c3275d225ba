// The colours of the page: one table, two themes. CSS takes them as variables (paletteCss), canvases by name (colours).

export type Theme = 'light' | 'dark';

export const FILLS = ['free', 'anon', 'file', 'slab', 'table', 'kernel', 'huge', 'hole'] as const;
export type Fill = (typeof FILLS)[number];

/** Classes of things that are not frame states (zones, nodes, migrate types, uses): found by search, so that no two are nearer
 * than ΔE2000 15 to any reader, and none is near free. `pcp`: a free frame that waits on a CPU's list. */
export const CLASSES = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'] as const;

const light = {
    bg: '#FFFFFF', fg: '#16191D', muted: '#515A64', line: '#767F89', path: '#16191D', hair: '#D5DADF', ghost: '#EEF1F4',
    tint: '#E7F0F8', accent: '#0B5FAE', onaccent: '#FFFFFF', hot: '#B3261E', ok: '#1B6E3C', warn: '#8A5A00',
    free: '#E9ECEF', anon: '#B98D1F', file: '#3C91FF', slab: '#4B7B5E', table: '#99518B', kernel: '#3B3D40', huge: '#732C05', hole: '#FFFFFF',
    b4: '#E3EFE8', b3: '#F3EBDB', b2: '#F6E2DF', b1: '#EDC5C1',
    pcp: '#9C9CA8', c1: '#0C9AD5', c2: '#82972C', c3: '#5A44A5', c4: '#760444', c5: '#BA8487', c6: '#48744B', c7: '#394000', c8: '#7D6981',
};
const dark: typeof light = {
    bg: '#12161B', fg: '#EEF1F4', muted: '#A9B3BE', line: '#7B8794', path: '#EEF1F4', hair: '#2E3741', ghost: '#1B2128',
    tint: '#172837', accent: '#7CC4FF', onaccent: '#0B0D10', hot: '#FFD84D', ok: '#6FD38F', warn: '#FFB25E',
    free: '#2A313A', anon: '#FFB25E', file: '#87B1FE', slab: '#8FFED7', table: '#EE58A8', kernel: '#696969', huge: '#BD4501', hole: '#12161B',
    b4: '#15261E', b3: '#2E2718', b2: '#3A2C12', b1: '#4E3D10',
    pcp: '#9C9078', c1: '#7B9DFA', c2: '#AAB153', c3: '#7C5E99', c4: '#A74F10', c5: '#CA8CA1', c6: '#158166', c7: '#D4E9C4', c8: '#16EFEF',
};
/** A colour by its role. */
export type Ink = keyof typeof light;
export type Colours = Readonly<Record<Ink, string>>;
const themes: Record<Theme, Colours> = { light, dark };

/** Ink that may stand on a fill, in cells of 28 px and more. */
const onFill: Record<Theme, Record<Fill, string>> = {
    light: { free: '#0B0D10', anon: '#0B0D10', file: '#0B0D10', slab: '#FFFFFF', table: '#FFFFFF', kernel: '#FFFFFF', huge: '#FFFFFF', hole: '#0B0D10' },
    dark: { free: '#FFFFFF', anon: '#0B0D10', file: '#0B0D10', slab: '#0B0D10', table: '#0B0D10', kernel: '#FFFFFF', huge: '#FFFFFF', hole: '#FFFFFF' },
};

export const colours = (theme: Theme): Colours => themes[theme];
export const inkOn = (theme: Theme, fill: Fill): string => onFill[theme][fill];

/** The page's type: metric twins of Arial first, so that the layout's width table holds; Chinese by the system's face. */
export const SANS = "Arial, 'Liberation Sans', Arimo, Helvetica, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";
export const MONO = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', 'Noto Sans Mono CJK SC', monospace";

/** `:root{--bg:#…}` for both themes; [data-theme] wins over the system's wish. */
export function paletteCss(): string {
    const body = (c: Colours): string => Object.entries(c).map(([k, v]) => `--${k}:${v}`).join(';');
    return `:root{--sans:${SANS};--mono:${MONO};${body(light)}}` + `@media (prefers-color-scheme:dark){:root{${body(dark)}}}`
        + `:root[data-theme=light]{${body(light)}}:root[data-theme=dark]{${body(dark)}}`;
}

/** #RRGGBB as 0xAABBGGRR, the order of ImageData words on little-endian hosts. */
export function word(hex: string): number {
    const n = parseInt(hex.slice(1), 16);
    return (0xff000000 | ((n & 0xff) << 16) | (n & 0xff00) | (n >> 16)) >>> 0;
}

/** A colour on the ground, as much of it as alpha says. */
export const shade = (theme: Theme, ink: Ink, alpha: number): string => (alpha >= 1 ? themes[theme][ink] : blend(themes[theme][ink], themes[theme].bg, alpha));

/** Black or white, whichever can be read on a colour. */
export function inkOnAny(hex: string): string {
    const f = (i: number): number => (parseInt(hex.slice(i, i + 2), 16) / 255) ** 2.2;
    return 0.2126 * f(1) + 0.7152 * f(3) + 0.0722 * f(5) > 0.4 ? '#0B0D10' : '#FFFFFF';
}

/** Fills as ImageData words, by frame type. */
export const fillWords = (theme: Theme): Uint32Array => Uint32Array.from(FILLS, (f) => word(themes[theme][f]));

/** The same at 22 % on the ground: what is equal on both sides of a comparison. */
export const paleWords = (theme: Theme): Uint32Array => Uint32Array.from(FILLS, (f) => word(blend(themes[theme][f], themes[theme].bg, 0.22)));

function blend(top: string, ground: string, share: number): string {
    const channel = (hex: string, i: number): number => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
    return '#' + [0, 1, 2].map((i) => Math.round(channel(top, i) * share + channel(ground, i) * (1 - share)).toString(16).padStart(2, '0')).join('');
}
