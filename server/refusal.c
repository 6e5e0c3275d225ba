#include "refusal.h"

const char *refusal_title(unsigned status)
{
    switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Error";
    }
}

void refusal_write(struct jw *w, const struct refusal *p)
{
    char type[64] = "mmscope:";
    size_t n = 8;

    for (const char *k = p->kind; *k && n + 1 < sizeof type; k++)
        type[n++] = *k;
    jw_open(w, '{');
    jw_kv_text(w, "type", type);
    jw_kv_text(w, "title", refusal_title(p->status));
    jw_kv_u64(w, "status", p->status);
    jw_kv_text(w, "detail", p->detail);
    if (p->field)
        jw_kv_text(w, "field", p->field);
    if (p->limit)
        jw_kv_u64(w, "limit", p->limit);
    if (p->line)
        jw_kv_u64(w, "line", p->line);
    if (p->column)
        jw_kv_u64(w, "column", p->column);
    jw_close(w, '}');
}

struct buf *refusal_body(const struct refusal *p)
{
    struct jw w = jw_new(0);

    refusal_write(&w, p);
    return jw_take(&w);
}
