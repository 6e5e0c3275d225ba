/* bench.h - what the parts of `mmscope bench` share.
 *
 * Shape     a mark is one line `name value unit` on stdout. Rates are the median of the passes; a peer or limit is
 *           measured in the same run, pass about pass, and the ratio is the median of the passes' ratios.
 */
#ifndef SERVER_BENCH_H
#define SERVER_BENCH_H

#include <stddef.h>
#include <stdint.h>

#include "mm.h"

#define BENCH_PASSES 5u

/* Seconds of CPU time: everything here computes in one thread, and other work on the box does not count. */
double bench_now(void);
void bench_print(const char *name, const char *suffix, double value, const char *unit);
double bench_median(double *values, size_t count);
/* The p-th percentile, 0..100. */
double bench_percentile(double *values, size_t count, double p);
/* A machine of the default kind with so much memory; leaves the program when there is none. */
struct mm *bench_machine(uint64_t memory_bytes, uint64_t history_bytes, const char *options);
/* One line of the language. */
void bench_line(struct mm *m, const char *line);
void bench_parse(const char *line, struct mm_cmd *cmd);

/* Replays of a trace against the plain loop: replay_NAME_*. */
void bench_replay(const char *name, const uint64_t *ops, uint64_t count);
/* Exact LRU of a trace against the plain loop: lab_lru_NAME_*. */
void bench_lab(const char *name, const uint64_t *ops, uint64_t count);
/* Seeking, stepping, snapshots, sizes. */
void bench_history(void);

#endif
