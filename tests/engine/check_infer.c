/* check_infer.c - mappings guessed from addresses: every access lies in one that allows it. */
#include "text/infer.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "text/lackey.h"

static struct mm_area areas[MM_LAYOUT_AREAS_MAX];
static uint32_t count;

static void check_covers(const uint64_t *ops, uint64_t n, uint32_t max)
{
    ck_assert(infer_layout(ops, n, &mm_host_libc, areas, max, &count));
    ck_assert(count > 0 && count <= max);
    for (uint32_t i = 0; i < count; i++) {
        ck_assert(areas[i].start < areas[i].end && areas[i].start % 4096 == 0 &&
                  areas[i].end % 4096 == 0);
        ck_assert(i == 0 || areas[i - 1].end <= areas[i].start);
        ck_assert_uint_eq(areas[i].vm_flags & VM_SHARED, 0);
    }
    for (uint64_t k = 0; k < n; k++) {
        const uint32_t need = MM_OP_ACCESS(ops[k]) == ACC_FETCH   ? VM_EXEC
                              : MM_OP_ACCESS(ops[k]) == ACC_WRITE ? VM_WRITE
                                                                  : VM_READ;
        bool found = false;

        for (uint32_t i = 0; i < count; i++) {
            found = found || (MM_OP_ADDR(ops[k]) >= areas[i].start &&
                              MM_OP_ADDR(ops[k]) < areas[i].end && (areas[i].vm_flags & need));
        }
        ck_assert_msg(found, "access %llu at %llx", (unsigned long long)k,
                      (unsigned long long)MM_OP_ADDR(ops[k]));
    }
}

START_TEST(test_program)
{
    const uint64_t ops[] = {
        MM_OP(0x401000, ACC_FETCH),    MM_OP(0x401ffc, ACC_FETCH),
        MM_OP(0x403000, ACC_FETCH),    MM_OP(0x404010, ACC_READ),
        MM_OP(0x405010, ACC_WRITE),    MM_OP(0x1500000, ACC_WRITE),
        MM_OP(0x1501000, ACC_READ),    MM_OP(0x4001000, ACC_FETCH),
        MM_OP(0x4030000, ACC_WRITE),   MM_OP(0x1fff000f00, ACC_WRITE),
        MM_OP(0x1ffeffe000, ACC_READ), MM_OP(0x1fff000f08, ACC_READ),
    };
    static const struct {
        uint64_t start, end;
        uint32_t role, flags;
    } expected[] = {
        {0x401000, 0x404000, VR_TEXT, VM_READ | VM_EXEC},
        {0x404000, 0x406000, VR_DATA, VM_READ | VM_WRITE},
        {0x1500000, 0x1502000, VR_HEAP, VM_READ | VM_WRITE},
        {0x4001000, 0x4030000, VR_LIB, VM_READ | VM_EXEC},
        {0x4030000, 0x4031000, VR_LIB, VM_READ | VM_WRITE},
        {0x1ffeffe000, 0x1fff001000, VR_STACK, VM_READ | VM_WRITE | VM_GROWSDOWN},
    };

    check_covers(ops, sizeof ops / sizeof ops[0], MM_LAYOUT_AREAS_MAX);
    ck_assert_uint_eq(count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < count; i++) {
        ck_assert_uint_eq(areas[i].start, expected[i].start);
        ck_assert_uint_eq(areas[i].end, expected[i].end);
        ck_assert_uint_eq(areas[i].role, expected[i].role);
        ck_assert_uint_eq(areas[i].vm_flags, expected[i].flags);
    }
    ck_assert_str_eq(areas[0].file, "program");
    ck_assert_str_eq(areas[3].file, "library1");
}
END_TEST

/* What is used behind a library's data was mapped by the program. */
START_TEST(test_mapping_behind_a_library)
{
    const uint64_t ops[] = {MM_OP(0x401000, ACC_FETCH), MM_OP(0x4001000, ACC_FETCH),
                            MM_OP(0x4002000, ACC_WRITE), MM_OP(0x4040000, ACC_WRITE)};

    check_covers(ops, 4, 8);
    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(areas[2].role, VR_LIB);
    ck_assert_uint_eq(areas[2].end, 0x4002000 + (INFER_LIB_DATA_PAGES << MM_PAGE_SHIFT));
    ck_assert_uint_eq(areas[3].start, areas[2].end);
    ck_assert_uint_eq(areas[3].role, VR_PLAIN);
    ck_assert_str_eq(areas[3].file, "");
    check_covers(ops, 4, 3); /* no room for another area: it stays one */
    ck_assert_uint_eq(count, 3);
}
END_TEST

/* Numbers alone say nothing of kinds: everything may be read and written, nothing is called a stack. */
START_TEST(test_page_list)
{
    const uint64_t ops[] = {MM_OP(0x5000, ACC_READ), MM_OP(0x7ffff0000000, ACC_READ)};

    check_covers(ops, 2, 8);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(areas[1].vm_flags, VM_READ | VM_WRITE);
    ck_assert_uint_eq(areas[1].role, VR_PLAIN);
    ck_assert(!infer_layout(ops, 0, &mm_host_libc, areas, 8, &count));
}
END_TEST

START_TEST(test_recording_and_random)
{
    size_t n;
    char *text = test_read("traces/ls2000.lackey", &n);
    struct import in = {.room = lackey_room((const uint8_t *)text, n)};
    uint64_t x = 88172645463325252ull;

    in.ops = calloc(in.room > 20000 ? in.room : 20000, sizeof *in.ops);
    ck_assert(lackey_decode((const uint8_t *)text, n, &in));
    check_covers(in.ops, in.count, MM_LAYOUT_AREAS_MAX);
    ck_assert_uint_eq(areas[count - 1].role, VR_STACK);
    for (unsigned i = 0; i < 20000;
         i++) { /* more distinct pages than the first table holds, in few areas */
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        in.ops[i] = MM_OP(x >> 8 & 0xffffffff, i % 3);
    }
    check_covers(in.ops, test_scaled(6000), 5);
    ck_assert_uint_le(count, 5);
    free(in.ops);
    free(text);
}
END_TEST

Suite *make_infer_suite(void)
{
    Suite *suite = suite_create("infer");
    TCase *tc = tcase_create("infer");

    tcase_add_test(tc, test_program);
    tcase_add_test(tc, test_page_list);
    tcase_add_test(tc, test_mapping_behind_a_library);
    tcase_add_test(tc, test_recording_and_random);
    suite_add_tcase(suite, tc);
    return suite;
}
