/* configcheck.c - which machines can be: every refusal names its key, what was given and the limit. */
#include "base/config.h"

#define MIB          (1024ull * 1024)
#define GIB          (1024ull * MIB)

#define FRAMES_LEAST 16ull /* of a node */

static bool part_in_range(struct mm_fail *fail, const char *field, const char *part, uint64_t v,
                          uint64_t min, uint64_t max)
{
    if (v >= min && v <= max) {
        return true;
    }
    if (fail != NULL) {
        *fail = (struct mm_fail){.err = MM_ECONFIG,
                                 .arg = UINT32_MAX,
                                 .field = field,
                                 .part = part,
                                 .given = v,
                                 .limit = v < min ? min : max};
    }
    return false;
}

static bool in_range(struct mm_fail *fail, const char *field, uint64_t v, uint64_t min,
                     uint64_t max)
{
    return part_in_range(fail, field, NULL, v, min, max);
}

static uint64_t memory_most(const struct mm_config *cfg)
{
    return cfg->paging_levels == 2 ? 4 * GIB : 64 * GIB;
}

/* A row a node, 10 on the diagonal alone. */
static bool check_distances(const struct mm_config *cfg, struct mm_fail *fail)
{
    const uint32_t n = cfg->nodes;
    bool good = cfg->distance_count <= 1 ||
                in_range(fail, "distance", cfg->distance_count, (uint64_t)n * n, (uint64_t)n * n);

    if (cfg->distance_count == 1) {
        return in_range(fail, "distance", cfg->distance[0], 11, 254);
    }
    for (uint32_t i = 0; good && i < cfg->distance_count; i++) {
        good = i % (n + 1) == 0 ? in_range(fail, "distance", cfg->distance[i], 10, 10)
                                : in_range(fail, "distance", cfg->distance[i], 11, 254);
    }
    return good;
}

/* Zones as written: in order, apart, of the types that such a machine has, each node's from its lowest type up. */
static bool zones_fit(const struct mm_config *cfg, struct mm_fail *fail)
{
    uint64_t kept = 0;
    uint64_t holes = 0;
    uint64_t frames = 0;
    pfn_t after = 1;
    uint32_t nodes = 0;

    for (unsigned i = 0; i < cfg->zone_count; i++) {
        const struct mm_zone_config *z = &cfg->zone[i];
        const bool narrow = cfg->paging_levels == 2;
        const pfn_t most = narrow && z->type == ZT_NORMAL
                               ? MEMZONES_LOWMEM_MOST
                               : memzones_type_end((enum mm_zone_type)z->type, cfg->paging_levels);

        if (!part_in_range(fail, "zones", "START", z->start, after, MEMZONES_FRAMES_MAX - 1) ||
            !part_in_range(fail, "zones", "END", z->end, z->start + 1u,
                           most < MEMZONES_FRAMES_MAX ? most : MEMZONES_FRAMES_MAX) ||
            !part_in_range(fail, "zones", "PRESENT", z->present, 1, z->end - z->start) ||
            !part_in_range(fail, "zones", "MANAGED", z->managed, 0, z->present) ||
            !part_in_range(fail, "zones", "NODE", z->node, nodes > 0 ? nodes - 1 : 0, nodes)) {
            return false;
        }
        if (!part_in_range(fail, "zones", "NAME", z->type,
                           narrow && z->type > ZT_DMA ? ZT_NORMAL : ZT_DMA,
                           narrow ? ZT_HIGHMEM : ZT_NORMAL) ||
            (i > 0 && z->node + 1u == nodes &&
             !part_in_range(fail, "zones", "NAME", z->type, z[-1].type + 1u, ZT_HIGHMEM))) {
            return false;
        }
        holes += z->end - after - z->present;
        nodes = z->node + 1u;
        after = z->end;
        frames += z->present;
        kept += z->present - z->managed;
    }
    /* The page of zeros is kept by boot, and something must be left. */
    return cfg->zone_count == 0 ||
           (part_in_range(fail, "zones", "PRESENT - MANAGED", kept, 1, UINT64_MAX) &&
            part_in_range(fail, "zones", "frames in holes", holes, 0, MEMZONES_HOLES_MOST) &&
            part_in_range(fail, "zones", "PRESENT", frames, FRAMES_LEAST * nodes,
                          memory_most(cfg) / MM_PAGE_BYTES) &&
            part_in_range(fail, "zones", "MANAGED", frames - kept, 2, UINT64_MAX));
}

/* Frames said to be in use stand in a zone of the machine that has them. */
static bool used_fits(const struct mm_config *cfg, struct mm_fail *fail)
{
    struct mm_zone_config zone[MM_ZONES_MAX];
    const unsigned zones = mm_config_zones(cfg, zone);

    for (unsigned i = 0; i < cfg->used_count; i++) {
        uint64_t most = 0;

        for (unsigned z = 0; z < zones; z++) {
            if (zone[z].node == cfg->used[i].node && zone[z].type == cfg->used[i].type) {
                most = cfg->zone_count > 0 ? zone[z].managed : zone[z].present;
            }
        }
        if (!in_range(fail, "used", cfg->used[i].pages, 0, most)) {
            return false;
        }
    }
    return true;
}

enum mm_err mm_config_check(const struct mm_config *cfg, struct mm_fail *fail)
{
    const uint64_t memory_max = memory_most(cfg);
    const uint64_t memory_min = FRAMES_LEAST * MM_PAGE_BYTES * cfg->nodes;
    bool good = zones_fit(cfg, fail) &&
                in_range(fail, "memory", cfg->memory_bytes, memory_min, memory_max) &&
                in_range(fail, "memory", cfg->memory_bytes % MM_PAGE_BYTES, 0, 0) &&
                (cfg->kernel_bytes == MM_KERNEL_AUTO ||
                 in_range(fail, "kernel", cfg->kernel_bytes, 0, cfg->memory_bytes / 8 * 7)) &&
                in_range(fail, "cpus", cfg->cpus, 1, MM_CPUS_MAX) &&
                in_range(fail, "nodes", cfg->nodes, 1, MM_NODES_MAX) &&
                check_distances(cfg, fail) &&
                (cfg->initrd_bytes == MM_KERNEL_AUTO ||
                 in_range(fail, "initrd", cfg->initrd_bytes, 0, cfg->memory_bytes / 2)) &&
                in_range(fail, "sched.quantum", cfg->quantum, 1, 1000000) &&
                in_range(fail, "maps", cfg->vmas_max, 16, 1000000) &&
                in_range(fail, "procs", cfg->procs_max, 1, 4096) &&
                in_range(fail, "tlb", cfg->tlb[0].ways, 1, 65536);

    if (good && cfg->paging_levels != 2 && cfg->paging_levels != 4 && cfg->paging_levels != 5) {
        good = in_range(fail, "paging", cfg->paging_levels, 4, 4);
    }
    good = good && (cfg->nodes == 1 || cfg->zone_count > 0 ||
                    in_range(fail, "memory", cfg->memory_bytes, cfg->nodes * MIB * 4, memory_max));
    good = good && used_fits(cfg, fail);
    return good ? MM_OK : MM_ECONFIG;
}
