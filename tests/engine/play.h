/* play.h - machines and lines of the language, for tests of modules that commands reach. */
#ifndef TESTS_ENGINE_PLAY_H
#define TESTS_ENGINE_PLAY_H

#include "../suite.h"
#include "base/mm_int.h"
#include "mm.h"
#include "text/procfs.h"

/* A machine by "KEY=VALUE KEY=VALUE" of the machine line, mm_check after each command. */
struct mm *play_machine(const char *options);
/* Run one line to its end. */
enum mm_err play_try(struct mm *m, const char *line);
/* The same; the test fails when it is refused. */
void play(struct mm *m, const char *line);
/* Frames that are free: in the zones, and on the lists of CPUs. */
uint64_t play_free_pages(const struct mm *m);
/* The same when nobody holds anything: slabs without objects are given back first, and the stacks that CPUs keep for
 * the next task count as free. Changes the machine. */
uint64_t play_all_back(struct mm *m);
/* One block from CPU 0's path for the kernel; PFN_NONE when it is refused. */
pfn_t play_get(struct mm *m, unsigned order, uint32_t gfp);
/* Blocks until none is given, at most PLAY_HELD of them; how many. */
#define PLAY_HELD 20000u
unsigned play_drain(struct mm *m, unsigned order, uint32_t gfp, pfn_t held[PLAY_HELD]);
/* Single frames back, the last first. */
void play_put_all(struct mm *m, const pfn_t *held, unsigned n);
/* What a tool prints, which must not refuse; the caller frees it. */
char *play_tool(bool (*tool)(const struct mm *m, const char *options, struct report *r),
                const struct mm *m, const char *options);
/* A line of /proc/meminfo. */
uint64_t play_meminfo_kb(const struct mm *m, const char *key);
/* Only begin it. */
void play_begin(struct mm *m, const char *line);

/* Everything a sink was told, counted, and the last event of each kind. */
struct play_sink {
    struct mm_sink sink;
    uint64_t count[EV_COUNT];
    struct mm_event last[EV_COUNT];
    enum mm_event_type order[4096]; /* the first events */
    unsigned events;
};
void play_watch(struct mm *m, struct play_sink *sink);

#endif
