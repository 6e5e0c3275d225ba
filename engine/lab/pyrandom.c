/* pyrandom.c - MT19937, and doubles without floating point. */
#include "lab/pyrandom.h"

#define SHIFT_WORDS 397u
#define MANTISSA    53

__extension__ typedef unsigned __int128 wide;

/* ---- the generator ---- */

static void init_word(struct py_random *r, uint32_t seed)
{
    r->state[0] = seed;
    for (uint32_t i = 1; i < PY_WORDS; i++) {
        const uint32_t before = r->state[i - 1];

        r->state[i] = 1812433253u * (before ^ (before >> 30)) + i;
    }
    r->at = PY_WORDS;
}

void py_seed(struct py_random *r, uint64_t seed)
{
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    const uint32_t length = key[1] != 0 ? 2 : 1;
    uint32_t *s = r->state;
    uint32_t i = 1;
    uint32_t j = 0;

    init_word(r, 19650218u);
    for (uint32_t k = 0; k < PY_WORDS; k++) {
        s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >> 30)) * 1664525u)) + key[j] + j;
        i++;
        j = (j + 1) % length;
        if (i == PY_WORDS) {
            s[0] = s[PY_WORDS - 1];
            i = 1;
        }
    }
    for (uint32_t k = 1; k < PY_WORDS; k++) {
        s[i] = (s[i] ^ ((s[i - 1] ^ (s[i - 1] >> 30)) * 1566083941u)) - i;
        i++;
        if (i == PY_WORDS) {
            s[0] = s[PY_WORDS - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}

static void refill(struct py_random *r)
{
    uint32_t *s = r->state;

    for (uint32_t i = 0; i < PY_WORDS; i++) {
        const uint32_t y = (s[i] & 0x80000000u) | (s[(i + 1) % PY_WORDS] & 0x7fffffffu);

        s[i] = s[(i + SHIFT_WORDS) % PY_WORDS] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfu : 0);
    }
    r->at = 0;
}

static uint32_t next_word(struct py_random *r)
{
    if (r->at == PY_WORDS) {
        refill(r);
    }
    uint32_t y = r->state[r->at++];

    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

/* ---- numbers ---- */

/* v * 2^e, and a little more when `more`, rounded to 53 bits. */
static struct py_real rounded(wide v, int32_t e, bool more)
{
    int32_t bits = 0;

    if (v == 0) {
        return (struct py_real){0, 0};
    }
    for (wide x = v; x != 0; x >>= 1) {
        bits++;
    }
    const int32_t drop = bits - MANTISSA;

    if (drop <= 0) {
        return (struct py_real){(uint64_t)(v << -drop), e + drop};
    }
    const wide half = (wide)1 << (drop - 1);
    const wide rest = v & ((half << 1) - 1);
    uint64_t m = (uint64_t)(v >> drop);

    e += drop;
    if (rest > half || (rest == half && (more || (m & 1) != 0))) {
        m++;
        if (m >> MANTISSA != 0) {
            m >>= 1;
            e++;
        }
    }
    return (struct py_real){m, e};
}

struct py_real py_random(struct py_random *r)
{
    const uint64_t high = next_word(r) >> 5;
    const uint64_t low = next_word(r) >> 6;

    return rounded(high << 26 | low, -MANTISSA, false);
}

uint64_t py_below(struct py_random *r, uint64_t n)
{
    return py_floor(py_mul(py_int(n), py_random(r)));
}

struct py_real py_int(uint64_t n)
{
    return rounded(n, 0, false);
}

struct py_real py_mul(struct py_real a, struct py_real b)
{
    return rounded((wide)a.m * b.m, a.e + b.e, false);
}

struct py_real py_add(struct py_real a, struct py_real b)
{
    if (a.m == 0 || (b.m != 0 && a.e < b.e)) {
        const struct py_real swap = a;

        a = b;
        b = swap;
    }
    if (b.m == 0) {
        return a;
    }
    const int32_t apart = a.e - b.e;

    if (apart > 64) { /* b is less than half of a's last place */
        return a;
    }
    return rounded(((wide)a.m << apart) + b.m, b.e, false);
}

struct py_real py_div(struct py_real a, struct py_real b)
{
    const wide top = (wide)a.m << 64;

    return rounded(top / b.m, a.e - b.e - 64, top % b.m != 0);
}

int py_cmp(struct py_real a, struct py_real b)
{
    if (a.m == 0 || b.m == 0) {
        return (a.m != 0) - (b.m != 0);
    }
    if (a.e != b.e) { /* both have 53 bits */
        return a.e < b.e ? -1 : 1;
    }
    return (a.m > b.m) - (a.m < b.m);
}

uint64_t py_floor(struct py_real a)
{
    if (a.e <= -64) {
        return 0;
    }
    return a.e < 0 ? a.m >> -a.e : a.m << a.e;
}
