/* slabtool.c - slabtop(1). */
#include "text/slabtool.h"

#include <stdio.h>
#include <string.h>

#include "text/toolopt.h"

typedef unsigned long long ull;

static const char usage[] = "slabtop [-o] [-s a|b|c|l|v|n|o|p|s|u]";

struct sums {
    uint64_t active_objs, objs, active_slabs, slabs, active_caches, caches;
    uint64_t active_bytes, bytes, object_min, object_max;
};

static void share(struct report *r, uint64_t active, uint64_t all)
{
    const uint64_t tenths = toolopt_printed(active * 100, all, TOOLOPT_DOUBLE, 10);

    report_add(r, " (%llu.%llu%%)\n", (ull)(tenths / 10), (ull)(tenths % 10));
}

/* Bytes as kB with two digits after the point. */
static void kilobytes(char out[32], uint64_t bytes)
{
    const uint64_t n = toolopt_printed(bytes, 1024, TOOLOPT_DOUBLE, 100);

    snprintf(out, 32, "%llu.%02lluK", (ull)(n / 100), (ull)(n % 100));
}

static void summary(const struct mm *m, const struct procslab_list *list, struct report *r)
{
    struct sums s = {.object_min = UINT64_MAX};
    char a[32], b[32], c[32];
    struct procslab_row row;

    for (unsigned i = 0; i < list->count; i++) {
        procslab_row(m, list->slot[i], &row);
        s.active_objs += row.active_objs;
        s.objs += row.num_objs;
        s.active_slabs += row.active_slabs;
        s.slabs += row.num_slabs;
        s.active_caches += row.num_objs > 0;
        s.caches++;
        s.active_bytes += row.active_objs * row.objsize;
        s.bytes += row.num_objs * row.objsize;
        s.object_min = row.objsize < s.object_min ? row.objsize : s.object_min;
        s.object_max = row.objsize > s.object_max ? row.objsize : s.object_max;
    }
    report_add(r, " %-35s: %llu / %llu", "Active / Total Objects (% used)", (ull)s.active_objs,
               (ull)s.objs);
    share(r, s.active_objs, s.objs);
    report_add(r, " %-35s: %llu / %llu", "Active / Total Slabs (% used)", (ull)s.active_slabs,
               (ull)s.slabs);
    share(r, s.active_slabs, s.slabs);
    report_add(r, " %-35s: %llu / %llu", "Active / Total Caches (% used)", (ull)s.active_caches,
               (ull)s.caches);
    share(r, s.active_caches, s.caches);
    kilobytes(a, s.active_bytes);
    kilobytes(b, s.bytes);
    report_add(r, " %-35s: %s / %s", "Active / Total Size (% used)", a, b);
    share(r, s.active_bytes, s.bytes);
    kilobytes(a, s.caches == 0 ? 0 : s.object_min);
    kilobytes(b, s.objs == 0 ? 0 : s.bytes / s.objs);
    kilobytes(c, s.object_max);
    report_add(r, " %-35s: %s / %s / %s\n\n", "Minimum / Average / Maximum Object", a, b, c);
}

static uint64_t cache_bytes(const struct procslab_row *row)
{
    return row->num_slabs * row->pagesperslab * MM_PAGE_BYTES;
}

static uint64_t use_percent(const struct procslab_row *row)
{
    return toolopt_float_percent(row->active_objs, row->num_objs);
}

static uint64_t sort_value(const struct procslab_row *row, char key)
{
    switch (key) {
    case 'a': return row->active_objs;
    case 'b': return row->objperslab;
    case 'c': return cache_bytes(row);
    case 'l': return row->num_slabs;
    case 'v': return row->active_slabs;
    case 'p': return row->pagesperslab;
    case 's': return row->objsize;
    case 'u': return use_percent(row);
    default: return row->num_objs;
    }
}

static void details(const struct procslab_row *row, struct report *r)
{
    char size[32];

    kilobytes(size, row->objsize);
    report_add(r, "%6llu %6llu %3llu%% %8s %6llu %8llu %9lluK %-23s\n", (ull)row->num_objs,
               (ull)row->active_objs, (ull)use_percent(row), size, (ull)row->num_slabs,
               (ull)row->objperslab, (ull)(cache_bytes(row) / 1024), row->name);
}

/* From the greatest value down; equal ones keep their order. */
static void sort_by_value(const struct mm *m, char key, struct procslab_list *list)
{
    uint64_t value[PROCSLAB_LIST_MAX];
    struct procslab_row row;

    for (unsigned i = 0; i < list->count; i++) {
        const uint16_t slot = list->slot[i];
        uint64_t mine;
        unsigned at = i;

        procslab_row(m, slot, &row);
        mine = sort_value(&row, key);
        for (; at > 0 && value[at - 1] < mine; at--) {
            value[at] = value[at - 1];
            list->slot[at] = list->slot[at - 1];
        }
        value[at] = mine;
        list->slot[at] = slot;
    }
}

bool slabtool(const struct mm *m, const char *options, struct report *r)
{
    char word[TOOLOPT_WORD_BYTES], value[TOOLOPT_WORD_BYTES] = "";
    struct procslab_list list;
    struct procslab_row row;
    char key = 'o';

    while (toolopt_word(&options, word)) {
        const bool sort = strncmp(word, "-s", 2) == 0 || strncmp(word, "--sort", 6) == 0;

        if (sort) {
            const size_t name = word[1] == '-' ? 6 : 2;

            (void)toolopt_value(&options, word + name + (word[name] == '='), value);
            key = (char)(value[0] | 0x20);
            if (value[0] == '\0' || strchr("abclvnopsu", key) == NULL) {
                return toolopt_refuse(r, "slabtop", "unknown sort criterion", usage);
            }
        } else if (strcmp(word, "-o") != 0 && strcmp(word, "--once") != 0) {
            return toolopt_refuse(r, "slabtop", "invalid option", usage);
        }
    }
    if (key == 'n') {
        procslab_by_name(m, &list);
    } else {
        procslab_list(m, &list);
        sort_by_value(m, key, &list);
    }
    summary(m, &list, r);
    report_add(r, "%-78s\n", "  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME");
    for (unsigned i = 0; i < list.count; i++) {
        procslab_row(m, list.slot[i], &row);
        details(&row, r);
    }
    return true;
}
