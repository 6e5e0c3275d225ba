/* check_exercise.c - options from words, answers against what is right. */
#include "ostep.h"

#include <stdlib.h>
#include <string.h>

START_TEST(test_answers)
{
    static const struct {
        const char *text;
        bool right;
    } number[] = {{"16", true},     {"0x10", true}, {" 0X10 ", true}, {"17", false},
                  {"16 16", false}, {"", false},    {"fault", false}, {"-16", false},
                  {"x16", false},   {"16k", false}};
    struct exercise *x = ostep_make("relocation", "base=10 limit=100 seed=1");
    struct ex_field f = {.name = EXN_PHYSICAL, .type = EXT_ADDRESS, .number = 16};

    for (unsigned i = 0; i < sizeof(number) / sizeof(number[0]); i++) {
        ck_assert_msg(ex_right(x, &f, number[i].text) == number[i].right, "%s", number[i].text);
    }
    f.fault = EXF_VIOLATION;
    ck_assert(ex_right(x, &f, " Fault") && ex_right(x, &f, "violation") && ex_right(x, &f, "越界"));
    ck_assert(!ex_right(x, &f, "16") && !ex_right(x, &f, ""));
    f.fault = EXF_PTE;
    ck_assert(ex_right(x, &f, "PTE fault") && !ex_right(x, &f, "pde fault") &&
              !ex_right(x, &f, "fault"));
    f = (struct ex_field){.name = EXN_VICTIM, .type = EXT_NUMBER, .none = true};
    ck_assert(ex_right(x, &f, "-") && !ex_right(x, &f, "0"));
    free(x);
}
END_TEST

START_TEST(test_options)
{
    struct ex_ask ask;
    const char *why = "";

    for (unsigned o = 0; o < EXO_COUNT; o++) { /* the defaults are within the limits */
        const struct ex_option_row *row = &ex_option_rows[o];

        ck_assert(row->none == EX_LEFT || (row->none >= row->min && row->none <= row->max));
        ck_assert_int_eq(ex_option_find(row->kind, row->name), (int)o);
    }
    ex_ask_init(&ask, EX_FREELIST);
    ck_assert(ex_option_set(&ask, "order", "size-", &why));
    ck_assert_str_eq(ex_option_word(EXO_FREELIST_ORDER, ask.option[EXO_FREELIST_ORDER]), "size-");
    ck_assert(!ex_option_set(&ask, "order", "sideways", &why));
    ck_assert(!ex_option_set(&ask, "asize", "1k", &why)); /* of another kind */
    ck_assert(!ex_option_set(&ask, "seed", "one", &why));
    ck_assert_int_eq(ex_kind_find("nothing"), EX_COUNT);
}
END_TEST

Suite *make_exercise_suite(void)
{
    Suite *s = suite_create("exercise");
    TCase *t = tcase_create("exercise");

    tcase_add_test(t, test_answers);
    tcase_add_test(t, test_options);
    suite_add_tcase(s, t);
    return s;
}
