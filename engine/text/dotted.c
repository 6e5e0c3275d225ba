#include "text/dotted.h"

#include <string.h>

#include "text/later.h"

/* A problem about part i. Always false; texts follow by problem_say. */
bool path_at(struct path *p, enum mm_err err, unsigned i)
{
    const struct path_part *part = &p->part[i < p->parts ? i : p->parts - 1];

    problem_at(p->why, err, NULL, NULL);
    p->why->column = part->column + (i < p->parts ? 0 : (uint32_t)strlen(part->text));
    p->why->length = i < p->parts ? (uint32_t)strlen(part->text) : 0;
    out_copy(p->why->word, sizeof p->why->word, i < p->parts ? part->text : "",
             i < p->parts ? strlen(part->text) : 0);
    return false;
}

bool path_unknown(struct path *p, unsigned i, const char *accepted)
{
    path_at(p, MM_ENONAME, i);
    if (i < p->parts) {
        problem_say(p->why, "there is no value \"%s\" here", "这里没有名为“%s”的值",
                    p->part[i].text);
    } else {
        problem_say(p->why, "the path goes on", "路径还没有写完");
    }
    problem_accept(p->why, "%s", accepted);
    return false;
}

/* One part, from text[*at] to the next dot. */
static bool path_split_part(struct path *p, const char *text, size_t length, size_t *at)
{
    struct path_part *part = &p->part[p->parts];
    size_t i = *at, n = 0;

    memset(part, 0, sizeof *part);
    part->column = lex_column(text, length, i);
    if (i < length && text[i] == '[') {
        const size_t open = i + 2;

        for (i = open; i < length && text[i] != '"' && n < PATH_PART_BYTES - 1; i++) {
            part->text[n++] = text[i];
        }
        i += 2;
        return (*at = i) <= length && n > 0 && text[open - 1] == '"' && text[i - 1] == ']';
    }
    while (i < length && text[i] != '.' && text[i] != '[' && text[i] != '(') {
        if (n == PATH_PART_BYTES - 1) {
            return false;
        }
        part->text[n++] = text[i++];
    }
    if (i < length && text[i] == '(') {
        part->call = true;
        for (i++, n = 0; i < length && text[i] != ')'; i++) {
            if (text[i] == ',' && part->args == 0) {
                part->args = 1;
                n = 0;
            } else if (text[i] != ' ') {
                if (n == PATH_PART_BYTES - 1) {
                    return false;
                }
                part->arg[part->args][n++] = text[i];
            }
        }
        part->args++;
        if (i++ >= length) {
            return false;
        }
    }
    *at = i;
    return part->text[0] != 0;
}

bool path_split(struct path *p, const char *text, size_t length)
{
    size_t at = 0;

    p->parts = 0;
    while (p->parts < PATH_PARTS_MAX) {
        const bool ok = path_split_part(p, text, length, &at);

        p->parts++;
        if (!ok) {
            break;
        }
        if (at >= length) {
            return true;
        }
        if (text[at] == '.') {
            at++;
        } else if (text[at] != '[') {
            break;
        }
    }
    path_at(p, MM_EBADARG, p->parts - 1);
    problem_say(p->why, "this is no path of a value", "这不是一个值的路径");
    problem_accept(
        p->why, "meminfo.MemFree, vmstat.pgfault, meminfo[\"Active(anon)\"], page(NAME,ADDR).pfn");
    return false;
}

/* Number after a word: node0, order3. */
bool path_indexed(const char *text, const char *word, uint64_t *n)
{
    const size_t length = strlen(word);

    return strncmp(text, word, length) == 0 && units_uint(text + length, n) == UNITS_OK;
}

static bool path_no_actor(struct path *p, const char *name)
{
    char list[PROBLEM_TEXT_BYTES] = "";

    path_at(p, MM_ENOACTOR, 0);
    if (p->scope->m) {
        struct out o;

        out_init(&o, list, sizeof list);
        for (uint32_t i = 0; i < mm_record_count(p->scope->m, MM_R_proc); i++) {
            if (mm_live(p->scope->m, MM_R_proc, i)) {
                char word[MM_NAME_BYTES];

                mm_name(p->scope->m, (uint32_t)mm_get(p->scope->m, MM_F_proc_name, i), word);
                out_say(&o, "%s%s", o.used ? ", " : "", word);
            }
        }
    }
    if (later_say(LATER_ROOT, name, p->why)) {
        return false;
    }
    problem_say(p->why, "there is no process or value \"%.60s\"", "没有名为“%.60s”的进程或值",
                name);
    problem_accept(p->why,
                   "%s%smeminfo, vmstat, zoneinfo, buddyinfo, slabinfo, extfrag, pcp, census, "
                   "numastat, sysctl, "
                   "frame, page(…), tlb, events, result",
                   list, list[0] ? ", " : "");
    return false;
}

/* Process of a name. With no machine: *slot is SLOT_NONE and the name was only looked up among those known. */
bool path_actor(struct path *p, const char *name, slot_t *slot)
{
    *slot = p->scope->m ? mm_find_proc(p->scope->m, name) : SLOT_NONE;
    if (*slot == SLOT_NONE &&
        (p->scope->m || !p->scope->known || !p->scope->known(p->scope->ctx, name))) {
        return path_no_actor(p, name);
    }
    return true;
}
