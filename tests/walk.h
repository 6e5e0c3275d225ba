/* walk.h - random commands for random walks: every verb that makes a step, good and bad arguments.
 *
 * Shape     a walk is a generator with a seed; walk_next fills a command. Names come from small sets, so that
 *           things are found, taken and missed often. A walk that sees its machine mostly asks for what is there and
 *           mostly names new things anew: without that, nine commands of ten are refused. It goes by stretches, each
 *           mostly about programs, blocks, objects or labs.
 */
#ifndef TESTS_WALK_H
#define TESTS_WALK_H

#include "base/rng.h"
#include "mm.h"

struct walk {
    uint64_t rng[2];
    uint32_t jobs;    /* 1: background jobs, wait, sleep too */
    uint32_t touches; /* most accesses of one command */
    uint32_t mood;    /* what this stretch is about, and how many commands it still has */
    uint32_t left;
    slot_t proc;        /* whose command is being made; SLOT_NONE */
    const struct mm *m; /* NULL: it goes blindly */
};

void walk_init(struct walk *w, uint64_t seed);
void walk_next(struct walk *w, struct mm_cmd *cmd);
/* From now on it looks at this machine, which it is for (or one that does the same). */
void walk_see(struct walk *w, const struct mm *m);
/* Does it look this time? Mostly, when there is a machine to look at. */
bool walk_sees(struct walk *w);
/* One of those that are there (CPUs, nodes), or of `most`. */
uint64_t walk_place(struct walk *w, uint64_t there, uint64_t most);
/* An argument of a command. */
void walk_set_num(struct mm_cmd *cmd, unsigned arg, uint64_t v);
void walk_set_word(struct mm_cmd *cmd, unsigned arg, const char *word);
/* The arguments of a verb of the kernel's own (walk_kernel.c); false when it is not one. */
bool walk_kernel(struct walk *w, struct mm_cmd *cmd);
/* The same of a lab (walk_lab.c), and what the lab that was begun last can do, or the beginning of one. */
bool walk_lab(struct walk *w, struct mm_cmd *cmd);
enum mm_verb walk_lab_verb(struct walk *w);
/* This verb, or the one that must come first. Pre: the walk sees a machine. */
enum mm_verb walk_kernel_possible(struct walk *w, enum mm_verb verb);
/* One line of text for a failure's message; valid until the next call. */
const char *walk_text(const struct mm_cmd *cmd);
extern char walk_line[512]; /* the same of the last command */

/* Machines for walks. hostile: 16 frames to 256, a 2-entry TLB, quantum 3, 1 to 8 CPUs; from 2048 frames on 1 or 2
 * nodes, from 4096 on 1 to 4, some with memory alone; some without per-CPU lists, kernel objects or migrate types. */
void walk_config(struct mm_config *cfg, uint32_t frames, uint64_t seed);
/* The i-th machine with zones by hand: one pageblock, crumbs, holes, more CPUs than frames are good for, nodes with
 * memory alone, nodes of unlike size and distance. */
#define WALK_HAND_MADE 8u
void walk_config_by_hand(struct mm_config *cfg, unsigned i, uint64_t seed);
/* A machine that aborts the test on an assertion; it knows the trace. */
struct mm *walk_machine(const struct mm_config *cfg);
/* Let it know the trace that walks run. */
#define WALK_TRACE "walk.u64"
void walk_add_trace(struct mm *m);

#endif
