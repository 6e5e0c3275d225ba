/* check_options.c - flags, environment, bounds. */
#include "suite.h"

#include "options.h"

#include <stdlib.h>
#include <string.h>

static char problem[300];

#define READ(o, ...)                                                         \
    options_read((o), (int)(sizeof(char *[]){__VA_ARGS__} / sizeof(char *)), \
                 (char *[]){__VA_ARGS__}, problem, sizeof problem)

START_TEST(defaults)
{
    struct options o;

    ck_assert(options_read(&o, 0, NULL, problem, sizeof problem));
    ck_assert_str_eq(o.host, "127.0.0.1");
    ck_assert_uint_eq(o.port, 8080);
    ck_assert_uint_eq(o.max_body, 65536);
    for (unsigned i = 0; options_at(&o, i).name; i++)
        ck_assert(strlen(options_at(&o, i).help) > 5);
    ck_assert_str_eq(options_at(&o, 0).name, "port");
}
END_TEST

START_TEST(flags)
{
    struct options o;

    ck_assert(READ(&o, "--port", "0", "--host=::", "--max-upload=2M", "--log", "debug"));
    ck_assert_uint_eq(o.port, 0);
    ck_assert_str_eq(o.host, "::");
    ck_assert_uint_eq(o.max_upload, 2u << 20);
}
END_TEST

static const struct {
    const char *flag, *value, *says;
} wrong[] = {
    {"--embed", "example.org", "origins"},
    {"--embed", "https://a.example; script-src *", "origins"},
    {"--embed", "https://a.example\r\nX: y", "origins"},
    {"--port", "65536", "from 0 to 65535"},
    {"--port", "-1", "from 0"},
    {"--port", "80x", "must be a number"},
    {"--port", "", "must be a number"},
    {"--banana", "1", "not known"},
    {"port", "1", "not an option"},
    {"--workers", "0", "from 1"},
    {"--log", "loud", "error, warn"},
    {"--durable", "very", "normal or full"},
    {"--keep", "never", "must be a number"},
    {"--queue", "99999999999999999999", "must be a number"},
};

START_TEST(refusals)
{
    struct options o;
    char flag[40], value[40];

    strcpy(flag, wrong[_i].flag);
    strcpy(value, wrong[_i].value);
    ck_assert(!READ(&o, flag, value));
    ck_assert_msg(strstr(problem, wrong[_i].says), "%s", problem);
}
END_TEST

START_TEST(missing_value)
{
    struct options o;

    ck_assert(!READ(&o, "--port"));
    ck_assert(strstr(problem, "needs a value"));
}
END_TEST

START_TEST(environment)
{
    struct options o;

    setenv("MMSCOPE_MAX_ROOMS", "5", 1);
    ck_assert(options_read(&o, 0, NULL, problem, sizeof problem));
    ck_assert_uint_eq(o.max_rooms, 5);
    ck_assert(READ(&o, "--max-rooms", "6"));
    ck_assert_uint_eq(o.max_rooms, 6);
    setenv("MMSCOPE_MAX_ROOMS", "many", 1);
    ck_assert(!options_read(&o, 0, NULL, problem, sizeof problem));
    unsetenv("MMSCOPE_MAX_ROOMS");
}
END_TEST

Suite *make_options_suite(void)
{
    Suite *s = suite_create("options");
    TCase *c = tcase_create("options");

    tcase_add_test(c, defaults);
    tcase_add_test(c, flags);
    tcase_add_loop_test(c, refusals, 0, sizeof wrong / sizeof wrong[0]);
    tcase_add_test(c, missing_value);
    tcase_add_test(c, environment);
    suite_add_tcase(s, c);
    return s;
}
