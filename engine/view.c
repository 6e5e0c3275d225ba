/* view.c - plain readings of the state, and view_hash. */
#include "view.h"

#include <string.h>

#include "base/names.h"
#include "base/viewhash.h"
#include "lab/lab.h"
#include "mm.h"
#include "parts/frame.h"
#include "parts/pgtable.h"
#include "parts/vma.h"
#include "parts/zone.h"
#include "task/actor.h"

uint32_t mm_record_count(const struct mm *m, enum mm_record_kind kind)
{
    switch (kind) {
    case MM_R_zone: return m->zones;
    case MM_R_freelist: return m->zones * MM_ORDERS * MM_MIGRATETYPE_COUNT;
    case MM_R_zonestat: return m->zones * MM_ZONE_COUNTERS_N;
    case MM_R_pcp: return m->config.cpus * m->zones;
    case MM_R_pcplist: return m->config.cpus * m->zones * MM_PCP_LISTS;
    case MM_R_pte:
    case MM_R_ALL: return 0;
    default: return m->region[kind].count;
    }
}

uint32_t mm_record_used(const struct mm *m, enum mm_record_kind kind)
{
    if (kind == MM_R_slab) {
        return m->machine->slab_fresh;
    }
    if (kind == MM_R_file) {
        return m->machine->file_fresh;
    }
    return kind >= MM_R_lab && kind <= MM_R_labtable ? lab_used(m, kind) : mm_record_count(m, kind);
}

/* Records from this one on in chunks that are all zeros. */
static uint32_t records_blank(const struct mm *m, enum mm_record_kind kind, uint32_t id)
{
    const struct mm_region *r = &m->region[kind];
    const uint64_t begin = r->offset + (uint64_t)id * r->stride;
    const uint64_t end = r->offset + (uint64_t)r->count * r->stride;
    uint64_t chunk = begin / MM_CHUNK_BYTES;

    while (chunk * MM_CHUNK_BYTES < end && state_blank(m, chunk)) {
        chunk++;
    }
    if (chunk * MM_CHUNK_BYTES >= end) {
        return r->count - id;
    }
    return chunk * MM_CHUNK_BYTES <= begin
               ? 0
               : (uint32_t)((chunk * MM_CHUNK_BYTES - begin) / r->stride);
}

/* Frames from this one on of the same hole, between two zones or in one (F1). */
static uint32_t frames_missing(const struct mm *m, pfn_t pfn)
{
    const struct zone *zone = &m->zone[zone_of(m, pfn)];
    const struct mm_zone_config z = {.start = zone->start_pfn,
                                     .end = zone->start_pfn + zone->spanned_pages,
                                     .present = zone->present_pages};
    pfn_t hole[2][2];

    if (pfn < z.start) {
        return m->frame[pfn].type == FT_HOLE ? z.start - pfn : 0;
    }
    for (unsigned n = memzones_holes(&z, hole); n-- > 0;) {
        if (pfn >= hole[n][0] && pfn < hole[n][1]) {
            return hole[n][1] - pfn;
        }
    }
    return 0;
}

uint32_t mm_records_alike(const struct mm *m, enum mm_record_kind kind, uint32_t id)
{
    const uint32_t blank = records_blank(m, kind, id);
    const uint32_t between = kind == MM_R_frame && blank == 0 ? frames_missing(m, id) : 0;

    return blank + between > 0 ? blank + between : 1;
}

const void *mm_records(const struct mm *m, enum mm_record_kind kind, uint32_t *stride)
{
    if (kind >= MM_R_COUNT) {
        *stride = 0;
        return NULL;
    }
    *stride = m->region[kind].stride;
    return m->block + m->region[kind].offset;
}

uint64_t mm_get(const struct mm *m, enum mm_field_id field, uint64_t id)
{
    const struct mm_field_row *row = &mm_field_rows[field];

    if (field == MM_F_pte_value) {
        const pfn_t table = (pfn_t)(id / 1024);

        return table < m->frames ? pgtable_read(m, table, (unsigned)(id % 1024)) : 0;
    }
    if (id >= m->region[row->kind].count) {
        return 0;
    }
    return mm_field_load(m->block + m->region[row->kind].offset + id * m->region[row->kind].stride,
                         row);
}

bool mm_live(const struct mm *m, enum mm_record_kind kind, uint64_t id)
{
    const struct mm_kind_row *k = &mm_kind_rows[kind];

    if (k->whole) {
        return id < mm_record_count(m, kind);
    }
    for (uint32_t f = k->field_first; f < k->field_first + k->field_count; f++) {
        if (mm_field_rows[f].visibility == 'V' && mm_get(m, (enum mm_field_id)f, id) != 0) {
            return true;
        }
    }
    return false;
}

bool mm_next_pte(const struct mm *m, uint64_t *id, uint64_t *value)
{
    const unsigned per_table = m->config.paging_levels == 2 ? 1024 : 512;

    for (uint64_t at = *id; at / 1024 < m->frames; at = (at / 1024 + 1) * 1024) {
        const pfn_t table = (pfn_t)(at / 1024);

        if (m->frame[table].type != FT_TABLE || m->frame[table].entries == 0) {
            continue;
        }
        for (unsigned i = (unsigned)(at % 1024); i < per_table; i++) {
            const uint64_t v = pgtable_read(m, table, i);

            if (v != 0) {
                *id = (uint64_t)table * 1024 + i;
                *value = v;
                return true;
            }
        }
    }
    return false;
}

uint32_t mm_pageblock_frames(const struct mm *m)
{
    return pageblock_frames(m);
}

uint32_t mm_zone_of(const struct mm *m, pfn_t pfn)
{
    return zone_of(m, pfn);
}

void mm_name(const struct mm *m, uint32_t name_id, char out[MM_NAME_BYTES])
{
    name_text(m, name_id, out);
}

slot_t mm_find_proc(const struct mm *m, const char *word)
{
    return actor_find(m, word);
}

slot_t mm_find_label(const struct mm *m, slot_t proc, const char *word)
{
    return actor_label(m, proc, word);
}

bool mm_find_range(const struct mm *m, slot_t proc, const char *word, uint64_t *start,
                   uint64_t *bytes)
{
    return actor_name_range(m, proc, word, start, bytes);
}

void mm_walk_addr(const struct mm *m, slot_t proc, vaddr_t addr, struct mm_walk *out)
{
    pfn_t table = m->proc[proc].pgd_pfn;

    memset(out, 0, sizeof(*out));
    out->levels = m->config.paging_levels;
    out->pfn = PFN_NONE;
    for (unsigned level = out->levels; level >= 1; level--) {
        struct mm_walk_level *at = &out->at[out->depth++];

        at->level = level;
        at->index = pgtable_index(m, level, addr);
        at->table_pfn = table;
        at->entry = pgtable_read(m, table, at->index);
        if (level == 1) {
            out->present = (at->entry & PTE_P) != 0;
            out->pfn =
                out->present ? (pfn_t)((at->entry & PTE_PFN_MASK) >> PTE_PFN_SHIFT) : PFN_NONE;
            return;
        }
        if ((at->entry & PTE_P) == 0) {
            return;
        }
        table = (pfn_t)((at->entry & PTE_PFN_MASK) >> PTE_PFN_SHIFT);
    }
}

/* ---- view_hash ---- */

static void sum_kind(const struct mm *m, const struct mm_kind_row *k, uint32_t sum[2])
{
    const uint32_t count = mm_record_used(m, (enum mm_record_kind)k->kind);
    const uint32_t kind_hash = mm_name_hash(k->name);

    for (uint32_t f = k->field_first; f < k->field_first + k->field_count; f++) {
        const struct mm_field_row *row = &mm_field_rows[f];
        const uint32_t field_hash = mm_name_hash(row->name);
        const uint8_t *p = m->block + m->region[k->kind].offset;

        if (row->visibility != 'V') {
            continue;
        }
        for (uint32_t id = 0; id < count; id++, p += m->region[k->kind].stride) {
            uint32_t lanes[2];

            mm_view_mix(kind_hash, id, field_hash, mm_field_load(p, row), lanes);
            sum[0] += lanes[0];
            sum[1] += lanes[1];
        }
    }
}

static void sum_section(const struct mm *m, unsigned section, uint32_t sum[2])
{
    sum[0] = sum[1] = 0;
    for (unsigned k = 0; k < MM_R_COUNT; k++) {
        if (viewhash_section[k] == section) {
            sum_kind(m, &mm_kind_rows[k], sum);
        }
    }
    if (section == MM_SEC_tables && m->tables_visible) {
        uint64_t value;

        for (uint64_t id = 0; mm_next_pte(m, &id, &value); id++) {
            viewhash_add(&mm_field_rows[MM_F_pte_value], id, value, 1, sum);
        }
    }
}

void mm_view_hash(struct mm *m, const char *section, uint32_t lanes[2])
{
    unsigned i = MM_SEC_COUNT;

    lanes[0] = lanes[1] = 0;
    for (unsigned k = 0; k < MM_R_ALL; k++) {
        if (strcmp(mm_kind_rows[k].section, section) == 0) {
            i = viewhash_section[k];
        }
    }
    if (i == MM_SEC_COUNT) {
        return;
    }
    if (!m->observed) {
        sum_section(m, i, lanes);
        return;
    }
    if (!m->view_valid) { /* from here on the changes keep it */
        for (unsigned s = 0; s < MM_SEC_COUNT; s++) {
            sum_section(m, s, m->view[s]);
        }
        m->view_valid = 1;
        m->view_stale = 0;
    }
    if (m->view_stale >> i & 1) {
        sum_section(m, i, m->view[i]);
        m->view_stale &= ~(1u << i);
    }
    lanes[0] = m->view[i][0];
    lanes[1] = m->view[i][1];
}

void view_check(struct mm *m)
{
    if (!m->view_valid) {
        return;
    }
    for (unsigned s = 0; s < MM_SEC_COUNT; s++) {
        uint32_t sum[2];

        sum_section(m, s, sum);
        MM_ASSERT(m, m->view_stale >> s & 1 ||
                         (sum[0] == m->view[s][0] && sum[1] == m->view[s][1])); /* W1 */
    }
}
