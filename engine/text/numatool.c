/* numatool.c - numastat(8). */
#include "text/numatool.h"

#include <stdio.h>
#include <string.h>

#include "base/event.h"
#include "text/toolopt.h"

#define CELL_BYTES  32u
#define WIDTH       16u
#define WIDTH_LEAST 4u
#define ROWS_MAX    40u
#define MB_OF_KB    1024u
#define MB_OF_PAGES 256u
typedef unsigned long long ull;

static const char usage[] = "numastat [-m] [-n] [-c] [-z]";

struct settings {
    bool system, stat, compress, nonzero;
};
/* One table: a row has a value a node; what it counts in, as so many to a MiB, 1: shown as it is. */
struct table {
    const char *label[ROWS_MAX];
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

bool numatool(const struct mm *m, const char *options, struct report *r)
{
    struct settings o = {0};
    char word[TOOLOPT_WORD_BYTES];
    struct table t;
    bool any = false;

    while (toolopt_word(&options, word)) {
        if (word[0] != '-' || word[1] == '\0' || word[1 + strspn(word + 1, "mncz")] != '\0') {
            return toolopt_refuse(r, "numastat", "invalid option", usage);
        }
        any = true;
        o.system |= strchr(word, 'm') != NULL;
        o.stat |= strchr(word, 'n') != NULL;
        o.compress |= strchr(word, 'c') != NULL;
        o.nonzero |= strchr(word, 'z') != NULL;
    }
    if (m->config.paging_levels == 2) {
        return toolopt_refuse(r, "numastat", "sysfs not mounted or system not NUMA aware",
                              "numastat, on a machine of 64 bits");
    }
    if (!any) {
        plain_table(m, r);
        return true;
    }
    if (o.system) {
        system_table(m, &t);
        report_add(r, "\nPer-node system memory usage (in MBs):\n");
        print_table(&t, &o, r);
    }
    if (o.stat || !o.system) {
        stat_table(m, &t);
        report_add(r, "\nPer-node numastat info (in MBs):\n");
        print_table(&t, &o, r);
    }
    return true;
}
