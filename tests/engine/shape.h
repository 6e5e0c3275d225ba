/* shape.h - text of the machine's own /proc held beside recorded text: the same lines, words, widths; other numbers. */
#ifndef TESTS_ENGINE_SHAPE_H
#define TESTS_ENGINE_SHAPE_H

#include "../suite.h"

enum shape {
    SHAPE_WIDTH, /* numbers are right-aligned: blanks and digits keep their width */
    SHAPE_WORDS  /* a number with the blanks before it is a number, however long */
};

/* The text below "===== NAME =====" of a recorded file, up to the next such line. The caller frees it. NAME may be the
 * end of the recorded name ("/status"). */
char *shape_section(const char *file, const char *name);
/* Asserts that both have the same lines but for their numbers. Lines that begin with one of `other` (ended by NULL; may
 * itself be NULL) need only begin alike. */
void shape_compare(const char *ours, const char *recorded, enum shape shape,
                   const char *const *other);

#endif
