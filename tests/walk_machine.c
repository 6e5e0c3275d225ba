/* walk_machine.c - machines for random walks. */
#include <check.h>
#include <stdio.h>

#include "walk.h"

void walk_config(struct mm_config *cfg, uint32_t frames, uint64_t seed)
{
    mm_config_default(cfg);
    cfg->memory_bytes = frames * MM_PAGE_BYTES;
    cfg->kernel_bytes = frames <= 64 ? 0 : 16 * MM_PAGE_BYTES;
    cfg->seed = seed;
    cfg->quantum = 3;
    cfg->tlb[0] = (struct mm_tlb_config){.sets = 1, .ways = 2};
    cfg->tlb[1] = (struct mm_tlb_config){.sets = seed % 2 ? 2 : 0, .ways = seed % 2 ? 2 : 0};
    cfg->cpus = 1 + (uint32_t)(seed * 3 % 8);
    cfg->nodes = frames < 2048 ? 1 : 1 + (uint32_t)(seed % (frames < 4096 ? 2 : 4));
    cfg->pcp = seed % 6 != 5;
    cfg->slab = seed % 7 != 3 && (frames >= 40 || seed % 2 == 0); /* or nobody could run there */
    cfg->migratetypes = seed % 8 != 6;
    cfg->drift = seed % 9 == 4;
    cfg->thp = (uint32_t)(seed % THP_COUNT);
    cfg->pcid = (uint32_t)(seed / 2 % 2);
    cfg->paging_levels = seed % 5 == 0 ? 2 : seed % 7 == 0 ? 5 : 4;
    cfg->vmas_max = 256;
    cfg->names_max = 64;
    cfg->labels_max = 64;
    cfg->history_bytes = 16ull << 20;
    cfg->check_level = 2;
}

void walk_config_by_hand(struct mm_config *cfg, unsigned i, uint64_t seed)
{
    static const struct {
        const char *zones;
        const char *distance; /* NULL: as usual */
        uint32_t cpus;
    } machines[WALK_HAND_MADE] = {
        {"0:DMA32:4096-4607:512:500", NULL, 1},
        {"0:DMA:1-40:40:30,0:DMA32:4096-4130:35:20,0:Normal:4140-4200:61:50", NULL, 2},
        {"0:DMA:1-511:300:290,0:DMA32:4097-5500:1000:990", NULL, 3},
        {"0:DMA:1-300:203:200,0:DMA32:4096-4400:305:300,1:DMA32:4608-4700:93:90", NULL, 8},
        {"0:DMA32:4096-4700:605:600,1:DMA32:4800-6000:1100:1100,2:DMA32:6144-7167:1024:1000", NULL,
         1},
        {"0:DMA32:4096-4150:55:55,1:DMA32:4151-4250:100:100,2:DMA32:4251-4800:300:9,"
         "3:DMA32:4801-5900:1100:1100",
         "10,20,30,40,20,10,20,30,30,20,10,20,40,30,20,10", 5},
        {"0:DMA:1-1023:926:900,0:DMA32:4096-5119:1024:1000,1:Normal:5120-6655:1536:1500", "15", 2},
        {"0:DMA32:4096-8191:4096:4000", NULL, 8}};
    const char *why;

    walk_config(cfg, 64, seed);
    cfg->paging_levels = 4;
    cfg->kernel_bytes = MM_KERNEL_AUTO;
    cfg->cpus = machines[i].cpus;
    (void)mm_config_set(cfg, "zones", machines[i].zones, &why);
    if (machines[i].distance != NULL) {
        (void)mm_config_set(cfg, "distance", machines[i].distance, &why);
    }
}

/* A loop over code and data, now and then a page of its own. */
void walk_add_trace(struct mm *m)
{
    static uint64_t ops[60];
    static const struct mm_area areas[] = {
        {0x400000, 0x410000, 0, VM_READ | VM_EXEC, VR_TEXT, "/bin/prog"},
        {0x600000, 0x640000, 0, VM_READ | VM_WRITE, VR_DATA, ""},
    };
    static const struct mm_trace trace = {
        .name = WALK_TRACE,
        .ops = ops,
        .op_count = 60,
        .layout = {.name = WALK_TRACE, .area_count = 2, .inferred = 1, .areas = areas}};

    for (unsigned i = 0; i < 60; i++) {
        ops[i] = i % 2 ? MM_OP(0x400000 + i * 64ull, ACC_FETCH)
                       : MM_OP(0x600000 + i / 3 * 4096ull, i % 4 ? ACC_READ : ACC_WRITE);
    }
    (void)mm_add_trace(m, &trace);
}

static void walk_panic(void *ctx, const char *file, int line, const char *what)
{
    (void)ctx;
    ck_abort_msg("%s:%d: %s; last command: %s", file, line, what, walk_line);
}

struct mm *walk_machine(const struct mm_config *cfg)
{
    static struct mm_host host;
    struct mm_fail fail;
    struct mm *m;

    host = mm_host_libc;
    host.panic = walk_panic;
    walk_line[0] = '\0';
    m = mm_new(cfg, &host, &fail);

    ck_assert_msg(m != NULL, "no machine: %s %s", mm_err_name(fail.err), fail.field);
    walk_add_trace(m);
    return m;
}
