// How different two colours are to readers: CIEDE2000, the least over normal sight and the three kinds of colour blindness
// (Machado, Oliveira, Fernandes 2009, severity 1). For tests of the palette only.

type Triple = readonly [number, number, number];

const BLIND: Readonly<Record<'p' | 'd' | 't', readonly Triple[]>> = {
    p: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    d: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    t: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const channel = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const linear = (hex: string): Triple => [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16) / 255)) as unknown as Triple;
const seenBy = (l: Triple, m: readonly Triple[]): Triple => m.map((r) => Math.min(1, Math.max(0, r[0] * l[0] + r[1] * l[1] + r[2] * l[2]))) as unknown as Triple;

function lab(l: Triple): Triple {
    const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
    const x = f((0.4124564 * l[0] + 0.3575761 * l[1] + 0.1804375 * l[2]) / 0.95047);
    const y = f(0.2126729 * l[0] + 0.7151522 * l[1] + 0.072175 * l[2]);
    const z = f((0.0193339 * l[0] + 0.119192 * l[1] + 0.9503041 * l[2]) / 1.08883);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RAD = Math.PI / 180;
const hue = (a: number, b: number): number => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RAD + 360) % 360);

export function deltaE(p: Triple, q: Triple): number {
    const mean = (Math.hypot(p[1], p[2]) + Math.hypot(q[1], q[2])) / 2;
    const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
    const [a1, a2] = [p[1] * (1 + g), q[1] * (1 + g)];
    const [c1, c2] = [Math.hypot(a1, p[2]), Math.hypot(a2, q[2])];
    const [h1, h2] = [hue(a1, p[2]), hue(a2, q[2])];
    const grey = c1 * c2 === 0;
    const dh = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
    const [dL, dC, dH] = [q[0] - p[0], c2 - c1, 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * RAD)];
    const [L, C] = [(p[0] + q[0]) / 2, (c1 + c2) / 2];
    const h = grey ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
    const t = 1 - 0.17 * Math.cos((h - 30) * RAD) + 0.24 * Math.cos(2 * h * RAD) + 0.32 * Math.cos((3 * h + 6) * RAD) - 0.2 * Math.cos((4 * h - 63) * RAD);
    const turn = -2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7)) * Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * RAD);
    const [l, c, s] = [dL / (1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2)), dC / (1 + 0.045 * C), dH / (1 + 0.015 * C * t)];
    return Math.sqrt(l * l + c * c + s * s + turn * c * s);
}

/** The least difference that any reader sees. */
export function farApart(a: string, b: string): number {
    const [x, y] = [linear(a), linear(b)];
    return Math.min(deltaE(lab(x), lab(y)), ...Object.values(BLIND).map((m) => deltaE(lab(seenBy(x, m)), lab(seenBy(y, m)))));
}
