/* procslab.c - the slab caches as /proc and /sys show them. */
#include "text/procslab.h"

#include <string.h>

#include "policy/kmem.h"

typedef unsigned long long ull;

static void fill_geometry(const struct slab_geometry *g, uint32_t flags, struct procslab_row *row)
{
    row->object_size = g->object_bytes;
    row->objsize = g->size_bytes;
    row->objperslab = g->objects;
    row->pagesperslab = 1u << g->order;
    row->align = g->align;
    row->order = g->order;
    row->min_partial = g->min_partial;
    row->cpu_partial = g->cpu_partial;
    row->reclaimable = flags & KMF_RECLAIMABLE;
}

static void fill_live(const struct mm *m, slot_t c, struct procslab_row *row)
{
    const struct kmem_cache *k = &m->kmem_cache[c];
    const struct slab_geometry g = slab_geometry_of(m, c);

    memset(row, 0, sizeof(*row));
    mm_name(m, k->name, row->name);
    fill_geometry(&g, k->flags, row);
    row->num_objs = k->total_objects;
    row->active_objs = k->total_objects - slab_node_free_objects(m, c);
    row->num_slabs = row->active_slabs = k->slabs;
    row->aliases = k->aliases;
}

static bool named(slot_t slot)
{
    return slot < KMR_COUNT;
}

/* A cache in use, or a named one (in the slot of its row) that nobody used yet. */
void procslab_row(const struct mm *m, uint32_t slot, struct procslab_row *row)
{
    struct slab_geometry g;
    struct kmem_row k;

    if (m->kmem_cache[slot].live) {
        fill_live(m, slot, row);
        return;
    }
    memset(row, 0, sizeof(*row));
    if (named(slot) && kmem_row(m, slot, &k)) {
        g = kmem_row_geometry(m, &k);
        strncpy(row->name, k.name, sizeof(row->name) - 1);
        fill_geometry(&g, k.want.flags, row);
    }
}

/* What commands made, the newest first, then the named ones. */
void procslab_list(const struct mm *m, struct procslab_list *list)
{
    struct kmem_row k;

    list->count = 0;
    for (slot_t c = (slot_t)m->region[MM_R_kmem_cache].count; c-- > KMR_COUNT;) {
        if (m->kmem_cache[c].live && m->kmem_cache[c].alias_of == 0) {
            list->slot[list->count++] = (uint16_t)c;
        }
    }
    for (slot_t n = 0; n < KMR_COUNT; n++) {
        if (kmem_row(m, n, &k) && k.root) {
            list->slot[list->count++] = (uint16_t)n;
        }
    }
}

static void name_of(const struct mm *m, slot_t slot, char name[MM_NAME_BYTES])
{
    struct kmem_row k;

    memset(name, 0, MM_NAME_BYTES);
    if (!named(slot)) {
        mm_name(m, m->kmem_cache[slot].name, name);
    } else if (kmem_row(m, slot, &k)) {
        strncpy(name, k.name, MM_NAME_BYTES - 1);
    }
}

void procslab_by_name(const struct mm *m, struct procslab_list *list)
{
    char name[MM_NAME_BYTES], other[MM_NAME_BYTES];

    procslab_list(m, list);
    for (unsigned i = 1; i < list->count; i++) {
        const uint16_t slot = list->slot[i];
        unsigned at = i;

        name_of(m, slot, name);
        for (; at > 0; at--) {
            name_of(m, list->slot[at - 1], other);
            if (strcmp(other, name) <= 0) {
                break;
            }
            list->slot[at] = list->slot[at - 1];
        }
        list->slot[at] = slot;
    }
}

bool procslab_find(const struct mm *m, const char *name, struct procslab_row *row)
{
    const slot_t slot = kmem_find(m, name);

    if (slot == SLOT_NONE) {
        return false;
    }
    procslab_row(m, slot, row);
    return true;
}

bool procslab_value(const struct procslab_row *row, const char *key, uint64_t *value, bool *bytes)
{
    const struct {
        const char *key;
        uint64_t value;
        bool bytes;
    } keys[] = {
        {"active_objs", row->active_objs, false},
        {"num_objs", row->num_objs, false},
        {"objsize", row->objsize, true},
        {"objperslab", row->objperslab, false},
        {"pagesperslab", row->pagesperslab, false},
        {"active_slabs", row->active_slabs, false},
        {"num_slabs", row->num_slabs, false},
        {"object_size", row->object_size, true},
        {"align", row->align, true},
        {"order", row->order, false},
        {"min_partial", row->min_partial, false},
        {"cpu_partial", row->cpu_partial, false},
    };

    for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strcmp(keys[i].key, key) == 0) {
            *value = keys[i].value;
            *bytes = keys[i].bytes;
            return true;
        }
    }
    return false;
}

/* ---- files ---- */

void procslab_slabinfo(const struct mm *m, struct report *r)
{
    struct procslab_list list;
    struct procslab_row row;

    report_add(r,
               "slabinfo - version: 2.1\n"
               "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> "
               ": tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> "
               "<num_slabs> <sharedavail>\n");
    procslab_list(m, &list);
    for (unsigned i = 0; i < list.count; i++) {
        procslab_row(m, list.slot[i], &row);
        report_add(r,
                   "%-17s %6llu %6llu %6llu %4llu %4llu : tunables %4u %4u %4u : slabdata %6llu "
                   "%6llu %6u\n",
                   row.name, (ull)row.active_objs, (ull)row.num_objs, (ull)row.objsize,
                   (ull)row.objperslab, (ull)row.pagesperslab, 0u, 0u, 0u, (ull)row.active_slabs,
                   (ull)row.num_slabs, 0u);
    }
}

bool procslab_file(const struct mm *m, const char *name, struct report *r)
{
    const char *slash = strchr(name, '/');
    char cache[MM_NAME_BYTES] = "";
    struct procslab_row row;

    if (slash == NULL || (size_t)(slash - name) >= sizeof(cache)) {
        return false;
    }
    memcpy(cache, name, (size_t)(slash - name));
    if (!procslab_find(m, cache, &row)) {
        return false;
    }
    const struct {
        const char *name;
        uint64_t value;
    } attributes[] = {
        {"object_size", row.object_size},
        {"slab_size", row.objsize},
        {"objs_per_slab", row.objperslab},
        {"order", row.order},
        {"align", row.align},
        {"min_partial", row.min_partial},
        {"cpu_partial", row.cpu_partial},
        {"aliases", row.aliases},
        {"reclaim_account", row.reclaimable},
    };

    for (unsigned i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
        if (strcmp(attributes[i].name, slash + 1) == 0) {
            report_add(r, "%llu\n", (ull)attributes[i].value);
            return true;
        }
    }
    return false;
}
