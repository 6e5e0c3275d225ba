/* sysfs.c - files below /sys, by path. */
#include "text/sysfs.h"

#include <string.h>

#include "base/event.h"
#include "text/memtool.h"
#include "text/procfrag.h"
#include "text/procnode.h"
#include "text/procslab.h"

static bool extfrag(const struct mm *m, const char *name, struct report *r)
{
    if (strcmp(name, "extfrag_index") == 0) {
        procfrag_extfrag(m, r);
        return true;
    }
    if (strcmp(name, "unusable_index") == 0) {
        procfrag_unusable_file(m, r);
        return true;
    }
    return false;
}

/* "always madvise [never]": the mode in force in brackets. */
static bool thp(const struct mm *m, const char *name, struct report *r)
{
    static const char *const words[] = {"never", "madvise", "always"};

    if (strcmp(name, "enabled") != 0) {
        return false;
    }
    for (unsigned mode = THP_COUNT; mode-- > 0;) {
        report_add(r, m->machine->thp == mode ? "[%s]%c" : "%s%c", words[mode],
                   mode > 0 ? ' ' : '\n');
    }
    return true;
}

static const struct {
    const char *directory;
    bool (*show)(const struct mm *m, const char *name, struct report *r);
} directories[] = {
    {"/sys/devices/system/node/", procnode_file},  {"/sys/devices/system/memory/", memtool_file},
    {"/sys/kernel/debug/extfrag/", extfrag},       {"/sys/kernel/slab/", procslab_file},
    {"/sys/kernel/mm/transparent_hugepage/", thp},
};

bool sysfs_show(const struct mm *m, const char *path, struct report *r)
{
    for (unsigned i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
        const size_t length = strlen(directories[i].directory);

        if (strncmp(path, directories[i].directory, length) == 0) {
            return directories[i].show(m, path + length, r);
        }
    }
    return false;
}

const char *sysfs_path(unsigned i)
{
    static const char *const paths[] = {
        "/sys/devices/system/node/nodeN/meminfo",   "/sys/devices/system/node/nodeN/numastat",
        "/sys/devices/system/node/nodeN/distance",  "/sys/devices/system/node/nodeN/cpulist",
        "/sys/devices/system/node/online",          "/sys/devices/system/memory/block_size_bytes",
        "/sys/devices/system/memory/memoryN/state", "/sys/kernel/debug/extfrag/extfrag_index",
        "/sys/kernel/debug/extfrag/unusable_index"};

    return i < sizeof(paths) / sizeof(paths[0]) ? paths[i] : NULL;
}
