/* schema.c - GET /api/v1/schema: the engine's tables, made once. */
#include "api.h"

#include "encode.h"
#include "options.h"
#include "room.h"

#include "text/procfs.h"
#include "text/procpid.h"

#include <string.h>

static const char *const arg_types[] = {[AT_SIZE] = "size",
                                        [AT_RANGE] = "range",
                                        [AT_ADDR] = "addr",
                                        [AT_UINT] = "uint",
                                        [AT_INT] = "int",
                                        [AT_NAME] = "name",
                                        [AT_ACTOR] = "actor",
                                        [AT_TEXT] = "text",
                                        [AT_PROT] = "prot",
                                        [AT_PATTERN] = "pattern",
                                        [AT_DURATION] = "duration",
                                        [AT_FLAG] = "flag",
                                        [AT_ADVICE] = "advice",
                                        [AT_SIGNED_SIZE] = "signed_size",
                                        [AT_NEXT] = "next",
                                        [AT_RWX] = "rwx",
                                        [AT_GFP] = "gfp",
                                        [AT_LABEL] = "label",
                                        [AT_SYSCTL] = "sysctl",
                                        [AT_TRACE_KIND] = "trace_kind",
                                        [AT_EXPR] = "expr",
                                        [AT_LINE] = "line",
                                        [AT_POLICIES] = "policies",
                                        [AT_REFS] = "refs",
                                        [AT_RANGES] = "ranges",
                                        [AT_LAB_FIT] = "lab_fit",
                                        [AT_LAB_ORDER] = "lab_order",
                                        [AT_LAB_SEGMENT] = "lab_segment",
                                        [AT_LAB_DT] = "lab_dt",
                                        [AT_LAB_SPOT] = "lab_spot"};
static const char *const arg_forms[] = {
    [AF_POS] = "pos",   [AF_OPT] = "opt",   [AF_AS] = "as",    [AF_KEY] = "key",
    [AF_FLAG] = "flag", [AF_REST] = "rest", [AF_MANY] = "many"};

static void kv_texts(struct jw *w, const char *en, const char *zh)
{
    jw_kv_text(w, "en", en);
    jw_kv_text(w, "zh", zh);
}

static void schema_commands(struct jw *w)
{
    jw_key(w, "commands");
    jw_open(w, '[');
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        const struct mm_verb_row *row = &mm_verb_rows[v];
        jw_open(w, '{');
        jw_kv_text(w, "word", row->word);
        jw_kv_text(w, "subject", row->actor ? "actor" : "none");
        jw_kv_u64(w, "steps", row->steps);
        kv_texts(w, row->en, row->zh);
        jw_key(w, "args");
        jw_open(w, '[');
        for (unsigned i = 0; i < mm_arg_row_count; i++) {
            const struct mm_arg_row *a = &mm_arg_rows[i];
            if (a->verb != v)
                continue;
            jw_open(w, '{');
            jw_kv_text(w, "word", a->word);
            jw_kv_text(w, "type", arg_types[a->type]);
            jw_kv_text(w, "form", arg_forms[a->form]);
            jw_kv_u64(w, "min", a->min);
            jw_kv_u64(w, "max", a->max);
            kv_texts(w, a->en, a->zh);
            jw_close(w, '}');
        }
        jw_close(w, ']');
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void schema_events(struct jw *w)
{
    jw_key(w, "events");
    jw_open(w, '[');
    for (unsigned e = 0; e < EV_COUNT; e++) {
        const struct mm_event_row *row = &mm_event_rows[e];
        const char *args = row->args;
        jw_open(w, '{');
        jw_kv_text(w, "name", row->name);
        jw_kv_text(w, "station", row->station);
        jw_kv_text(w, "floor", row->floor);
        jw_kv_bool(w, "notable", row->notable);
        jw_key(w, "args");
        jw_open(w, '[');
        while (*args) {
            size_t n = strcspn(args, " ");
            jw_textn(w, args, n);
            args += n + strspn(args + n, " ");
        }
        jw_close(w, ']');
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void schema_records(struct jw *w)
{
    jw_key(w, "records");
    jw_open(w, '[');
    for (unsigned k = 0; k < MM_R_ALL; k++) {
        const struct mm_kind_row *kind = &mm_kind_rows[k];
        jw_open(w, '{');
        jw_kv_text(w, "kind", kind->name);
        jw_kv_text(w, "section", kind->section);
        jw_kv_bool(w, "whole", kind->whole);
        kv_texts(w, kind->en, kind->zh);
        jw_key(w, "fields");
        jw_open(w, '[');
        for (uint32_t f = 0; f < kind->field_count; f++) {
            const struct mm_field_row *row = &mm_field_rows[kind->field_first + f];
            if (row->visibility == 'H')
                continue;
            jw_open(w, '{');
            jw_kv_text(w, "name", row->name);
            jw_kv_text(w, "unit", row->unit);
            jw_key(w, "visibility");
            jw_textn(w, &row->visibility, 1);
            jw_kv_bool(w, "signed", row->is_signed);
            jw_kv_u64(w, "bytes", row->bytes);
            kv_texts(w, row->en, row->zh);
            jw_close(w, '}');
        }
        jw_close(w, ']');
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void schema_sysctls(struct jw *w)
{
    jw_key(w, "sysctls");
    jw_open(w, '[');
    for (unsigned i = 0; i < SC_COUNT; i++) {
        const struct mm_sysctl_row *row = &mm_sysctl_rows[i];
        jw_open(w, '{');
        jw_kv_text(w, "key", row->key);
        jw_kv_u64(w, "default", row->def);
        jw_kv_u64(w, "min", row->min);
        jw_kv_u64(w, "max", row->max);
        kv_texts(w, row->en, row->zh);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_key(w, "costs");
    jw_open(w, '[');
    for (unsigned i = 0; i < COST_COUNT; i++) {
        const struct mm_cost_row *row = &mm_cost_rows[i];
        jw_open(w, '{');
        jw_kv_text(w, "name", row->name);
        jw_kv_u64(w, "default_ns", row->def_ns);
        kv_texts(w, row->en, row->zh);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void schema_words(struct jw *w)
{
    jw_key(w, "enums");
    jw_open(w, '{');
    for (unsigned i = 0; i < mm_enum_row_count; i++) {
        jw_key(w, mm_enum_rows[i].name);
        jw_open(w, '[');
        for (unsigned v = 0; v < mm_enum_rows[i].value_count; v++)
            jw_text(w, mm_enum_rows[i].values[v]);
        jw_close(w, ']');
    }
    jw_close(w, '}');
    jw_key(w, "flags");
    jw_open(w, '{');
    for (unsigned i = 0; i < mm_flag_row_count; i++) {
        const struct mm_flag_row *row = &mm_flag_rows[i];
        bool first = i == 0 || strcmp(mm_flag_rows[i - 1].set, row->set) != 0;
        if (first) {
            jw_key(w, row->set);
            jw_open(w, '[');
        }
        jw_open(w, '[');
        jw_u64(w, row->mask);
        jw_text(w, row->name);
        jw_close(w, ']');
        if (i + 1 == mm_flag_row_count || strcmp(mm_flag_rows[i + 1].set, row->set) != 0)
            jw_close(w, ']');
    }
    jw_close(w, '}');
    jw_key(w, "counters");
    jw_open(w, '[');
    for (unsigned i = 0; i < VMC_COUNT; i++)
        jw_text(w, mm_counter_names[i]);
    jw_close(w, ']');
    jw_key(w, "sections");
    jw_open(w, '[');
    for (unsigned i = 0; i < enc_section_count(); i++)
        jw_text(w, enc_section_name(i));
    jw_close(w, ']');
}

static void schema_lists(struct jw *w, const struct options *o)
{
    const char *name;

    jw_key(w, "profiles");
    jw_open(w, '[');
    for (unsigned i = 0; (name = mm_config_profile_name(i)) != NULL; i++)
        jw_text(w, name);
    jw_close(w, ']');
    jw_key(w, "proc");
    jw_open(w, '[');
    for (unsigned i = 0; (name = procfs_path(i)) != NULL; i++)
        jw_text(w, name);
    jw_close(w, ']');
    jw_key(w, "proc_pid");
    jw_open(w, '[');
    for (unsigned i = 0; (name = procpid_file(i)) != NULL; i++)
        jw_text(w, name);
    jw_close(w, ']');
    jw_key(w, "limits");
    jw_open(w, '{');
    for (unsigned i = 0; options_at(o, i).name; i++)
        jw_kv_u64(w, options_at(o, i).name, options_at(o, i).value);
    jw_close(w, '}');
}

struct buf *schema_json(const struct options *o)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_key(&w, "version");
    jw_open(&w, '{');
    jw_kv_u64(&w, "protocol", 1);
    jw_kv_u64(&w, "language", MM_LANGUAGE_VERSION);
    jw_kv_u64(&w, "model", MM_MODEL_VERSION);
    jw_kv_text(&w, "program", MMSCOPE_VERSION);
    jw_close(&w, '}');
    schema_commands(&w);
    schema_events(&w);
    schema_records(&w);
    schema_sysctls(&w);
    schema_words(&w);
    schema_lists(&w, o);
    jw_close(&w, '}');
    return jw_take(&w);
}
