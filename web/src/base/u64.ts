// 64-bit values as two 32-bit lanes. On the wire an integer is a JSON number or, above 2^53, a "0x…" string.

export type WireInt = number | string;

/** Low lane of a wire integer, as an unsigned number. Negative numbers are taken in two's complement. */
export function lowOf(value: WireInt): number {
    if (typeof value === 'number') return value >>> 0 === value ? value : lowOfNumber(value);
    return Number.parseInt(value.slice(-Math.min(8, value.length - 2)), 16) >>> 0;
}

/** High lane of a wire integer. */
export function highOf(value: WireInt): number {
    if (typeof value === 'number') {
        if (value >>> 0 === value) return 0;
        return Math.floor(value / 0x1_0000_0000) >>> 0;
    }
    return value.length > 10 ? Number.parseInt(value.slice(2, -8), 16) >>> 0 : 0;
}

function lowOfNumber(value: number): number {
    const low = value % 0x1_0000_0000;
    return low >>> 0;
}

/** The value of two lanes as a number; exact below 2^53. */
export const joined = (high: number, low: number): number => high * 0x1_0000_0000 + low;

export const numberOf = (value: WireInt): number => (typeof value === 'number' ? value : Number(value));
export const bigOf = (value: WireInt): bigint => BigInt(value);

/** "0x…" text of two lanes, without leading zeros. */
export function hexOf(high: number, low: number): string {
    return high ? high.toString(16) + low.toString(16).padStart(8, '0') : low.toString(16);
}
