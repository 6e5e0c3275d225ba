/* tables.c - the rows of tables.h as arrays, for code that walks them. */
#include "base/tables.h"

#include <stddef.h>
#include <string.h>

/* Words that stand bare in the tables' columns. */
#define SUBJECT_ACTOR true
#define SUBJECT_NONE  false

#define ROW_VERB(id, wordtext, subject, steps_, en_, zh_) \
    [MM_V_##id] = {.word = (wordtext),                    \
                   .actor = SUBJECT_##subject,            \
                   .steps = (steps_),                     \
                   .en = (en_),                           \
                   .zh = (zh_)},
const struct mm_verb_row mm_verb_rows[MM_V_COUNT] = {MM_COMMANDS(ROW_VERB)};

#define ROW_ARG(v, i, wordtext, type_, form_, min_, max_, en_, zh_) \
    {.verb = MM_V_##v,                                              \
     .index = (i),                                                  \
     .word = (wordtext),                                            \
     .type = AT_##type_,                                            \
     .form = AF_##form_,                                            \
     .min = (min_),                                                 \
     .max = (max_),                                                 \
     .en = (en_),                                                   \
     .zh = (zh_)},
const struct mm_arg_row mm_arg_rows[] = {MM_ARGS(ROW_ARG)};
const unsigned mm_arg_row_count = sizeof(mm_arg_rows) / sizeof(mm_arg_rows[0]);

const struct mm_arg_row *mm_verb_args(enum mm_verb verb, unsigned *count)
{
    unsigned first = 0;
    unsigned n = 0;

    while (first < mm_arg_row_count && mm_arg_rows[first].verb != (uint16_t)verb) {
        first++;
    }
    while (first + n < mm_arg_row_count && mm_arg_rows[first + n].verb == (uint16_t)verb) {
        n++;
    }
    *count = n;
    return n > 0 ? &mm_arg_rows[first] : NULL;
}

#define ROW_EVENT(id, name_, station_, floor_, notable_, args_) \
    [EV_##id] = {.name = (name_),                               \
                 .station = #station_,                          \
                 .floor = #floor_,                              \
                 .notable = (notable_) != 0,                    \
                 .args = (args_)},
const struct mm_event_row mm_event_rows[EV_COUNT] = {MM_EVENTS(ROW_EVENT)};

#define ROW_SYSCTL(id, key_, def_, min_, max_, en_, zh_) \
    [SC_##id] = {                                        \
        .key = (key_), .def = (def_), .min = (min_), .max = (max_), .en = (en_), .zh = (zh_)},
const struct mm_sysctl_row mm_sysctl_rows[SC_COUNT] = {MM_SYSCTLS(ROW_SYSCTL)};

#define ROW_COST(id, name_, def_, en_, zh_) \
    [COST_##id] = {.name = (name_), .def_ns = (def_), .en = (en_), .zh = (zh_)},
const struct mm_cost_row mm_cost_rows[COST_COUNT] = {MM_COSTS(ROW_COST)};

#define ROW_COUNTER(name) [VMC_##name] = #name,
const char *const mm_counter_names[VMC_COUNT] = {MM_COUNTERS(ROW_COUNTER)};

#define ROW_NAME(id, text) text,
static const char *const frame_type_names[] = {MM_FRAME_TYPES(ROW_NAME)};
static const char *const kernel_use_names[] = {MM_KERNEL_USES(ROW_NAME)};
static const char *const migratetype_names[] = {MM_MIGRATETYPES(ROW_NAME)};
static const char *const zone_type_names[] = {MM_ZONE_TYPES(ROW_NAME)};
static const char *const access_type_names[] = {MM_ACCESS_TYPES(ROW_NAME)};
static const char *const fault_kind_names[] = {MM_FAULT_KINDS(ROW_NAME)};
static const char *const proc_state_names[] = {MM_PROC_STATES(ROW_NAME)};
static const char *const tlb_flush_names[] = {MM_TLB_FLUSH_REASONS(ROW_NAME)};
static const char *const vma_role_names[] = {MM_VMA_ROLES(ROW_NAME)};
static const char *const job_kind_names[] = {MM_JOB_KINDS(ROW_NAME)};
static const char *const pattern_names[] = {MM_PATTERNS(ROW_NAME)};
static const char *const advice_names[] = {MM_ADVICES(ROW_NAME)};
static const char *const trace_kind_names[] = {MM_TRACE_KINDS(ROW_NAME)};
static const char *const lab_kind_names[] = {MM_LAB_KINDS(ROW_NAME)};
static const char *const lab_policy_names[] = {MM_LAB_POLICIES(ROW_NAME)};
static const char *const lab_why_names[] = {MM_LAB_WHYS(ROW_NAME)};
static const char *const lab_list_names[] = {MM_LAB_LISTS(ROW_NAME)};
static const char *const lab_fit_names[] = {MM_LAB_FITS(ROW_NAME)};
static const char *const lab_order_names[] = {MM_LAB_ORDERS(ROW_NAME)};
static const char *const lab_segment_names[] = {MM_LAB_SEGMENTS(ROW_NAME)};
static const char *const lab_dt_names[] = {MM_LAB_DTS(ROW_NAME)};
static const char *const lab_spot_names[] = {MM_LAB_SPOTS(ROW_NAME)};
static const char *const seg_fault_names[] = {MM_SEG_FAULTS(ROW_NAME)};
static const char *const seg_rule_names[] = {MM_SEG_RULES(ROW_NAME)};
static const char *const table_scheme_names[] = {MM_TABLE_SCHEMES(ROW_NAME)};
static const char *const thp_mode_names[] = {MM_THP_MODES(ROW_NAME)};
static const char *const alloc_why_names[] = {MM_ALLOC_WHYS(ROW_NAME)};
static const char *const node_reclaim_names[] = {MM_NODE_RECLAIMS(ROW_NAME)};
static const char *const compact_priority_names[] = {MM_COMPACT_PRIORITIES(ROW_NAME)};
static const char *const klog_kind_names[] = {MM_KLOG_KINDS(ROW_NAME)};
static const char *const lru_list_names[] = {MM_LRU_LISTS(ROW_NAME)};
static const char *const lru_batch_names[] = {MM_LRU_BATCHES(ROW_NAME)};
static const char *const compact_mode_names[] = {MM_COMPACT_MODES(ROW_NAME)};
static const char *const compact_why_names[] = {MM_COMPACT_WHYS(ROW_NAME)};
static const char *const compact_result_names[] = {MM_COMPACT_RESULTS(ROW_NAME)};
static const char *const slab_state_names[] = {MM_SLAB_STATES(ROW_NAME)};
static const char *const slab_path_names[] = {MM_SLAB_PATHS(ROW_NAME)};
static const char *const slab_put_names[] = {MM_SLAB_PUTS(ROW_NAME)};
#define ROW_VERB_WORD(id, word, subject, steps, en, zh) word,
static const char *const verb_words[] = {MM_COMMANDS(ROW_VERB_WORD)};
#define ROW_SYSCTL_KEY(id, key, def, min, max, en, zh) key,
static const char *const sysctl_keys[] = {MM_SYSCTLS(ROW_SYSCTL_KEY)};

#define ROW_ENUM(name, values)                             \
    {                                                      \
        name, values, sizeof(values) / sizeof((values)[0]) \
    }
const struct mm_enum_row mm_enum_rows[] = {
    ROW_ENUM("frame_type", frame_type_names),
    ROW_ENUM("kernel_use", kernel_use_names),
    ROW_ENUM("migratetype", migratetype_names),
    ROW_ENUM("zone_type", zone_type_names),
    ROW_ENUM("access_type", access_type_names),
    ROW_ENUM("fault_kind", fault_kind_names),
    ROW_ENUM("proc_state", proc_state_names),
    ROW_ENUM("tlb_flush_reason", tlb_flush_names),
    ROW_ENUM("vma_role", vma_role_names),
    ROW_ENUM("job_kind", job_kind_names),
    ROW_ENUM("pattern", pattern_names),
    ROW_ENUM("advice", advice_names),
    ROW_ENUM("trace_kind", trace_kind_names),
    ROW_ENUM("lab_kind", lab_kind_names),
    ROW_ENUM("lab_policy", lab_policy_names),
    ROW_ENUM("lab_why", lab_why_names),
    ROW_ENUM("lab_list", lab_list_names),
    ROW_ENUM("lab_fit", lab_fit_names),
    ROW_ENUM("lab_order", lab_order_names),
    ROW_ENUM("lab_segment", lab_segment_names),
    ROW_ENUM("lab_dt", lab_dt_names),
    ROW_ENUM("lab_spot", lab_spot_names),
    ROW_ENUM("seg_fault", seg_fault_names),
    ROW_ENUM("seg_rule", seg_rule_names),
    ROW_ENUM("table_scheme", table_scheme_names),
    ROW_ENUM("thp_mode", thp_mode_names),
    ROW_ENUM("alloc_why", alloc_why_names),
    ROW_ENUM("node_reclaim", node_reclaim_names),
    ROW_ENUM("compact_priority", compact_priority_names),
    ROW_ENUM("klog_kind", klog_kind_names),
    ROW_ENUM("lru_list", lru_list_names),
    ROW_ENUM("lru_batch", lru_batch_names),
    ROW_ENUM("compact_mode", compact_mode_names),
    ROW_ENUM("compact_why", compact_why_names),
    ROW_ENUM("compact_result", compact_result_names),
    ROW_ENUM("slab_state", slab_state_names),
    ROW_ENUM("slab_path", slab_path_names),
    ROW_ENUM("slab_put", slab_put_names),
    ROW_ENUM("verb", verb_words),
    ROW_ENUM("sysctl", sysctl_keys),
    ROW_ENUM("counter", mm_counter_names),
};
const unsigned mm_enum_row_count = sizeof(mm_enum_rows) / sizeof(mm_enum_rows[0]);

const struct mm_enum_row *mm_arg_enum(enum mm_arg_type type)
{
    const char *name;

    switch (type) {
    case AT_ADVICE: name = "advice"; break;
    case AT_TRACE_KIND: name = "trace_kind"; break;
    case AT_POLICIES: name = "lab_policy"; break;
    case AT_LAB_FIT: name = "lab_fit"; break;
    case AT_LAB_ORDER: name = "lab_order"; break;
    case AT_LAB_SEGMENT: name = "lab_segment"; break;
    case AT_LAB_DT: name = "lab_dt"; break;
    case AT_LAB_SPOT: name = "lab_spot"; break;
    default: return NULL;
    }
    for (unsigned i = 0; i < mm_enum_row_count; i++) {
        if (strcmp(mm_enum_rows[i].name, name) == 0) {
            return &mm_enum_rows[i];
        }
    }
    return NULL;
}

#define ROW_PAGE_FLAG(id, bit, name)  {"page", 1u << (bit), name},
#define ROW_VM_FLAG(id, mask, name)   {"vm", mask, name},
#define ROW_SIGNAL_FLAG(id, n)        {"signal", 1u << (n), #id},
#define ROW_KMEM_FLAG(id, mask, name) {"kmem", mask, name},
const struct mm_flag_row mm_flag_rows[] = {
    MM_PAGE_FLAGS(ROW_PAGE_FLAG) MM_VM_FLAGS(ROW_VM_FLAG) MM_SIGNALS(ROW_SIGNAL_FLAG)
        MM_KMEM_FLAGS(ROW_KMEM_FLAG){"tlb", 1, "valid"},
    {"tlb", 2, "writable"},
    {"tlb", 4, "user"},
    {"tlb", 8, "no-execute"},
    {"tlb", 16, "dirty"},
    {"tlb", 32, "2M"},
    {"tlb", 64, "global"},
    {"pte", PTE_P, "P"},
    {"pte", PTE_RW, "W"},
    {"pte", PTE_US, "U"},
    {"pte", PTE_A, "A"},
    {"pte", PTE_D, "D"},
    {"pte", PTE_PSE, "PS"},
    {"pte", PTE_G, "G"},
    {"pte", PTE_SPECIAL, "special"},
    {"pte", PTE_NX, "NX"},
    {"fault", PF_PROT, "protection"},
    {"fault", PF_WRITE, "write"},
    {"fault", PF_USER, "user"},
    {"fault", PF_INSTR, "instruction"},
};
const unsigned mm_flag_row_count = sizeof(mm_flag_rows) / sizeof(mm_flag_rows[0]);
