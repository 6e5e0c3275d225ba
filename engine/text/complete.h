/* complete.h - what could stand at a place of a line: the terminal's completion.
 *
 * Shape     everything from the command table, names from the machine. The page may do the same from the schema.
 * Units     cursor counts bytes.
 */
#ifndef MM_TEXT_COMPLETE_H
#define MM_TEXT_COMPLETE_H

#include "text/path.h"
#include "text/procfs.h"
#include "text/scenario.h"

/* What could stand at byte `cursor` of a line. from..cursor is what a candidate replaces. */
#define COMPLETE_MAX 64u
struct completion {
    uint32_t from;
    uint32_t count;
    char candidate[COMPLETE_MAX][48];
    char hint[160]; /* what is expected there: the argument's help, en */
};
/* `m` (may be NULL) gives the names of processes and mappings. */
void complete_line(const struct mm *m, const char *line, size_t cursor, struct completion *out);

#endif
