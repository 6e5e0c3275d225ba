/* sysctl.c - kernel parameters by command. */
#include "task/sysctl.h"

#include <string.h>

#include "mm.h"
#include "policy/kcompactd.h"
#include "policy/kfile.h"
#include "policy/kmem.h"
#include "policy/palloc.h"
#include "task/kmemcmd.h"

#define PROC_SYS         "/proc/sys/"
#define RATIO_FILE       "vm.lowmem_reserve_ratio"
#define RATIO_VALUES_MAX 5u
#define THP_FILE         "/sys/kernel/mm/transparent_hugepage/enabled"

void sysctl_init(struct mm *m)
{
    for (uint32_t i = 0; i < SC_COUNT; i++) {
        sysctl_set_value(m, i, mm_sysctl_rows[i].def);
    }
}

/* Does `given` spell `key`? A dot may be a slash. */
static bool same_key(const char *given, const char *key)
{
    for (; *given != '\0' && *key != '\0'; given++, key++) {
        if (*given != *key && !(*key == '.' && *given == '/')) {
            return false;
        }
    }
    return *given == *key;
}

static const char *without_proc_sys(const char *key)
{
    return strncmp(key, PROC_SYS, strlen(PROC_SYS)) == 0 ? key + strlen(PROC_SYS) : key;
}

uint32_t sysctl_find(const char *key)
{
    const char *word = without_proc_sys(key);

    for (uint32_t i = 0; i < SC_COUNT; i++) {
        if (same_key(word, mm_sysctl_rows[i].key)) {
            return i;
        }
    }
    return SLOT_NONE;
}

static bool is_ratio(uint32_t id)
{
    return id >= SC_LOWMEM_RESERVE_DMA && id <= SC_LOWMEM_RESERVE_DEVICE;
}

/* What Linux does when it is written. */
static void apply(struct mm *m, uint32_t id)
{
    switch (id) {
    case SC_MIN_FREE_KBYTES:
        machine_set_user_min_free_kbytes(m, 0, (uint32_t)m->sysctl[id].value + 1);
        zone_setup_watermarks(m);
        pcp_setup(m);
        break;
    case SC_WATERMARK_SCALE_FACTOR:
        zone_setup_watermarks(m);
        pcp_setup(m);
        break;
    case SC_PERCPU_HIGH_FRACTION: pcp_setup(m); break;
    case SC_LOWMEM_RESERVE_DMA:
    case SC_LOWMEM_RESERVE_DMA32:
    case SC_LOWMEM_RESERVE_NORMAL:
    case SC_LOWMEM_RESERVE_HIGHMEM:
    case SC_LOWMEM_RESERVE_MOVABLE:
    case SC_LOWMEM_RESERVE_DEVICE: zone_setup_protection(m); break;
    case SC_OVERCOMMIT_RATIO: /* each of the two switches the other off */
        sysctl_set_value(m, SC_OVERCOMMIT_KBYTES, 0);
        break;
    case SC_COMPACTION_PROACTIVENESS: compact_ask(m); break;
    case SC_DROP_CACHES:
        ev_push(m);
        kfile_drop_caches(m, 0, m->sysctl[id].value);
        ev_pop(m);
        break;
    case SC_OVERCOMMIT_KBYTES: sysctl_set_value(m, SC_OVERCOMMIT_RATIO, 0); break;
    default: break;
    }
}

static bool in_limits(uint32_t id, uint64_t value)
{
    if (id == SC_PERCPU_HIGH_FRACTION && value > 0 && value < PCP_HIGH_FRACTION_MIN) {
        return false;
    }
    return value >= mm_sysctl_rows[id].min && value <= mm_sysctl_rows[id].max;
}

static void set(struct mm *m, uint32_t id, uint64_t value)
{
    ev(m, EV_SYSCTL_SET, id, m->sysctl[id].value, value);
    if (id == SC_COMPACT_MEMORY) { /* an order, not a setting */
        ev_push(m);
        compact_all(m, 0);
        ev_pop(m);
        return;
    }
    sysctl_set_value(m, id, value);
    apply(m, id);
}

enum mm_err sysctl_check(struct mm *m, const struct mm_cmd *cmd)
{
    if (cmd->arg[0].a >= SC_COUNT) {
        return actor_refuse(m, cmd, 0, MM_ENONAME, cmd->arg[0].a, SC_COUNT - 1);
    }
    if (!actor_given(cmd, 1) && !is_ratio((uint32_t)cmd->arg[0].a)) {
        return actor_refuse(m, cmd, 1, MM_EBADARG, 0, 0);
    }
    return MM_OK;
}

void sysctl_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint32_t id = (uint32_t)cmd->arg[0].a;

    cost(m, 0, COST_SYSCALL);
    if (!actor_given(cmd,
                     1)) { /* a read: Linux's handler reckons the reserves again all the same */
        zone_setup_protection(m);
        return;
    }
    if (!in_limits(id, cmd->arg[1].a)) {
        machine_set_r_errno(m, 0, LX_EINVAL);
        return;
    }
    set(m, id, cmd->arg[1].a);
}

/* ---- echo ---- */

/* Numbers separated by blanks, at most `max`; how many, or -1 when something else stands there. */
static int parse_numbers(const char *text, int64_t value[], unsigned max)
{
    unsigned n = 0;

    for (;;) {
        bool negative;
        uint64_t v = 0;

        while (*text == ' ' || *text == '\t' || *text == '\n') {
            text++;
        }
        if (*text == '\0') {
            return (int)n;
        }
        negative = *text == '-';
        text += negative;
        if (*text < '0' || *text > '9' || n == max) {
            return -1;
        }
        for (; *text >= '0' && *text <= '9'; text++) {
            if (v > (INT64_MAX - 9) / 10) {
                return -1;
            }
            v = v * 10 + (uint64_t)(*text - '0');
        }
        value[n++] = negative ? -(int64_t)v : (int64_t)v;
    }
}

/* The process of /proc/PID/oom_score_adj, or SLOT_NONE. */
static slot_t adj_proc(const struct mm *m, const char *path)
{
    static const char prefix[] = "/proc/";
    static const char suffix[] = "/oom_score_adj";
    const size_t length = strlen(path);
    const size_t around = sizeof(prefix) - 1 + sizeof(suffix) - 1;
    char word[MM_NAME_BYTES];

    if (length <= around || length - around >= sizeof(word) ||
        strncmp(path, prefix, sizeof(prefix) - 1) != 0 ||
        strcmp(path + length - (sizeof(suffix) - 1), suffix) != 0) {
        return SLOT_NONE;
    }
    memcpy(word, path + sizeof(prefix) - 1, length - around);
    word[length - around] = '\0';
    return actor_find(m, word);
}

enum mm_err echo_check(struct mm *m, const struct mm_cmd *cmd)
{
    const char *path = actor_text(cmd, 1);

    if (kmemcmd_shrink_path(m, path) != SLOT_NONE) {
        return MM_OK;
    }
    if (adj_proc(m, path) == SLOT_NONE && strcmp(path, THP_FILE) != 0 &&
        (strncmp(path, PROC_SYS, strlen(PROC_SYS)) != 0 ||
         (sysctl_find(path) == SLOT_NONE && !same_key(without_proc_sys(path), RATIO_FILE)))) {
        return actor_refuse(m, cmd, 1, MM_ENONAME, 0, 0);
    }
    return MM_OK;
}

uint32_t sysctl_ratio(const struct mm *m, unsigned column)
{
    static const uint32_t wide[] = {SC_LOWMEM_RESERVE_DMA, SC_LOWMEM_RESERVE_DMA32,
                                    SC_LOWMEM_RESERVE_NORMAL, SC_LOWMEM_RESERVE_MOVABLE,
                                    SC_LOWMEM_RESERVE_DEVICE};
    static const uint32_t narrow[] = {SC_LOWMEM_RESERVE_DMA, SC_LOWMEM_RESERVE_NORMAL,
                                      SC_LOWMEM_RESERVE_HIGHMEM, SC_LOWMEM_RESERVE_MOVABLE};

    if (m->config.paging_levels == 2) {
        return column < sizeof narrow / sizeof narrow[0] ? narrow[column] : SLOT_NONE;
    }
    return column < sizeof wide / sizeof wide[0] ? wide[column] : SLOT_NONE;
}

/* One value a zone; what is below 0 becomes 0, as lowmem_reserve_ratio_sysctl_handler() leaves it. */
static bool echo_ratios(struct mm *m, const int64_t value[], int count)
{
    for (int i = 0; i < count; i++) {
        if (value[i] < INT32_MIN || value[i] > INT32_MAX) {
            return false;
        }
    }
    for (unsigned i = 0; (int)i < count && sysctl_ratio(m, i) != SLOT_NONE; i++) {
        set(m, sysctl_ratio(m, i), value[i] > 0 ? (uint64_t)value[i] : 0);
    }
    return count > 0;
}

/* Any write of a mode has min_free_kbytes reckoned again, as start_stop_khugepaged() does. */
static bool echo_thp(struct mm *m, const char *word)
{
    static const char *const modes[] = {
#define X_WORD(id, name) name,
        MM_THP_MODES(X_WORD)};
    uint32_t mode = 0;
    uint64_t kbytes;

    while (mode < THP_COUNT && strcmp(word, modes[mode]) != 0) {
        mode++;
    }
    if (mode == THP_COUNT) {
        return false;
    }
    machine_set_thp(m, 0, mode);
    kbytes = zone_recommended_min_free(m);
    if (kbytes != m->sysctl[SC_MIN_FREE_KBYTES].value) {
        ev(m, EV_SYSCTL_SET, SC_MIN_FREE_KBYTES, m->sysctl[SC_MIN_FREE_KBYTES].value, kbytes);
        sysctl_set_value(m, SC_MIN_FREE_KBYTES, kbytes);
    }
    zone_setup_watermarks(m);
    pcp_setup(m);
    return true;
}

void echo_do(struct mm *m, const struct mm_cmd *cmd)
{
    const char *path = actor_text(cmd, 1);
    const slot_t proc = adj_proc(m, path);
    const uint32_t id = sysctl_find(path);
    int64_t value[RATIO_VALUES_MAX];
    const int count = parse_numbers(actor_text(cmd, 0), value, RATIO_VALUES_MAX);
    bool good = false;

    cost(m, 0, COST_SYSCALL);
    if (proc != SLOT_NONE) {
        good = count == 1 && value[0] >= -1000 && value[0] <= 1000;
        if (good) {
            proc_set_oom_score_adj(m, proc, (int32_t)value[0]);
        }
    } else if (strcmp(path, THP_FILE) == 0) {
        good = echo_thp(m, actor_text(cmd, 0));
    } else if (kmemcmd_shrink_path(m, path) != SLOT_NONE) {
        good = count == 1 && value[0] == 1; /* shrink_store() takes a 1 only */
        if (good) {
            kmem_shrink(m, kmemcmd_shrink_path(m, path));
        }
    } else if (id != SLOT_NONE) {
        good = count == 1 && value[0] >= 0 && in_limits(id, (uint64_t)value[0]);
        if (good) {
            set(m, id, (uint64_t)value[0]);
        }
    } else {
        good = echo_ratios(m, value, count);
    }
    if (!good) {
        machine_set_r_errno(m, 0, LX_EINVAL);
    }
}

void sysctl_check_all(struct mm *m)
{
    for (uint32_t i = 0; i < SC_COUNT; i++) {
        MM_ASSERT(m, in_limits(i, m->sysctl[i].value) || m->sysctl[i].value == 0); /* C1 */
    }
}
