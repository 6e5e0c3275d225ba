#include "text/roots.h"

#include <stdio.h>
#include <string.h>

#include "text/grammar.h"
#include "text/procfs.h"

bool path_zone(struct path *p, bool buddy)
{
    const struct mm *m = p->scope->m;
    char key[2 * PATH_PART_BYTES];
    uint64_t node = 0, order = 0, n = 0;

    if (p->parts < 2 || !path_indexed(p->part[1].text, "node", &node)) {
        return path_unknown(p, 1, "node0");
    }
    if (p->parts < 3) {
        return path_unknown(p, 2, "DMA, DMA32, Normal");
    }
    if (p->parts < 4) {
        return path_unknown(p, 3,
                            buddy ? "order0 to order10"
                                  : "min, low, high, boost, free, spanned, present, managed, "
                                    "protection.0");
    }
    if (buddy && (!path_indexed(p->part[3].text, "order", &order) || order > MM_ORDER_MAX)) {
        return path_unknown(p, 3, "order0 to order10");
    }
    if (p->parts > (buddy ? 4 : 5)) {
        return path_unknown(p, p->parts - 1, "nothing more");
    }
    snprintf(key, sizeof key, "%s%s%s", p->part[3].text, p->parts > 4 ? "." : "",
             p->parts > 4 ? p->part[4].text : "");
    if (m && !(buddy ? procfs_buddy_value(m, (uint32_t)node, p->part[2].text, (unsigned)order, &n)
                     : procfs_zone_value(m, (uint32_t)node, p->part[2].text, key, &n))) {
        return path_unknown(
            p, procfs_zone_value(m, (uint32_t)node, p->part[2].text, "free", &n) ? 3 : 2,
            "a zone of this machine; min, low, high, boost, free, spanned, present, managed, "
            "start_pfn, protection.N");
    }
    value_number(p->out, buddy ? VALUE_COUNT : VALUE_PAGES, n);
    return true;
}

/* Names of set bits, "uptodate|lru"; "0" when none is. */
static void path_flags(const char *set, uint64_t flags, struct value *out)
{
    char text[VALUE_TEXT_BYTES];
    struct out o;

    out_init(&o, text, sizeof text);
    for (unsigned i = 0; i < mm_flag_row_count; i++) {
        if (strcmp(mm_flag_rows[i].set, set) == 0 && (flags & mm_flag_rows[i].mask)) {
            out_say(&o, "%s%s", o.used ? "|" : "", mm_flag_rows[i].name);
        }
    }
    if (!o.used) {
        out_say(&o, "0");
    }
    value_text(out, text, strlen(text));
}

/* A field of a record, by its row's unit. */
bool path_field(struct path *p, unsigned part, enum mm_record_kind kind, uint64_t id)
{
    const struct mm_kind_row *rows = &mm_kind_rows[kind];
    const char *names[80];
    char near[PROBLEM_TEXT_BYTES], all[PROBLEM_TEXT_BYTES];
    unsigned n = 0;
    struct out o;

    out_init(&o, all, sizeof all);
    for (uint32_t f = rows->field_first; f < rows->field_first + rows->field_count; f++) {
        const struct mm_field_row *row = &mm_field_rows[f];

        if (row->visibility == 'H') {
            continue;
        }
        if (n < sizeof names / sizeof names[0]) {
            names[n++] = row->name;
        }
        if (part < p->parts && strcmp(row->name, p->part[part].text) == 0) {
            const uint64_t value = p->scope->m ? mm_get(p->scope->m, (enum mm_field_id)f, id) : 0;

            if (strncmp(row->unit, "flags ", 6) == 0) {
                path_flags(row->unit + 6, value, p->out);
            } else if (strncmp(row->unit, "enum ", 5) == 0) {
                for (unsigned i = 0; i < mm_enum_row_count; i++) {
                    if (strcmp(mm_enum_rows[i].name, row->unit + 5) == 0 &&
                        value < mm_enum_rows[i].value_count) {
                        value_word(p->out, mm_enum_rows[i].values[value], value);
                    }
                }
            } else if (strcmp(row->name, "mapcount") == 0) {
                value_signed(p->out, VALUE_COUNT, (int64_t)(int32_t)value + 1);
            } else if (row->is_signed) {
                value_signed(p->out, VALUE_COUNT,
                             row->bytes == 4 ? (int64_t)(int32_t)value : (int64_t)value);
            } else {
                value_number(p->out,
                             strcmp(row->unit, "bytes") == 0        ? VALUE_BYTES
                             : strcmp(row->unit, "pages") == 0      ? VALUE_PAGES
                             : strcmp(row->unit, "ns") == 0         ? VALUE_NS
                             : strcmp(row->unit, "address") == 0    ? VALUE_ADDRESS
                             : strcmp(row->unit, "descriptor") == 0 ? VALUE_HEX
                                                                    : VALUE_COUNT,
                             value);
            }
            return true;
        }
    }
    grammar_nearest(part < p->parts ? p->part[part].text : "", names, n, 3, near, sizeof near);
    for (unsigned i = 0; i < n && !near[0]; i++) {
        out_say(&o, "%s%s", i ? ", " : "", names[i]);
    }
    return path_unknown(p, part, near[0] ? near : all);
}

bool path_tlb(struct path *p)
{
    static const enum mm_field_id fields[] = {MM_F_tlbstat_hits, MM_F_tlbstat_misses,
                                              MM_F_tlbstat_flushes, MM_F_tlbstat_invlpgs};
    const char *level = p->parts > 1 ? p->part[1].text : "";
    const unsigned l = strcmp(level, "l2") == 0;
    uint64_t sum = 0;

    if (!l && strcmp(level, "l1d") != 0) {
        return path_unknown(p, 1, "l1d, l2");
    }
    for (unsigned f = 0; f < 4; f++) {
        if (p->parts == 3 && strcmp(mm_field_rows[fields[f]].name, p->part[2].text) == 0) {
            const uint32_t count = p->scope->m ? mm_record_count(p->scope->m, MM_R_tlbstat) : 0;

            for (uint32_t i = l; i < count; i += MM_TLB_LEVELS_MAX) {
                sum += mm_get(p->scope->m, fields[f], i);
            }
            value_number(p->out, VALUE_COUNT, sum);
            return true;
        }
    }
    return path_unknown(p, 2, "hits, misses, flushes, invlpgs");
}

bool path_meminfo(struct path *p)
{
    const char *names[80];
    char near[PROBLEM_TEXT_BYTES];
    bool plain = false;
    uint64_t n = 0;
    unsigned i = 0;

    if (p->parts == 2 &&
        (!p->scope->m || procfs_meminfo_value(p->scope->m, p->part[1].text, &n, &plain))) {
        value_number(p->out, plain ? VALUE_COUNT : VALUE_KB, n);
        return true;
    }
    while (p->scope->m && i < 80 && (names[i] = procfs_meminfo_key(p->scope->m, i))) {
        i++;
    }
    grammar_nearest(p->parts > 1 ? p->part[1].text : "", names, i, 3, near, sizeof near);
    return path_unknown(
        p, p->parts > 2 ? 2 : 1,
        near[0] ? near : "a key of /proc/meminfo: MemFree, MemAvailable, [\"Active(anon)\"]");
}

/* nr_* are pages, but stacks of tasks, which Linux counts in kB. */
static enum value_unit unit_of(const char *counter)
{
    if (strcmp(counter, mm_counter_names[VMC_nr_kernel_stack]) == 0) {
        return VALUE_KB;
    }
    return strncmp(counter, "nr_", 3) == 0 ? VALUE_PAGES : VALUE_COUNT;
}

bool path_vmstat(struct path *p)
{
    char near[PROBLEM_TEXT_BYTES];

    for (unsigned i = 0; p->parts == 2 && i < VMC_COUNT; i++) {
        if (strcmp(mm_counter_names[i], p->part[1].text) == 0) {
            uint64_t n = 0;

            if (p->scope->m) {
                procfs_vmstat_value(p->scope->m, p->part[1].text, &n);
            }
            value_number(p->out, unit_of(mm_counter_names[i]), n);
            return true;
        }
    }
    grammar_nearest(p->parts > 1 ? p->part[1].text : "", mm_counter_names, VMC_COUNT, 3, near,
                    sizeof near);
    return path_unknown(p, p->parts > 2 ? 2 : 1,
                        near[0] ? near : "a counter of /proc/vmstat: pgfault, nr_free_pages");
}

bool path_sysctl(struct path *p)
{
    const char *names[SC_COUNT];
    char key[4 * PATH_PART_BYTES], near[PROBLEM_TEXT_BYTES];
    struct out o;

    out_init(&o, key, sizeof key);
    for (unsigned i = 1; i < p->parts; i++) {
        out_say(&o, "%s%s", i > 1 ? "." : "", p->part[i].text);
    }
    for (unsigned i = 0; i < SC_COUNT; i++) {
        names[i] = mm_sysctl_rows[i].key;
        if (strcmp(key, names[i]) == 0) {
            value_number(p->out, VALUE_COUNT,
                         p->scope->m ? mm_get(p->scope->m, MM_F_sysctl_value, i) : 0);
            return true;
        }
    }
    grammar_nearest(key, names, SC_COUNT, 3, near, sizeof near);
    return path_unknown(p, p->parts > 1 ? p->parts - 1 : 1,
                        near[0] ? near : "vm.KEY, as sysctl has it");
}

bool path_frame(struct path *p)
{
    const uint32_t frames = p->scope->m ? mm_record_count(p->scope->m, MM_R_frame) : 1;
    uint64_t pfn = 0;

    if (p->parts < 2 || units_uint(p->part[1].text, &pfn) != UNITS_OK ||
        (p->scope->m && pfn >= frames)) {
        path_unknown(p, 1, "a frame number of this machine");
        p->why->err = MM_ERANGE;
        p->why->limit = frames - 1;
        return false;
    }
    return p->parts > 3 ? path_unknown(p, 3, "nothing more") : path_field(p, 2, MM_R_frame, pfn);
}

bool path_events(struct path *p)
{
    const char *names[EV_COUNT];
    char near[PROBLEM_TEXT_BYTES];

    for (unsigned i = 0; i < EV_COUNT; i++) {
        names[i] = mm_event_rows[i].name;
        if (p->parts == 2 && strcmp(names[i], p->part[1].text) == 0) {
            value_number(p->out, VALUE_COUNT,
                         p->scope->m ? mm_get(p->scope->m, MM_F_evcount_count, i) : 0);
            return true;
        }
    }
    grammar_nearest(p->parts > 1 ? p->part[1].text : "", names, EV_COUNT, 3, near, sizeof near);
    return path_unknown(p, p->parts > 2 ? 2 : 1,
                        near[0] ? near : "a kind of event: page_fault, tlb_miss");
}

bool path_result(struct path *p)
{
    struct mm *m = p->scope->m;
    const char *key = p->parts == 2 ? p->part[1].text : "";
    const unsigned number = m ? (unsigned)mm_get(m, MM_F_machine_r_errno, 0) : 0;
    const unsigned sig = m ? (unsigned)mm_get(m, MM_F_machine_r_signal, 0) : 0;
    const unsigned code = m ? (unsigned)mm_get(m, MM_F_machine_r_code, 0) : 0;

    if (strcmp(key, "errno") == 0) {
        value_word(p->out, number ? mm_errno_name(number) : "0", number);
    } else if (strcmp(key, "signal") == 0) {
        value_word(p->out, sig ? mm_signal_name(sig) : "0", sig);
    } else if (strcmp(key, "code") == 0) {
        value_word(p->out, sig ? mm_si_code_name(sig, code) : "0", code);
    } else if (strcmp(key, "fault") == 0) {
        static const char *const faults[] = {
#define ROOTS_FAULT(id, name) name,
            MM_SEG_FAULTS(ROOTS_FAULT)};
        const uint64_t fault = m ? mm_get(m, MM_F_lab_fault, 0) : 0;

        value_word(p->out, faults[fault], fault);
    } else if (strcmp(key, "ns") == 0) {
        value_number(p->out, VALUE_NS, m ? mm_get(m, MM_F_machine_r_ns, 0) : 0);
    } else if (strcmp(key, "addr") == 0) {
        value_number(p->out, VALUE_ADDRESS, m ? mm_get(m, MM_F_machine_r_addr, 0) : 0);
    } else if (strcmp(key, "pfn") == 0) {
        value_number(p->out, VALUE_FRAME, m ? mm_get(m, MM_F_machine_r_pfn, 0) : 0);
    } else {
        return path_unknown(p, p->parts > 2 ? 2 : 1, "errno, signal, code, fault, ns, addr, pfn");
    }
    return true;
}
