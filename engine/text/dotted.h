/* dotted.h - a dotted path as parts, and what is wrong with one of them.
 *
 * Shape     parts split at dots; an odd key stands in ["..."], arguments of a part in (a,b).
 * Units     columns count characters from the first one of the path.
 */
#ifndef MM_TEXT_DOTTED_H
#define MM_TEXT_DOTTED_H

#include "text/procpid.h"
#include "text/value.h"

/* Where values come from. With m NULL a path is only checked as far as that is possible without a machine. */
struct path_scope {
    struct mm *m;
    const char *output; /* text of the last command that printed */
    size_t output_bytes;
    char *room; /* for a text that is made for a value; may be NULL */
    size_t room_bytes;
    /* A kept value. False: there is none of that name. */
    bool (*kept)(void *ctx, const char *name, struct value *out);
    /* m NULL: may this name a process? */
    bool (*known)(void *ctx, const char *actor);
    void *ctx;
};

#define PATH_PARTS_MAX  6u
#define PATH_PART_BYTES 64u
struct path_part {
    char text[PATH_PART_BYTES];
    char arg[2][PATH_PART_BYTES];
    unsigned args;
    bool call;
    uint32_t column; /* in the path, from 1 */
};
struct path { /* a path being looked up */
    const struct path_scope *scope;
    struct path_part part[PATH_PARTS_MAX];
    unsigned parts;
    struct value *out;
    struct problem *why;
};

/* Set p->part from text. False: p->why. */
bool path_split(struct path *p, const char *text, size_t length);
/* A problem about part i (one past the last: about the end); the texts follow by problem_say. Always false. */
bool path_at(struct path *p, enum mm_err err, unsigned i);
/* Part i is none of `accepted`. Always false. */
bool path_unknown(struct path *p, unsigned i, const char *accepted);
/* node0, order3: the number after a word. */
bool path_indexed(const char *text, const char *word, uint64_t *n);
/* Process of a name. With no machine *slot is SLOT_NONE and the name is only looked up among those known. */
bool path_actor(struct path *p, const char *name, slot_t *slot);

#endif
