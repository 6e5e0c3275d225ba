#include "text/path.h"

#include <string.h>

#include "text/dmesg.h"
#include "text/kernroots.h"
#include "text/labroots.h"

static const char *const path_roots[] = {"meminfo.KEY",
                                         "vmstat.COUNTER",
                                         "zoneinfo.nodeN.ZONE.KEY",
                                         "buddyinfo.nodeN.ZONE.orderK",
                                         "pagetypeinfo.nodeN.ZONE.TYPE.orderK",
                                         "extfrag.nodeN.ZONE.orderK",
                                         "unusable.nodeN.ZONE.orderK",
                                         "numastat.nodeN.KEY",
                                         "slabinfo[\"NAME\"].active_objs",
                                         "census.CLASS",
                                         "pcp.cpuN.nodeN.ZONE.count",
                                         "node.N.FIELD",
                                         "compact.nodeN.ZONE.KEY",
                                         "sysctl.vm.KEY",
                                         "frame.PFN.FIELD",
                                         "page(NAME,ADDR).pfn",
                                         "tlb.l1d.hits",
                                         "events.KIND",
                                         "clock.ns",
                                         "hash",
                                         "job(NAME).done",
                                         "result.errno",
                                         "lab.POLICY.misses",
                                         "output",
                                         "dmesg",
                                         "alive(NAME)",
                                         "NAME.status.VmRSS",
                                         "NAME.smaps_rollup.Rss",
                                         "NAME.statm.resident",
                                         "NAME.stat.minflt",
                                         "NAME.maps.count",
                                         "NAME.tables",
                                         "NAME.tables_bytes",
                                         "NAME.oom_score",
                                         "NAME.oom_score_adj"};

const char *path_root(unsigned i)
{
    return i < sizeof path_roots / sizeof path_roots[0] ? path_roots[i] : NULL;
}

/* page(NAME,ADDR).pfn|flags|mapcount|tag|present */
static bool path_page(struct path *p)
{
    static const char what[] = "pfn, flags, mapcount, tag, present";
    const struct path_part *part = &p->part[0];
    const char *field = p->parts == 2 ? p->part[1].text : "";
    const char *plus = strchr(part->arg[1], '+');
    char name[PATH_PART_BYTES];
    uint64_t addr = 0, bytes = 0, offset = 0;
    struct mm_walk walk;
    slot_t slot;

    if (part->args != 2) {
        return path_unknown(p, 0, "page(NAME,ADDR).pfn");
    }
    if (strcmp(field, "pfn") != 0 && strcmp(field, "flags") != 0 &&
        strcmp(field, "mapcount") != 0 && strcmp(field, "tag") != 0 &&
        strcmp(field, "present") != 0) {
        return path_unknown(p, 1, what);
    }
    if (!path_actor(p, part->arg[0], &slot)) {
        return false;
    }
    out_copy(name, sizeof name, part->arg[1],
             plus ? (size_t)(plus - part->arg[1]) : strlen(part->arg[1]));
    if ((plus && units_size(plus + 1, &offset, NULL) != UNITS_OK) ||
        (units_uint(name, &addr) != UNITS_OK && p->scope->m &&
         !mm_find_range(p->scope->m, slot, name, &addr, &bytes))) {
        path_at(p, MM_ENONAME, 0);
        problem_say(p->why, "\"%s\" is no address of %s", "“%s”不是 %s 的地址", part->arg[1],
                    part->arg[0]);
        problem_accept(p->why, "0x7f00, NAME, NAME+8K, text, data, bss, heap, stack");
        return false;
    }
    memset(&walk, 0, sizeof walk);
    if (p->scope->m) {
        mm_walk_addr(p->scope->m, slot, addr + offset, &walk);
    }
    if (strcmp(field, "present") == 0) {
        value_number(p->out, VALUE_COUNT, walk.present);
        return true;
    }
    if (!walk.present) {
        if (p->scope->m) {
            path_at(p, MM_ENONAME, 1);
            problem_say(p->why, "the page is not present, it has no %s", "该页不在内存，没有 %s",
                        field);
            problem_accept(p->why, "present");
            return false;
        }
        value_number(p->out, VALUE_PLAIN, 0);
        return true;
    }
    if (strcmp(field, "pfn") == 0) {
        value_number(p->out, VALUE_FRAME, walk.pfn);
        return true;
    }
    return path_field(p, 1, MM_R_frame, walk.pfn);
}

static bool path_job(struct path *p)
{
    const bool loops = p->parts == 2 && strcmp(p->part[1].text, "loops") == 0;
    uint64_t job = 0;
    slot_t slot;

    if (p->part[0].args != 1) {
        return path_unknown(p, 0, "job(NAME).done");
    }
    if (!loops && (p->parts != 2 || strcmp(p->part[1].text, "done") != 0)) {
        return path_unknown(p, p->parts > 2 ? 2 : 1, "loops, done");
    }
    if (!path_actor(p, p->part[0].arg[0], &slot)) {
        return false;
    }
    if (p->scope->m) {
        job = mm_get(p->scope->m, MM_F_proc_job, slot);
        if (!job) {
            path_at(p, MM_ENONAME, 0);
            problem_say(p->why, "\"%s\" has no job", "“%s”没有后台工作", p->part[0].arg[0]);
            problem_accept(p->why, "a process with a job: ACTOR read … &");
            return false;
        }
    }
    value_number(p->out, VALUE_COUNT,
                 p->scope->m ? mm_get(p->scope->m, loops ? MM_F_job_loops : MM_F_job_done, job - 1)
                             : 0);
    return true;
}

/* NAME.status.VmRSS and the like. */
static bool path_process(struct path *p)
{
    static const char files[] =
        "status, smaps_rollup, statm, stat, maps.count, tables, tables_bytes, oom_score, "
        "oom_score_adj";
    const struct mm *m = p->scope->m;
    const char *file = p->parts > 1 ? p->part[1].text : "",
               *key = p->parts > 2 ? p->part[2].text : "";
    bool plain = false, known = true;
    enum value_unit unit = VALUE_KB;
    uint64_t n = 0;
    slot_t slot;

    if (!path_actor(p, p->part[0].text, &slot)) {
        return false;
    }
    if (strcmp(file, "tables_bytes") == 0 && p->parts == 2) {
        value_number(p->out, VALUE_BYTES, m ? mm_get(m, MM_F_proc_pgtables_bytes, slot) : 0);
        return true;
    }
    if (strcmp(file, "tables") == 0 && p->parts == 2) {
        value_number(p->out, VALUE_PAGES, m ? mm_get(m, MM_F_proc_tables, slot) : 0);
        return true;
    }
    if (strcmp(file, "oom_score") == 0 && p->parts == 2) {
        value_number(p->out, VALUE_COUNT, m ? procpid_oom_score(m, slot) : 0);
        return true;
    }
    if (strcmp(file, "oom_score_adj") == 0 && p->parts == 2) {
        value_signed(p->out, VALUE_COUNT,
                     m ? (int64_t)mm_get(m, MM_F_proc_oom_score_adj, slot) : 0);
        return true;
    }
    if (strcmp(file, "status") == 0) {
        known = !m || procpid_status_value(m, slot, key, &n, &plain);
    } else if (strcmp(file, "smaps_rollup") == 0) {
        known = !m || procpid_rollup_value(m, slot, key, &n);
    } else if (strcmp(file, "statm") == 0) {
        known = !m || procpid_statm_value(m, slot, key, &n);
        unit = VALUE_PAGES;
    } else if (strcmp(file, "stat") == 0) {
        known = !m || procpid_stat_value(m, slot, key, &n);
        unit = strcmp(key, "vsize") == 0 ? VALUE_BYTES
               : strcmp(key, "rss") == 0 ? VALUE_PAGES
                                         : VALUE_COUNT;
    } else if (strcmp(file, "maps") == 0) {
        known = strcmp(key, "count") == 0;
        n = m ? mm_get(m, MM_F_proc_vma_count, slot) : 0;
        unit = VALUE_COUNT;
    } else {
        return path_unknown(p, 1, files);
    }
    if (p->parts != 3 || !known) {
        return path_unknown(p, p->parts > 3 ? 3 : 2,
                            "a key of that file: VmRSS, Rss, resident, minflt, count");
    }
    value_number(p->out, plain ? VALUE_COUNT : unit, n);
    return true;
}

/* The whole log, without stamps; as much as there is room for. */
static void path_log(struct path *p)
{
    const struct path_scope *s = p->scope;
    struct report r;

    if (!s->m || !s->room) {
        value_text(p->out, "", 0);
        return;
    }
    report_begin(&r, s->room, s->room_bytes);
    dmesg_text(s->m, false, ~0u, &r);
    value_text(p->out, s->room, strlen(s->room));
}

static bool path_single(struct path *p, const char *root)
{
    const struct path_scope *s = p->scope;
    slot_t slot;

    if (strcmp(root, "hash") == 0 && p->parts == 1) {
        value_number(p->out, VALUE_HEX, s->m ? mm_hash(s->m) : 0);
    } else if (strcmp(root, "output") == 0 && p->parts == 1) {
        value_text(p->out, s->output ? s->output : "", s->output_bytes);
    } else if (strcmp(root, "dmesg") == 0 && p->parts == 1) {
        path_log(p);
    } else if (strcmp(root, "alive") == 0 && p->parts == 1 && p->part[0].args == 1) {
        slot = s->m ? mm_find_proc(s->m, p->part[0].arg[0]) : 0;
        value_number(p->out, VALUE_COUNT, slot != SLOT_NONE);
    } else {
        return path_unknown(p, p->parts > 1 ? 1 : 0, "hash, output, dmesg, alive(NAME)");
    }
    return true;
}

static bool path_dispatch(const struct path_scope *scope, const char *path, size_t length,
                          struct value *out, struct problem *why)
{
    static const struct {
        const char *root;
        bool (*get)(struct path *p);
    } roots[] = {{"meminfo", path_meminfo},
                 {"vmstat", path_vmstat},
                 {"sysctl", path_sysctl},
                 {"frame", path_frame},
                 {"page", path_page},
                 {"tlb", path_tlb},
                 {"events", path_events},
                 {"job", path_job},
                 {"result", path_result},
                 {"lab", path_lab},
                 {"extfrag", path_extfrag},
                 {"unusable", path_unusable},
                 {"numastat", path_numastat},
                 {"slabinfo", path_slabinfo},
                 {"pagetypeinfo", path_pagetypeinfo},
                 {"census", path_census},
                 {"pcp", path_pcp},
                 {"node", path_node},
                 {"compact", path_compact}};
    struct path p = {.scope = scope, .out = out, .why = why};
    const char *root = p.part[0].text;

    if (!path_split(&p, path, length)) {
        return false;
    }
    if (p.parts == 1 && !p.part[0].call && scope->kept && scope->kept(scope->ctx, root, out)) {
        return true;
    }
    for (unsigned i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        if (strcmp(root, roots[i].root) == 0) {
            return roots[i].get(&p);
        }
    }
    if (strcmp(root, "zoneinfo") == 0 || strcmp(root, "buddyinfo") == 0) {
        return path_zone(&p, root[0] == 'b');
    }
    if (strcmp(root, "clock") == 0) {
        if (p.parts != 2 || strcmp(p.part[1].text, "ns") != 0) {
            return path_unknown(&p, p.parts > 2 ? 2 : 1, "ns");
        }
        value_number(out, VALUE_NS, scope->m ? mm_get(scope->m, MM_F_machine_clock_ns, 0) : 0);
        return true;
    }
    if (strcmp(root, "hash") == 0 || strcmp(root, "output") == 0 || strcmp(root, "dmesg") == 0 ||
        strcmp(root, "alive") == 0) {
        return path_single(&p, root);
    }
    return path_process(&p);
}

bool path_value(const struct path_scope *scope, const char *path, size_t length, struct value *out,
                struct problem *why)
{
    if (!path_dispatch(scope, path, length, out, why)) {
        return false;
    }
    if (!scope->m && out->unit < VALUE_WORD && out->top == 0) {
        out->top = 1; /* only checked: a value that can be divided by */
    }
    return true;
}
