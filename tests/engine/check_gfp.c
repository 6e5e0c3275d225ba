/* check_gfp.c - gfp masks as words, there and back, and in the words of the kernel's log.
 * Origin: include/linux/gfp_types.h and include/trace/events/mmflags.h of Linux 6.1; the fault path's mask with its
 * words as the recorded out-of-memory reports print it (tests/oracle, e3-oom-hog-adj0). */
#include "text/gfp.h"

#include <string.h>

#include "../suite.h"
#include "base/rng.h"

static uint64_t taken(const char *word)
{
    uint64_t bits = UINT64_MAX;

    ck_assert_msg(gfp_parse(word, &bits), "%s", word);
    return bits;
}

static const char *kernel(uint64_t bits)
{
    static char text[512];
    struct out o;

    out_init(&o, text, sizeof text);
    gfp_say_kernel(&o, bits);
    return text;
}

START_TEST(test_words)
{
    uint64_t bits;

    ck_assert_uint_eq(taken("KERNEL"), 0xcc0);
    ck_assert_uint_eq(taken("KERNEL+NORETRY+NOWARN"), 0x12cc0);
    ck_assert_uint_eq(taken("ATOMIC"), 0xa20);
    ck_assert_uint_eq(taken("KERNEL+DMA"), 0xcc1);
    ck_assert_uint_eq(taken("TRANSHUGE_LIGHT+0x400"), taken("TRANSHUGE"));
    ck_assert_uint_eq(taken("0x140dca"), 0x140dca);
    ck_assert(!gfp_parse("", &bits));
    ck_assert(!gfp_parse("KERNEL+", &bits));
    ck_assert(!gfp_parse("kernel", &bits));
    ck_assert(!gfp_parse("KERNEL++ZERO", &bits));
    ck_assert(!gfp_parse("0x1ffffffff", &bits));
    ck_assert(!gfp_parse("12", &bits));
}
END_TEST

START_TEST(test_there_and_back)
{
    uint64_t rng[2];
    char text[512];
    struct out o;

    rng_seed(rng, 1);
    for (unsigned i = 0; i < 20000; i++) {
        const uint64_t bits = i < 24 ? 1ull << i : rng_next(rng) & 0xffffff;

        out_init(&o, text, sizeof text);
        gfp_say(&o, bits);
        ck_assert_msg(taken(text) == bits, "%s for %llx", text, (unsigned long long)bits);
    }
}
END_TEST

START_TEST(test_as_the_kernel_prints)
{
    ck_assert_str_eq(kernel(0x140dca), "GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO");
    ck_assert_str_eq(kernel(0xcc0), "GFP_KERNEL");
    ck_assert_str_eq(kernel(0xa20), "GFP_ATOMIC");
    ck_assert_str_eq(kernel(0x12cc0), "GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY");
    ck_assert_str_eq(kernel(0xcc1), "GFP_KERNEL|GFP_DMA");
    ck_assert_str_eq(kernel(0), "none");
    ck_assert_str_eq(kernel(0x80000000), "0x80000000");
    ck_assert_str_eq(kernel(0x400cc0), "GFP_KERNEL_ACCOUNT");
    ck_assert_str_eq(kernel(GFP_ANON_PAGE), kernel(0x140dca));
}
END_TEST

Suite *make_gfp_suite(void);
Suite *make_gfp_suite(void)
{
    Suite *s = suite_create("gfp");
    TCase *tc = tcase_create("gfp");

    tcase_add_test(tc, test_words);
    tcase_add_test(tc, test_there_and_back);
    tcase_add_test(tc, test_as_the_kernel_prints);
    suite_add_tcase(s, tc);
    return s;
}
