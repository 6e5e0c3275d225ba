/* numatool.c - numastat(8). */
#include "text/numatool.h"

#include <stdio.h>
#include <string.h>

#include "base/event.h"
#include "parts/vma.h"
#include "text/procnuma.h"
#include "text/procpid.h"
#include "text/toolopt.h"

#define CELL_BYTES  32u
#define WIDTH       16u
#define WIDTH_LEAST 4u
#define ROWS_MAX    40u
#define PROCS_MAX   (ROWS_MAX - 1)
#define MB_OF_KB    1024u
#define MB_OF_PAGES 256u
typedef unsigned long long ull;

static const char usage[] = "numastat [-m] [-n] [-c] [-z] [-v] [-p PID|PATTERN]…";

struct settings {
    bool system, stat, compress, nonzero;
    slot_t proc[PROCS_MAX];
    unsigned procs;
};
/* One table: a row has a value a node; what it counts in, as so many to a MiB, 1: shown as it is. */
struct table {
    const char *label[ROWS_MAX];
    char named[ROWS_MAX][CELL_BYTES];
    uint64_t value[ROWS_MAX][MM_NODES_MAX];
    unsigned per_mb[ROWS_MAX];
    unsigned rows, nodes;
};

/* numastat's order of the lines of meminfo; it has no name for the others. */
static const char *const system_rows[] = {
    "MemTotal",       "MemFree",        "MemUsed",        "Active",          "Inactive",
    "Active(anon)",   "Inactive(anon)", "Active(file)",   "Inactive(file)",  "Unevictable",
    "Mlocked",        "Dirty",          "Writeback",      "FilePages",       "Mapped",
    "AnonPages",      "Shmem",          "KernelStack",    "PageTables",      "NFS_Unstable",
    "Bounce",         "WritebackTmp",   "Slab",           "SReclaimable",    "SUnreclaim",
    "AnonHugePages",  "ShmemHugePages", "ShmemPmdMapped", "HugePages_Total", "HugePages_Free",
    "HugePages_Surp", "KReclaimable"};
static const char *const stat_labels[] = {"Numa_Hit",       "Numa_Miss",  "Numa_Foreign",
                                          "Interleave_Hit", "Local_Node", "Other_Node"};

/* value / per_mb with `digits` after the point, as printf has it. */
static void number(uint64_t value, unsigned per_mb, unsigned digits, char out[CELL_BYTES])
{
    const uint64_t n = toolopt_printed(value, per_mb, TOOLOPT_DOUBLE, digits == 0 ? 1 : 100);

    if (digits == 0) {
        snprintf(out, CELL_BYTES, "%llu", (ull)n);
    } else {
        snprintf(out, CELL_BYTES, "%llu.%02llu", (ull)(n / 100), (ull)(n % 100));
    }
}

/* Column `nodes` is the total. */
static uint64_t value_of(const struct table *t, unsigned row, unsigned column)
{
    uint64_t sum = 0;

    if (column < t->nodes) {
        return t->value[row][column];
    }
    for (unsigned n = 0; n < t->nodes; n++) {
        sum += t->value[row][n];
    }
    return sum;
}

static void heading(const struct table *t, unsigned column, char out[CELL_BYTES])
{
    if (column == t->nodes) {
        snprintf(out, CELL_BYTES, "Total");
    } else {
        snprintf(out, CELL_BYTES, "Node %u", column);
    }
}

/* Does the column hold anything but zeros? */
static bool column_used(const struct table *t, unsigned column)
{
    for (unsigned i = 0; i < t->rows; i++) {
        if (value_of(t, i, column) > 0) {
            return true;
        }
    }
    return false;
}

/* Width of column 0 (the labels, at -1) or of a node's. */
static unsigned width_of(const struct table *t, const struct settings *o, int column)
{
    unsigned width = WIDTH_LEAST;

    if (!o->compress) {
        return WIDTH;
    }
    for (unsigned i = 0; i <= t->rows; i++) {
        char text[CELL_BYTES] = "";

        if (column < 0 && i < t->rows) {
            snprintf(text, sizeof(text), "%s", t->label[i]);
        } else if (column >= 0 && i < t->rows) {
            number(value_of(t, i, (unsigned)column), t->per_mb[i], 0, text);
        } else if (column >= 0) {
            heading(t, (unsigned)column, text);
        }
        width = strlen(text) > width ? (unsigned)strlen(text) : width;
    }
    return width + 1 > WIDTH ? WIDTH : width + 1;
}

/* -m and -n: a heading, a line of dashes, the rows. */
static void print_table(const struct table *t, const struct settings *o, struct report *r)
{
    const unsigned label = width_of(t, o, -1);
    bool any = false;

    for (unsigned c = 0; c <= t->nodes; c++) {
        any |= column_used(t, c);
    }
    if (o->nonzero && !any) {
        report_add(r, "Table has no non-zero data.\n");
        return;
    }
    for (unsigned line = 0; line < t->rows + 2; line++) {
        if (line >= 2 && o->nonzero && value_of(t, line - 2, t->nodes) == 0) {
            continue;
        }
        report_add(r, "%-*s", (int)label, line < 2 ? "" : t->label[line - 2]);
        for (unsigned c = 0; c <= t->nodes; c++) {
            const unsigned width = width_of(t, o, (int)c);
            char text[CELL_BYTES];

            if (o->nonzero && !column_used(t, c)) {
                continue;
            }
            if (line == 0) {
                heading(t, c, text);
            } else if (line == 1) {
                snprintf(text, sizeof(text), "%.*s", (int)width - 1, "---------------");
            } else {
                number(value_of(t, line - 2, c), t->per_mb[line - 2], o->compress ? 0 : 2, text);
            }
            report_add(r, "%*s", (int)width, text);
        }
        report_add(r, "\n");
    }
}

static void system_table(const struct mm *m, struct table *t)
{
    t->nodes = m->config.nodes;
    t->rows = sizeof(system_rows) / sizeof(system_rows[0]);
    for (unsigned i = 0; i < t->rows; i++) {
        unsigned key = 0;
        bool plain = false;

        while (strcmp(procnode_meminfo_key(key), system_rows[i]) != 0) {
            key++;
        }
        t->label[i] = system_rows[i];
        for (uint32_t n = 0; n < t->nodes; n++) {
            t->value[i][n] = procnode_meminfo(m, n, key, &plain);
        }
        t->per_mb[i] = plain ? 1 : MB_OF_KB;
        for (uint32_t n = 0; n < t->nodes && plain; n++) {
            t->value[i][n] *= 2; /* huge pages of 2 MiB */
        }
    }
}

static void stat_table(const struct mm *m, struct table *t)
{
    t->nodes = m->config.nodes;
    t->rows = sizeof(stat_labels) / sizeof(stat_labels[0]);
    for (unsigned i = 0; i < t->rows; i++) {
        t->label[i] = stat_labels[i];
        t->per_mb[i] = MB_OF_PAGES;
        for (uint32_t n = 0; n < t->nodes; n++) {
            t->value[i][n] = procnode_numastat(m, n, i);
        }
    }
}

/* Without options: the lines of the files side by side. */
static void plain_table(const struct mm *m, struct report *r)
{
    report_add(r, "%*s", WIDTH, "");
    for (uint32_t n = 0; n < m->config.nodes; n++) {
        char name[CELL_BYTES];

        snprintf(name, sizeof(name), "node%u", n);
        report_add(r, "%*s", WIDTH, name);
    }
    for (unsigned i = 0; procnode_numastat_key(i) != NULL; i++) {
        report_add(r, "\n%-*s", WIDTH, procnode_numastat_key(i));
        for (uint32_t n = 0; n < m->config.nodes; n++) {
            report_add(r, "%*llu", WIDTH, (ull)procnode_numastat(m, n, i));
        }
    }
    report_add(r, "\n");
}

/* ---- processes ---- */

enum part { HUGE, HEAP, STACK, PRIVATE, PARTS };
static const char *const part_labels[PARTS] = {"Huge", "Heap", "Stack", "Private"};

/* Pages of one process by part and node, into rows `first` on: one for each part, or one for all. */
static void add_process(const struct mm *m, slot_t proc, struct table *t, unsigned first,
                        bool parts)
{
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        const enum procnuma_part is = procnuma_part(m, v);
        const unsigned part = is == PROCNUMA_HEAP ? HEAP : is == PROCNUMA_STACK ? STACK : PRIVATE;
        struct procnuma sum;

        procnuma_gather(m, v, &sum);
        for (uint32_t n = 0; n < t->nodes; n++) {
            t->value[first + (parts ? part : 0)][n] += sum.node[n];
        }
    }
}

/* Labels, columns and a line of what stands above and below: the last row is the sum of the others. */
static void print_processes(const struct table *t, const struct settings *o, const char *head,
                            struct report *r)
{
    const unsigned most = width_of(t, o, -1);
    const unsigned label = o->compress ? most : WIDTH + 1;

    for (unsigned line = 0; line < t->rows + 3; line++) {
        const bool dashes = line == 1 || line == t->rows + 1;
        const unsigned row = line == t->rows + 2 ? t->rows - 1 : line - 2;

        if (line >= 2 && !dashes && line < t->rows + 1 && o->nonzero &&
            value_of(t, row, t->nodes) == 0) {
            continue;
        }
        report_add(r, "%-*.*s", (int)label,
                   dashes && (line > 1 || *head) ? (int)label - 1 : (int)label,
                   line == 0                       ? head
                   : dashes && line == 1 && !*head ? ""
                   : dashes                        ? "----------------"
                                                   : t->label[row]);
        for (unsigned c = 0; c <= t->nodes; c++) {
            const unsigned width = width_of(t, o, (int)c);
            char text[CELL_BYTES];

            if (o->nonzero && !column_used(t, c)) {
                continue;
            }
            if (line == 0) {
                heading(t, c, text);
            } else if (dashes) {
                snprintf(text, sizeof(text), "%.*s", (int)width - 1, "---------------");
            } else {
                number(value_of(t, row, c), t->per_mb[row], o->compress ? 0 : 2, text);
            }
            report_add(r, "%*s", (int)width, text);
        }
        report_add(r, "\n");
    }
}

static void process_table(const struct mm *m, const struct settings *o, struct report *r)
{
    const bool one = o->procs == 1;
    struct table t = {.nodes = m->config.nodes, .rows = one ? PARTS + 1 : o->procs + 1};
    char comm[MM_NAME_BYTES];

    report_add(r, "\nPer-node process memory usage (in MBs)");
    for (unsigned i = 0; i < o->procs; i++) {
        procpid_comm(m, o->proc[i], comm);
        snprintf(t.named[i], CELL_BYTES, "%u (%.20s)", m->proc[o->proc[i]].pid, comm);
        t.label[i] = t.named[i];
        add_process(m, o->proc[i], &t, i, one);
    }
    if (one) {
        report_add(r, " for PID %s", t.named[0]);
        memcpy(t.label, part_labels, sizeof(part_labels));
    }
    t.label[t.rows - 1] = "Total";
    for (unsigned i = 0; i < t.rows; i++) {
        t.per_mb[i] = MB_OF_PAGES;
        for (uint32_t n = 0; n < t.nodes && i + 1 < t.rows; n++) {
            t.value[t.rows - 1][n] += t.value[i][n];
        }
    }
    report_add(r, "\n");
    print_processes(&t, o, one ? "" : "PID", r);
}

/* The processes that -p means: a PID, or all whose name has the pattern. False: refused. */
static bool take_processes(const struct mm *m, const char *word, struct settings *o,
                           struct report *r)
{
    const bool number = word[0] != '\0' && word[strspn(word, "0123456789")] == '\0';
    const unsigned before = o->procs;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        char comm[MM_NAME_BYTES], pid[16];

        if (!mm_live(m, MM_R_proc, p)) {
            continue;
        }
        procpid_comm(m, p, comm);
        snprintf(pid, sizeof(pid), "%u", m->proc[p].pid);
        if (word[0] == '\0' || (number ? strcmp(pid, word) != 0 : strstr(comm, word) == NULL)) {
            continue;
        }
        if (o->procs == PROCS_MAX) {
            return toolopt_refuse(r, "numastat", "more than 39 processes", usage);
        }
        o->proc[o->procs++] = p;
    }
    return o->procs > before ||
           toolopt_refuse(r, "numastat", "-p wants a PID or a part of a name of a process", usage);
}

/* ---- options ---- */

static bool parse(const struct mm *m, const char *options, struct settings *o, bool *any,
                  struct report *r)
{
    char word[TOOLOPT_WORD_BYTES], value[TOOLOPT_WORD_BYTES];

    while (toolopt_word(&options, word)) {
        *any = true;
        if (word[0] != '-' || word[1] == '\0') {
            if (!take_processes(m, word, o, r)) {
                return false;
            }
            continue;
        }
        for (const char *at = word + 1; *at != '\0'; at++) {
            if (*at == 'p') {
                if (!toolopt_value(&options, at + 1, value)) {
                    value[0] = '\0';
                }
                if (!take_processes(m, value, o, r)) {
                    return false;
                }
                break;
            }
            if (strchr("mnczv", *at) == NULL) {
                snprintf(value, sizeof(value), "invalid option -- '%c'", *at);
                return toolopt_refuse(r, "numastat", value, usage);
            }
            o->system |= *at == 'm';
            o->stat |= *at == 'n';
            o->compress |= *at == 'c';
            o->nonzero |= *at == 'z';
        }
    }
    return true;
}

bool numatool(const struct mm *m, const char *options, struct report *r)
{
    struct settings o = {0};
    struct table t;
    bool any = false;

    if (!parse(m, options, &o, &any, r)) {
        return false;
    }
    if (m->config.paging_levels == 2) {
        return toolopt_refuse(r, "numastat", "sysfs not mounted or system not NUMA aware",
                              "numastat, on a machine of 64 bits");
    }
    if (!any) {
        plain_table(m, r);
        return true;
    }
    if (o.procs > 0) {
        process_table(m, &o, r);
    }
    if (o.system) {
        system_table(m, &t);
        report_add(r, "\nPer-node system memory usage (in MBs):\n");
        print_table(&t, &o, r);
    }
    if (o.stat || (!o.system && o.procs == 0)) {
        stat_table(m, &t);
        report_add(r, "\nPer-node numastat info (in MBs):\n");
        print_table(&t, &o, r);
    }
    return true;
}
