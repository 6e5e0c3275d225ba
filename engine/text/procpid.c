/* procpid.c - status, stat, statm and the OOM score of a process. */
#include "text/procpid.h"

#include <string.h>

#include "base/names.h"
#include "parts/vma.h"
#include "text/procnuma.h"

#define COMM_BYTES 16u /* TASK_COMM_LEN */
#define TICK_NS    10000000ull
typedef unsigned long long ull;

void procpid_comm(const struct mm *m, slot_t proc, char out[MM_NAME_BYTES])
{
    name_text(m, m->proc[proc].name, out);
    out[COMM_BYTES - 1] = '\0';
}

/* ---- the figures ---- */

static uint64_t rss_pages(const struct proc *p)
{
    return p->rss_anon_pages + p->rss_file_pages + p->rss_shmem_pages;
}

static uint64_t text_pages(const struct proc *p)
{
    const uint64_t end = (p->end_code + MM_PAGE_BYTES - 1) & MM_PAGE_MASK;
    const uint64_t pages = (end - (p->start_code & MM_PAGE_MASK)) / MM_PAGE_BYTES;

    return pages < p->exec_vm_pages ? pages : p->exec_vm_pages;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

uint64_t procpid_oom_score(const struct mm *m, slot_t proc)
{
    const struct proc *p = &m->proc[proc];
    const int64_t total = m->machine->totalram_pages;
    const int64_t used = (int64_t)(rss_pages(p) + p->pgtables_bytes / MM_PAGE_BYTES);
    const int64_t badness = used + p->oom_score_adj * (total / 1000);

    if (p->oom_score_adj == -1000 || total == 0) {
        return 0;
    }
    return (uint64_t)((1000 + badness * 1000 / total) * 2 / 3);
}

/* ---- status ---- */

struct value_row {
    const char *key;
    uint64_t value;
};
#define STATUS_PLAIN 4u /* rows that are no kB */
#define STATUS_ROWS  20u

static void status_rows(const struct mm *m, slot_t proc, struct value_row row[STATUS_ROWS])
{
    const struct proc *p = &m->proc[proc];
    const struct value_row rows[STATUS_ROWS] = {
        {"Tgid", p->pid},
        {"Pid", p->pid},
        {"PPid", p->ppid},
        {"Threads", 1},
        {"VmPeak", larger(p->hiwater_vm_pages, p->total_vm_pages) * 4},
        {"VmSize", p->total_vm_pages * 4},
        {"VmLck", p->locked_vm_pages * 4},
        {"VmPin", 0},
        {"VmHWM", larger(p->hiwater_rss_pages, rss_pages(p)) * 4},
        {"VmRSS", rss_pages(p) * 4},
        {"RssAnon", p->rss_anon_pages * 4},
        {"RssFile", p->rss_file_pages * 4},
        {"RssShmem", p->rss_shmem_pages * 4},
        {"VmData", p->data_vm_pages * 4},
        {"VmStk", p->stack_vm_pages * 4},
        {"VmExe", text_pages(p) * 4},
        {"VmLib", (p->exec_vm_pages - text_pages(p)) * 4},
        {"VmPTE", p->pgtables_bytes / 1024},
        {"VmSwap", 0},
        {"HugetlbPages", 0},
    };

    memcpy(row, rows, sizeof(rows));
}

bool procpid_status_value(const struct mm *m, slot_t proc, const char *key, uint64_t *value,
                          bool *plain)
{
    struct value_row row[STATUS_ROWS];

    status_rows(m, proc, row);
    for (unsigned i = 0; i < STATUS_ROWS; i++) {
        if (strcmp(row[i].key, key) == 0) {
            *value = row[i].value;
            *plain = i < STATUS_PLAIN;
            return true;
        }
    }
    return false;
}

/* One mask bit a CPU, and "0" or "0-3". */
static void status_cpus(const struct mm *m, struct report *r)
{
    const uint32_t cpus = m->config.cpus;

    report_add(r, "Cpus_allowed:\t%llx\nCpus_allowed_list:\t0",
               (ull)(cpus >= 64 ? UINT64_MAX : (1ull << cpus) - 1));
    if (cpus > 1) {
        report_add(r, "-%u", cpus - 1);
    }
    report_add(r, "\nMems_allowed:\t");
    for (unsigned i = 0; i < 31; i++) {
        report_add(r, "00000000,");
    }
    report_add(r, "%08x\nMems_allowed_list:\t0", (1u << m->config.nodes) - 1);
    if (m->config.nodes > 1) {
        report_add(r, "-%u", m->config.nodes - 1);
    }
}

static void status(const struct mm *m, slot_t proc, struct report *r)
{
    static const char *const sets[] = {"SigPnd", "ShdPnd", "SigBlk", "SigIgn"};
    static const char *const caps[] = {"CapInh:\t0000000000000000", "CapPrm:\t000001ffffffffff",
                                       "CapEff:\t000001ffffffffff", "CapBnd:\t000001ffffffffff",
                                       "CapAmb:\t0000000000000000"};
    const struct proc *p = &m->proc[proc];
    struct value_row row[STATUS_ROWS];
    char comm[MM_NAME_BYTES];

    procpid_comm(m, proc, comm);
    status_rows(m, proc, row);
    report_add(r, "Name:\t%s\nUmask:\t0022\nState:\t%s\n", comm,
               p->state == PS_RUNNING ? (p->job ? "R (running)" : "S (sleeping)") : "Z (zombie)");
    report_add(r, "Tgid:\t%u\nNgid:\t0\nPid:\t%u\nPPid:\t%u\nTracerPid:\t0\n", p->pid, p->pid,
               p->ppid);
    report_add(r, "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nFDSize:\t64\nGroups:\t \n");
    report_add(r, "NStgid:\t%u\nNSpid:\t%u\nNSpgid:\t0\nNSsid:\t0\n", p->pid, p->pid);
    for (unsigned i = STATUS_PLAIN; i < STATUS_ROWS; i++) {
        report_add(r, "%s:\t%8llu kB\n", row[i].key, (ull)row[i].value);
    }
    report_add(r, "CoreDumping:\t0\nTHP_enabled:\t1\nThreads:\t1\nSigQ:\t0/%u\n",
               m->machine->totalram_pages / 64);
    for (unsigned i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        report_add(r, "%s:\t%016llx\n", sets[i], 0ull);
    }
    report_add(r, "SigCgt:\t%016llx\n", (ull)p->catch_mask >> 1);
    for (unsigned i = 0; i < sizeof(caps) / sizeof(caps[0]); i++) {
        report_add(r, "%s\n", caps[i]);
    }
    report_add(r, "NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n"
                  "Speculation_Store_Bypass:\tnot vulnerable\n"
                  "SpeculationIndirectBranch:\talways enabled\n");
    status_cpus(m, r);
    report_add(r, "\nvoluntary_ctxt_switches:\t0\nnonvoluntary_ctxt_switches:\t0\n");
}

/* ---- stat ---- */

/* The fields after state, in the order of proc(5); a negative one is printed as such. */
struct stat_row {
    const char *key;
    int64_t value;
    bool is_unsigned;
};
#define STAT_ROWS 49u
#define NUM(key, v)             \
    {                           \
        key, (int64_t)(v), true \
    }
#define INT(key, v)              \
    {                            \
        key, (int64_t)(v), false \
    }

static void stat_rows(const struct mm *m, slot_t proc, struct stat_row row[STAT_ROWS])
{
    const struct proc *p = &m->proc[proc];
    const struct stat_row rows[STAT_ROWS] = {NUM("ppid", p->ppid),
                                             NUM("pgrp", p->pid),
                                             NUM("session", 0),
                                             NUM("tty_nr", 0),
                                             INT("tpgid", -1),
                                             NUM("flags", 0x400000),
                                             NUM("minflt", p->minflt),
                                             NUM("cminflt", 0),
                                             NUM("majflt", p->majflt),
                                             NUM("cmajflt", 0),
                                             NUM("utime", p->utime_ns / TICK_NS),
                                             NUM("stime", 0),
                                             NUM("cutime", 0),
                                             NUM("cstime", 0),
                                             NUM("priority", 20),
                                             NUM("nice", 0),
                                             NUM("num_threads", 1),
                                             NUM("itrealvalue", 0),
                                             NUM("starttime", p->start_ns / TICK_NS),
                                             NUM("vsize", p->total_vm_pages * MM_PAGE_BYTES),
                                             NUM("rss", rss_pages(p)),
                                             NUM("rsslim", UINT64_MAX),
                                             NUM("startcode", p->start_code),
                                             NUM("endcode", p->end_code),
                                             NUM("startstack", p->start_stack),
                                             NUM("kstkesp", 0),
                                             NUM("kstkeip", 0),
                                             NUM("signal", 0),
                                             NUM("blocked", 0),
                                             NUM("sigignore", 0),
                                             NUM("sigcatch", p->catch_mask >> 1),
                                             NUM("wchan", 0),
                                             NUM("nswap", 0),
                                             NUM("cnswap", 0),
                                             NUM("exit_signal", 17),
                                             NUM("processor", p->cpu),
                                             NUM("rt_priority", 0),
                                             NUM("policy", 0),
                                             NUM("delayacct_blkio_ticks", 0),
                                             NUM("guest_time", 0),
                                             NUM("cguest_time", 0),
                                             NUM("start_data", p->start_data),
                                             NUM("end_data", p->end_data),
                                             NUM("start_brk", p->start_brk),
                                             NUM("arg_start", 0),
                                             NUM("arg_end", 0),
                                             NUM("env_start", 0),
                                             NUM("env_end", 0),
                                             NUM("exit_code", p->exit_code)};

    (void)m;
    memcpy(row, rows, sizeof(rows));
}

bool procpid_stat_value(const struct mm *m, slot_t proc, const char *key, uint64_t *value)
{
    struct stat_row row[STAT_ROWS];

    stat_rows(m, proc, row);
    for (unsigned i = 0; i < STAT_ROWS; i++) {
        if (strcmp(row[i].key, key) == 0) {
            *value = (uint64_t)row[i].value;
            return true;
        }
    }
    if (strcmp(key, "pid") == 0) {
        *value = m->proc[proc].pid;
        return true;
    }
    return false;
}

static void stat_file(const struct mm *m, slot_t proc, struct report *r)
{
    const struct proc *p = &m->proc[proc];
    struct stat_row row[STAT_ROWS];
    char comm[MM_NAME_BYTES];

    procpid_comm(m, proc, comm);
    stat_rows(m, proc, row);
    report_add(r, "%u (%s) %c", p->pid, comm, p->state != PS_RUNNING ? 'Z' : p->job ? 'R' : 'S');
    for (unsigned i = 0; i < STAT_ROWS; i++) {
        if (row[i].is_unsigned) {
            report_add(r, " %llu", (ull)row[i].value);
        } else {
            report_add(r, " %lld", (long long)row[i].value);
        }
    }
    report_add(r, "\n");
}

/* ---- statm, oom ---- */

bool procpid_statm_value(const struct mm *m, slot_t proc, const char *key, uint64_t *pages)
{
    const struct proc *p = &m->proc[proc];
    const struct value_row rows[] = {
        {"size", p->total_vm_pages},
        {"resident", rss_pages(p)},
        {"shared", p->rss_file_pages + p->rss_shmem_pages},
        {"text", text_pages(p)},
        {"lib", 0},
        {"data", p->data_vm_pages + p->stack_vm_pages},
        {"dt", 0},
    };

    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].key, key) == 0) {
            *pages = rows[i].value;
            return true;
        }
    }
    return false;
}

static void statm(const struct mm *m, slot_t proc, struct report *r)
{
    static const char *const keys[] = {"size", "resident", "shared", "text", "lib", "data", "dt"};
    const unsigned count = sizeof(keys) / sizeof(keys[0]);

    for (unsigned i = 0; i < count; i++) {
        uint64_t pages = 0;

        (void)procpid_statm_value(m, proc, keys[i], &pages);
        report_add(r, "%llu%c", (ull)pages, i + 1 < count ? ' ' : '\n');
    }
}

static void oom_score(const struct mm *m, slot_t proc, struct report *r)
{
    report_add(r, "%llu\n", (ull)procpid_oom_score(m, proc));
}

static void oom_score_adj(const struct mm *m, slot_t proc, struct report *r)
{
    report_add(r, "%d\n", m->proc[proc].oom_score_adj);
}

bool procpid_rollup_value(const struct mm *m, slot_t proc, const char *key, uint64_t *kbytes)
{
    struct procmaps_sum sum;

    procmaps_total(m, proc, &sum);
    return procmaps_value(&sum, key, kbytes);
}

/* ---- files ---- */

static const struct {
    const char *name;
    void (*show)(const struct mm *m, slot_t proc, struct report *r);
} files[] = {
    {"maps", procmaps_maps},
    {"smaps", procmaps_smaps},
    {"smaps_rollup", procmaps_rollup},
    {"status", status},
    {"stat", stat_file},
    {"statm", statm},
    {"oom_score", oom_score},
    {"oom_score_adj", oom_score_adj},
    {"numa_maps", procnuma_show},
};
#define FILE_COUNT (sizeof(files) / sizeof(files[0]))

const char *procpid_file(unsigned i)
{
    return i < FILE_COUNT ? files[i].name : NULL;
}

bool procpid_show(const struct mm *m, slot_t proc, const char *file, struct report *r)
{
    if (m->config.paging_levels == 2 && strcmp(file, "numa_maps") == 0) {
        return false; /* a kernel without NUMA */
    }
    for (unsigned i = 0; i < FILE_COUNT; i++) {
        if (strcmp(files[i].name, file) == 0) {
            files[i].show(m, proc, r);
            return true;
        }
    }
    return false;
}
