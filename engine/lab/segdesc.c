/* segdesc.c - descriptors encoded and decoded, and each rule of an access. */
#include "lab/segdesc.h"

#include <stddef.h>

uint64_t segdesc_encode(const struct segdesc *d)
{
    const uint64_t access = (uint64_t)(d->type & 15u) | (uint64_t)(d->s & 1u) << 4 |
                            (uint64_t)(d->dpl & 3u) << 5 | (uint64_t)(d->p & 1u) << 7;
    const uint64_t flags = (uint64_t)(d->avl & 1u) | (uint64_t)(d->l & 1u) << 1 |
                           (uint64_t)(d->db & 1u) << 2 | (uint64_t)(d->g & 1u) << 3;

    return (uint64_t)(d->limit & 0xffffu) | (uint64_t)(d->base & 0xffffffu) << 16 | access << 40 |
           (uint64_t)(d->limit >> 16 & 15u) << 48 | flags << 52 | (uint64_t)(d->base >> 24) << 56;
}

void segdesc_decode(uint64_t bits, struct segdesc *d)
{
    const unsigned access = (unsigned)(bits >> 40) & 0xffu;
    const unsigned flags = (unsigned)(bits >> 52) & 15u;

    d->base = (uint32_t)(bits >> 16 & 0xffffffu) | (uint32_t)(bits >> 56) << 24;
    d->limit = (uint32_t)(bits & 0xffffu) | ((uint32_t)(bits >> 48) & 15u) << 16;
    d->type = (uint8_t)(access & 15u);
    d->s = (uint8_t)(access >> 4 & 1u);
    d->dpl = (uint8_t)(access >> 5 & 3u);
    d->p = (uint8_t)(access >> 7 & 1u);
    d->avl = (uint8_t)(flags & 1u);
    d->l = (uint8_t)(flags >> 1 & 1u);
    d->db = (uint8_t)(flags >> 2 & 1u);
    d->g = (uint8_t)(flags >> 3 & 1u);
}

uint32_t segdesc_limit_bytes(const struct segdesc *d)
{
    return d->g ? d->limit << 12 | 0xfffu : d->limit;
}

bool segdesc_is_code(const struct segdesc *d)
{
    return d->s && (d->type & SEGTYPE_CODE);
}

bool segdesc_expands_down(const struct segdesc *d)
{
    return d->s && !(d->type & SEGTYPE_CODE) && (d->type & SEGTYPE_DOWN);
}

uint16_t segsel_encode(unsigned index, bool ldt, unsigned rpl)
{
    return (uint16_t)(index << 3 | (ldt ? 4u : 0u) | (rpl & 3u));
}

struct segsel segsel_decode(uint16_t selector)
{
    return (struct segsel){.index = (uint16_t)(selector >> 3),
                           .ldt = (uint8_t)(selector >> 2 & 1u),
                           .rpl = (uint8_t)(selector & 3u)};
}

bool segdesc_make(enum mm_lab_segment kind, uint64_t size, unsigned dpl, struct segdesc *d,
                  uint64_t *rounded)
{
    const bool down = kind == LS_STACK;
    const bool fine = down ? size <= 0xffff : size <= SEGDESC_LIMIT_MAX + 1ull;
    const uint64_t whole = fine ? size : (size + 0xfff) & ~0xfffull;

    if (size == 0 || whole > 1ull << 32 || (down && whole == 1ull << 32)) {
        return false;
    }
    *d = (struct segdesc){.s = 1, .dpl = (uint8_t)dpl, .p = 1, .g = !fine};
    d->type = (uint8_t)(kind == LS_CODE ? SEGTYPE_CODE | SEGTYPE_READ
                        : down          ? SEGTYPE_WRITE | SEGTYPE_DOWN
                                        : SEGTYPE_WRITE);
    d->db = !(down && fine); /* a small stack ends at offset 0xffff, a large one at 4 GiB */
    if (down) {
        d->limit = fine ? (uint32_t)(0xffff - size) : (uint32_t)(((1ull << 32) - whole - 1) >> 12);
    } else {
        d->limit = fine ? (uint32_t)(size - 1) : (uint32_t)((whole - 1) >> 12);
    }
    *rounded = whole;
    return true;
}

uint32_t segdesc_base_for(const struct segdesc *d, uint64_t start, uint64_t rounded)
{
    if (!segdesc_expands_down(d)) {
        return (uint32_t)start;
    }
    return (uint32_t)(start + rounded - (d->db ? 0 : 0x10000)); /* mod 2^32 */
}

/* ---- the rules ------------------------------------------------------------------------------------------ */

static bool is_null(const struct segaccess *a)
{
    return (a->selector & 0xfffcu) == 0;
}

/* In 64-bit mode a null selector is as good as any for data, and for the stack of a privileged program. */
static bool null_accepted(const struct segaccess *a)
{
    return a->long_mode && a->how != ACC_FETCH && !(a->stack && a->cpl == 3);
}

bool segcheck_flat(const struct segaccess *a, const struct segdesc *d)
{
    return a->long_mode && (a->how != ACC_FETCH || d->l);
}

uint64_t segcheck_linear(const struct segaccess *a, const struct segdesc *d)
{
    return segcheck_flat(a, d) ? a->offset : (d->base + a->offset) & 0xffffffffu;
}

bool segcheck_applies(enum mm_seg_rule rule, const struct segaccess *a, const struct segdesc *d)
{
    if (rule == SEGR_SELECTOR) {
        return true;
    }
    if (rule == SEGR_CANONICAL) {
        return segcheck_flat(a, d);
    }
    if (is_null(a)) {
        return false;
    }
    return (rule != SEGR_LIMIT && rule != SEGR_RIGHTS) || !segcheck_flat(a, d);
}

static struct segfinding rule_type(const struct segaccess *a, const struct segdesc *d)
{
    bool ok = d->s;

    if (a->how == ACC_FETCH) { /* L and D together are reserved */
        ok = ok && segdesc_is_code(d) && !(a->long_mode && d->l && d->db);
    } else if (a->stack) {
        ok = ok && !segdesc_is_code(d) && (d->type & SEGTYPE_WRITE);
    } else {
        ok = ok && (!segdesc_is_code(d) || (d->type & SEGTYPE_READ));
    }
    return (struct segfinding){.ok = ok, .have = (uint64_t)d->s << 4 | d->type, .want = a->how};
}

static struct segfinding rule_privilege(const struct segaccess *a, const struct segdesc *d)
{
    const unsigned rpl = a->selector & 3u;
    const unsigned weaker = a->cpl > rpl ? a->cpl : rpl;
    const bool conforming = segdesc_is_code(d) && (d->type & SEGTYPE_CONFORM);
    struct segfinding f = {.have = weaker, .want = d->dpl};

    if (a->how == ACC_FETCH) {
        f.have = a->cpl;
        f.ok = conforming ? d->dpl <= a->cpl : rpl <= a->cpl && d->dpl == a->cpl;
    } else if (a->stack) {
        f.ok = rpl == a->cpl && d->dpl == a->cpl;
    } else {
        f.ok = conforming || weaker <= d->dpl;
    }
    return f;
}

static struct segfinding rule_rights(const struct segaccess *a, const struct segdesc *d)
{
    const bool code = segdesc_is_code(d);
    struct segfinding f = {.ok = true, .have = d->type, .want = a->how};

    if (a->how == ACC_WRITE) {
        f.ok = !code && (d->type & SEGTYPE_WRITE);
    } else if (a->how == ACC_READ) {
        f.ok = !code || (d->type & SEGTYPE_READ);
    }
    return f;
}

static struct segfinding rule_limit(const struct segaccess *a, const struct segdesc *d)
{
    const uint64_t limit = segdesc_limit_bytes(d);
    const bool wraps = a->offset > UINT64_MAX - (a->bytes - 1);
    const uint64_t last = wraps ? UINT64_MAX : a->offset + a->bytes - 1;
    const uint64_t top = d->db ? 0xffffffffu : 0xffffu;
    struct segfinding f = {.have = last, .want = limit};

    if (segdesc_expands_down(d)) {
        f.ok = a->offset > limit && last <= top;
        f.have = a->offset > limit ? last : a->offset;
        f.want = a->offset > limit ? top : limit + 1;
    } else {
        f.ok = last <= limit;
    }
    return f;
}

static bool canonical(uint64_t addr)
{
    return addr >> 47 == 0 || addr >> 47 == 0x1ffff;
}

struct segfinding segcheck_ask(enum mm_seg_rule rule, const struct segaccess *a,
                               const struct segdesc *d, uint32_t entries)
{
    const enum mm_seg_fault limit_fault = a->stack ? SEGF_SS : SEGF_GP;
    struct segfinding f = {.fault = SEGF_GP, .error_code = a->selector & 0xfffcu};
    struct segfinding found = f;
    bool own_code = true; /* the error code is the selector's */

    switch (rule) {
    case SEGR_SELECTOR:
        found.ok = !is_null(a) || null_accepted(a);
        found.have = a->selector;
        own_code = false;
        break;
    case SEGR_TABLE:
        found.have = segsel_decode(a->selector).index;
        found.want = entries - 1;
        found.ok = found.have < entries;
        break;
    case SEGR_TYPE: found = rule_type(a, d); break;
    case SEGR_PRIVILEGE: found = rule_privilege(a, d); break;
    case SEGR_PRESENT:
        found.ok = d->p;
        found.have = d->p;
        found.want = 1;
        f.fault = a->stack ? SEGF_SS : SEGF_NP;
        break;
    case SEGR_RIGHTS:
        found = rule_rights(a, d);
        own_code = false;
        break;
    case SEGR_LIMIT:
        found = rule_limit(a, d);
        f.fault = limit_fault;
        own_code = false;
        break;
    case SEGR_CANONICAL:
        found.have = a->offset;
        found.ok = canonical(a->offset) && canonical(a->offset + a->bytes - 1);
        f.fault = limit_fault;
        own_code = false;
        break;
    case SEGR_COUNT: break;
    }
    found.fault = found.ok ? SEGF_NONE : f.fault;
    found.error_code = found.ok || !own_code ? 0 : f.error_code;
    return found;
}

/* ---- Linux's own table ---------------------------------------------------------------------------------- */

/* GDT_ENTRY_INIT(flags, 0, limit): flags as Linux writes them, access byte below, granularity nibble at 12. */
#define FLAT(flags, limit)                                             \
    ((uint64_t)((limit)&0xffffu) | ((uint64_t)((flags)&0xffu) << 40) | \
     ((uint64_t)((limit) >> 16 & 15u) << 48) | ((uint64_t)((flags) >> 12) << 52))

bool seggdt_row(unsigned bits, unsigned i, struct seggdt_row *row)
{
    static const struct seggdt_row gdt32[] = {
        {12, "kernel_cs", FLAT(0xc09au, 0xfffffu), 0x60},
        {13, "kernel_ds", FLAT(0xc092u, 0xfffffu), 0x68},
        {14, "user_cs", FLAT(0xc0fau, 0xfffffu), 0x73},
        {15, "user_ds", FLAT(0xc0f2u, 0xfffffu), 0x7b},
    };
    static const struct seggdt_row gdt64[] = {
        {1, "kernel32_cs", FLAT(0xc09bu, 0xfffffu), 0x08},
        {2, "kernel_cs", FLAT(0xa09bu, 0xfffffu), 0x10},
        {3, "kernel_ds", FLAT(0xc093u, 0xfffffu), 0x18},
        {4, "user32_cs", FLAT(0xc0fbu, 0xfffffu), 0x23},
        {5, "user_ds", FLAT(0xc0f3u, 0xfffffu), 0x2b},
        {6, "user_cs", FLAT(0xa0fbu, 0xfffffu), 0x33},
        /* read-only data that expands down; its limit is the CPU and node number: both 0 here */
        {15, "cpu_node", FLAT(0x00f5u, 0u), 0x7b},
    };
    const struct seggdt_row *rows = bits == 64 ? gdt64 : gdt32;
    const size_t count =
        bits == 64 ? sizeof gdt64 / sizeof gdt64[0] : sizeof gdt32 / sizeof gdt32[0];

    if (i >= count) {
        return false;
    }
    *row = rows[i];
    return true;
}
