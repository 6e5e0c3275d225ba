/* config.c - profiles and the machine line. */
#include "base/config.h"

#include <stdlib.h>
#include <string.h>

#define KIB           1024ull
#define MIB           (1024ull * KIB)
#define GIB           (1024ull * MIB)
#define PC_TOP_FRAMES 32u /* ACPI tables */

void mm_config_default(struct mm_config *cfg)
{
    memset(cfg, 0, sizeof(*cfg));
    memcpy(cfg->profile, "classroom", sizeof("classroom"));
    cfg->memory_bytes = 64 * MIB;
    cfg->kernel_bytes = MM_KERNEL_AUTO;
    cfg->seed = 1;
    cfg->cpus = 1;
    cfg->nodes = 1;
    cfg->paging_levels = 4;
    cfg->pcid = 1;
    cfg->initrd_bytes = MM_KERNEL_AUTO;
    cfg->thp = MM_THP_AUTO;
    cfg->slab = 1;
    cfg->pcp = 1;
    cfg->migratetypes = 1;
    cfg->quantum = 1000;
    cfg->procs_max = 256;
    cfg->vmas_max = 4096;
    cfg->names_max = 512;
    cfg->labels_max = 512;
    cfg->jobs_max = 64;
    cfg->tlb[0] = (struct mm_tlb_config){.sets = 16, .ways = 4};
    cfg->tlb[1] = (struct mm_tlb_config){.sets = 128, .ways = 12};
    for (unsigned i = 0; i < COST_COUNT; i++) {
        cfg->cost_ns[i] = mm_cost_rows[i].def_ns;
    }
    cfg->history_bytes = 256 * MIB;
}

static const struct {
    const char *name;
    uint64_t memory_bytes;
    uint32_t paging_levels;
    uint32_t stack_rnd;
    uint32_t pc;
    uint32_t nodes, cpus;
} profiles[] = {
    {"classroom", 64 * MIB, 4, 0, 0, 1, 1},    {"linux-256M", 256 * MIB, 4, 1, 1, 1, 1},
    {"numa-2x256M", 512 * MIB, 4, 1, 1, 2, 2}, {"i386", 512 * MIB, 2, 0, 1, 1, 1},
    {"la57", 512 * MIB, 5, 0, 1, 1, 1},
};

const char *mm_config_profile_name(unsigned i)
{
    return i < sizeof(profiles) / sizeof(profiles[0]) ? profiles[i].name : NULL;
}

enum mm_err mm_config_profile(struct mm_config *cfg, const char *name)
{
    for (unsigned i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
        if (strcmp(profiles[i].name, name) == 0) {
            mm_config_default(cfg);
            memset(cfg->profile, 0, sizeof(cfg->profile));
            memcpy(cfg->profile, name, strlen(name));
            cfg->memory_bytes = profiles[i].memory_bytes;
            cfg->paging_levels = profiles[i].paging_levels;
            cfg->stack_rnd = profiles[i].stack_rnd;
            cfg->pc = profiles[i].pc;
            cfg->nodes = profiles[i].nodes;
            cfg->cpus = profiles[i].cpus;
            return MM_OK;
        }
    }
    return MM_EBADARG;
}

/* Decimal digits up to `end`; false when there are none, too many, or something else. */
static bool parse_uint(const char *s, const char *end, uint64_t *out)
{
    uint64_t v = 0;

    if (s == end) {
        return false;
    }
    for (; s < end; s++) {
        if (*s < '0' || *s > '9' || v > (UINT64_MAX - 9) / 10) {
            return false;
        }
        v = v * 10 + (uint64_t)(*s - '0');
    }
    *out = v;
    return true;
}

/* 4096, 16K, 64M, 2G, 1T, 32p */
static bool parse_size(const char *s, uint64_t *out)
{
    static const struct {
        char suffix;
        unsigned shift;
    } unit[] = {{'K', 10}, {'M', 20}, {'G', 30}, {'T', 40}, {'p', 12}};
    const char *end = s + strlen(s);
    unsigned shift = 0;
    uint64_t v;

    for (unsigned i = 0; end > s && i < sizeof(unit) / sizeof(unit[0]); i++) {
        if (end[-1] == unit[i].suffix) {
            shift = unit[i].shift;
            end--;
            break;
        }
    }
    if (!parse_uint(s, end, &v) || v > UINT64_MAX >> shift) {
        return false;
    }
    *out = v << shift;
    return true;
}

/* l1d:64x4,l2:1536x12 - entries x ways */
static bool parse_tlb(const char *s, struct mm_tlb_config tlb[MM_TLB_LEVELS_MAX])
{
    static const char *const prefix[MM_TLB_LEVELS_MAX] = {"l1d:", "l2:"};

    memset(tlb, 0, sizeof(struct mm_tlb_config) * MM_TLB_LEVELS_MAX);
    for (unsigned i = 0; i < MM_TLB_LEVELS_MAX; i++) {
        uint64_t entries;
        uint64_t ways;
        const size_t n = strlen(prefix[i]);
        const char *comma = strchr(s, ',');
        const char *end = comma != NULL ? comma : s + strlen(s);
        const char *x = memchr(s, 'x', (size_t)(end - s));

        if (strncmp(s, prefix[i], n) != 0 || x == NULL || !parse_uint(s + n, x, &entries) ||
            !parse_uint(x + 1, end, &ways) || ways == 0 || entries == 0 || entries % ways != 0 ||
            entries > 65536) {
            return false;
        }
        tlb[i] = (struct mm_tlb_config){.sets = (uint32_t)(entries / ways), .ways = (uint32_t)ways};
        if (comma == NULL) {
            return true;
        }
        s = comma + 1;
    }
    return false;
}

/* 20: between any two nodes; 10,20,21,10: a row a node, as /sys/devices/system/node/nodeN/distance shows them */
static bool parse_distances(const char *s, struct mm_config *cfg)
{
    uint32_t count = 0;

    for (;;) {
        const char *comma = strchr(s, ',');
        uint64_t v;

        if (count == MM_NODES_MAX * MM_NODES_MAX ||
            !parse_uint(s, comma != NULL ? comma : s + strlen(s), &v) || v < 10 || v > 254) {
            return false;
        }
        cfg->distance[count++] = (uint8_t)v;
        if (comma == NULL) {
            cfg->distance_count = count;
            return true;
        }
        s = comma + 1;
    }
}

enum key_kind { KEY_SIZE, KEY_UINT, KEY_ONOFF, KEY_ONLY, KEY_THP, KEY_ZONES, KEY_USED, KEY_DISK };
struct key_row {
    const char *key;
    enum key_kind kind;
    size_t offset;
    const char *only; /* KEY_ONLY: the one value this model has */
    const char *accepted;
};
#define FIELD(f) offsetof(struct mm_config, f)
static const struct key_row keys[] = {
    {"memory", KEY_SIZE, FIELD(memory_bytes), NULL, "a size such as 64M"},
    {"kernel", KEY_SIZE, FIELD(kernel_bytes), NULL, "auto, linux, or a size such as 8M"},
    {"initrd", KEY_SIZE, FIELD(initrd_bytes), NULL, "auto, or a size such as 2564K"},
    {"zones", KEY_ZONES, 0, NULL,
     "NODE:NAME:START-END:PRESENT:MANAGED in frames, END included, with commas between zones, such "
     "as "
     "0:DMA:1-4095:3998:3840,0:DMA32:4096-65503:61408:48848"},
    {"used", KEY_USED, 0, NULL, "NODE:NAME:FRAMES with commas between, such as 0:DMA32:5000"},
    {"seed", KEY_UINT, FIELD(seed), NULL, "a number"},
    {"cpus", KEY_UINT, FIELD(cpus), NULL, "1 to 64"},
    {"nodes", KEY_UINT, FIELD(nodes), NULL, "1 to 8"},
    {"paging", KEY_UINT, FIELD(paging_levels), NULL, "2, 4 or 5"},
    {"page", KEY_ONLY, 0, "4K", "4K"},
    {"pcid", KEY_ONOFF, FIELD(pcid), NULL, "on or off"},
    {"migratetypes", KEY_ONOFF, FIELD(migratetypes), NULL, "on or off"},
    {"randomize", KEY_ONOFF, FIELD(stack_rnd), NULL, "on or off"},
    {"sched.quantum", KEY_UINT, FIELD(quantum), NULL, "accesses, 1 to 1000000"},
    {"maps", KEY_UINT, FIELD(vmas_max), NULL, "areas of all processes, 16 to 1000000"},
    {"swap", KEY_ONLY, 0, "0", "0 (swap is not in this model)"},
    {"thp", KEY_THP, FIELD(thp), NULL,
     "never, madvise, always or auto (huge pages are not in this model: they decide "
     "min_free_kbytes)"},
    {"lru", KEY_ONLY, 0, "classic", "classic (mglru is not in this model)"},
    {"pcp", KEY_ONOFF, FIELD(pcp), NULL, "on or off"},
    {"drift", KEY_ONOFF, FIELD(drift), NULL, "on or off"},
    {"slab", KEY_ONOFF, FIELD(slab), NULL, "on or off"},
    {"disk", KEY_DISK, 0, NULL,
     "ssd or hdd: what a request costs the segments of the lab (the machine has no disk)"},
};

static bool store(struct mm_config *cfg, const struct key_row *row, uint64_t v)
{
    uint8_t *const at = (uint8_t *)cfg + row->offset;

    if (row->kind == KEY_SIZE || row->offset == FIELD(seed)) {
        memcpy(at, &v, sizeof(v));
        return true;
    }
    const uint32_t v32 = (uint32_t)v;

    memcpy(at, &v32, sizeof(v32));
    return v <= UINT32_MAX;
}

static bool parse_thp(const char *value, uint64_t *out)
{
    static const char *const words[] = {
#define X_WORD(id, name) name,
        MM_THP_MODES(X_WORD)};

    for (unsigned i = 0; i < THP_COUNT; i++) {
        if (strcmp(words[i], value) == 0) {
            *out = i;
            return true;
        }
    }
    *out = MM_THP_AUTO;
    return strcmp(value, "auto") == 0;
}

/* Zones written down say how much memory there is, and on how many nodes. */
static bool set_zones(struct mm_config *cfg, const char *value)
{
    cfg->zone_count = memzones_parse(value, cfg->zone);
    cfg->memory_bytes = 0;
    cfg->nodes = 1;
    for (unsigned i = 0; i < cfg->zone_count; i++) {
        cfg->memory_bytes += cfg->zone[i].present * MM_PAGE_BYTES;
        cfg->nodes = cfg->zone[i].node >= cfg->nodes ? cfg->zone[i].node + 1u : cfg->nodes;
    }
    return cfg->zone_count > 0;
}

/* A drive is what its requests cost. hdd: 8 ms to seek and half a turn at 7200 a minute, 150 MB/s. */
static bool set_disk(struct mm_config *cfg, const char *value)
{
    const bool rotates = strcmp(value, "hdd") == 0;

    cfg->cost_ns[COST_DISK_REQUEST] = rotates ? 12166667 : mm_cost_rows[COST_DISK_REQUEST].def_ns;
    cfg->cost_ns[COST_DISK_PAGE] = rotates ? 27307 : mm_cost_rows[COST_DISK_PAGE].def_ns;
    return rotates || strcmp(value, "ssd") == 0;
}

static enum mm_err set_key(struct mm_config *cfg, const struct key_row *row, const char *value)
{
    uint64_t v = 0;
    bool good = false;

    switch (row->kind) {
    case KEY_ONLY: return strcmp(value, row->only) == 0 ? MM_OK : MM_EBADARG;
    case KEY_ONOFF:
        good = strcmp(value, "on") == 0 || strcmp(value, "off") == 0;
        v = strcmp(value, "on") == 0;
        break;
    case KEY_UINT: good = parse_uint(value, value + strlen(value), &v); break;
    case KEY_SIZE:
        good = parse_size(value, &v) && v != MM_KERNEL_AUTO;
        if (row->offset != FIELD(memory_bytes) && strcmp(value, "auto") == 0) {
            v = MM_KERNEL_AUTO;
            good = true;
        }
        if (row->offset == FIELD(kernel_bytes) && strcmp(value, "linux") == 0) {
            v = MM_KERNEL_AUTO;
            cfg->pc = 1;
            good = true;
        }
        break;
    case KEY_THP: good = parse_thp(value, &v); break;
    case KEY_DISK: return set_disk(cfg, value) ? MM_OK : MM_EBADARG;
    case KEY_ZONES: return set_zones(cfg, value) ? MM_OK : MM_EBADARG;
    case KEY_USED:
        cfg->used_count = memzones_parse_used(value, cfg->used);
        return cfg->used_count > 0 ? MM_OK : MM_EBADARG;
    }
    return good && store(cfg, row, v) ? MM_OK : MM_EBADARG;
}

static enum mm_err set_cost(struct mm_config *cfg, const char *name, const char *value)
{
    for (unsigned i = 0; i < COST_COUNT; i++) {
        if (strcmp(mm_cost_rows[i].name, name) == 0) {
            uint64_t v;

            if (!parse_uint(value, value + strlen(value), &v) || v > 1000000000000ull) {
                return MM_EBADARG;
            }
            cfg->cost_ns[i] = v;
            return MM_OK;
        }
    }
    return MM_EBADARG;
}

#define PROFILES_TEXT "classroom, linux-256M, numa-2x256M, i386 or la57"
#define TLB_TEXT      "entries and ways, such as l1d:64x4,l2:1536x12"
#define DISTANCE_TEXT \
    "20 for all, or nodes times nodes of them, row by row: 10,20,20,10 (10 local, to 254)"
#define COST_TEXT "cost.NAME=NS with a name of the cost table"

const char *mm_config_key(unsigned i, const char **accepted)
{
    static const char *const last[][2] = {
        {"profile", PROFILES_TEXT},
        {"tlb", TLB_TEXT},
        {"distance", DISTANCE_TEXT},
        {"cost.NAME", "nanoseconds, NAME of the cost table"},
    };
    const unsigned count = sizeof(keys) / sizeof(keys[0]);

    if (i < count) {
        *accepted = keys[i].accepted;
        return keys[i].key;
    }
    i -= count;
    if (i >= sizeof(last) / sizeof(last[0])) {
        return NULL;
    }
    *accepted = last[i][1];
    return last[i][0];
}

enum mm_err mm_config_set(struct mm_config *cfg, const char *key, const char *value,
                          const char **why)
{
    struct mm_config next = *cfg;
    const char *accepted = "profile memory kernel initrd zones used swap cpus nodes distance disk "
                           "seed paging page tlb pcid thp lru "
                           "pcp drift slab migratetypes randomize maps sched.quantum cost.NAME";
    enum mm_err err = MM_EBADARG;

    if (strcmp(key, "profile") == 0) {
        accepted = PROFILES_TEXT;
        err = mm_config_profile(&next, value);
    } else if (strcmp(key, "tlb") == 0) {
        accepted = TLB_TEXT;
        err = parse_tlb(value, next.tlb) ? MM_OK : MM_EBADARG;
    } else if (strcmp(key, "distance") == 0) {
        accepted = DISTANCE_TEXT;
        err = parse_distances(value, &next) ? MM_OK : MM_EBADARG;
    } else if (strncmp(key, "cost.", 5) == 0) {
        accepted = COST_TEXT;
        err = set_cost(&next, key + 5, value);
    } else {
        for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
            if (strcmp(keys[i].key, key) == 0) {
                accepted = keys[i].accepted;
                err = set_key(&next, &keys[i], value);
                break;
            }
        }
    }
    if (why != NULL) {
        *why = accepted;
    }
    if (err == MM_OK) {
        *cfg = next;
    }
    return err;
}

unsigned mm_config_zones(const struct mm_config *cfg, struct mm_zone_config zone[MM_ZONES_MAX])
{
    const struct memzones_size size = {.frames = cfg->memory_bytes / MM_PAGE_BYTES,
                                       .nodes = cfg->nodes,
                                       .paging_levels = cfg->paging_levels,
                                       .top_reserved = cfg->pc ? PC_TOP_FRAMES : 0};

    if (cfg->zone_count == 0) {
        return memzones_sized(&size, zone);
    }
    memcpy(zone, cfg->zone, cfg->zone_count * sizeof(*zone));
    return cfg->zone_count;
}

uint32_t mm_config_frames(const struct mm_config *cfg)
{
    struct mm_zone_config zone[MM_ZONES_MAX];
    const unsigned zones = mm_config_zones(cfg, zone);

    return zones > 0 ? zone[zones - 1].end : 0;
}
