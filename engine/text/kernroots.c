/* kernroots.c - values about physical memory. */
#include "text/kernroots.h"

#include <stdio.h>
#include <string.h>

#include "parts/buddy.h"
#include "parts/pcp.h"
#include "policy/frag.h"
#include "text/census.h"
#include "text/grammar.h"
#include "text/procnode.h"
#include "text/procslab.h"
#include "text/proczone.h"

/* nodeN in part i. Without a machine any node may be. */
static bool kernroots_node(struct path *p, unsigned i, uint64_t *node)
{
    const struct mm *m = p->scope->m;

    if (i >= p->parts || !path_indexed(p->part[i].text, "node", node) ||
        (m && *node >= m->config.nodes)) {
        return path_unknown(p, i, "node0 and the other nodes of this machine");
    }
    return true;
}

/* nodeN.ZONE in parts i and i + 1. *zone is SLOT_NONE when the zone has no frames or there is no machine. */
static bool kernroots_zone(struct path *p, unsigned i, uint32_t *zone)
{
    const struct mm *m = p->scope->m;
    uint64_t node = 0;

    *zone = SLOT_NONE;
    if (!kernroots_node(p, i, &node)) {
        return false;
    }
    if (i + 1 >= p->parts || (m && !proczone_find(m, (uint32_t)node, p->part[i + 1].text, zone))) {
        return path_unknown(p, i + 1, "a zone of this machine: DMA, DMA32, Normal, Movable");
    }
    return true;
}

/* orderK in part i, the last one. */
static bool kernroots_order(struct path *p, unsigned i, uint64_t *order)
{
    if (i >= p->parts || !path_indexed(p->part[i].text, "order", order) || *order > MM_ORDER_MAX) {
        return path_unknown(p, i, "order0 to order10");
    }
    return p->parts == i + 1 || path_unknown(p, i + 1, "nothing more");
}

/* The path has exactly this many parts. */
static bool kernroots_parts(struct path *p, unsigned parts, const char *accepted)
{
    if (p->parts != parts) {
        return path_unknown(p, p->parts > parts ? parts : p->parts,
                            p->parts > parts ? "nothing more" : accepted);
    }
    return true;
}

static bool kernroots_index(struct path *p, int32_t (*index)(const struct mm *, uint32_t, unsigned),
                            int32_t of_nothing)
{
    uint64_t order = 0;
    uint32_t zone;

    if (!kernroots_zone(p, 1, &zone) || !kernroots_order(p, 3, &order)) {
        return false;
    }
    value_signed(p->out, VALUE_COUNT,
                 zone == SLOT_NONE ? of_nothing : index(p->scope->m, zone, (unsigned)order));
    p->out->bottom = 1000;
    if (p->out->top % 1000 == 0) {
        p->out->top /= 1000;
        p->out->bottom = 1;
    }
    return true;
}

bool path_extfrag(struct path *p)
{
    return kernroots_index(p, frag_index, 0);
}

static int32_t kernroots_unusable(const struct mm *m, uint32_t zone, unsigned order)
{
    return (int32_t)unusable_index(m, zone, order);
}

bool path_unusable(struct path *p)
{
    return kernroots_index(p, kernroots_unusable, 1000);
}

bool path_numastat(struct path *p)
{
    const struct mm *m = p->scope->m;
    uint64_t node = 0;

    if (!kernroots_node(p, 1, &node)) {
        return false;
    }
    for (unsigned i = 0; p->parts == 3 && procnode_numastat_key(i); i++) {
        if (strcmp(procnode_numastat_key(i), p->part[2].text) == 0) {
            value_number(p->out, VALUE_COUNT, m ? procnode_numastat(m, (uint32_t)node, i) : 0);
            return true;
        }
    }
    return path_unknown(
        p, p->parts > 3 ? 3 : 2,
        "numa_hit, numa_miss, numa_foreign, interleave_hit, local_node, other_node");
}

bool path_slabinfo(struct path *p)
{
    static const char keys[] = "active_objs, num_objs, objsize, objperslab, pagesperslab, "
                               "active_slabs, num_slabs, size, min_partial, cpu_partial";
    const struct mm *m = p->scope->m;
    struct procslab_row row = {0};
    bool bytes = false;
    uint64_t n = 0;

    if (!kernroots_parts(p, 3,
                         p->parts < 2 ? "the name of a cache: [\"kmalloc-1k\"], dentry" : keys)) {
        return false;
    }
    if (m && !procslab_find(m, p->part[1].text, &row)) {
        return path_unknown(p, 1, "a cache of /proc/slabinfo");
    }
    if (!procslab_value(&row, p->part[2].text, &n, &bytes)) {
        return path_unknown(p, 2, keys);
    }
    value_number(p->out, bytes ? VALUE_BYTES : VALUE_COUNT, n);
    return true;
}

bool path_pagetypeinfo(struct path *p)
{
    const char *type_word = p->parts > 3 ? p->part[3].text : "";
    const struct mm *m = p->scope->m;
    const char *const *types = NULL;
    uint64_t order = 0, n = 0;
    unsigned type = 0;
    uint32_t zone;

    if (!kernroots_zone(p, 1, &zone)) {
        return false;
    }
    for (unsigned i = 0; i < mm_enum_row_count; i++) {
        types = strcmp(mm_enum_rows[i].name, "migratetype") == 0 ? mm_enum_rows[i].values : types;
    }
    while (type < MM_MIGRATETYPE_COUNT && strcmp(types[type], type_word) != 0) {
        type++;
    }
    if (type == MM_MIGRATETYPE_COUNT) {
        return path_unknown(p, 3, "unmovable, movable, reclaimable, highatomic, isolate");
    }
    if (p->parts == 5 && strcmp(p->part[4].text, "blocks") == 0) {
        n = zone == SLOT_NONE ? 0 : proczone_pageblocks(m, zone, type);
    } else if (!kernroots_order(p, 4, &order)) {
        return false;
    } else {
        n = zone == SLOT_NONE ? 0 : m->freelist[buddy_list(zone, (unsigned)order, type)].blocks;
    }
    value_number(p->out, VALUE_COUNT, n);
    return true;
}

bool path_census(struct path *p)
{
    const struct mm *m = p->scope->m;
    uint64_t count[CENSUS_COUNT] = {0};
    const char *names[CENSUS_COUNT + 1];
    char near[PROBLEM_TEXT_BYTES];

    if (p->parts == 2 && strcmp(p->part[1].text, "total") == 0) {
        value_number(p->out, VALUE_PAGES, m ? m->frames : 0);
        return true;
    }
    for (unsigned i = 0; i < CENSUS_COUNT; i++) {
        names[i] = census_name(i);
        if (p->parts == 2 && strcmp(names[i], p->part[1].text) == 0) {
            if (m) {
                census(m, count);
            }
            value_number(p->out, VALUE_PAGES, count[i]);
            return true;
        }
    }
    names[CENSUS_COUNT] = "total";
    grammar_nearest(p->parts > 1 ? p->part[1].text : "", names, CENSUS_COUNT + 1, 3, near,
                    sizeof near);
    return path_unknown(p, p->parts > 2 ? 2 : 1,
                        near[0] ? near
                                : "free, pcp, anon, file, slab_reclaimable, slab_unreclaimable, "
                                  "table, stack, image, memmap, reserved, hole, total …");
}

bool path_pcp(struct path *p)
{
    const struct mm *m = p->scope->m;
    uint64_t cpu = 0;
    uint32_t zone;

    if (p->parts < 2 || !path_indexed(p->part[1].text, "cpu", &cpu) ||
        (m && cpu >= m->config.cpus)) {
        return path_unknown(p, 1, "cpu0 and the other CPUs of this machine");
    }
    if (!kernroots_zone(p, 2, &zone)) {
        return false;
    }
    if (!kernroots_parts(p, 5, "count, high, batch")) {
        return false;
    }
    if (m && zone == SLOT_NONE) {
        return path_unknown(p, 3, "a zone that has frames");
    }
    return path_field(p, 4, MM_R_pcp, m ? pcp_id(m, (uint32_t)cpu, zone) : 0);
}

bool path_node(struct path *p)
{
    const struct mm *m = p->scope->m;
    uint64_t node = 0;

    if (p->parts < 2 || units_uint(p->part[1].text, &node) != UNITS_OK ||
        (m && node >= m->config.nodes)) {
        return path_unknown(p, 1, "0 and the other nodes of this machine");
    }
    return p->parts > 3 ? path_unknown(p, 3, "nothing more") : path_field(p, 2, MM_R_node, node);
}

/* What a zone's record has for compaction, without the first word of its name. */
bool path_compact(struct path *p)
{
    const struct mm *m = p->scope->m;
    char with[PATH_PART_BYTES + 8];
    uint32_t zone;
    bool known = false;

    if (!kernroots_zone(p, 1, &zone)) {
        return false;
    }
    if (p->parts > 4) {
        return path_unknown(p, 4, "nothing more");
    }
    snprintf(with, sizeof with, "compact_%s", p->parts > 3 ? p->part[3].text : "");
    for (uint32_t f = mm_kind_rows[MM_R_zone].field_first;
         p->parts == 4 && !known &&
         f < mm_kind_rows[MM_R_zone].field_first + mm_kind_rows[MM_R_zone].field_count;
         f++) {
        known = strcmp(mm_field_rows[f].name, with) == 0;
    }
    if (!known && (p->parts < 4 || strncmp(p->part[3].text, "scan_", 5) != 0)) {
        return path_unknown(p, 3,
                            "migrate_pfn, migrate_sync_pfn, free_pfn, scan_migrate_pfn, "
                            "scan_free_pfn, considered, defer_shift, order_failed");
    }
    if (m && zone == SLOT_NONE) {
        return path_unknown(p, 2, "a zone that has frames");
    }
    if (known) {
        out_copy(p->part[3].text, sizeof p->part[3].text, with, strlen(with));
    }
    return path_field(p, 3, MM_R_zone, zone == SLOT_NONE ? 0 : zone);
}
