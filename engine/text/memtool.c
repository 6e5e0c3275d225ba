/* memtool.c - lsmem(1). */
#include "text/memtool.h"

#include <stdio.h>
#include <string.h>

#include "parts/zone.h"
#include "text/toolopt.h"

#define BLOCK_FRAMES ((uint32_t)(MEMTOOL_BLOCK_BYTES / MM_PAGE_BYTES))
#define CELL_BYTES   48u
typedef unsigned long long ull;

enum column { RANGE, SIZE, STATE, REMOVABLE, BLOCK, NODE, ZONES, COLUMNS };
static const char *const column_names[COLUMNS] = {"RANGE", "SIZE", "STATE", "REMOVABLE",
                                                  "BLOCK", "NODE", "ZONES"};
static const char usage[] =
    "lsmem [-a] [-b] [-n] [-r] [-o RANGE,SIZE,STATE,REMOVABLE,BLOCK,NODE,ZONES] "
    "[--summary=never|always|only]";

struct settings {
    bool all, bytes, bare, raw;
    bool table, summary;
    unsigned columns;
    enum column column[COLUMNS];
};
struct range {
    uint32_t first, last; /* blocks */
    uint32_t node;
    uint32_t zone; /* SLOT_NONE: frames of more than one */
};

/* ---- blocks ---- */

static uint32_t block_count(const struct mm *m)
{
    return (m->frames + BLOCK_FRAMES - 1) / BLOCK_FRAMES;
}

/* The block as a range of its own; false: no frame of it exists. */
static bool block_range(const struct mm *m, uint32_t block, struct range *range)
{
    const pfn_t start = block * BLOCK_FRAMES;
    const pfn_t end = start + BLOCK_FRAMES < m->frames ? start + BLOCK_FRAMES : m->frames;
    bool there = false;

    *range = (struct range){block, block, 0, SLOT_NONE};
    for (uint32_t z = 0; z < m->zones; z++) {
        const struct zone *zone = &m->zone[z];
        pfn_t from = zone->start_pfn > start ? zone->start_pfn : start;
        const pfn_t zone_end = zone->start_pfn + zone->spanned_pages;
        const pfn_t to = zone_end < end ? zone_end : end;

        while (from < to && m->frame[from].type == FT_HOLE) {
            from++;
        }
        if (from < to) {
            *range = (struct range){block, block, zone->node, there ? SLOT_NONE : z};
            there = true;
        }
    }
    return there;
}

/* Both in zones of one name, or neither in one zone alone. */
static bool same_zone(const struct mm *m, uint32_t a, uint32_t b)
{
    return a == SLOT_NONE || b == SLOT_NONE ? a == b : m->zone[a].type == m->zone[b].type;
}

static bool joins(const struct mm *m, const struct settings *o, const struct range *a,
                  const struct range *b)
{
    bool apart = o->all || b->first != a->last + 1;

    for (unsigned c = 0; c < o->columns; c++) {
        apart |= o->column[c] == NODE && a->node != b->node;
        apart |= o->column[c] == ZONES && !same_zone(m, a->zone, b->zone);
    }
    return !apart;
}

/* The next range from block *at on; false: none is left. */
static bool next_range(const struct mm *m, const struct settings *o, uint32_t *at,
                       struct range *range)
{
    bool any = false;

    for (; *at < block_count(m); (*at)++) {
        struct range block;

        if (!block_range(m, *at, &block)) {
            continue;
        }
        if (!any) {
            *range = block;
            any = true;
        } else if (joins(m, o, range, &block)) {
            range->last = *at;
        } else {
            break;
        }
    }
    return any;
}

/* ---- cells ---- */

/* "128M", "2.1G": one digit after the point, none when it is 0. */
static void size_text(uint64_t bytes, bool plain, char out[CELL_BYTES])
{
    static const char units[] = "BKMGTP";
    unsigned i = 0, shift;
    uint64_t whole, tenths;

    while (units[i + 1] != '\0' && bytes >> (10 * (i + 1)) != 0) {
        i++;
    }
    shift = 10 * i;
    whole = bytes >> shift;
    tenths = ((bytes - (whole << shift)) * 1000 >> shift) + 50;
    tenths /= 100;
    if (tenths == 10) {
        whole++;
        tenths = 0;
    }
    if (plain) {
        snprintf(out, CELL_BYTES, "%llu", (ull)bytes);
    } else if (tenths > 0) {
        snprintf(out, CELL_BYTES, "%llu.%llu%c", (ull)whole, (ull)tenths, units[i]);
    } else {
        snprintf(out, CELL_BYTES, "%llu%c", (ull)whole, units[i]);
    }
}

static void cell(const struct mm *m, const struct settings *o, const struct range *range,
                 enum column column, char out[CELL_BYTES])
{
    const uint64_t start = range->first * MEMTOOL_BLOCK_BYTES;
    const uint64_t bytes = (range->last - range->first + 1) * MEMTOOL_BLOCK_BYTES;

    switch (column) {
    case RANGE:
        snprintf(out, CELL_BYTES, "0x%016llx-0x%016llx", (ull)start, (ull)(start + bytes - 1));
        break;
    case SIZE: size_text(bytes, o->bytes, out); break;
    case STATE: snprintf(out, CELL_BYTES, "online"); break;
    case REMOVABLE: snprintf(out, CELL_BYTES, "yes"); break;
    case NODE: snprintf(out, CELL_BYTES, "%u", range->node); break;
    case ZONES:
        snprintf(out, CELL_BYTES, "%s",
                 range->zone == SLOT_NONE
                     ? "None"
                     : zone_type_name((enum mm_zone_type)m->zone[range->zone].type));
        break;
    default:
        if (range->first == range->last) {
            snprintf(out, CELL_BYTES, "%u", range->first);
        } else {
            snprintf(out, CELL_BYTES, "%u-%u", range->first, range->last);
        }
        break;
    }
}

static void print_row(const struct mm *m, const struct settings *o, const struct range *range,
                      const unsigned width[COLUMNS], struct report *r)
{
    for (unsigned c = 0; c < o->columns; c++) {
        char text[CELL_BYTES];

        if (range == NULL) {
            snprintf(text, sizeof(text), "%s", column_names[o->column[c]]);
        } else {
            cell(m, o, range, o->column[c], text);
        }
        report_add(r, "%s%*s", c > 0 ? " " : "",
                   o->column[c] == RANGE ? -(int)width[c] : (int)width[c], text);
    }
    report_add(r, "\n");
}

static void print_table(const struct mm *m, const struct settings *o, struct report *r)
{
    unsigned width[COLUMNS] = {0};
    struct range range;

    for (unsigned c = 0; c < o->columns && !o->raw; c++) {
        const size_t header = strlen(column_names[o->column[c]]);
        size_t most = 0;

        for (uint32_t at = 0; next_range(m, o, &at, &range);) {
            char text[CELL_BYTES];

            cell(m, o, &range, o->column[c], text);
            most = strlen(text) > most ? strlen(text) : most;
        }
        if (most < header) {
            most = header;
        } else if (o->column[c] == SIZE && most < 5) {
            most =
                5; /* the width the tool asks for; a header that is wider than all sizes wins over it */
        }
        width[c] = (unsigned)most;
    }
    if (!o->bare) {
        print_row(m, o, NULL, width, r);
    }
    for (uint32_t at = 0; next_range(m, o, &at, &range);) {
        print_row(m, o, &range, width, r);
    }
}

static void print_summary(const struct mm *m, const struct settings *o, struct report *r)
{
    static const char *const label[] = {"Memory block size", "Total online memory",
                                        "Total offline memory"};
    uint64_t value[3] = {MEMTOOL_BLOCK_BYTES, 0, 0};

    for (uint32_t b = 0; b < block_count(m); b++) {
        struct range range;

        value[1] += block_range(m, b, &range) ? MEMTOOL_BLOCK_BYTES : 0;
    }
    for (unsigned i = 0; i < 3; i++) {
        char text[CELL_BYTES];

        size_text(value[i], o->bytes, text);
        report_add(r, "%s:%*s\n", label[i], (o->bytes ? 39 : 29) - (int)strlen(label[i]) - 1, text);
    }
}

/* ---- options ---- */

static bool take_columns(struct settings *o, const char *list, struct report *r)
{
    o->columns = 0;
    while (*list != '\0') {
        const size_t length = strcspn(list, ",");
        unsigned c = 0;

        while (c < COLUMNS &&
               (strlen(column_names[c]) != length || strncmp(column_names[c], list, length) != 0)) {
            c++;
        }
        if (c == COLUMNS || o->columns == COLUMNS) {
            return toolopt_refuse(r, "lsmem", "unknown column", usage);
        }
        o->column[o->columns++] = (enum column)c;
        list += length + (list[length] == ',');
    }
    return o->columns > 0 || toolopt_refuse(r, "lsmem", "-o takes columns", usage);
}

static bool long_option(struct settings *o, const char *word, const char **options,
                        struct report *r)
{
    static const char *const when[] = {"--summary=never", "--summary=always", "--summary=only"};
    char value[TOOLOPT_WORD_BYTES] = "";

    if (strcmp(word, "--output-all") == 0) {
        return take_columns(o, "RANGE,SIZE,STATE,REMOVABLE,BLOCK,NODE,ZONES", r);
    }
    if (strcmp(word, "--output") == 0 || strncmp(word, "--output=", 9) == 0) {
        (void)toolopt_value(options, word[8] == '=' ? word + 9 : "", value);
        return take_columns(o, value, r);
    }
    for (unsigned i = 0; i < 3; i++) {
        if (strcmp(word, when[i]) == 0 || (i == 2 && strcmp(word, "--summary") == 0)) {
            o->table = i < 2;
            o->summary = i > 0;
            return true;
        }
    }
    o->all |= strcmp(word, "--all") == 0;
    o->bytes |= strcmp(word, "--bytes") == 0;
    o->bare |= strcmp(word, "--noheadings") == 0;
    o->raw |= strcmp(word, "--raw") == 0;
    if (strcmp(word, "--all") == 0 || strcmp(word, "--bytes") == 0 ||
        strcmp(word, "--noheadings") == 0 || strcmp(word, "--raw") == 0) {
        return true;
    }
    return toolopt_refuse(r, "lsmem", "invalid option", usage);
}

static bool parse(struct settings *o, const char *options, struct report *r)
{
    char word[TOOLOPT_WORD_BYTES], value[TOOLOPT_WORD_BYTES] = "";
    bool summary_said = false;

    *o = (struct settings){.table = true, .summary = true, .columns = NODE};
    for (unsigned c = 0; c < NODE; c++) {
        o->column[c] = (enum column)c;
    }
    while (toolopt_word(&options, word)) {
        if (word[0] == '-' && word[1] == '-' && word[2] != '\0') {
            summary_said |= strncmp(word, "--summary", 9) == 0;
            if (!long_option(o, word, &options, r)) {
                return false;
            }
            continue;
        }
        if (word[0] != '-' || word[1] == '\0') {
            return toolopt_refuse(r, "lsmem", "bad usage", usage);
        }
        for (const char *at = word + 1; *at != '\0'; at++) {
            if (*at == 'o') {
                (void)toolopt_value(&options, at + 1, value);
                if (!take_columns(o, value, r)) {
                    return false;
                }
                break;
            }
            o->all |= *at == 'a';
            o->bytes |= *at == 'b';
            o->bare |= *at == 'n';
            o->raw |= *at == 'r';
            if (strchr("abnr", *at) == NULL) {
                return toolopt_refuse(r, "lsmem", "invalid option", usage);
            }
        }
    }
    if (o->raw && !o->table) {
        return toolopt_refuse(r, "lsmem", "-r and --summary=only exclude each other", usage);
    }
    if (o->raw && !summary_said) {
        o->summary = false;
    }
    return true;
}

bool memtool(const struct mm *m, const char *options, struct report *r)
{
    struct settings o;

    if (!parse(&o, options, r)) {
        return false;
    }
    if (m->config.paging_levels == 2) {
        return toolopt_refuse(r, "lsmem", "This system does not support memory blocks",
                              "lsmem, on a machine of 64 bits");
    }
    if (o.table) {
        print_table(m, &o, r);
    }
    if (o.table && o.summary) {
        report_add(r, "\n");
    }
    if (o.summary) {
        print_summary(m, &o, r);
    }
    return true;
}

/* ---- /sys/devices/system/memory ---- */

bool memtool_file(const struct mm *m, const char *name, struct report *r)
{
    struct range range;
    unsigned block;
    int used = 0;
    char cells[CELL_BYTES];

    if (m->config.paging_levels == 2) {
        return false;
    }
    if (strcmp(name, "block_size_bytes") == 0) {
        report_add(r, "%llx\n", (ull)MEMTOOL_BLOCK_BYTES);
        return true;
    }
    if (sscanf(name, "memory%u/%n", &block, &used) != 1 || used == 0 || block >= block_count(m) ||
        !block_range(m, block, &range)) {
        return false;
    }
    name += used;
    if (strcmp(name, "state") == 0) {
        report_add(r, "online\n");
    } else if (strcmp(name, "removable") == 0 || strcmp(name, "online") == 0) {
        report_add(r, "1\n");
    } else if (strcmp(name, "phys_index") == 0) {
        report_add(r, "%08x\n", block);
    } else if (strcmp(name, "valid_zones") == 0) {
        cell(m, &(struct settings){0}, &range, ZONES, cells);
        report_add(r, "%s\n", range.zone == SLOT_NONE ? "none" : cells);
    } else {
        return false;
    }
    return true;
}
