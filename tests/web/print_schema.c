/* print_schema.c - the engine's tables as one JSON object, for web/tools/gen-types.mjs.
 *
 * It needs the headers alone, so the page's types can be made before (and without) the program.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/base.h"
#include "base/records.h"
#include "base/tables.h"

static const char *separator = "";

static void text(const char *s)
{
    putchar('"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') {
            putchar('\\');
        }
        putchar(*s);
    }
    putchar('"');
}

static void pair(const char *key, const char *value, const char *end)
{
    text(key);
    putchar(':');
    text(value);
    fputs(end, stdout);
}

static void open_row(void)
{
    printf("%s\n{", separator);
    separator = ",";
}

static void section(const char *name, const char *open)
{
    printf("%s", name);
    printf("%s", open);
    separator = "";
}

static void enum_value(const char *name)
{
    fputs(separator, stdout);
    text(name);
    separator = ",";
}

static void flag_value(uint64_t mask, const char *name)
{
    printf("%s[%" PRIu64 ",", separator, mask);
    text(name);
    putchar(']');
    separator = ",";
}

static void command_row(const char *id, const char *word, const char *subject, int steps,
                        const char *en, const char *zh)
{
    open_row();
    pair("id", id, ",");
    pair("word", word, ",");
    pair("subject", subject, ",");
    printf("\"steps\":%d,", steps);
    pair("en", en, ",");
    pair("zh", zh, "}");
}

static void arg_row(const char *id, const char *word, const char *type, const char *form,
                    const char *en, const char *zh)
{
    open_row();
    pair("command", id, ",");
    pair("word", word, ",");
    pair("type", type, ",");
    pair("form", form, ",");
    pair("en", en, ",");
    pair("zh", zh, "}");
}

static void event_row(const char *name, const char *station, const char *floor, int notable,
                      const char *args)
{
    open_row();
    pair("name", name, ",");
    pair("station", station, ",");
    pair("floor", floor, ",");
    printf("\"notable\":%d,", notable);
    pair("args", args, "}");
}

static void record_row(const char *name, const char *part, int whole, const char *en,
                       const char *zh)
{
    open_row();
    pair("name", name, ",");
    pair("section", part, ",");
    printf("\"whole\":%d,", whole);
    pair("en", en, ",");
    pair("zh", zh, "}");
}

static void field_row(const char *kind, const char *name, const char *type, const char *visibility,
                      const char *unit, const char *en, const char *zh)
{
    open_row();
    pair("kind", kind, ",");
    pair("name", name, ",");
    pair("type", type, ",");
    pair("visibility", visibility, ",");
    pair("unit", unit, ",");
    pair("en", en, ",");
    pair("zh", zh, "}");
}

static void key_row(const char *key, const char *en, const char *zh)
{
    open_row();
    pair("key", key, ",");
    pair("en", en, ",");
    pair("zh", zh, "}");
}

#define ENUM_VALUE(id, name) enum_value(name);
#define ENUM(name, LIST)                                    \
    do {                                                    \
        section(first_enum ? "" : ",", "\n\"" name "\":["); \
        LIST(ENUM_VALUE)                                    \
        putchar(']');                                       \
        first_enum = 0;                                     \
    } while (0)
// clang-format off
#define COMMAND(id, word, subject, steps, en, zh)      command_row(#id, word, #subject, steps, en, zh);
#define ARG(id, n, word, type, form, min, max, en, zh) arg_row(#id, word, #type, #form, en, zh);
#define EVENT(id, name, station, floor, notable, args) \
    event_row(name, #station, #floor, notable, args);
#define RECORD(kind, part, whole, en, zh) record_row(#kind, #part, whole, en, zh);
#define FIELD(kind, name, type, vis, unit, en, zh) \
    field_row(#kind, #name, #type, (const char[2]){#vis[0]}, unit, en, zh);
#define COUNTER(name)                          enum_value(#name);
#define SYSCTL(id, key, def, min, max, en, zh) key_row(key, en, zh);
#define COST(id, name, def, en, zh)            key_row(name, en, zh);
#define PAGE_FLAG(id, bit, name)               flag_value(1ull << bit, name);
#define VM_FLAG(id, bit, name)                 flag_value(bit, name);
#define NUMBER(id, n)                          flag_value(n, #id);
#define SI_CODE(id, sig, n)                             \
    printf("%s[%d,%d,\"%s\"]", separator, sig, n, #id); \
    separator = ",";
// clang-format on

static void enums(void)
{
    int first_enum = 1;

    ENUM("frame_type", MM_FRAME_TYPES);
    ENUM("kernel_use", MM_KERNEL_USES);
    ENUM("migratetype", MM_MIGRATETYPES);
    ENUM("zone_type", MM_ZONE_TYPES);
    ENUM("access_type", MM_ACCESS_TYPES);
    ENUM("fault_kind", MM_FAULT_KINDS);
    ENUM("proc_state", MM_PROC_STATES);
    ENUM("tlb_flush_reason", MM_TLB_FLUSH_REASONS);
    ENUM("vma_role", MM_VMA_ROLES);
    ENUM("job_kind", MM_JOB_KINDS);
    ENUM("pattern", MM_PATTERNS);
    ENUM("advice", MM_ADVICES);
    ENUM("trace_kind", MM_TRACE_KINDS);
    ENUM("lab_kind", MM_LAB_KINDS);
    ENUM("lab_policy", MM_LAB_POLICIES);
    ENUM("lab_why", MM_LAB_WHYS);
    ENUM("lab_list", MM_LAB_LISTS);
    ENUM("lab_fit", MM_LAB_FITS);
    ENUM("lab_order", MM_LAB_ORDERS);
    ENUM("lab_segment", MM_LAB_SEGMENTS);
    ENUM("lab_dt", MM_LAB_DTS);
    ENUM("lab_spot", MM_LAB_SPOTS);
    ENUM("seg_fault", MM_SEG_FAULTS);
    ENUM("seg_rule", MM_SEG_RULES);
    ENUM("table_scheme", MM_TABLE_SCHEMES);
    ENUM("thp_mode", MM_THP_MODES);
    ENUM("alloc_why", MM_ALLOC_WHYS);
    ENUM("node_reclaim", MM_NODE_RECLAIMS);
    ENUM("compact_priority", MM_COMPACT_PRIORITIES);
    ENUM("klog_kind", MM_KLOG_KINDS);
    ENUM("lru_list", MM_LRU_LISTS);
    ENUM("lru_batch", MM_LRU_BATCHES);
    ENUM("compact_mode", MM_COMPACT_MODES);
    ENUM("compact_why", MM_COMPACT_WHYS);
    ENUM("compact_result", MM_COMPACT_RESULTS);
    ENUM("slab_state", MM_SLAB_STATES);
    ENUM("slab_path", MM_SLAB_PATHS);
    ENUM("slab_put", MM_SLAB_PUTS);
}

int main(void)
{
    section("{\"commands\":", "[");
    MM_COMMANDS(COMMAND)
    section("],\n\"args\":", "[");
    MM_ARGS(ARG)
    section("],\n\"events\":", "[");
    MM_EVENTS(EVENT)
    section("],\n\"records\":", "[");
    MM_RECORDS(RECORD)
    record_row("pte", "tables", 0, "a page-table entry", "一个页表项");
    section("],\n\"fields\":", "[");
    MM_FIELDS(FIELD)
    field_row("pte", "value", "uint64_t", "S", "entry", "the entry", "页表项的值");
    section("],\n\"counters\":", "[");
    MM_COUNTERS(COUNTER)
    section("],\n\"sysctls\":", "[");
    MM_SYSCTLS(SYSCTL)
    section("],\n\"costs\":", "[");
    MM_COSTS(COST)
    section("],\n\"enums\":", "{");
    enums();
    section("},\n\"page_flags\":", "[");
    MM_PAGE_FLAGS(PAGE_FLAG)
    section("],\n\"vm_flags\":", "[");
    MM_VM_FLAGS(VM_FLAG)
    section("],\n\"errnos\":", "[");
    MM_ERRNOS(NUMBER)
    section("],\n\"signals\":", "[");
    MM_SIGNALS(NUMBER)
    section("],\n\"gfps\":", "[");
    MM_GFPS(NUMBER)
    section("],\n\"si_codes\":", "[");
    MM_SI_CODES(SI_CODE)
    printf("]}\n");
    return 0;
}
