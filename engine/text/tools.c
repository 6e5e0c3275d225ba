/* tools.c - which tool a verb is; pmap. */
#include "text/tools.h"

#include <stdio.h>
#include <string.h>

#include "parts/vma.h"
#include "task/actor.h"
#include "text/dmesg.h"
#include "text/freetool.h"
#include "text/memtool.h"
#include "text/numatool.h"
#include "text/ps.h"
#include "text/slabtool.h"
#include "text/toolopt.h"
#include "text/vmtool.h"

typedef unsigned long long ull;

/* ---- pmap ---- */

/* The last part of a file's path, or what stands for memory without a file. */
static void pmap_mapping(const struct mm *m, slot_t vma, char out[MM_NAME_BYTES])
{
    char name[MM_NAME_BYTES];
    const char *slash;

    procmaps_name(m, vma, name);
    slash = strrchr(name, '/');
    if (name[0] == '\0' || name[0] == '[') {
        snprintf(out, MM_NAME_BYTES, "  [ %s ]", strcmp(name, "[stack]") == 0 ? "stack" : "anon");
    } else {
        snprintf(out, MM_NAME_BYTES, "%s", slash != NULL ? slash + 1 : name);
    }
}

static void pmap_areas(const struct mm *m, slot_t proc, bool extended, struct report *r)
{
    const int width = m->config.paging_levels == 2 ? 8 : 16;
    struct procmaps_sum all = {0};

    if (extended) {
        report_add(r, "%-*s %7s %7s %7s %s\n", width, "Address", "Kbytes", "RSS", "Dirty",
                   "Mode  Mapping");
    }
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        const struct vma *a = &m->vma[v];
        struct procmaps_sum sum = {0};
        char mapping[MM_NAME_BYTES];
        const char mode[] = {a->flags & VM_READ ? 'r' : '-',
                             a->flags & VM_WRITE ? 'w' : '-',
                             a->flags & VM_EXEC ? 'x' : '-',
                             a->flags & VM_MAYSHARE ? 's' : '-',
                             extended && (a->flags & VM_NORESERVE) ? 'R' : '-',
                             '\0'};

        procmaps_add(m, v, &sum);
        procmaps_add(m, v, &all);
        pmap_mapping(m, v, mapping);
        report_add(r, "%0*llx ", width, (ull)a->start);
        if (extended) {
            report_add(r, "%7llu %7llu %7llu %s %s\n", (ull)(sum.size >> 10), (ull)(sum.rss >> 10),
                       (ull)((sum.shared_dirty + sum.private_dirty) >> 10), mode, mapping);
        } else {
            report_add(r, "%6lluK %s %s\n", (ull)(sum.size >> 10), mode, mapping);
        }
    }
    if (extended) {
        report_add(r, "%.*s ------- ------- ------- \n", width, "----------------");
        report_add(r, "total kB %*llu %7llu %7llu\n", width - 1, (ull)(all.size >> 10),
                   (ull)(all.rss >> 10), (ull)((all.shared_dirty + all.private_dirty) >> 10));
    } else {
        report_add(r, " total %*lluK\n", width, (ull)(all.size >> 10));
    }
}

static bool pmap(const struct mm *m, const char *options, struct report *r)
{
    slot_t proc = SLOT_NONE;
    bool extended = false;
    char word[TOOLOPT_WORD_BYTES] = "";
    char name[MM_NAME_BYTES];

    while (toolopt_word(&options, word)) {
        if (strcmp(word, "-x") == 0) {
            extended = true;
        } else {
            proc = actor_find(m, word);
            if (proc == SLOT_NONE) {
                break;
            }
        }
    }
    if (proc == SLOT_NONE) {
        report_add(r, "pmap: no such process '%s'\nusage: pmap [-x] PID|NAME\n", word);
        return false;
    }
    mm_name(m, m->proc[proc].file != 0 ? m->proc[proc].file : m->proc[proc].name, name);
    report_add(r, "%u:   %s\n", m->proc[proc].pid, name);
    pmap_areas(m, proc, extended, r);
    return true;
}

static const struct {
    enum mm_verb verb;
    bool (*run)(const struct mm *m, const char *options, struct report *r);
} tools[] = {{MM_V_FREE, freetool},    {MM_V_VMSTAT, vmtool}, {MM_V_NUMASTAT, numatool},
             {MM_V_SLABTOP, slabtool}, {MM_V_LSMEM, memtool}, {MM_V_DMESG, dmesg_run},
             {MM_V_PMAP, pmap},        {MM_V_PS, ps_show}};

bool tools_run(const struct mm *m, enum mm_verb verb, const char *options, char *buf, size_t size,
               size_t *length)
{
    struct report r;
    bool good = false;

    report_begin(&r, buf, size);
    for (unsigned i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
        if (tools[i].verb == verb) {
            good = tools[i].run(m, options, &r);
        }
    }
    *length = r.length;
    return good;
}
