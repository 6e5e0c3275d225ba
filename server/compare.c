/* compare.c - pairing two lists of steps. */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a of the next `n` bytes. */
static uint64_t hash_on(uint64_t h, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 1099511628211ull;
    return h;
}

static const uint64_t hash_begin = 14695981039346656037ull;

uint64_t compare_text_hash(const char *line)
{
    return line ? hash_on(hash_begin, line, strlen(line)) : hash_begin;
}

uint64_t compare_line_hash(const char *line)
{
    const char *policy = line && !strncmp(line, "lab ", 4) ? strstr(line, " policy=") : NULL;

    if (!policy)
        return compare_text_hash(line);
    const char *rest = policy + 1 + strcspn(policy + 1, " ");
    return hash_on(hash_on(hash_begin, line, (size_t)(policy - line)), rest, strlen(rest));
}

static bool pair_add(struct compare_pairs *p, size_t *room, uint64_t a, uint64_t b)
{
    struct compare_run *last = p->count ? &p->runs[p->count - 1] : NULL;

    if (last && last->a + last->count == a && last->b + last->count == b) {
        last->count++;
        return true;
    }
    if (p->count == *room) {
        const size_t more = *room ? *room * 2 : 16;
        struct compare_run *runs = realloc(p->runs, more * sizeof *runs);
        if (!runs)
            return false;
        p->runs = runs;
        *room = more;
    }
    p->runs[p->count++] = (struct compare_run){a, b, 1};
    return true;
}

/* How far ahead the next line lies that is on both sides: *da of a and *db of b, few in all. */
static bool next_common(const struct compare_step *a, uint64_t a_left, const struct compare_step *b,
                        uint64_t b_left, uint64_t *da, uint64_t *db)
{
    for (uint64_t sum = 1; sum < 2 * COMPARE_LOOK && sum < a_left + b_left; sum++) {
        for (*da = 0; *da <= sum; (*da)++) {
            *db = sum - *da;
            if (*da < a_left && *db < b_left && a[*da].line_hash == b[*db].line_hash)
                return true;
        }
    }
    return false;
}

static uint32_t sections_differ(const struct enc_view *a, const struct enc_view *b)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < enc_section_count(); i++)
        if (memcmp(a->lanes[i], b->lanes[i], sizeof a->lanes[i]) != 0)
            bits |= enc_section_bit(enc_section_name(i));
    return bits &
           ~(enc_section_bit("sysctls") | enc_section_bit("names") | enc_section_bit("machine"));
}

bool compare_pair(const struct compare_step *a, uint64_t a_count, const struct compare_step *b,
                  uint64_t b_count, struct compare_pairs *out)
{
    uint64_t i = 0, k = 0;
    size_t room = 0;

    memset(out, 0, sizeof *out);
    while (i < a_count && k < b_count) {
        uint64_t da, db;
        if (a[i].line_hash != b[k].line_hash) {
            if (!next_common(a + i, a_count - i, b + k, b_count - k, &da, &db))
                break;
            i += da;
            k += db;
            continue;
        }
        if (!pair_add(out, &room, i + 1, k + 1)) {
            free(out->runs);
            memset(out, 0, sizeof *out);
            return false;
        }
        if (out->common == i && i == k && a[i].text_hash == b[k].text_hash)
            out->common = i + 1;
        const uint32_t differ = sections_differ(&a[i].view, &b[k].view);
        if (differ && !out->a) {
            out->a = i + 1;
            out->b = k + 1;
            out->differing = differ;
        }
        i++;
        k++;
    }
    return true;
}

uint64_t compare_beside(const struct compare_pairs *p, uint64_t a)
{
    uint64_t b = 0;

    for (size_t i = 0; i < p->count && p->runs[i].a <= a; i++) {
        const struct compare_run *r = &p->runs[i];
        b = r->b + (a < r->a + r->count ? a - r->a : r->count - 1);
    }
    return b;
}
