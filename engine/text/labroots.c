#include "text/labroots.h"

#include <stdio.h>
#include <string.h>

#include "text/grammar.h"
#include "text/segroots.h"

#define LAB_WHAT "misses, hits, evictions, refs, POLICY.misses, curve.POLICY.FRAMES"

static uint64_t labroots_get(const struct path *p, enum mm_field_id field, uint64_t id)
{
    return p->scope->m ? mm_get(p->scope->m, field, id) : 0;
}

/* Is there such a lab? False: a problem about part i. Without a machine there may be. */
static bool labroots_kind(struct path *p, unsigned i, bool there, const char *first)
{
    if (!p->scope->m || there) {
        return true;
    }
    path_at(p, MM_ENONAME, i);
    problem_say(p->why, "no such lab was begun", "还没有开始这样的实验");
    problem_accept(p->why, "%s", first);
    return false;
}

static uint64_t labroots_lab(const struct path *p)
{
    return labroots_get(p, MM_F_lab_kind, 0);
}

/* Number of the policy that part i names; 0 none. */
static unsigned labroots_policy(const struct path *p, unsigned i)
{
    const struct mm_enum_row *names = mm_arg_enum(AT_POLICIES);
    unsigned n = i < p->parts ? LP_COUNT - 1 : 0;

    while (n > 0 && strcmp(names->values[n], p->part[i].text) != 0) {
        n--;
    }
    return n;
}

/* The run of a policy. False: it does not run; a problem about part i. */
static bool labroots_run(struct path *p, unsigned i, unsigned policy, uint64_t *run)
{
    char list[PROBLEM_TEXT_BYTES];
    struct out o;

    *run = 0;
    if (!p->scope->m) {
        return true;
    }
    out_init(&o, list, sizeof list);
    for (; *run < MM_LAB_RUNS_MAX; ++*run) {
        const uint64_t one = labroots_get(p, MM_F_labrun_policy, *run);

        if (one == policy) {
            return true;
        }
        if (one) {
            out_say(&o, "%s%s", o.used ? ", " : "", mm_arg_enum(AT_POLICIES)->values[one]);
        }
    }
    path_at(p, MM_ENONAME, i);
    problem_say(p->why, "%s does not run in this lab", "这个实验里没有运行 %s", p->part[i].text);
    problem_accept(p->why, "%s", o.used ? list : "lab policy=… frames=N refs=… first");
    return false;
}

/* KEY of a run: part i. */
static bool labroots_field(struct path *p, unsigned i, uint64_t run)
{
    if (p->parts > i + 1) {
        return path_unknown(p, i + 1, "nothing more");
    }
    return path_field(p, i, MM_R_labrun, run);
}

/* lab.curve.POLICY.FRAMES */
static bool labroots_curve(struct path *p)
{
    const unsigned policy = labroots_policy(p, 2);
    uint64_t frames = 0, run = 0, low = 0, high = 0;

    if (!policy) {
        return path_unknown(p, 2, "a policy: lru, fifo, opt …");
    }
    if (p->parts != 4 || units_uint(p->part[3].text, &frames) != UNITS_OK) {
        return path_unknown(p, p->parts > 4 ? 4 : 3, "a number of frames");
    }
    if (!labroots_kind(p, 1, labroots_lab(p) == LK_CURVE, "lab curve policy=lru refs=… first") ||
        !labroots_run(p, 2, policy, &run)) {
        return false;
    }
    for (uint64_t i = run * MM_LAB_POINTS; i < (run + 1) * MM_LAB_POINTS; i++) {
        const uint64_t here = labroots_get(p, MM_F_labpoint_frames, i);

        if (here == frames || !p->scope->m) {
            value_number(p->out, VALUE_COUNT, labroots_get(p, MM_F_labpoint_misses, i));
            return true;
        }
        low = here && here < frames ? here : low;
        high = here > frames && !high ? here : high;
    }
    path_at(p, MM_ENONAME, 3);
    problem_say(p->why, "the curve has no point at %s frames", "曲线上没有 %s 帧的点",
                p->part[3].text);
    if (low && high) {
        problem_accept(p->why, "%llu, %llu", (unsigned long long)low, (unsigned long long)high);
    } else {
        problem_accept(p->why, "%llu", (unsigned long long)(low ? low : high));
    }
    return false;
}

bool path_lab(struct path *p)
{
    /* What the labs have under a word of their own. */
    static const struct {
        const char *word;
        bool (*get)(struct path *p);
    } words[] = {{"curve", labroots_curve},         {"segments", segroots_segments},
                 {"tables", segroots_tables},       {"freelist", segroots_freelist},
                 {"swapped_bytes", segroots_moved}, {"paged_bytes", segroots_moved}};
    static const char *const first_run[] = {"hits", "misses", "evictions"};
    const char *key = p->parts > 1 ? p->part[1].text : "";
    const unsigned policy = labroots_policy(p, 1);
    uint64_t run;

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(key, words[i].word) == 0) {
            return words[i].get(p);
        }
    }
    if (policy) {
        return labroots_run(p, 1, policy, &run) && labroots_field(p, 2, run);
    }
    for (unsigned i = 0; i < sizeof first_run / sizeof first_run[0]; i++) {
        if (strcmp(key, first_run[i]) == 0) {
            const uint64_t lab = labroots_lab(p);

            return labroots_kind(p, 1, lab == LK_REPLACE || lab == LK_CURVE,
                                 "lab policy=… frames=N refs=… first") &&
                   labroots_field(p, 1, 0);
        }
    }
    if (p->parts != 2) {
        return path_unknown(p, p->parts > 2 ? 2 : 1, p->parts > 2 ? "nothing more" : LAB_WHAT);
    }
    return path_field(p, 1, MM_R_lab, 0);
}
