/* ostep.h - exercises against the answers of the published simulators (tests/oracle/ostep/answers.tsv). */
#ifndef TESTS_ENGINE_OSTEP_H
#define TESTS_ENGINE_OSTEP_H

#include "../suite.h"
#include "text/ex_make.h"

/* An exercise from "seed=1 asize=1k …"; the test fails when it is refused. The caller frees it. */
struct exercise *ostep_make(const char *kind, const char *options);
/* True when it is refused; *why then says why. */
bool ostep_refused(const char *kind, const char *options, const char **why);
/* Every row of this kind: what is given, every answer, and that the right answer is taken and a wrong one is not. How
 * many rows there were. */
unsigned ostep_rows(const char *kind);

#endif
