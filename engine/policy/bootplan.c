/* bootplan.c - which frames boot keeps, from the config alone. */
#include "policy/bootplan.h"

#include <string.h>

#define KIB_PAGES(kb)    ((kb) / 4u)
#define IMAGE_START      4096u /* 16 MiB */
#define FIRST_MIB_END    256u
#define LINUX_LEAST      24576u /* 96 MiB */
#define SECTION_FRAMES   32768u /* 128 MiB: struct pages are made section by section */
#define SMALL_IMAGE_MOST 2048u  /* 8 MiB */
#define STRUCT_PAGE      64u
#define BOUNCE_FRAMES    16384u      /* 64 MiB for devices that cannot reach all memory */
#define BOUNCE_TABLES    (192u + 3u) /* 24 bytes for each 2 KiB of it */

/* Parts of the image one after the other: kept, or given back when the kernel is up. */
struct image_part {
    uint16_t pages;
    uint8_t use,
        late; /* use KU_NONE: free from the first (alternatives, which are gone before the marks are set) */
};
/* A build of the kernel. */
struct build {
    struct image_part part[12];
    uint32_t code_kb, rwdata_kb, rodata_kb, init_kb, bss_kb, freed_kb, alternatives_kb;
    uint32_t initrd_kb;
    uint32_t percpu_pages;          /* a CPU */
    uint32_t node_pages;            /* pg_data_t of a node */
    uint32_t low_pages, high_pages; /* what else memblock gave out, near the image and at the top */
    uint32_t struct_page, pointer_bytes;
};
static const struct build amd64 = {.part = {{3586, KU_IMAGE, 0}, /* text */
                                            {510, KU_IMAGE, 1},  /* gap before the read-only data */
                                            {2283, KU_IMAGE, 0}, /* read-only data */
                                            {277, KU_IMAGE, 1},  /* gap before the data */
                                            {1605, KU_IMAGE, 0}, /* data */
                                            {706, KU_IMAGE, 1},  /* init */
                                            {9, KU_NONE, 0},     /* alternatives */
                                            {1, KU_ZERO, 0},     /* bss from here on */
                                            {239, KU_IMAGE, 0},
                                            {509, KU_IMAGE, 1}, /* decrypted bss */
                                            {3587, KU_IMAGE, 0}},
                                   .code_kb = 14343,
                                   .rwdata_kb = 2338,
                                   .rodata_kb = 9132,
                                   .init_kb = 2824,
                                   .bss_kb = 17344,
                                   .freed_kb = 8044,
                                   .alternatives_kb = 36,
                                   .initrd_kb = 2564,
                                   .percpu_pages = 62,
                                   .node_pages = 43,
                                   .low_pages = 17,
                                   .high_pages = 17,
                                   .struct_page = 64,
                                   .pointer_bytes = 8};
static const struct build i686 = {.part = {{2332, KU_IMAGE, 0}, /* text */
                                           {797, KU_IMAGE, 0},  /* read-only data */
                                           {312, KU_IMAGE, 0},  /* data */
                                           {228, KU_IMAGE, 1},  /* init */
                                           {8, KU_NONE, 0},     /* alternatives */
                                           {1, KU_ZERO, 0},     /* bss from here on */
                                           {136, KU_IMAGE, 0}},
                                  .code_kb = 9327,
                                  .rwdata_kb = 1246,
                                  .rodata_kb = 3188,
                                  .init_kb = 912,
                                  .bss_kb = 464,
                                  .freed_kb = 944,
                                  .alternatives_kb = 32,
                                  .initrd_kb = 1584,
                                  .percpu_pages = 33,
                                  .node_pages = 0,
                                  .low_pages = 17,
                                  .high_pages = 0,
                                  .struct_page = 40,
                                  .pointer_bytes = 4};

static const struct build *build_of(const struct mm_config *cfg)
{
    return cfg->paging_levels == 2 ? &i686 : &amd64;
}

static uint32_t pages_of(uint64_t bytes)
{
    return (uint32_t)((bytes + MM_PAGE_BYTES - 1) / MM_PAGE_BYTES);
}

/* ---- where things go ---- */

/* Up to `pages` free frames of the zone from its bottom. Returns how many there were. */
static uint32_t put_low(struct boot_plan *plan, unsigned z, uint32_t pages, enum mm_kernel_use use)
{
    return bootruns_low(plan, plan->zone[z].start, plan->zone[z].end, pages, use);
}

static uint32_t zone_of_start(const struct boot_plan *plan, pfn_t pfn)
{
    for (unsigned z = 0; z < plan->zones; z++) {
        if (pfn >= plan->zone[z].start && pfn < plan->zone[z].end) {
            return z;
        }
    }
    return SLOT_NONE;
}

/* The highest zone in which the kernel's own data may lie: of the node, or of the machine where it has none. */
static uint32_t top_zone(const struct boot_plan *plan, uint32_t node)
{
    uint32_t other = 0;

    for (unsigned z = plan->zones; z-- > 0;) {
        if (plan->zone[z].type == ZT_HIGHMEM) {
            continue;
        }
        if (plan->zone[z].node == node) {
            return z;
        }
        other = z > other ? z : other;
    }
    return other;
}

/* The highest zone below 4 GiB, of whatever node. */
static uint32_t low_zone(const struct boot_plan *plan)
{
    uint32_t low = 0;

    for (unsigned z = 0; z < plan->zones; z++) {
        if (plan->zone[z].end <= MEMZONES_HIGH_START && plan->zone[z].type != ZT_HIGHMEM) {
            low = z;
        }
    }
    return low;
}

static void put_holes(struct boot_plan *plan)
{
    pfn_t after = 0;

    for (unsigned z = 0; z < plan->zones; z++) {
        pfn_t hole[2][2];
        const unsigned holes = memzones_holes(&plan->zone[z], hole);

        bootruns_put(plan, after, plan->zone[z].start, KU_NONE, false);
        for (unsigned i = 0; i < holes; i++) {
            bootruns_put(plan, hole[i][0], hole[i][1], KU_NONE, false);
        }
        after = plan->zone[z].end;
    }
}

/* ---- Linux ---- */

static uint32_t round_up_power(uint64_t v)
{
    uint32_t p = 1;

    while (p < v) {
        p *= 2;
    }
    return p;
}

/* Entries of a table that has one for each 2^(scale - 12) pages of low memory (alloc_large_system_hash()). */
static uint32_t hash_entries(const struct boot_plan *plan, const struct build *b, unsigned scale)
{
    uint64_t pages = 0;

    for (unsigned z = 0; z < plan->zones; z++) {
        const struct mm_zone_config *zone = &plan->zone[z];
        const uint32_t spanned = zone->end - zone->start;
        const bool sparse = spanned > zone->present + (zone->present >> 4);
        const uint32_t memmap =
            pages_of((uint64_t)(sparse ? zone->present : spanned) * b->struct_page);

        if (zone->type != ZT_HIGHMEM) {
            pages += zone->present > memmap ? zone->present - memmap : 0;
        } else if (pages > 2ull * memmap) {
            pages -= memmap;
        }
    }
    if (b == &amd64) { /* the first MiB, which is kept */
        pages -= pages > FIRST_MIB_END ? 158 : 0;
    }
    pages = (pages + 255) & ~255ull;
    return round_up_power(pages >> (scale - MM_PAGE_SHIFT));
}

static uint32_t hash_pages(const struct boot_plan *plan, const struct build *b)
{
    return pages_of((uint64_t)hash_entries(plan, b, 13) * b->pointer_bytes) +
           pages_of((uint64_t)hash_entries(plan, b, 14) * b->pointer_bytes);
}

/* struct pages: of all frames up to the last on 32 bits, of every section with memory of the node on 64. */
static uint32_t memmap_pages(const struct boot_plan *plan, const struct build *b, uint32_t node)
{
    uint32_t sections = 0;
    pfn_t next = 0;

    if (b == &i686) {
        return pages_of((uint64_t)plan->zone[plan->zones - 1].end * b->struct_page);
    }
    for (unsigned z = 0; z < plan->zones; z++) {
        pfn_t hole[2][2];
        const unsigned holes = memzones_holes(&plan->zone[z], hole);
        const pfn_t last = holes > 0 && hole[holes - 1][1] == plan->zone[z].end ? hole[holes - 1][0]
                                                                                : plan->zone[z].end;
        pfn_t at = plan->zone[z].start / SECTION_FRAMES * SECTION_FRAMES;

        at = at < next ? next : at;
        for (; at < last; at += SECTION_FRAMES) {
            sections += plan->zone[z].node == node;
        }
        next = at;
    }
    return sections * pages_of((uint64_t)SECTION_FRAMES * b->struct_page);
}

static uint32_t initrd_pages(const struct mm_config *cfg, uint32_t build_kb)
{
    return cfg->initrd_bytes == MM_KERNEL_AUTO ? KIB_PAGES(build_kb) : pages_of(cfg->initrd_bytes);
}

static pfn_t put_image(struct boot_plan *plan, const struct build *b)
{
    pfn_t at = IMAGE_START;

    for (unsigned i = 0; i < sizeof(b->part) / sizeof(b->part[0]); i++) {
        if (b->part[i].use != KU_NONE) {
            bootruns_put(plan, at, at + b->part[i].pages, (enum mm_kernel_use)b->part[i].use,
                         b->part[i].late);
        }
        at += b->part[i].pages;
    }
    return at;
}

static uint32_t node_cpus(const struct mm_config *cfg, uint32_t node)
{
    uint32_t n = 0;

    for (uint32_t cpu = 0; cpu < cfg->cpus; cpu++) {
        n += cpu * cfg->nodes / cfg->cpus == node;
    }
    return n;
}

static pfn_t image_end(const struct build *b)
{
    pfn_t end = IMAGE_START;

    for (unsigned i = 0; i < sizeof(b->part) / sizeof(b->part[0]); i++) {
        end += b->part[i].pages;
    }
    return end;
}

/* What memblock gives out for the whole machine and for each node, top down. */
static void put_data(struct boot_plan *plan, const struct mm_config *cfg, const struct build *b)
{
    const bool bounce = b == &amd64 && plan->zone[plan->zones - 1].end > MEMZONES_HIGH_START;
    const bool highmem = plan->zone[plan->zones - 1].type == ZT_HIGHMEM;
    const uint32_t spread = cfg->nodes > 1 && b->high_pages > 0 ? 3 : 0;
    const uint32_t low = low_zone(plan);

    bootruns_high(plan, low, initrd_pages(cfg, b->initrd_kb), KU_INITRD, true);
    if (bounce) {
        bootruns_high(plan, low, BOUNCE_FRAMES, KU_DRIVER, false);
    }
    for (uint32_t node = 0; node < cfg->nodes; node++) {
        const uint32_t z = top_zone(plan, node);

        bootruns_high(plan, z, b->node_pages, KU_BOOT, false);
        bootruns_high(plan, z, b->percpu_pages * node_cpus(cfg, node), KU_PERCPU, false);
        bootruns_high(plan, z, memmap_pages(plan, b, node), KU_MEMMAP, false);
    }
    if (cfg->nodes ==
        1) { /* with several nodes they are spread over them later, from free memory */
        bootruns_high(plan, top_zone(plan, 0), hash_pages(plan, b), KU_HASH, false);
    }
    bootruns_high(plan, top_zone(plan, cfg->nodes - 1),
                  b->high_pages - spread + (bounce ? BOUNCE_TABLES : 0) + (highmem ? 1 : 0),
                  KU_BOOT, false);
    put_low(plan, zone_of_start(plan, IMAGE_START), b->low_pages + spread + (cfg->nodes - 1),
            KU_BOOT);
}

static bool has_linux(const struct mm_config *cfg, const struct boot_plan *plan)
{
    const struct build *b = build_of(cfg);
    const uint32_t z = zone_of_start(plan, IMAGE_START);
    uint64_t present = 0;

    for (unsigned i = 0; i < plan->zones; i++) {
        present += plan->zone[i].type != ZT_HIGHMEM ? plan->zone[i].present : 0;
    }
    return cfg->pc && cfg->kernel_bytes == MM_KERNEL_AUTO && present + 1024 >= LINUX_LEAST &&
           z != SLOT_NONE && plan->zone[z].start + plan->zone[z].present >= image_end(b);
}

/* ---- zones as written ---- */

static uint32_t kept_in(const struct boot_plan *plan, unsigned z)
{
    uint32_t kept = 0;

    for (unsigned i = 0; i < plan->runs; i++) {
        const struct boot_run *run = &plan->run[i];

        if (run->start >= plan->zone[z].start && run->start < plan->zone[z].end &&
            run->use != KU_NONE && !run->late) {
            kept += run->end - run->start;
        }
    }
    return kept;
}

static void drop_kept(struct boot_plan *plan, unsigned z)
{
    unsigned n = 0;

    for (unsigned i = 0; i < plan->runs; i++) {
        const struct boot_run run = plan->run[i];

        if (run.start < plan->zone[z].start || run.start >= plan->zone[z].end ||
            run.use == KU_NONE || run.late) {
            plan->run[n++] = run;
        }
    }
    plan->runs = n;
}

/* Every zone keeps exactly what its words say. */
static void fit_zones(struct boot_plan *plan)
{
    for (unsigned z = 0; z < plan->zones; z++) {
        const uint32_t wanted = plan->zone[z].present - plan->zone[z].managed;
        uint32_t kept = kept_in(plan, z);

        if (kept > wanted) {
            drop_kept(plan, z);
            kept = 0;
        }
        put_low(plan, z, wanted - kept, KU_BOOT);
    }
}

/* The page of zeros is the last frame of the first run that is kept, where no part of the image is it. */
static void put_zero_page(struct boot_plan *plan)
{
    for (unsigned i = 0; i < plan->runs; i++) {
        if (plan->run[i].use == KU_ZERO) {
            return;
        }
    }
    for (unsigned i = 0; i < plan->runs; i++) {
        struct boot_run *run = &plan->run[i];

        if (run->use != KU_NONE && !run->late) {
            const pfn_t end = run->end--;

            if (run->start == run->end) {
                run->end = end;
                run->use = KU_ZERO;
            } else {
                bootruns_put(plan, end - 1, end, KU_ZERO, false);
            }
            return;
        }
    }
}

/* ---- the small kernel ---- */

/* From the bottom of memory upwards, whatever zone it is. */
static void put_bottom(struct boot_plan *plan, uint32_t pages, enum mm_kernel_use use)
{
    for (unsigned z = 0; z < plan->zones && pages > 0; z++) {
        pages -= put_low(plan, z, pages, use);
    }
}

static void put_small(struct boot_plan *plan, const struct mm_config *cfg)
{
    const uint32_t frames = plan->zone[plan->zones - 1].end;
    uint32_t image = frames / 8 < SMALL_IMAGE_MOST ? frames / 8 : SMALL_IMAGE_MOST;
    uint32_t memmap = pages_of((uint64_t)frames * STRUCT_PAGE);
    uint64_t present = 0;
    uint64_t most;

    for (unsigned z = 0; z < plan->zones; z++) {
        present += plan->zone[z].present;
    }
    most = present - present / 8 - 1; /* one more is the page of zeros */
    if (cfg->kernel_bytes != MM_KERNEL_AUTO) {
        image = pages_of(cfg->kernel_bytes);
        memmap = 0;
    }
    image = image < most ? image : (uint32_t)most;
    memmap = memmap < most - image ? memmap : (uint32_t)(most - image);
    put_bottom(plan, image, KU_IMAGE);
    put_bottom(plan, memmap, KU_MEMMAP);
    put_bottom(plan, 1, KU_ZERO);
}

void boot_make_plan(const struct mm_config *cfg, struct boot_plan *plan)
{
    memset(plan, 0, sizeof(*plan));
    plan->zones = mm_config_zones(cfg, plan->zone);
    put_holes(plan);
    if (has_linux(cfg, plan)) {
        const struct build *b = build_of(cfg);

        bootruns_low(plan, 1, FIRST_MIB_END, FIRST_MIB_END, KU_FIRMWARE);
        put_image(plan, b);
        put_data(plan, cfg, b);
    } else {
        if (cfg->zone_count == 0) {
            put_small(plan, cfg);
        }
        if (cfg->initrd_bytes != MM_KERNEL_AUTO) {
            bootruns_high(plan, low_zone(plan), pages_of(cfg->initrd_bytes), KU_INITRD, true);
        }
    }
    if (cfg->zone_count > 0) {
        fit_zones(plan);
        put_zero_page(plan);
    }
}

void boot_sizes_of(const struct mm_config *cfg, struct boot_sizes *out)
{
    struct boot_plan plan;
    uint64_t present = 0;
    uint64_t kept = 0;

    memset(out, 0, sizeof(*out));
    boot_make_plan(cfg, &plan);
    for (unsigned z = 0; z < plan.zones; z++) {
        present += plan.zone[z].present;
    }
    for (unsigned i = 0; i < plan.runs; i++) {
        const struct boot_run *run = &plan.run[i];

        kept += run->use != KU_NONE ? run->end - run->start : 0;
        out->initrd_kb += run->use == KU_INITRD ? (run->end - run->start) * 4 : 0;
        out->percpu_pages += run->use == KU_PERCPU ? run->end - run->start : 0;
    }
    out->total_kb = present * 4;
    out->reserved_kb = kept * 4;
    out->linux = has_linux(cfg, &plan);
    if (out->linux) {
        const struct build *b = build_of(cfg);

        out->reserved_kb += b->alternatives_kb;
        out->code_kb = b->code_kb;
        out->rwdata_kb = b->rwdata_kb;
        out->rodata_kb = b->rodata_kb;
        out->init_kb = b->init_kb;
        out->bss_kb = b->bss_kb;
        out->freed_kb = b->freed_kb;
        out->dentries = hash_entries(&plan, b, 13);
        out->inodes = hash_entries(&plan, b, 14);
    }
}
