/* config.h - the description of a machine: sizes, zones, TLB, costs; profiles; validation.
 *
 * Models    what a boot command line and the hardware decide.
 * Differs   where memory lies follows from its size (base/memzones) or is written down (zones=). `pc` machines, the
 *           profiles that were recorded, have the firmware's 32 frames at the top of low memory and Linux's own memory
 *           (policy/boot); the others, classroom and what is written without a profile, a small kernel.
 * Shape     a config is plain data: it is part of the log, and a machine is a function of it.
 * Units     *_bytes bytes, *_ns nanoseconds, *_pages 4 KiB pages.
 */
#ifndef MM_BASE_CONFIG_H
#define MM_BASE_CONFIG_H

#include "base/base.h"
#include "base/memzones.h"
#include "base/tables.h"

struct mm_tlb_config {
    uint32_t sets;
    uint32_t ways; /* entries = sets * ways; 0 ways: no such level */
};

struct mm_config {
    char profile[MM_NAME_BYTES];
    uint64_t memory_bytes;
    uint64_t swap_bytes;
    uint64_t kernel_bytes; /* what boot keeps for itself; MM_KERNEL_AUTO: by the model */
    uint64_t
        initrd_bytes; /* held while booting, then free; MM_KERNEL_AUTO: the recorded one where `pc` */
    uint64_t seed;
    uint32_t cpus;
    uint32_t nodes;
    uint32_t paging_levels; /* 2, 4 or 5 */
    uint32_t pcid;          /* 1: TLB entries carry an address-space id */
    uint32_t pc;            /* 1: laid out as the recorded PC, with Linux's own memory */
    uint32_t thp;   /* enum mm_thp_mode; MM_THP_AUTO: as Linux sets it where `pc`, else never */
    uint32_t slab;  /* 0: no kernel objects and no kernel stacks, for first lessons */
    uint32_t pcp;   /* 0: every page comes from and goes to the buddy lists */
    uint32_t drift; /* 1: a CPU tells a zone's count of free pages only now and then */
    uint32_t migratetypes; /* 0: one list for all, for first lessons */
    /* 0: 20 between nodes; 1: distance[0] between nodes; nodes * nodes: row by row */
    uint32_t distance_count;
    uint8_t distance[MM_NODES_MAX * MM_NODES_MAX];
    uint32_t quantum; /* accesses a job makes before another's turn */
    uint32_t procs_max, vmas_max, names_max, labels_max, jobs_max;
    uint32_t stack_rnd;   /* 0: addresses as with norandmaps */
    uint32_t check_level; /* 0 asserts, 1 mm_check after each command, 2 also at quiet points */
    struct mm_tlb_config tlb[MM_TLB_LEVELS_MAX];
    uint64_t cost_ns[COST_COUNT];
    uint32_t zone_count; /* zones= : they stand for memory= and nodes= */
    uint32_t used_count;
    struct mm_zone_config zone[MM_ZONES_MAX];
    struct mm_used_config used[MM_ZONES_MAX];
    uint64_t history_bytes; /* bound for checkpoints and log; 0: no history */
};
#define MM_KERNEL_AUTO UINT64_MAX
#define MM_THP_AUTO    UINT32_MAX

/* The default machine: profile classroom (64 MiB, 4 levels, one CPU, L1 64 entries 4 ways, L2 1536 x 12). */
void mm_config_default(struct mm_config *cfg);
/* Start from a profile: classroom, linux-256M, numa-2x256M, i386, la57. MM_EBADARG when unknown (cfg untouched). */
enum mm_err mm_config_profile(struct mm_config *cfg, const char *name);
/* The i-th profile's name, NULL after the last. */
const char *mm_config_profile_name(unsigned i);
/* Set one KEY=VALUE of the machine line ("memory", "64M"), as in the language. On refusal cfg is untouched and
 * `why` (may be NULL) gets a static English text with what would do. */
enum mm_err mm_config_set(struct mm_config *cfg, const char *key, const char *value,
                          const char **why);
/* The i-th key of the machine line and what it takes (static English), NULL after the last; profile, tlb, distance and
 * cost.NAME come last. */
const char *mm_config_key(unsigned i, const char **accepted);
/* Zones of the machine, lowest first. Returns how many. Pre: the config was checked. */
unsigned mm_config_zones(const struct mm_config *cfg, struct mm_zone_config zone[MM_ZONES_MAX]);
/* Frames of the machine, holes included: the end of its last zone. */
uint32_t mm_config_frames(const struct mm_config *cfg);
/* Check the whole; fail->field names the first wrong one. */
enum mm_err mm_config_check(const struct mm_config *cfg, struct mm_fail *fail);

#endif
