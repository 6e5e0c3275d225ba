/* vmtool.c - vmstat(8). */
#include "text/vmtool.h"

#include <stdio.h>
#include <string.h>

#include "base/vmstat.h"
#include "task/actor.h"
#include "text/procslab.h"
#include "text/toolopt.h"

#define TICK_NS      10000000ull
#define TICKS_PER_S  100u
#define HEADER_EVERY 21u /* rows, where there is no terminal */
#define COUNT_MAX    1000u
typedef unsigned long long ull;

static const char usage[] = "vmstat [-a] [-w] [-n] [-y] [-S k|K|m|M] [-s|-f|-m] [DELAY COUNT]";

struct settings {
    bool active, wide, once, skip, sums, forks, slabs;
    unsigned unit; /* bytes of a shown unit */
    uint64_t delay, count;
};

static uint64_t meminfo(const struct mm *m, const char *key)
{
    uint64_t kb = 0;
    bool plain;

    (void)procfs_meminfo_value(m, key, &kb, &plain);
    return kb;
}

static uint64_t cache_kb(const struct mm *m)
{
    return meminfo(m, "Cached") + meminfo(m, "SReclaimable");
}

static uint64_t running(const struct mm *m)
{
    uint64_t n = 0;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        n += m->proc[p].live && m->proc[p].job != 0;
    }
    return n;
}

/* Ticks that live processes used, and that passed on all CPUs. */
static uint64_t user_ticks(const struct mm *m, uint64_t *all)
{
    uint64_t user = 0;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        user += m->proc[p].live ? m->proc[p].utime_ns : 0;
    }
    *all = m->machine->clock_ns * m->config.cpus / TICK_NS;
    user /= TICK_NS;
    return user < *all ? user : *all;
}

/* ---- the default lines ---- */

/* kB in the unit of -S, through a float as the tool has it. */
static uint64_t in_unit(const struct settings *o, uint64_t kb)
{
    return toolopt_float(kb) * 1024 / o->unit;
}

static void header(const struct settings *o, struct report *r)
{
    if (o->wide) {
        report_add(r, "--procs-- -----------------------memory---------------------- ---swap-- "
                      "-----io---- -system-- ----------cpu----------\n");
        report_add(
            r, "%4s %4s %12s %12s %12s %12s %4s %4s %5s %5s %4s %4s %3s %3s %3s %3s %3s %3s\n", "r",
            "b", "swpd", "free", o->active ? "inact" : "buff", o->active ? "active" : "cache", "si",
            "so", "bi", "bo", "in", "cs", "us", "sy", "id", "wa", "st", "gu");
    } else {
        report_add(r, "procs -----------memory---------- ---swap-- -----io---- -system-- "
                      "------cpu-----\n");
        report_add(r, " r  b %6s %6s %6s %6s   si   so    bi    bo   in   cs us sy id wa st\n",
                   "swpd", "free", o->active ? "inact" : "buff", o->active ? "active" : "cache");
    }
}

/* One line. `first`: averages since boot; later ones are of a time in which nothing happened. */
static void line(const struct mm *m, const struct settings *o, bool first, struct report *r)
{
    uint64_t all;
    const uint64_t user = user_ticks(m, &all);
    const uint64_t ticks = all == 0 ? 1 : all;
    const uint64_t idle = all == 0 ? 1 : all - user;
    const int cell = o->wide ? 12 : 6;
    const int narrow = o->wide ? 4 : 2;
    const int share = o->wide ? 3 : 2;
    const uint64_t memory[] = {meminfo(m, "SwapTotal") - meminfo(m, "SwapFree"),
                               meminfo(m, "MemFree"),
                               o->active ? meminfo(m, "Inactive") : meminfo(m, "Buffers"),
                               o->active ? meminfo(m, "Active") : cache_kb(m)};
    const uint64_t amount[] = {in_unit(o, vmstat_get(m, VMC_pswpin) * 4),
                               in_unit(o, vmstat_get(m, VMC_pswpout) * 4),
                               vmstat_get(m, VMC_pgpgin),
                               vmstat_get(m, VMC_pgpgout),
                               0,
                               m->evcount[EV_TASK_SWITCH].count};
    static const int amount_width[] = {4, 4, 5, 5, 4, 4};

    report_add(r, "%*llu %*u", narrow, (ull)running(m), narrow, 0u);
    for (unsigned i = 0; i < 4; i++) {
        report_add(r, " %*llu", cell, (ull)in_unit(o, memory[i]));
    }
    for (unsigned i = 0; i < 6; i++) {
        report_add(r, " %*llu", amount_width[i],
                   (ull)(first ? (amount[i] * TICKS_PER_S + ticks / 2) / ticks : 0));
    }
    report_add(r, " %*llu %*u %*llu %*u %*u", share,
               (ull)(first ? (100 * user + ticks / 2) / ticks : 0), share, 0u, share,
               (ull)(first ? (100 * idle + ticks / 2) / ticks : 100), share, 0u, share, 0u);
    report_add(r, o->wide ? " %3u\n" : "\n", 0u);
}

static void lines(const struct mm *m, const struct settings *o, struct report *r)
{
    const uint64_t count = o->count == 0 ? 1 : o->count;

    header(o, r);
    for (uint64_t i = 0; i < count; i++) {
        const bool late = i > 0 || o->skip;

        if (i > 0 && i % HEADER_EVERY == 0 && !o->once) {
            header(o, r);
        }
        line(m, o, !late, r);
    }
}

/* ---- -s, -m ---- */

static void sums(const struct mm *m, const struct settings *o, struct report *r)
{
    const char *unit = o->unit == 1000      ? "k"
                       : o->unit == 1024    ? "K"
                       : o->unit == 1000000 ? "m"
                                            : "M";
    uint64_t all;
    const uint64_t user = user_ticks(m, &all);
    const uint64_t total = meminfo(m, "MemTotal");
    const uint64_t available = meminfo(m, "MemAvailable");
    const struct {
        uint64_t kb;
        const char *text;
    } sizes[] = {
        {total, "total memory"},
        {total - (available < total ? available : total), "used memory"},
        {meminfo(m, "Active"), "active memory"},
        {meminfo(m, "Inactive"), "inactive memory"},
        {meminfo(m, "MemFree"), "free memory"},
        {meminfo(m, "Buffers"), "buffer memory"},
        {cache_kb(m), "swap cache"},
        {meminfo(m, "SwapTotal"), "total swap"},
        {meminfo(m, "SwapTotal") - meminfo(m, "SwapFree"), "used swap"},
        {meminfo(m, "SwapFree"), "free swap"},
    };
    const struct {
        uint64_t value;
        const char *text;
    } rows[] = {
        {user, "non-nice user cpu ticks"},
        {0, "nice user cpu ticks"},
        {0, "system cpu ticks"},
        {all - user, "idle cpu ticks"},
        {0, "IO-wait cpu ticks"},
        {0, "IRQ cpu ticks"},
        {0, "softirq cpu ticks"},
        {0, "stolen cpu ticks"},
        {0, "non-nice guest cpu ticks"},
        {0, "nice guest cpu ticks"},
        {vmstat_get(m, VMC_pgpgin), "K paged in"},
        {vmstat_get(m, VMC_pgpgout), "K paged out"},
        {vmstat_get(m, VMC_pswpin), "pages swapped in"},
        {vmstat_get(m, VMC_pswpout), "pages swapped out"},
        {0, "interrupts"},
        {m->evcount[EV_TASK_SWITCH].count, "CPU context switches"},
        {0, "boot time"},
        {m->evcount[EV_SPAWN].count, "forks"},
    };

    for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        report_add(r, "%13llu %s %s\n", (ull)in_unit(o, sizes[i].kb), unit, sizes[i].text);
    }
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        report_add(r, "%13llu %s\n", (ull)rows[i].value, rows[i].text);
    }
}

static void slab_table(const struct mm *m, const struct settings *o, struct report *r)
{
    const uint64_t count = o->count == 0 ? 1 : o->count;
    struct procslab_list list;
    struct procslab_row row;

    procslab_by_name(m, &list);
    for (uint64_t turn = 0; turn < count; turn++) {
        for (unsigned i = 0; i < list.count; i++) {
            procslab_row(m, list.slot[i], &row);
            if (o->once ? turn == 0 && i == 0 : i % HEADER_EVERY == 0) {
                report_add(r, "%-24s %6s %6s %6s %6s\n", "Cache", "Num", "Total", "Size", "Pages");
            }
            report_add(r, "%-24.24s %6llu %6llu %6llu %6llu\n", row.name, (ull)row.active_objs,
                       (ull)row.num_objs, (ull)row.objsize, (ull)row.objperslab);
        }
    }
}

/* ---- options ---- */

static bool take_unit(struct settings *o, const char *value, struct report *r)
{
    static const struct {
        const char *name;
        unsigned bytes;
    } units[] = {{"k", 1000}, {"K", 1024}, {"m", 1000000}, {"M", 1048576}};

    for (unsigned i = 0; i < 4; i++) {
        if (strcmp(units[i].name, value) == 0) {
            o->unit = units[i].bytes;
            return true;
        }
    }
    return toolopt_refuse(r, "vmstat", "-S requires k, K, m or M (default is KiB)", usage);
}

/* The letters of one word; what stands behind S is its value. */
static bool letters(struct settings *o, const char *word, const char **options, struct report *r)
{
    char value[TOOLOPT_WORD_BYTES] = "";

    for (const char *at = word + 1; *at != '\0'; at++) {
        switch (*at) {
        case 'a': o->active = true; break;
        case 'w': o->wide = true; break;
        case 'n': o->once = true; break;
        case 'y': o->skip = true; break;
        case 's': o->sums = true; break;
        case 'f': o->forks = true; break;
        case 'm': o->slabs = true; break;
        case 'S': (void)toolopt_value(options, at + 1, value); return take_unit(o, value, r);
        default:
            snprintf(value, sizeof(value), "invalid option '%.40s'", word);
            return toolopt_refuse(r, "vmstat", value, usage);
        }
    }
    return true;
}

static bool parse(struct settings *o, const char *options, struct report *r)
{
    static const char *const long_names[][2] = {
        {"--active", "-a"}, {"--wide", "-w"},  {"--one-header", "-n"}, {"--no-first", "-y"},
        {"--stats", "-s"},  {"--forks", "-f"}, {"--slabs", "-m"}};
    char word[TOOLOPT_WORD_BYTES];

    *o = (struct settings){.unit = 1024};
    while (toolopt_word(&options, word)) {
        for (unsigned i = 0; i < sizeof(long_names) / sizeof(long_names[0]); i++) {
            if (strcmp(word, long_names[i][0]) == 0) {
                snprintf(word, sizeof(word), "%s", long_names[i][1]);
            }
        }
        if (word[0] == '-' && word[1] != '\0') {
            if (!letters(o, word, &options, r)) {
                return false;
            }
        } else if (o->count > 0 || !toolopt_count(word, o->delay == 0 ? UINT32_MAX : COUNT_MAX,
                                                  o->delay == 0 ? &o->delay : &o->count)) {
            return toolopt_refuse(r, "vmstat", "a delay in seconds and how often, at most 1000",
                                  usage);
        }
    }
    if (o->delay > 0 && o->count == 0) {
        return toolopt_refuse(r, "vmstat",
                              "the machine stands still here, say how often: DELAY COUNT", usage);
    }
    return true;
}

bool vmtool(const struct mm *m, const char *options, struct report *r)
{
    struct settings o;

    if (!parse(&o, options, r)) {
        return false;
    }
    if (o.forks) {
        report_add(r, "%13llu forks\n", (ull)m->evcount[EV_SPAWN].count);
    } else if (o.slabs) {
        slab_table(m, &o, r);
    } else if (o.sums) {
        sums(m, &o, r);
    } else {
        lines(m, &o, r);
    }
    return true;
}
