#include "text/segroots.h"

#include <string.h>

#include "text/grammar.h"

static uint64_t segroots_get(const struct path *p, enum mm_field_id field, uint64_t id)
{
    return p->scope->m ? mm_get(p->scope->m, field, id) : 0;
}

/* Is that lab there? False: a problem about part 1. Without a machine it may be. */
static bool segroots_lab(struct path *p, enum mm_lab_kind kind, const char *first)
{
    if (!p->scope->m || segroots_get(p, MM_F_lab_kind, 0) == kind) {
        return true;
    }
    path_at(p, MM_ENOLAB, 1);
    problem_say(p->why, "no such lab was begun", "还没有开始这样的实验");
    problem_accept(p->why, "%s first", first);
    return false;
}

bool segroots_segments(struct path *p)
{
    const struct mm *m = p->scope->m;
    const char *word = p->parts > 2 ? p->part[2].text : "";
    char list[PROBLEM_TEXT_BYTES];
    uint64_t selector = UINT64_MAX, slot = 0, found = UINT64_MAX;
    struct out o;

    if (p->parts != 4) {
        return path_unknown(p, p->parts > 4 ? 4 : p->parts,
                            p->parts > 4    ? "nothing more"
                            : p->parts == 2 ? "the name of a segment, or a selector"
                                            : "base, limit, dpl, present, size, selector");
    }
    if (!segroots_lab(p, LK_SEGMENTS, "lab segments")) {
        return false;
    }
    if (units_uint(word, &selector) != UNITS_OK) {
        selector = UINT64_MAX;
    }
    out_init(&o, list, sizeof list);
    for (; m && slot < mm_record_count(m, MM_R_labseg); slot++) {
        char name[MM_NAME_BYTES];

        if (!segroots_get(p, MM_F_labseg_live, slot)) {
            continue;
        }
        mm_name(m, (uint32_t)segroots_get(p, MM_F_labseg_name, slot), name);
        out_say(&o, "%s%s", o.used ? ", " : "", name);
        if (strcmp(name, word) == 0 ||
            segroots_get(p, MM_F_labseg_selector, slot) >> 2 == selector >> 2) {
            found = slot;
        }
    }
    if (m && found == UINT64_MAX) {
        path_at(p, MM_ENONAME, 2);
        problem_say(p->why, "there is no segment \"%.60s\"", "没有名为“%.60s”的段", word);
        problem_accept(p->why, "%s", list);
        return false;
    }
    if (!path_field(p, 3, MM_R_labseg, m ? found : 0)) {
        return false;
    }
    if (strcmp(p->part[3].text, "base") == 0 || strcmp(p->part[3].text, "start") == 0) {
        p->out->unit = VALUE_BYTES; /* so that a place may be said as 512M */
    }
    return true;
}

/* lab.freelist.NAME.addr: a piece that is in use; addr is what its owner got. */
bool segroots_freelist(struct path *p)
{
    const struct mm *m = p->scope->m;
    const char *word = p->parts > 2 ? p->part[2].text : "";
    const char *field = p->parts > 3 ? p->part[3].text : "";
    uint64_t found = UINT64_MAX;

    if (p->parts != 4) {
        return path_unknown(p, p->parts > 4 ? 4 : p->parts,
                            p->parts > 4    ? "nothing more"
                            : p->parts == 2 ? "the name of a piece"
                                            : "addr, start, size, asked");
    }
    if (!segroots_lab(p, LK_FREELIST, "lab freelist")) {
        return false;
    }
    for (uint64_t b = 0; m && b < mm_record_count(m, MM_R_labblock); b++) {
        char name[MM_NAME_BYTES];

        mm_name(m, (uint32_t)segroots_get(p, MM_F_labblock_name, b), name);
        if (segroots_get(p, MM_F_labblock_used, b) && strcmp(name, word) == 0) {
            found = b;
        }
    }
    if (m && found == UINT64_MAX) {
        path_at(p, MM_ENONAME, 2);
        problem_say(p->why, "there is no piece \"%.60s\"", "没有名为“%.60s”的块", word);
        return false;
    }
    if (strcmp(field, "addr") == 0) {
        value_number(p->out, VALUE_ADDRESS,
                     m ? segroots_get(p, MM_F_labblock_start, found) +
                             segroots_get(p, MM_F_lab_header, 0)
                       : 0);
        return true;
    }
    return path_field(p, 3, MM_R_labblock, m ? found : 0);
}

bool segroots_tables(struct path *p)
{
    static const char *const schemes[] = {
#define SEGROOTS_NAME(id, name) name,
        MM_TABLE_SCHEMES(SEGROOTS_NAME)};
    unsigned scheme = 0;

    while (scheme < TS_COUNT && (p->parts < 3 || strcmp(schemes[scheme], p->part[2].text) != 0)) {
        scheme++;
    }
    if (scheme == TS_COUNT) {
        return path_unknown(p, 2, "linear, two_level, four_level, five_level, inverted, hashed");
    }
    if (p->parts != 4) {
        return path_unknown(p, p->parts > 4 ? 4 : 3,
                            p->parts > 4 ? "nothing more"
                                         : "bytes, tables, accesses, now, expected, longest");
    }
    if (!segroots_lab(p, LK_TABLES, "lab tables")) {
        return false;
    }
    if (strcmp(p->part[3].text, "accesses") == 0) {
        value_number(p->out, VALUE_COUNT, segroots_get(p, MM_F_labtable_worst, scheme));
        return true;
    }
    return path_field(p, 3, MM_R_labtable, scheme);
}

bool segroots_moved(struct path *p)
{
    const bool paged = strcmp(p->part[1].text, "paged_bytes") == 0;

    if (p->parts != 2) {
        return path_unknown(p, 2, "nothing more");
    }
    value_number(p->out, VALUE_BYTES,
                 segroots_get(p, paged ? MM_F_lab_paged_out : MM_F_lab_swap_out, 0) +
                     segroots_get(p, paged ? MM_F_lab_paged_in : MM_F_lab_swap_in, 0));
    return true;
}
