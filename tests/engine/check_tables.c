/* check_tables.c - rows of the protocol: complete, distinct, in both languages. */
#include "base/tables.h"

#include <string.h>

#include "../suite.h"

static unsigned words(const char *s)
{
    unsigned n = *s != '\0';

    for (; *s != '\0'; s++) {
        n += *s == ' ';
    }
    return n;
}

START_TEST(test_verbs)
{
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        unsigned count;
        const struct mm_arg_row *arg = mm_verb_args((enum mm_verb)v, &count);

        ck_assert(mm_verb_rows[v].word[0] != '\0' && mm_verb_rows[v].en[0] != '\0' &&
                  mm_verb_rows[v].zh[0] != '\0');
        for (unsigned i = 0; i < count; i++) {
            ck_assert_uint_eq(arg[i].verb, v);
            ck_assert_uint_eq(arg[i].index, i);
            ck_assert(arg[i].en[0] != '\0' && arg[i].zh[0] != '\0');
        }
        for (unsigned u = 0; u < v; u++) {
            ck_assert_str_ne(mm_verb_rows[u].word, mm_verb_rows[v].word);
        }
    }
}
END_TEST

START_TEST(test_events)
{
    static const char *const stations[] = {"bar", "circle", "square", "diamond", "pill", "tick"};
    static const char *const floors[] = {"programs", "translation", "kernel", "physical"};

    for (unsigned e = 0; e < EV_COUNT; e++) {
        bool station = false;
        bool floor = false;

        for (unsigned i = 0; i < 6; i++) {
            station = station || strcmp(mm_event_rows[e].station, stations[i]) == 0;
            floor = floor || (i < 4 && strcmp(mm_event_rows[e].floor, floors[i]) == 0);
        }
        ck_assert_msg(station && floor, "%s", mm_event_rows[e].name);
        ck_assert_uint_le(words(mm_event_rows[e].args), 6);
        for (unsigned d = 0; d < e; d++) {
            ck_assert_str_ne(mm_event_rows[d].name, mm_event_rows[e].name);
        }
    }
}
END_TEST

START_TEST(test_sysctls_and_counters)
{
    for (unsigned i = 0; i < SC_COUNT; i++) {
        ck_assert_uint_le(mm_sysctl_rows[i].def, mm_sysctl_rows[i].max);
    }
    ck_assert_str_eq(mm_counter_names[0], "nr_free_pages");
    ck_assert_str_eq(mm_counter_names[VMC_pgfault], "pgfault");
}
END_TEST

Suite *make_tables_suite(void)
{
    Suite *s = suite_create("tables");
    TCase *tc = tcase_create("all");

    tcase_add_test(tc, test_verbs);
    tcase_add_test(tc, test_events);
    tcase_add_test(tc, test_sysctls_and_counters);
    suite_add_tcase(s, tc);
    return s;
}
