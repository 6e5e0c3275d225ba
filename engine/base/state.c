/* state.c - layout of the block, dirty chunks, hash; the assertion's way out. */
#include "base/state.h"

#include <stdlib.h>
#include <string.h>

#include "mm.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static void count_records(struct mm *m, uint32_t count[MM_R_COUNT])
{
    const struct mm_config *c = &m->config;
    uint32_t entries = 0;

    for (unsigned i = 0; i < MM_TLB_LEVELS_MAX; i++) {
        m->tlb_first[i] = entries;
        entries += c->tlb[i].sets * c->tlb[i].ways;
    }
    m->tlb_entries = entries;
    m->frames = mm_config_frames(c);
    m->pageblock_order = c->paging_levels == 2 ? 10 : 9;
    m->tables_visible = m->frames <= 65536;
    count[MM_R_machine] = 1;
    count[MM_R_cpu] = c->cpus;
    count[MM_R_zone] = MM_ZONES_MAX;
    count[MM_R_freelist] = MM_ZONES_MAX * MM_ORDERS * MM_MIGRATETYPE_COUNT;
    count[MM_R_pageblock] = (m->frames + pageblock_frames(m) - 1) / pageblock_frames(m);
    count[MM_R_node] = c->nodes;
    count[MM_R_zonestat] = MM_ZONES_MAX * MM_ZONE_COUNTERS_N;
    count[MM_R_nodestat] = c->nodes * MM_NODE_COUNTERS_N;
    count[MM_R_pcp] = c->cpus * MM_ZONES_MAX;
    count[MM_R_pcplist] = c->cpus * MM_ZONES_MAX * MM_PCP_LISTS;
    count[MM_R_lrulist] = c->nodes * LRU_COUNT;
    count[MM_R_lrubatch] = c->cpus * LRB_COUNT;
    count[MM_R_frame] = m->frames;
    count[MM_R_name] = c->names_max;
    count[MM_R_proc] = c->procs_max;
    count[MM_R_vma] = c->vmas_max;
    count[MM_R_label] = c->labels_max;
    count[MM_R_job] = c->jobs_max;
    count[MM_R_tlb] = c->cpus * entries;
    count[MM_R_tlbstat] = c->cpus * MM_TLB_LEVELS_MAX;
    count[MM_R_counter] = VMC_COUNT;
    count[MM_R_evcount] = EV_COUNT;
    count[MM_R_sysctl] = SC_COUNT;
    count[MM_R_klog] = MM_KLOG_LINES;
    count[MM_R_lab] = 1;
    count[MM_R_labrun] = MM_LAB_RUNS_MAX;
    count[MM_R_labslot] = MM_LAB_SLOTS_MAX;
    count[MM_R_labcell] = MM_LAB_CELLS_MAX;
    count[MM_R_labref] = MM_LAB_REFS_MAX;
    count[MM_R_labpoint] = MM_LAB_RUNS_MAX * MM_LAB_POINTS;
    count[MM_R_labseg] = MM_LAB_SEGS;
    count[MM_R_labblock] = MM_LAB_BLOCKS;
    count[MM_R_labtable] = MM_LAB_TABLES;
    count[MM_R_kmem_cache] = MM_CACHES_MAX;
    count[MM_R_kmem_cpu] = MM_CACHES_MAX * c->cpus;
    count[MM_R_kmem_node] = MM_CACHES_MAX * c->nodes;
    count[MM_R_slab] = m->frames < MM_SLABS_MAX ? m->frames : MM_SLABS_MAX;
    count[MM_R_file] = c->vmas_max; /* an open file has an area */
}

static uint64_t lay_out(struct mm *m)
{
    uint32_t count[MM_R_COUNT];
    uint64_t at = 0;

    count_records(m, count);
    for (unsigned k = 0; k < MM_R_COUNT; k++) {
        m->region[k].offset = at;
        m->region[k].count = count[k];
        m->region[k].stride = mm_record_bytes[k];
        at += (uint64_t)count[k] * mm_record_bytes[k];
        at = (at + MM_CHUNK_BYTES - 1) / MM_CHUNK_BYTES * MM_CHUNK_BYTES;
    }
    return at;
}

enum mm_err state_init(struct mm *m, const struct mm_host *host)
{
    const uint64_t tables_at = lay_out(m);

    m->block_bytes = tables_at + (uint64_t)m->frames * MM_PAGE_BYTES;
    m->chunk_count = (uint32_t)(m->block_bytes / MM_CHUNK_BYTES);
    m->block = host->reserve(host->ctx, m->block_bytes);
    m->dirty = host->reserve(host->ctx, m->chunk_count);
    m->dirty_list = host->reserve(host->ctx, (size_t)m->chunk_count * 4);
    m->stale_list = host->reserve(host->ctx, (size_t)m->chunk_count * 4);
    m->chunk_hash = host->reserve(host->ctx, (size_t)m->chunk_count * 8);
    m->scratch = host->reserve(host->ctx, (size_t)m->frames * 4);
    m->sprint_room = host->reserve(host->ctx, MM_SPRINT_BYTES + 64);
    if (m->block == NULL || m->dirty == NULL || m->dirty_list == NULL || m->stale_list == NULL ||
        m->chunk_hash == NULL || m->scratch == NULL || m->sprint_room == NULL) {
        return MM_ENOHOSTMEM;
    }
    m->sprint = (uint8_t *)m->sprint_room + (64 - (uintptr_t)m->sprint_room % 64);
#define SET_POINTER(kind, section, whole, en, zh) \
    m->kind = (struct kind *)(void *)(m->block + m->region[MM_R_##kind].offset);
    MM_RECORDS(SET_POINTER)
    m->table = m->block + tables_at;
    return MM_OK;
}

void state_fini(struct mm *m)
{
    const struct mm_host *host = m->host;
    void *const part[] = {m->block,      m->dirty,   m->dirty_list, m->stale_list,
                          m->chunk_hash, m->scratch, m->sprint_room};
    const size_t bytes[] = {m->block_bytes,
                            m->chunk_count,
                            (size_t)m->chunk_count * 4,
                            (size_t)m->chunk_count * 4,
                            (size_t)m->chunk_count * 8,
                            (size_t)m->frames * 4,
                            MM_SPRINT_BYTES + 64};

    for (unsigned i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
        if (part[i] != NULL) {
            host->release(host->ctx, part[i], bytes[i]);
        }
    }
}

void state_mark_slow(struct mm *m, uint32_t chunk)
{
    if (!(m->dirty[chunk] & 1)) {
        m->dirty_list[m->dirty_count++] = chunk;
    }
    if (!(m->dirty[chunk] & 2)) {
        m->stale_list[m->stale_count++] = chunk;
    }
    m->dirty[chunk] = 3;
}

void state_emit_change(struct mm *m, uint32_t field, uint64_t id, uint64_t before, uint64_t after)
{
    const struct mm_field_row *row = &mm_field_rows[field];
    const struct mm_change ch = {
        .field = field, .kind = row->kind, .id = id, .before = before, .after = after};

    if (m->view_valid) {
        mm_view_apply(m, &ch);
    }
    m->sink->change(m->sink->ctx, &ch);
}

static uint64_t chunk_hash(const uint8_t *chunk, uint32_t index)
{
    static const uint8_t zeros[MM_CHUNK_BYTES];

    if (memcmp(chunk, zeros, MM_CHUNK_BYTES) == 0) {
        return 0; /* S2 */
    }
    return XXH3_64bits_withSeed(chunk, MM_CHUNK_BYTES, index);
}

uint64_t state_hash(struct mm *m)
{
    for (uint32_t i = 0; i < m->stale_count; i++) {
        const uint32_t c = m->stale_list[i];
        const uint64_t h = chunk_hash(m->block + (size_t)c * MM_CHUNK_BYTES, c);

        m->hash_sum += h - m->chunk_hash[c];
        m->chunk_hash[c] = h;
        m->dirty[c] &= (uint8_t)~2u;
    }
    m->stale_count = 0;
    return m->hash_sum;
}

void state_check(struct mm *m)
{
    uint64_t sum = 0;

    (void)state_hash(m);
    for (uint32_t c = 0; c < m->chunk_count; c++) {
        if (m->chunk_hash[c] != 0 || c < m->region[MM_R_frame].offset / MM_CHUNK_BYTES) {
            sum += chunk_hash(m->block + (size_t)c * MM_CHUNK_BYTES, c);
        }
    }
    MM_ASSERT(m, sum == m->hash_sum); /* S1 */
    for (uint32_t i = 0; i < m->region[MM_R_name].count; i++) {
        MM_ASSERT(m, (m->name[i].pad0 | m->name[i].pad1 | m->name[i].pad2) == 0); /* S3 */
    }
}

_Noreturn void mm_assert_failed(const struct mm *m, const char *file, int line, const char *what)
{
    if (m != NULL && m->panic != NULL) {
        m->panic(m->panic_ctx, file, line, what);
    }
    abort();
}
