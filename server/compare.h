/* compare.h - two histories side by side: which steps belong together, and where they first differ.
 *
 * Models    two branches that got the same commands but for a few: lines that are equal are paired in order, the
 *           others belong to one side. Lines of the lab that differ by their policies alone are paired, too. They
 *           differ first at the first pair after which what the machines show is not the same.
 * Differs   sysctls, names and clocks (section machine) are left out of that question: a parameter that is set
 *           differently, and the time that took, are the cause, not the difference.
 * Shape     a digest is flat bytes, made on the worker of the one room and read on that of the other.
 * Owns      nothing.
 */
#ifndef SERVER_COMPARE_H
#define SERVER_COMPARE_H

#include "encode.h"

#define COMPARE_STEPS_MAX 200000u
#define COMPARE_LOOK      64u /* lines looked ahead for the next that is on both sides */

struct compare_step {
    uint64_t line_hash;   /* what is paired */
    struct enc_view view; /* after it */
    uint64_t text_hash;   /* the line as it is */
};

/* Steps that belong together: a, a + 1, … and b, b + 1, …, counted from 1. */
struct compare_run {
    uint64_t a, b, count;
};
struct compare_pairs {
    struct compare_run *runs;
    size_t count;
    uint64_t common;    /* steps that both have from the beginning */
    uint64_t a, b;      /* the first pair that differs; 0 none */
    uint32_t differing; /* bits of the sections that differ there */
};

/* Pair them up. The caller frees runs. False: no memory. */
bool compare_pair(const struct compare_step *a, uint64_t a_count, const struct compare_step *b,
                  uint64_t b_count, struct compare_pairs *out);
/* The step of b beside step `a` (0 … ): the last pair at or before it. */
uint64_t compare_beside(const struct compare_pairs *p, uint64_t a);
/* Equal for lines that belong together, and for lines that are the same. */
uint64_t compare_line_hash(const char *line);
uint64_t compare_text_hash(const char *line);

#endif
