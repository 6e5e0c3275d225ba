/* room_result.c - what a line did, as JSON. */
#include "room.h"

void room_problem(struct jw *w, const struct problem *p)
{
    unsigned status = p->err == MM_ENOTHEAD ? 409 : 422;

    jw_open(w, '{');
    jw_kv_text(w, "type", p->err == MM_ENOTHEAD ? "mmscope:past" : "mmscope:line");
    jw_kv_text(w, "title", refusal_title(status));
    jw_kv_u64(w, "status", status);
    jw_kv_text(w, "detail", p->en);
    jw_kv_text(w, "detail_zh", p->zh);
    if (p->field[0])
        jw_kv_text(w, "field", p->field);
    if (p->word[0])
        jw_kv_text(w, "word", p->word);
    if (p->accepted[0])
        jw_kv_text(w, "accepted", p->accepted);
    if (p->limit)
        jw_kv_u64(w, "limit", p->limit);
    if (p->line)
        jw_kv_u64(w, "line", p->line);
    if (p->column) {
        jw_kv_u64(w, "column", p->column);
        jw_kv_u64(w, "length", p->length);
    }
    jw_close(w, '}');
}

void room_result(struct jw *w, const struct session_line *l)
{
    jw_open(w, '{');
    jw_kv_textn(w, "line", l->text, l->text_bytes);
    jw_kv_u64(w, "number", l->line);
    jw_kv_bool(w, "ok", l->status == SESSION_OK);
    jw_kv_text(w, "status",
               (const char *const[]){"ok", "refused", "expectation", "stopped"}[l->status]);
    jw_key(w, "result");
    if (l->stepped) {
        jw_open(w, '{');
        jw_kv_u64(w, "errno", l->r_errno);
        jw_kv_text(w, "errno_name", mm_errno_name(l->r_errno));
        jw_kv_text(w, "signal", l->r_signal ? mm_signal_name(l->r_signal) : NULL);
        jw_kv_text(w, "code", l->r_signal ? mm_si_code_name(l->r_signal, l->r_code) : NULL);
        jw_kv_u64(w, "ns", l->r_ns);
        jw_kv_u64(w, "addr", l->r_addr);
        jw_key(w, "pfn");
        if (l->r_pfn == PFN_NONE)
            jw_null(w);
        else
            jw_u64(w, l->r_pfn);
        jw_close(w, '}');
        jw_kv_u64(w, "step", l->step);
    } else {
        jw_null(w);
    }
    jw_key(w, "events");
    if (l->stepped) {
        jw_open(w, '[');
        jw_u64(w, l->seq_first);
        jw_u64(w, l->seq_last);
        jw_close(w, ']');
    } else {
        jw_null(w);
    }
    if (l->output_bytes)
        jw_kv_textn(w, "output", l->output, l->output_bytes);
    if (l->output_cut)
        jw_kv_bool(w, "output_cut", true);
    if (l->problem) {
        jw_key(w, "problem");
        room_problem(w, l->problem);
    }
    jw_close(w, '}');
}
