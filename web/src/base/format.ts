// Numbers as the page writes them: 1,184 in both languages, a true minus, a no-break space before units.

const NBSP = '\u00a0';
const MINUS = '\u2212';

export function int(n: number): string {
    const digits = Math.abs(Math.trunc(n)).toString();
    const grouped = digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
    return n < 0 && grouped !== '0' ? MINUS + grouped : grouped;
}

export function fixed(n: number, places: number): string {
    const text = Math.abs(n).toFixed(places);
    const [whole, part] = text.split('.');
    const grouped = int(Number(whole));
    const sign = n < 0 && Number(text) !== 0 ? MINUS : '';
    return sign + grouped + (part ? '.' + part : '');
}

export const unit = (text: string, name: string): string => text + NBSP + name;

/** 18.9 MB; whole kB below one MB. */
export function bytes(n: number): string {
    if (n < 1024) return unit(int(n), 'B');
    if (n < 1 << 20) return unit(int(Math.round(n / 1024)), 'KB');
    if (n < 2 ** 30) return unit(fixed(n / 2 ** 20, 1), 'MB');
    if (n < 2 ** 40) return unit(fixed(n / 2 ** 30, 1), 'GB');
    return unit(fixed(n / 2 ** 40, 1), 'TB');
}

/** Sizes that are powers of two, without decimals: 4 KB, 2 MB. */
export function blockBytes(n: number): string {
    if (n >= 2 ** 30 && n % 2 ** 30 === 0) return unit(int(n / 2 ** 30), 'GB');
    if (n >= 1 << 20 && n % (1 << 20) === 0) return unit(int(n / (1 << 20)), 'MB');
    if (n >= 1024 && n % 1024 === 0) return unit(int(n / 1024), 'KB');
    return bytes(n);
}

export const pages = (n: number): string => bytes(n * 4096);

/** 100 ns, 1.3 µs, 4.1 ms, 2.0 s. */
export function duration(ns: number): string {
    if (ns < 1000) return unit(int(ns), 'ns');
    if (ns < 1e6) return unit(fixed(ns / 1e3, 1), 'µs');
    if (ns < 1e9) return unit(fixed(ns / 1e6, 1), 'ms');
    return unit(fixed(ns / 1e9, 1), 's');
}

/** 96.1 % */
export const percent = (share: number, places = 1): string => unit(fixed(share * 100, places), '%');

/** Frames and table entries in bare hex, four digits at least. */
export const frameHex = (pfn: number): string => pfn.toString(16).padStart(4, '0');

export const addressHex = (addr: number): string => '0x' + addr.toString(16);

/** Long addresses cut at the left: …c3a47000. */
export function addressShort(addr: number, digits = 8): string {
    const hex = addr.toString(16);
    return hex.length > digits ? '\u2026' + hex.slice(-digits) : '0x' + hex;
}

/** 0 → 1 */
export const change = (before: string, after: string): string => `${before}${NBSP}\u2192${NBSP}${after}`;

/** A number as text and its English noun: "1 page", "12 pages". The plural of a noun that adds more than s is given. */
export const counted = (n: string, noun: string, plural = noun + 's'): string => `${n} ${n === '1' ? noun : plural}`;
