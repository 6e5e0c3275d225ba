/* suite.h - what every test file includes.
 *
 * A file check_<module>.c exposes `Suite *make_<module>_suite(void);`; the runner's table is made
 * from the file names. Files that tests read are found through test_path(), never through the
 * working directory.
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* The full path of a file below tests/, such as "oracle/a/expect.txt". The directory is
 * $MM_TEST_DIR or the one the tests were built from. Valid until the eighth call after this one. */
const char *test_path(const char *relative);

/* The bytes of a file below tests/, with a zero byte after them that `length` does not count.
 * The caller frees them. A file that cannot be read fails the test. */
char *test_read(const char *relative, size_t *length);

/* `count` scaled by $MM_TEST_PERCENT (100 when unset), at least 1: how far a random walk goes. */
unsigned test_scaled(unsigned count);

/* How long a test waits for another thread, in seconds: a loaded machine or a sanitizer is no failure. */
enum { TEST_PATIENCE_S = 60 };

/* The time of CLOCK_REALTIME at which a wait that begins now is over, as pthread_cond_timedwait wants it. */
struct timespec test_deadline(void);

/* A little while between two looks at what another thread does. `looks` counts them, from 0; false
 * once TEST_PATIENCE_S are over. */
bool test_pause(unsigned *looks);

#endif
