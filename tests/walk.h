/* walk.h - random commands for random walks: every verb that makes a step, good and bad arguments.
 *
 * Shape     a walk is a generator with a seed; walk_next fills a command. Names come from small sets, so that
 *           things are found, taken and missed often.
 */
#ifndef TESTS_WALK_H
#define TESTS_WALK_H

#include "base/rng.h"
#include "mm.h"

struct walk {
    uint64_t rng[2];
    uint32_t jobs;    /* 1: background jobs, wait, sleep too */
    uint32_t touches; /* most accesses of one command */
};

void walk_init(struct walk *w, uint64_t seed);
void walk_next(struct walk *w, struct mm_cmd *cmd);
/* An argument of a command. */
void walk_set_num(struct mm_cmd *cmd, unsigned arg, uint64_t v);
void walk_set_word(struct mm_cmd *cmd, unsigned arg, const char *word);
/* The arguments of a verb of the kernel's own (walk_kernel.c); false when it is not one. */
bool walk_kernel(struct walk *w, struct mm_cmd *cmd);
/* One line of text for a failure's message; valid until the next call. */
const char *walk_text(const struct mm_cmd *cmd);

/* Machines for walks. hostile: 16 frames to 256, a 2-entry TLB, quantum 3, 1 to 8 CPUs; from 2048 frames on 1 or 2
 * nodes, from 4096 on 1 to 4, some with memory alone; some without per-CPU lists, kernel objects or migrate types. */
void walk_config(struct mm_config *cfg, uint32_t frames, uint64_t seed);
/* A machine that aborts the test on an assertion. */
struct mm *walk_machine(const struct mm_config *cfg);

#endif
