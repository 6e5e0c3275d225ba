import { describe, expect, it } from 'vitest';
import * as f from './format';
import { keyName } from './hotkeys';
import { expandIds, rleDecode, rleEncode, rleLength } from './rle';
import { hexOf, highOf, joined, lowOf } from './u64';
import { addressOf, keepChoices, parseRoute, roomCodeOf } from './url';

describe('u64', () => {
    it.each([
        [0, 0, 0],
        [1, 0, 1],
        [0xffff_ffff, 0, 0xffff_ffff],
        [0x1_0000_0000, 1, 0],
        [0x5581_c3a4_7e10, 0x5581, 0xc3a4_7e10],
        [-1, 0xffff_ffff, 0xffff_ffff],
        [-300, 0xffff_ffff, 0xffff_fed4],
        ['0x8000000001748867', 0x8000_0000, 0x0174_8867],
        ['0xffffffffffffffff', 0xffff_ffff, 0xffff_ffff],
        ['0x7', 0, 7],
    ] as const)('%s', (value, high, low) => {
        expect(highOf(value)).toBe(high);
        expect(lowOf(value)).toBe(low);
        if (typeof value === 'string') expect('0x' + hexOf(high, low)).toBe(value);
        else if (value >= 0) expect(joined(high, low)).toBe(value);
    });
});

describe('rle', () => {
    it('comes back', () => {
        let x = 7;
        const values = Array.from({ length: 1000 }, () => {
            x = (x * 1103515245 + 12345) % 2147483648;
            return x % 3;
        });
        const runs = rleEncode(values);
        expect(rleLength(runs)).toBe(1000);
        expect(rleDecode(runs)).toEqual(values);
        expect(rleEncode([])).toEqual([]);
    });
    it('ids', () => expect(expandIds([3, 2, 9, 1])).toEqual([3, 4, 9]));
});

describe('format', () => {
    it.each([
        [f.int(1184), '1,184'],
        [f.int(-300), '\u2212300'],
        [f.int(1234567), '1,234,567'],
        [f.bytes(19818086), '18.9\u00a0MB'],
        [f.bytes(4096), '4\u00a0KB'],
        [f.blockBytes(2 << 20), '2\u00a0MB'],
        [f.duration(100), '100\u00a0ns'],
        [f.duration(1260), '1.3\u00a0µs'],
        [f.percent(0.961), '96.1\u00a0%'],
        [f.frameHex(0x1748), '1748'],
        [f.frameHex(0x41), '0041'],
        [f.addressShort(0x5581c3a47000), '…c3a47000'],
        [f.change('0', '1'), '0\u00a0→\u00a01'],
        [f.fixed(-0.04, 1), '0.0'],
    ])('%s', (a, b) => expect(a).toBe(b));
});

describe('addresses', () => {
    it('reads a room', () => {
        expect(parseRoute('/r/first?seq=412&sel=frame:0x3a2f&lang=zh-CN#k=abc')).toMatchObject({ page: 'room', room: 'first', seq: 412, sel: 'frame:0x3a2f', lang: 'zh-CN', theme: null, token: 'abc' });
        expect(parseRoute('/').room).toBeNull();
        expect(parseRoute('/r/first?seq=x').seq).toBeNull();
    });
    it.each([
        ['/', 'first', []],
        ['/l', 'lessons', []],
        ['/l/two-level?p=3', 'lesson', ['two-level']],
        ['/labs', 'labs', []],
        ['/e', 'exercises', []],
        ['/e/paging-linear?seed=7', 'exercises', ['paging-linear']],
        ['/c/abc/def', 'compare', ['abc', 'def']],
        ['/c/abc', 'first', []],
        ['/edit', 'edit', []],
        ['/r/a/b', 'first', []],
    ])('%s', (href, page, names) => {
        const route = parseRoute(href);
        expect([route.page, route.names]).toEqual([page, names]);
        expect(route.room).toBeNull();
    });
    it('reads the keys of a page', () => {
        expect(parseRoute('/l/two-level?p=3').p).toBe(3);
        expect(parseRoute('/l/two-level?p=-3').p).toBeNull();
        expect(parseRoute('/e/paging?seed=7&bits=16').query).toEqual({ seed: '7', bits: '16' });
    });
    it('takes a code or an address', () => {
        expect(roomCodeOf(' first ')).toBe('first');
        expect(roomCodeOf('http://10.0.0.5:8080/r/k3xq?lang=en')).toBe('k3xq');
        expect(roomCodeOf('no room')).toBeNull();
    });
});

it('names keys', () => {
    const key = (init: KeyboardEventInit): string => keyName(new KeyboardEvent('keydown', init));
    expect(key({ key: ' ' })).toBe('Space');
    expect(key({ key: 'ArrowRight', shiftKey: true })).toBe('Shift+ArrowRight');
    expect(key({ key: '?', shiftKey: true })).toBe('?');
    expect(key({ key: 'k', ctrlKey: true })).toBe('Mod+k');
});

describe('addresses of a place', () => {
    const place = { seq: 412, sel: 'page:3@0x5581', pin: 'kernel' };
    it('what is written is read again', () => {
        const r = parseRoute(addressOf('/r/abc', { ...place, lang: 'zh', theme: 'dark' }));
        expect([r.room, r.seq, r.sel, r.pin, r.lang, r.theme, r.embed]).toEqual(['abc', 412, 'page:3@0x5581', 'kernel', 'zh', 'dark', false]);
        expect(addressOf('/r/abc', place)).toBe('/r/abc?v=1&seq=412&sel=page:3@0x5581&pin=kernel');
        expect(addressOf('/r/abc', { seq: 7, sel: null, pin: 'kernel/lru', cb: 'zone' })).toBe('/r/abc?v=1&seq=7&pin=kernel/lru&cb=zone');
        expect(parseRoute('/r/abc?v=1&cb=zone&pin=%2Fpcp')).toMatchObject({ cb: 'zone', pin: '/pcp' });
        expect(addressOf('/r/abc', { seq: null, sel: null, pin: null }, '?cb=zone')).toBe('/r/abc');
        expect(addressOf('/r/abc', { seq: null, sel: null, pin: null })).toBe('/r/abc');
    });
    it('keys of others stay, old ones of its own do not', () => {
        expect(addressOf('/r/abc', { seq: 7, sel: null, pin: null }, '?v=1&seq=3&sel=frame:0x1&embed=1&lang=en&foo=b')).toBe('/r/abc?v=1&seq=7&embed=1&lang=en&foo=b');
        expect(addressOf('/r/abc', { seq: null, sel: null, pin: null, lang: 'zh' }, '?lang=en')).toBe('/r/abc?v=1&lang=zh');
    });
    it('what is not known is ignored, and so are the positions of another version', () => {
        expect(parseRoute('/r/abc?seq=3&cb=lru&future=1').seq).toBe(3);
        const later = parseRoute('/r/abc?v=2&seq=3&sel=frame:0x1&lang=zh');
        expect([later.room, later.seq, later.sel, later.lang]).toEqual(['abc', null, null, 'zh']);
        expect(parseRoute('/r/abc?seq=-3&embed=yes')).toMatchObject({ seq: null, embed: false });
        expect(parseRoute('/r/abc?embed=1').embed).toBe(true);
        expect(parseRoute('/r/abc?embed=1&ui=lanes,transport').ui).toEqual(['lanes', 'transport']);
        expect([parseRoute('/r/abc?embed=1').ui, parseRoute('/r/abc?ui=lanes').ui, parseRoute('/r/abc?v=2&embed=1&ui=lanes').ui]).toEqual([null, null, null]);
    });
    it('another page keeps the language and the theme that the address names, as they are now chosen', () => {
        const here = 'http://localhost/l?lang=zh&theme=dark&p=2';
        const now = { lang: 'en', theme: 'dark' };
        expect(keepChoices('/l/pages', here, now)).toBe('/l/pages?lang=en&theme=dark');
        expect(keepChoices('/l/pages?lang=zh#k=t', here, now)).toBe('/l/pages?lang=zh&theme=dark#k=t');
        expect(keepChoices('/l/pages?p=3', 'http://localhost/l', now)).toBe('/l/pages?p=3');
        expect(keepChoices('https://example.org/x', here, now)).toBe('https://example.org/x');
        expect(keepChoices(here, here, now, true)).toBe('/l?lang=en&theme=dark&p=2');
        expect(keepChoices('http://localhost/l?lang=zh-CN', 'http://localhost/l?lang=zh-CN', { lang: 'zh', theme: 'dark' }, true)).toBe('/l?lang=zh-CN');
    });
});

describe('counted', () => {
    it('one is singular, all else plural', () => {
        expect(f.counted('1', 'cache')).toBe('1 cache');
        expect(f.counted('0', 'cache')).toBe('0 caches');
        expect(f.counted('1,001', 'page')).toBe('1,001 pages');
        expect(f.counted('2', 'index', 'indices')).toBe('2 indices');
    });
});
