/* check_segdesc.c - descriptors bit by bit, every rule of an access, Linux's flat GDT.
 * Origin of the rows: Intel SDM volume 3 (segment descriptors; limit, type and privilege checking; #GP, #NP, #SS), and
 * Linux 6.1's own GDT_ENTRY_INIT values for the flat table. */
#include "lab/segdesc.h"

#include <string.h>

#include "../suite.h"
#include "base/rng.h"

/* The layout of the manual's picture, byte by byte. */
static void naive_decode(uint64_t bits, uint32_t out[10])
{
    uint8_t b[8];

    for (unsigned i = 0; i < 8; i++) {
        b[i] = (uint8_t)(bits >> (8 * i));
    }
    out[0] = b[2] + 256u * b[3] + 65536u * b[4] + 16777216u * b[7]; /* base */
    out[1] = b[0] + 256u * b[1] + 65536u * (b[6] % 16u);            /* limit */
    out[2] = b[5] % 16u;                                            /* type */
    out[3] = b[5] / 16u % 2u;                                       /* S */
    out[4] = b[5] / 32u % 4u;                                       /* DPL */
    out[5] = b[5] / 128u;                                           /* P */
    out[6] = b[6] / 16u % 2u;                                       /* AVL */
    out[7] = b[6] / 32u % 2u;                                       /* L */
    out[8] = b[6] / 64u % 2u;                                       /* D/B */
    out[9] = b[6] / 128u;                                           /* G */
}

START_TEST(test_bits)
{
    uint64_t rng[2];
    const unsigned rounds = test_scaled(20000);

    rng_seed(rng, 7);
    for (unsigned i = 0; i < rounds; i++) {
        const uint64_t bits = rng_next(rng);
        struct segdesc d;
        uint32_t want[10];

        naive_decode(bits, want);
        segdesc_decode(bits, &d);
        const uint32_t got[10] = {d.base, d.limit, d.type, d.s, d.dpl, d.p, d.avl, d.l, d.db, d.g};

        ck_assert_msg(memcmp(want, got, sizeof want) == 0, "%llx", (unsigned long long)bits);
        ck_assert_uint_eq(segdesc_encode(&d), bits);
        ck_assert_uint_eq(segdesc_limit_bytes(&d), d.g ? d.limit * 4096u + 4095u : d.limit);

        const struct segsel s = segsel_decode((uint16_t)bits);

        ck_assert_uint_eq(segsel_encode(s.index, s.ldt, s.rpl), (uint16_t)bits);
        ck_assert_uint_eq(s.index * 8u + s.ldt * 4u + s.rpl, (uint16_t)bits);
    }
}
END_TEST

START_TEST(test_linux_gdt)
{
    static const struct {
        unsigned bits;
        const char *name;
        uint64_t descriptor;
        uint16_t selector;
    } known[] = {
        {32, "kernel_cs", 0x00cf9a000000ffff, 0x60},   {32, "kernel_ds", 0x00cf92000000ffff, 0x68},
        {32, "user_cs", 0x00cffa000000ffff, 0x73},     {32, "user_ds", 0x00cff2000000ffff, 0x7b},
        {64, "kernel32_cs", 0x00cf9b000000ffff, 0x08}, {64, "kernel_cs", 0x00af9b000000ffff, 0x10},
        {64, "kernel_ds", 0x00cf93000000ffff, 0x18},   {64, "user32_cs", 0x00cffb000000ffff, 0x23},
        {64, "user_ds", 0x00cff3000000ffff, 0x2b},     {64, "user_cs", 0x00affb000000ffff, 0x33},
        {64, "cpu_node", 0x0000f50000000000, 0x7b},
    };
    struct seggdt_row row;

    for (unsigned i = 0, first64 = 4; i < sizeof known / sizeof known[0]; i++) {
        const unsigned at = known[i].bits == 64 ? i - first64 : i;

        ck_assert(seggdt_row(known[i].bits, at, &row));
        ck_assert_str_eq(row.name, known[i].name);
        ck_assert_uint_eq(row.descriptor, known[i].descriptor);
        ck_assert_uint_eq(row.selector, known[i].selector);
        ck_assert_uint_eq(row.selector / 8u, row.index);
    }
    ck_assert(!seggdt_row(32, 4, &row));
    ck_assert(!seggdt_row(64, 7, &row));
}
END_TEST

/* All rules in their order; the finding that broke one, or an ok one. */
static struct segfinding ask_all(const struct segaccess *a, const struct segdesc *d,
                                 uint32_t entries, enum mm_seg_rule *broke)
{
    struct segfinding f = {.ok = true};

    for (unsigned r = 0; r < SEGR_COUNT; r++) {
        if (segcheck_applies((enum mm_seg_rule)r, a, d)) {
            f = segcheck_ask((enum mm_seg_rule)r, a, d, entries);
            *broke = (enum mm_seg_rule)r;
            if (!f.ok) {
                return f;
            }
        }
    }
    *broke = SEGR_COUNT;
    return f;
}

/* "code conforming readable" … as type bits. */
#define DATA_RO   0u
#define DATA_RW   2u
#define DATA_DOWN 6u
#define CODE_X    8u
#define CODE_RX   10u
#define CODE_CONF 14u

static const struct {
    const char *what;
    struct segdesc d;
    struct segaccess a;
    enum mm_seg_fault fault;
    enum mm_seg_rule rule;
    uint32_t error_code;
} faults[] = {
#define SEG(limit_, type_, dpl_, p_)                                                           \
    {                                                                                          \
        .base = 0x10000, .limit = limit_, .type = type_, .s = 1, .dpl = dpl_, .p = p_, .db = 1 \
    }
    {"inside",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x0f, .how = ACC_WRITE, .cpl = 3, .bytes = 4, .offset = 0xffc},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"one byte too far",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 4, .offset = 0xffd},
     SEGF_GP,
     SEGR_LIMIT,
     0},
    {"the stack too far",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x0f, .how = ACC_WRITE, .cpl = 3, .bytes = 1, .offset = 0x1000, .stack = true},
     SEGF_SS,
     SEGR_LIMIT,
     0},
    {"null for data",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 3, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_SELECTOR,
     0},
    {"null for code",
     SEG(0xfff, CODE_RX, 3, 1),
     {.selector = 0, .how = ACC_FETCH, .cpl = 0, .bytes = 1},
     SEGF_GP,
     SEGR_SELECTOR,
     0},
    {"entry 0 of the LDT is no null",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 7, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"beyond the table",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x103, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_TABLE,
     0x100},
    {"not present",
     SEG(0xfff, DATA_RW, 3, 0),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_NP,
     SEGR_PRESENT,
     0x0c},
    {"stack not present",
     SEG(0xfff, DATA_RW, 3, 0),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 1, .stack = true},
     SEGF_SS,
     SEGR_PRESENT,
     0x0c},
    {"kernel data by a program",
     SEG(0xfff, DATA_RW, 0, 1),
     {.selector = 0x68, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_PRIVILEGE,
     0x68},
    {"RPL weakens the kernel",
     SEG(0xfff, DATA_RW, 0, 1),
     {.selector = 0x6b, .how = ACC_READ, .cpl = 0, .bytes = 1},
     SEGF_GP,
     SEGR_PRIVILEGE,
     0x68},
    {"user data by the kernel",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x78, .how = ACC_READ, .cpl = 0, .bytes = 1},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"kernel code by a program",
     SEG(0xfff, CODE_RX, 0, 1),
     {.selector = 0x60, .how = ACC_FETCH, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_PRIVILEGE,
     0x60},
    {"user code by the kernel",
     SEG(0xfff, CODE_RX, 3, 1),
     {.selector = 0x70, .how = ACC_FETCH, .cpl = 0, .bytes = 1},
     SEGF_GP,
     SEGR_PRIVILEGE,
     0x70},
    {"conforming code by a program",
     SEG(0xfff, CODE_CONF, 0, 1),
     {.selector = 0x63, .how = ACC_FETCH, .cpl = 3, .bytes = 1},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"stack of another level",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x0f, .how = ACC_WRITE, .cpl = 0, .bytes = 1, .stack = true},
     SEGF_GP,
     SEGR_PRIVILEGE,
     0x0c},
    {"write to code",
     SEG(0xfff, CODE_RX, 3, 1),
     {.selector = 0x73, .how = ACC_WRITE, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_RIGHTS,
     0},
    {"write to read-only data",
     SEG(0xfff, DATA_RO, 3, 1),
     {.selector = 0x0f, .how = ACC_WRITE, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_RIGHTS,
     0},
    {"run data",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x0f, .how = ACC_FETCH, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_TYPE,
     0x0c},
    {"read code that is only for running",
     SEG(0xfff, CODE_X, 3, 1),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_TYPE,
     0x0c},
    {"a read-only stack",
     SEG(0xfff, DATA_RO, 3, 1),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 1, .stack = true},
     SEGF_GP,
     SEGR_TYPE,
     0x0c},
    {"an empty entry",
     {.p = 0},
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 1},
     SEGF_GP,
     SEGR_TYPE,
     0x0c},
    {"down: below the limit",
     SEG(0xfff, DATA_DOWN, 3, 1),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 1, .offset = 0xfff},
     SEGF_GP,
     SEGR_LIMIT,
     0},
    {"down: above the limit",
     SEG(0xfff, DATA_DOWN, 3, 1),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 4, .offset = 0xfffffffc},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"down: past 4 GiB",
     SEG(0xfff, DATA_DOWN, 3, 1),
     {.selector = 0x0f, .how = ACC_READ, .cpl = 3, .bytes = 4, .offset = 0xfffffffd},
     SEGF_GP,
     SEGR_LIMIT,
     0},
    {"long: base and limit are ignored",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x2b,
      .how = ACC_WRITE,
      .cpl = 3,
      .bytes = 8,
      .offset = 0x7fff12345678,
      .long_mode = true},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"long: not canonical",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x2b,
      .how = ACC_READ,
      .cpl = 3,
      .bytes = 8,
      .offset = 0x800000000000,
      .long_mode = true},
     SEGF_GP,
     SEGR_CANONICAL,
     0},
    {"long: into the hole",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0x2b,
      .how = ACC_READ,
      .cpl = 3,
      .bytes = 8,
      .offset = 0x7ffffffffffc,
      .long_mode = true,
      .stack = true},
     SEGF_SS,
     SEGR_CANONICAL,
     0},
    {"long: null is good for data",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 0, .how = ACC_READ, .cpl = 3, .bytes = 8, .offset = 0x1000, .long_mode = true},
     SEGF_NONE,
     SEGR_COUNT,
     0},
    {"long: null is no stack of a program",
     SEG(0xfff, DATA_RW, 3, 1),
     {.selector = 3, .how = ACC_READ, .cpl = 3, .bytes = 8, .long_mode = true, .stack = true},
     SEGF_GP,
     SEGR_SELECTOR,
     0},
    {"long: 32-bit code keeps its limit",
     SEG(0xfff, CODE_RX, 3, 1),
     {.selector = 0x23,
      .how = ACC_FETCH,
      .cpl = 3,
      .bytes = 1,
      .offset = 0x1000,
      .long_mode = true},
     SEGF_GP,
     SEGR_LIMIT,
     0},
    {"long: privilege still counts",
     SEG(0xfff, DATA_RW, 0, 1),
     {.selector = 0x1b, .how = ACC_READ, .cpl = 3, .bytes = 1, .long_mode = true},
     SEGF_GP,
     SEGR_PRIVILEGE,
     0x18},
};

START_TEST(test_faults)
{
    for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        enum mm_seg_rule rule = SEGR_COUNT;
        const struct segfinding f = ask_all(&faults[i].a, &faults[i].d, 32, &rule);

        ck_assert_msg((f.ok ? SEGF_NONE : f.fault) == faults[i].fault, "%s: fault %u",
                      faults[i].what, f.fault);
        ck_assert_msg(rule == faults[i].rule, "%s: rule %u", faults[i].what, rule);
        ck_assert_msg(f.error_code == faults[i].error_code, "%s: error %x", faults[i].what,
                      f.error_code);
    }
}
END_TEST

/* The manual's sentences on privilege, for every combination. */
START_TEST(test_privilege)
{
    for (unsigned n = 0; n < 4 * 4 * 4 * 4; n++) {
        const unsigned cpl = n & 3, rpl = n >> 2 & 3, dpl = n >> 4 & 3, kind = n >> 6;
        const struct segdesc d = {.limit = 0xfff,
                                  .type = kind == 0   ? DATA_RW
                                          : kind == 1 ? CODE_RX
                                          : kind == 2 ? CODE_CONF
                                                      : DATA_RW,
                                  .s = 1,
                                  .dpl = (uint8_t)dpl,
                                  .p = 1,
                                  .db = 1};
        const struct segaccess a = {.selector = (uint16_t)(0x08 | rpl),
                                    .how = kind == 0 || kind == 3 ? ACC_READ : ACC_FETCH,
                                    .cpl = (uint8_t)cpl,
                                    .stack = kind == 3,
                                    .bytes = 1};
        bool allowed = false;
        enum mm_seg_rule rule;

        switch (kind) {
        case 0: allowed = !(cpl > dpl || rpl > dpl); break;
        case 1: allowed = cpl == dpl && !(rpl > cpl); break;
        case 2: allowed = !(dpl > cpl); break;
        case 3: allowed = rpl == cpl && dpl == cpl; break;
        default: break;
        }
        ck_assert_msg(ask_all(&a, &d, 32, &rule).ok == allowed, "kind %u cpl %u rpl %u dpl %u",
                      kind, cpl, rpl, dpl);
    }
}
END_TEST

/* A made descriptor allows exactly its bytes, wherever it is put. */
START_TEST(test_make)
{
    uint64_t rng[2];
    const unsigned rounds = test_scaled(4000);

    rng_seed(rng, 11);
    for (unsigned i = 0; i < rounds; i++) {
        const enum mm_lab_segment kind = (enum mm_lab_segment)(i % LS_COUNT);
        const uint64_t size = 1 + rng_below(rng, 1ull << (1 + rng_below(rng, 32)));
        const uint64_t start = rng_below(rng, 1ull << 31) & ~0xfull;
        const unsigned exact = kind == LS_STACK ? 65535 : 1048576;
        struct segdesc d;
        uint64_t whole = 0;

        if (!segdesc_make(kind, size, 3, &d, &whole)) {
            ck_assert_uint_gt(size, (1ull << 32) - 4096);
            continue;
        }
        ck_assert_uint_eq(whole, size <= exact ? size : (size + 4095) / 4096 * 4096);
        if (start + whole > 1ull << 32) {
            continue;
        }
        d.base = segdesc_base_for(&d, start, whole);

        const uint64_t top = d.db ? 1ull << 32 : 1ull << 16; /* where expand-down offsets end */
        const uint64_t first = kind == LS_STACK ? top - whole : 0;
        struct segaccess a = {.selector = 0x0f, .cpl = 3, .bytes = 1, .stack = kind == LS_STACK};
        enum mm_seg_rule rule;

        a.how = kind == LS_CODE ? ACC_FETCH : ACC_READ;
        a.offset = first;
        ck_assert(ask_all(&a, &d, 32, &rule).ok);
        ck_assert_uint_eq(segcheck_linear(&a, &d), start);
        a.offset = first + whole - 1;
        ck_assert(ask_all(&a, &d, 32, &rule).ok);
        ck_assert_uint_eq(segcheck_linear(&a, &d), start + whole - 1);
        a.offset = first + whole;
        ck_assert(!ask_all(&a, &d, 32, &rule).ok || whole == 1ull << 32);
        a.offset = first - 1;
        ck_assert(kind != LS_STACK || !ask_all(&a, &d, 32, &rule).ok);
    }
    struct segdesc d;
    uint64_t whole;

    ck_assert(!segdesc_make(LS_DATA, 0, 3, &d, &whole));
    ck_assert(segdesc_make(LS_DATA, 1ull << 32, 3, &d, &whole));
    ck_assert(d.limit == 0xfffff && d.g == 1);
    ck_assert(!segdesc_make(LS_DATA, (1ull << 32) + 1, 3, &d, &whole));
    ck_assert(!segdesc_make(LS_STACK, 1ull << 32, 3, &d, &whole));
}
END_TEST

Suite *make_segdesc_suite(void)
{
    Suite *s = suite_create("segdesc");
    TCase *t = tcase_create("segdesc");

    tcase_add_test(t, test_bits);
    tcase_add_test(t, test_linux_gdt);
    tcase_add_test(t, test_faults);
    tcase_add_test(t, test_privilege);
    tcase_add_test(t, test_make);
    suite_add_tcase(s, t);
    return s;
}
