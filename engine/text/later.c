/* later.c - the table of words without a model, and the sentence about one. */
#include "text/later.h"

#include <string.h>

enum subject {
    TASKS,
    HEAPS,
    FILES,
    DISKS,
    SWAP,
    GROUPS,
    HUGE,
    AGING,
    OOM,
    RATES,
    FORMATS,
    SHELL,
    FILTER,
    PARTS,
    SUBJECTS
};

static const struct {
    const char *en, *zh, *instead;
} subjects[SUBJECTS] = {
    [TASKS] = {"this model has no fork, threads or execve", "这个模型没有 fork、线程与 execve",
               "spawn NAME starts a process"},
    [HEAPS] = {"this model has no malloc of its own", "这个模型没有 malloc",
               "ACTOR brk +SIZE, ACTOR mmap SIZE as NAME; lab freelist for a heap"},
    [FILES] = {"this model has no page cache", "这个模型没有页缓存",
               "ACTOR mmap SIZE as NAME file=PATH maps a file"},
    [DISKS] = {"this model has no disk", "这个模型没有磁盘", ""},
    [SWAP] = {"this model has no swap", "这个模型没有交换区", ""},
    [GROUPS] = {"this model has no memory cgroups", "这个模型没有内存 cgroup", ""},
    [HUGE] = {"this model has no huge pages", "这个模型没有大页", ""},
    [AGING] = {"in this model pages do not age and are not reclaimed", "这个模型里页不老化、不回收",
               ""},
    [OOM] = {"this model does not choose what to kill when memory is out",
             "这个模型在内存耗尽时不挑选要终止的进程", ""},
    [RATES] = {"this model keeps no rates over time", "这个模型不统计随时间变化的速率",
               "vmstat, cat /proc/vmstat, free, ps aux"},
    [FORMATS] = {"this model reads no such recording", "这个模型不读这种录制",
                 "trace lackey FILE, trace pages FILE"},
    [SHELL] = {"the shell is no process of this machine", "外壳不是这台机器里的进程",
               "/proc/NAME/… of a process that spawn started"},
    [FILTER] = {"it stands behind a pipe", "它写在管道后面",
                "cat /proc/FILE | grep WORD, dmesg | grep WORD"},
    [PARTS] = {"this model does not have it", "这个模型没有它", ""},
};

static const struct row {
    enum later_place place;
    enum subject subject;
    const char *word;
} rows[] = {
    {LATER_COMMAND, TASKS, "fork"},
    {LATER_COMMAND, FILES, "file"},
    {LATER_COMMAND, FILES, "dd"},
    {LATER_COMMAND, FILES, "sync"},
    {LATER_COMMAND, FILTER, "grep"},
    {LATER_COMMAND, DISKS, "device"},
    {LATER_COMMAND, DISKS, "disk"},
    {LATER_COMMAND, DISKS, "power"},
    {LATER_COMMAND, SWAP, "swapon"},
    {LATER_COMMAND, SWAP, "swapoff"},
    {LATER_COMMAND, GROUPS, "cgroup"},
    {LATER_COMMAND, RATES, "sar"},
    {LATER_COMMAND, RATES, "top"},
    {LATER_ACTION, TASKS, "thread"},
    {LATER_ACTION, TASKS, "execve"},
    {LATER_ACTION, FILES, "msync"},
    {LATER_ACTION, HEAPS, "malloc"},
    {LATER_ACTION, HEAPS, "calloc"},
    {LATER_ACTION, HEAPS, "realloc"},
    {LATER_ACTION, HEAPS, "free"},
    {LATER_ACTION, FILES, "open"},
    {LATER_ACTION, FILES, "close"},
    {LATER_ACTION, FILES, "fsync"},
    {LATER_ACTION, FILES, "fadvise"},
    {LATER_ACTION, FILES, "stat"},
    {LATER_ACTION, FILES, "unlink"},
    {LATER_ACTION, FILES, "truncate"},
    {LATER_ACTION, GROUPS, "cgroup"},
    {LATER_OPTION, HUGE, "hugetlb"},
    {LATER_VALUE, HUGE, "hugepage"},
    {LATER_VALUE, HUGE, "nohugepage"},
    {LATER_VALUE, AGING, "free"},
    {LATER_VALUE, AGING, "cold"},
    {LATER_VALUE, AGING, "pageout"},
    {LATER_VALUE, FILES, "willneed"},
    {LATER_VALUE, FORMATS, "strace"},
    {LATER_VALUE, FORMATS, "mtrace"},
    {LATER_VALUE, FORMATS, "din"},
    {LATER_OPTION, HEAPS, "allocators"},
    {LATER_ROOT, FILES, "file"},
    {LATER_ROOT, HEAPS, "chunk"},
    {LATER_ROOT, GROUPS, "cgroup"},
    {LATER_SYSCTL, AGING, "vm.swappiness"},
    {LATER_SYSCTL, SWAP, "vm.page-cluster"},
    {LATER_SYSCTL, FILES, "vm.dirty_ratio"},
    {LATER_SYSCTL, FILES, "vm.dirty_bytes"},
    {LATER_SYSCTL, FILES, "vm.dirty_background_ratio"},
    {LATER_SYSCTL, FILES, "vm.dirty_background_bytes"},
    {LATER_SYSCTL, FILES, "vm.dirty_expire_centisecs"},
    {LATER_SYSCTL, FILES, "vm.dirty_writeback_centisecs"},
    {LATER_SYSCTL, FILES, "vm.dirtytime_expire_seconds"},
    {LATER_SYSCTL, FILES, "vm.laptop_mode"},
    {LATER_SYSCTL, OOM, "vm.panic_on_oom"},
    {LATER_SYSCTL, OOM, "vm.oom_kill_allocating_task"},
    {LATER_SYSCTL, OOM, "vm.oom_dump_tasks"},
    {LATER_SYSCTL, HUGE, "vm.nr_hugepages"},
    {LATER_SYSCTL, HUGE, "vm.nr_overcommit_hugepages"},
    {LATER_SYSCTL, HUGE, "vm.hugetlb_shm_group"},
    {LATER_SYSCTL, PARTS, "vm.stat_interval"},
    {LATER_SYSCTL, PARTS, "vm.numa_stat"},
    {LATER_SYSCTL, PARTS, "vm.legacy_va_layout"},
    {LATER_SYSCTL, PARTS, "kernel.randomize_va_space"},
    {LATER_FILE, SHELL, "/proc/self/"},
    {LATER_FILE, SWAP, "/proc/swaps"},
    {LATER_FILE, FILES, "/proc/mounts"},
    {LATER_FILE, FILES, "/proc/diskstats"},
    {LATER_FILE, RATES, "/proc/pressure/"},
    {LATER_FILE, RATES, "/proc/loadavg"},
    {LATER_FILE, RATES, "/proc/stat"},
    {LATER_FILE, GROUPS, "/sys/fs/cgroup/"},
    {LATER_FILE, HUGE, "/sys/kernel/mm/hugepages/"},
    {LATER_FILE, AGING, "/sys/kernel/mm/lru_gen/"},
    {LATER_FILE, OOM, "/var/log/"},
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

/* Does the word spell the row's? */
static bool spells(const struct row *row, const char *word)
{
    const size_t length = strlen(row->word);

    if (row->place == LATER_FILE && row->word[length - 1] == '/') {
        return strncmp(row->word, word, length) == 0;
    }
    if (row->place != LATER_SYSCTL) {
        return strcmp(row->word, word) == 0;
    }
    for (size_t i = 0; i <= length; i++) {
        if (word[i] != row->word[i] && !(row->word[i] == '.' && word[i] == '/')) {
            return false;
        }
    }
    return true;
}

static const struct row *find(enum later_place place, const char *word)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].place == place && spells(&rows[i], word)) {
            return &rows[i];
        }
    }
    return NULL;
}

bool later_word(enum later_place place, const char *word)
{
    return find(place, word) != NULL;
}

bool later_say(enum later_place place, const char *word, struct problem *why)
{
    static const char below[] = "/proc/sys/";
    const struct row *row = find(place, word);
    struct out en, zh;

    if (row == NULL && place == LATER_FILE && strncmp(word, below, sizeof(below) - 1) == 0) {
        row = find(LATER_SYSCTL, word + sizeof(below) - 1);
    }
    if (row == NULL) {
        return false;
    }
    out_init(&en, why->en, sizeof why->en);
    out_init(&zh, why->zh, sizeof why->zh);
    out_say(&en, "no \"%.60s\" here: %s", word, subjects[row->subject].en);
    out_say(&zh, "这里没有“%.60s”：%s", word, subjects[row->subject].zh);
    problem_accept(why, "%s", subjects[row->subject].instead);
    return true;
}
