// Frames in Z-order: an aligned block of 2^(2k) frames is a square of side 2^k, an odd order is two such squares side by
// side, so a split or a merge is visible geometry. One tile is 1,024 frames, 32 × 32.

export const TILE_SIDE = 32;
export const TILE_FRAMES = TILE_SIDE * TILE_SIDE;

const spread = (v: number): number => {
    let n = v & 0xffff;
    n = (n | (n << 8)) & 0x00ff00ff;
    n = (n | (n << 4)) & 0x0f0f0f0f;
    n = (n | (n << 2)) & 0x33333333;
    return (n | (n << 1)) & 0x55555555;
};
const squeeze = (v: number): number => {
    let n = v & 0x55555555;
    n = (n | (n >> 1)) & 0x33333333;
    n = (n | (n >> 2)) & 0x0f0f0f0f;
    n = (n | (n >> 4)) & 0x00ff00ff;
    return (n | (n >> 8)) & 0xffff;
};
/** Cell (x, y) of the n-th frame along the Z. x takes the even bits. */
export const zx = (n: number): number => squeeze(n);
export const zy = (n: number): number => squeeze(n >>> 1);
export const zIndex = (x: number, y: number): number => (spread(x) | (spread(y) << 1)) >>> 0;

/** For every cell of a tile, row by row, the frame (0..1023) that it shows. */
export const TILE_CELLS: Uint16Array = Uint16Array.from({ length: TILE_FRAMES }, (_, i) => zIndex(i % TILE_SIDE, Math.floor(i / TILE_SIDE)));

/** Where a block of 2^order frames starting at pfn lies inside its tile, in cells. Orders over 10 fill the tile. */
export function blockBox(pfn: number, order: number): { x: number; y: number; w: number; h: number } {
    const o = Math.min(order, 10);
    const first = pfn & (TILE_FRAMES - 1) & ~((1 << o) - 1);
    return { x: zx(first), y: zy(first), w: 1 << ((o + 1) >> 1), h: 1 << (o >> 1) };
}

/** The commonest value among `count` values from `first`; ties go to the higher value, so that little used types stay visible. */
export function dominant(values: Uint8Array, first: number, count: number, tally: Uint32Array): number {
    tally.fill(0);
    const end = Math.min(first + count, values.length);
    for (let i = first; i < end; i++) tally[values[i]!]!++;
    let best = 0;
    for (let v = 1; v < tally.length; v++) if (tally[v]! >= tally[best]! && tally[v]! > 0) best = v;
    return best;
}
/** One level of detail up: every 4 frames along the Z become their commonest value. A mip of a mip is a mip. */
export function mip(values: Uint8Array, factor: number, kinds: number): Uint8Array {
    const out = new Uint8Array(Math.ceil(values.length / factor));
    const tally = new Uint32Array(kinds);
    for (let i = 0; i < out.length; i++) out[i] = dominant(values, i * factor, factor, tally);
    return out;
}

/** How tiles stand in a box: columns, and whole px a cell (or cells a px when the machine is too large for 1:1). */
export interface TileGrid { tiles: number; cells: number; columns: number; rows: number; px: number; side: number; gap: number; shrink: number; width: number; height: number }
export function tileGrid(frames: number, width: number, height: number, wish = 8): TileGrid {
    const tiles = Math.max(1, Math.ceil(frames / TILE_FRAMES));
    // a toy of less than a quarter tile: fewer, larger cells
    let cells = TILE_SIDE;
    while (cells > 1 && (cells / 2) ** 2 >= frames) cells /= 2;
    const fit = (side: number, gap: number): number => {
        const columns = Math.floor((width + gap) / (side + gap));
        return columns < 1 ? 0 : columns * Math.floor((height + gap) / (side + gap));
    };
    const grid = (side: number, px: number, shrink: number, gap: number): TileGrid => {
        const most = Math.max(1, Math.floor((width + gap) / (side + gap)));
        const rows = Math.ceil(tiles / most);
        // Even rows where it costs no height: 16 tiles stand as 2 x 8, not 9 + 7.
        const columns = Math.min(most, rows === 1 ? tiles : Math.ceil(tiles / rows));
        return { tiles, cells, columns, rows, px: (px * TILE_SIDE) / cells, side, gap, shrink, width: columns * (side + gap) - gap, height: rows * (side + gap) - gap };
    };
    // whole and half px: at 1.5 px a cell is one or two px wide, never less than one
    for (let px = Math.floor(wish * 2) / 2; px >= 1; px -= 0.5) if (fit(px * TILE_SIDE, px > 1 ? 3 : 2) >= tiles) return grid(px * TILE_SIDE, px, 1, px > 1 ? 3 : 2);
    for (let shrink = 2; shrink <= TILE_SIDE; shrink *= 2) {
        const side = TILE_SIDE / shrink;
        const gap = side >= 8 ? 1 : 0;
        if (fit(side, gap) >= tiles) return grid(side, 1, shrink, gap);
    }
    return grid(1, 1, TILE_SIDE, 0);
}
/** Top left corner of a frame's cell (px of the grid) and the cell's size. */
export function frameAt(grid: TileGrid, pfn: number): { x: number; y: number; size: number } {
    const each = grid.cells ** 2;
    const tile = Math.floor(pfn / each);
    const inside = pfn % each;
    const x = (tile % grid.columns) * (grid.side + grid.gap);
    const y = Math.floor(tile / grid.columns) * (grid.side + grid.gap);
    return { x: x + Math.floor((zx(inside) * grid.px) / grid.shrink), y: y + Math.floor((zy(inside) * grid.px) / grid.shrink), size: Math.max(1, Math.floor(grid.px)) };
}
/** The first frame shown at a point of the grid, or -1 between tiles and outside. */
export function frameUnder(grid: TileGrid, x: number, y: number, frames: number): number {
    const pitch = grid.side + grid.gap;
    const column = Math.floor(x / pitch), row = Math.floor(y / pitch);
    const dx = x - column * pitch, dy = y - row * pitch;
    if (x < 0 || y < 0 || column >= grid.columns || dx >= grid.side || dy >= grid.side) return -1;
    const at = (d: number): number => Math.min(grid.cells - 1, Math.ceil((Math.floor(d) + 1) / grid.px) - 1) * grid.shrink;
    const cell = zIndex(at(dx), at(dy));
    const pfn = (row * grid.columns + column) * grid.cells ** 2 + cell;
    return pfn < frames ? pfn : -1;
}
