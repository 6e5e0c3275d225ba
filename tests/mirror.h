/* mirror.h - a copy of everything visible, kept up to date from changes alone, as a page does it. */
#ifndef TESTS_MIRROR_H
#define TESTS_MIRROR_H

#include "mm.h"

struct mirror {
    uint64_t *value[MM_F_COUNT]; /* per field, by id */
    uint64_t ids[MM_F_COUNT];
};

/* A snapshot of the machine. */
void mirror_take(struct mirror *mi, struct mm *m);
void mirror_free(struct mirror *mi);
/* Forward (or backward) by one change; checks that what it replaces is what the mirror holds. */
void mirror_apply(struct mirror *mi, const struct mm_change *ch, bool forward);
/* Everything equal? Otherwise *field and *id say where. */
bool mirror_equal(const struct mirror *a, const struct mirror *b, uint32_t *field, uint64_t *id);

#endif
