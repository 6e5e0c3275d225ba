/* replace.c - labs of page replacement: begun, carried on, ended. */
#include "lab/replace.h"

#include <string.h>

#include "lab/curve.h"
#include "lab/labask.h"
#include "lab/policy.h"

/* What is no state: the memory in which long references are counted. */
struct work {
    const uint64_t *ops;
    struct core core;
    struct curve curve;
    uint64_t own[LABASK_REFS_MAX]; /* references of the line itself */
    bool open;                     /* the present run (of a curve its first point) has begun */
    uint32_t sizes[MM_LAB_POINTS];
    unsigned size_count;
    uint64_t memory[]; /* of core or curve */
};

/* ---- memory ---- */

/* Fresh memory: only what is touched costs. */
static bool reserve(struct mm *m, const struct labask *ask)
{
    return lab_reserve(m, sizeof(struct work) + labask_bytes(ask)) != NULL;
}

enum mm_err replace_check_command(struct mm *m, const struct mm_cmd *cmd)
{
    struct labask ask;
    const enum mm_err err = labask_read(m, cmd, &ask);

    if (err == MM_OK && !labask_columns(&ask) && !reserve(m, &ask)) {
        return lab_refuse(m, cmd, ask.trace > 0 ? LABASK_TRACE : LABASK_FRAMES, MM_ENOHOSTMEM,
                          ask.count, 0);
    }
    return err;
}

/* ---- beginning ---- */

static void keep_references(struct mm *m, const struct labask *ask)
{
    for (uint32_t i = 0; i < ask->count; i++) {
        uint64_t next = POLICY_NEVER;

        for (uint32_t k = i + 1; k < ask->count && next == POLICY_NEVER; k++) {
            next = CORE_PAGE(ask->ops[k]) == CORE_PAGE(ask->ops[i]) ? k : next;
        }
        labref_set_page(m, i, CORE_PAGE(ask->ops[i]) + 1);
        labref_set_next(m, i, next);
    }
}

static uint64_t total_work(const struct labask *ask, unsigned points)
{
    uint64_t total = 0;

    for (uint32_t i = 0; i < ask->runs; i++) {
        const struct core_ask core = labask_core(ask, i);

        total += !ask->curve                ? core_work(&core)
                 : ask->policy[i] == LP_LRU ? ask->count
                                            : core_work(&core) + ask->count * (points - 1);
    }
    return total;
}

void replace_do(struct mm *m, const struct mm_cmd *cmd)
{
    struct labask ask;
    uint32_t sizes[MM_LAB_POINTS];
    const enum mm_err err = labask_read(m, cmd, &ask);

    MM_ASSERT(m, err == MM_OK);
    const bool columns = labask_columns(&ask);
    const unsigned points = ask.curve ? curve_sizes((uint32_t)ask.frames, sizes) : 1;

    ev(m, EV_LAB_BEGIN, ask.curve ? LK_CURVE : LK_REPLACE, ask.runs, ask.frames, ask.count,
       columns ? ask.count : 0);
    lab_begin(m, ask.curve ? LK_CURVE : LK_REPLACE);
    lab_set_frames(m, 0, ask.frames);
    lab_set_refs(m, 0, ask.count);
    lab_set_total(m, 0, columns ? ask.count * ask.runs : total_work(&ask, points));
    lab_set_seed(m, 0, ask.seed);
    lab_set_tick(m, 0, ask.tick);
    lab_set_runs(m, 0, ask.runs);
    lab_set_columns(m, 0, columns ? (uint32_t)ask.count : 0);
    lab_set_trace(m, 0, ask.trace);
    lab_set_bits(m, 0, ask.bits);
    lab_set_working(m, 0, 1);
    for (uint32_t i = 0; i < ask.runs; i++) {
        policy_begin(m, i, ask.policy[i]);
    }
    if (columns) {
        keep_references(m, &ask);
        return;
    }
    struct work *w = m->lab_work;

    if (w == NULL || m->lab_work_bytes != sizeof(struct work) + labask_bytes(&ask) ||
        w->ops != NULL) {
        const bool there = reserve(m, &ask); /* a replay: there was memory when it was checked */

        MM_ASSERT(m, there);
        w = m->lab_work;
    }
    memset(w, 0, sizeof(*w));
    memcpy(w->own, ask.own, sizeof(w->own));
    memcpy(w->sizes, sizes, sizeof(sizes));
    w->size_count = points;
    w->ops = ask.trace > 0 ? ask.ops : w->own;
}

/* ---- turns ---- */

bool replace_running(const struct mm *m)
{
    return m->lab->working != 0;
}

bool replace_in_memory(const struct mm *m)
{
    return m->lab->working != 0 && m->lab->columns == 0;
}

static void result(struct mm *m, uint32_t run)
{
    const struct labrun *r = &m->labrun[run];

    ev(m, EV_LAB_RESULT, run, r->policy, r->hits, r->misses, r->evictions);
}

static void keep_cells(struct mm *m, uint32_t run, uint64_t column, uint32_t slot, bool hit)
{
    const uint32_t frames = (uint32_t)m->lab->frames;
    const uint32_t cell = (uint32_t)((column * m->lab->runs + run) * frames);
    const uint32_t first = policy_slots(m, run);
    const uint32_t policy = m->labrun[run].policy;
    const bool hand = policy == LP_CLOCK || policy == LP_CLOCK1;

    for (uint32_t i = 0; i < frames; i++) {
        const struct labslot *s = &m->labslot[first + i];
        const uint32_t now = i != slot ? 0 : hit ? LAB_CELL_HIT : LAB_CELL_FILLED;

        labcell_set_page(m, cell + i, s->page);
        labcell_set_flags(m, cell + i,
                          now | (s->ref != 0 ? LAB_CELL_REF : 0) |
                              (hand && m->labrun[run].hand == i ? LAB_CELL_HAND : 0));
        labcell_set_count(m, cell + i, s->page != 0 ? s->count : 0);
    }
}

static void turn_columns(struct mm *m)
{
    const uint64_t column = m->lab->at;
    const uint64_t page = m->labref[column].page - 1;

    ev(m, EV_LAB_REF, page, column);
    ev_push(m);
    for (uint32_t run = 0; run < m->lab->runs; run++) {
        bool hit;
        const uint32_t slot = policy_step(m, run, column, page, &hit);

        keep_cells(m, run, column, slot, hit);
    }
    lab_set_at(m, 0, column + 1);
    lab_set_done(m, 0, m->lab->done + m->lab->runs);
    ev_pop(m);
    for (uint32_t run = 0; run < m->lab->runs && column + 1 == m->lab->refs; run++) {
        result(m, run);
    }
}

static struct core_ask core_of(const struct mm *m, uint32_t run)
{
    const struct work *w = m->lab_work;

    return (struct core_ask){.policy = (enum mm_lab_policy)m->labrun[run].policy,
                             .frames = (uint32_t)m->lab->frames,
                             .ops = w->ops,
                             .count = m->lab->refs,
                             .seed = m->lab->seed,
                             .tick = m->lab->tick,
                             .bits = m->lab->bits};
}

static void next_run(struct mm *m)
{
    struct work *w = m->lab_work;

    w->open = false;
    lab_set_run(m, 0, m->lab->run + 1);
    lab_set_point(m, 0, 0);
}

static void begin_core(struct mm *m, uint32_t run)
{
    struct work *w = m->lab_work;
    const struct core_ask ask = core_of(m, run);

    if (!w->open) {
        core_init(&w->core, &ask, w->memory);
        w->open = true;
    }
}

static void show_counts(struct mm *m, uint32_t run)
{
    const struct core *c = &((struct work *)m->lab_work)->core;

    labrun_set_hits(m, run, c->hits);
    labrun_set_misses(m, run, c->misses);
    labrun_set_evictions(m, run, c->evictions);
    labrun_set_used(m, run, (uint32_t)(c->misses - c->evictions));
}

static void turn_count(struct mm *m)
{
    struct work *w = m->lab_work;
    const uint32_t run = m->lab->run;

    begin_core(m, run);
    const uint64_t before = w->core.done;
    const uint64_t work = core_work(&w->core.ask);

    core_run(&w->core, REPLACE_SLICE);
    const uint64_t at = w->core.hits + w->core.misses;

    if (at > 0) {
        ev(m, EV_LAB_SLICE, run, at, m->lab->refs, w->core.misses);
    }
    lab_set_done(m, 0, m->lab->done + w->core.done - before);
    lab_set_at(m, 0, at);
    show_counts(m, run);
    if (w->core.done == work) {
        result(m, run);
        next_run(m);
    }
}

static void point(struct mm *m, uint32_t run, uint32_t i, uint64_t misses)
{
    const struct work *w = m->lab_work;
    const uint32_t id = run * MM_LAB_POINTS + i;

    ev(m, EV_LAB_POINT, run, w->sizes[i], misses);
    labpoint_set_frames(m, id, w->sizes[i]);
    labpoint_set_misses(m, id, misses);
}

/* One pass for all sizes. */
static void turn_curve_lru(struct mm *m, uint32_t run)
{
    struct work *w = m->lab_work;

    if (!w->open) {
        curve_init(&w->curve, w->ops, m->lab->refs, (uint32_t)m->lab->frames, w->memory);
        w->open = true;
    }
    const uint64_t before = w->curve.at;

    curve_run(&w->curve, REPLACE_SLICE);
    lab_set_done(m, 0, m->lab->done + w->curve.at - before);
    lab_set_at(m, 0, w->curve.at);
    if (w->curve.at < m->lab->refs) {
        return;
    }
    for (uint32_t i = 0; i < w->size_count; i++) {
        point(m, run, i, curve_misses(&w->curve, w->sizes[i]));
    }
    const uint64_t misses = curve_misses(&w->curve, (uint32_t)m->lab->frames);
    const uint64_t used = w->curve.pages < m->lab->frames ? w->curve.pages : m->lab->frames;

    labrun_set_misses(m, run, misses);
    labrun_set_hits(m, run, m->lab->refs - misses);
    labrun_set_evictions(m, run, misses - used);
    labrun_set_used(m, run, (uint32_t)used);
    result(m, run);
    next_run(m);
}

/* The same references with one size after the other. */
static void turn_curve(struct mm *m, uint32_t run)
{
    struct work *w = m->lab_work;
    const uint32_t i = m->lab->point;

    begin_core(m, run);
    const uint64_t first = core_work(&w->core.ask) - m->lab->refs;

    if (w->core.done == first) {
        core_again(&w->core, w->sizes[i]);
    }
    const uint64_t before = w->core.done;
    const uint64_t left = before < first ? first - before : UINT64_MAX;

    core_run(&w->core, left < REPLACE_SLICE ? left : REPLACE_SLICE);
    lab_set_done(m, 0, m->lab->done + w->core.done - before);
    lab_set_at(m, 0, w->core.hits + w->core.misses);
    if (w->core.done < core_work(&w->core.ask)) {
        return;
    }
    point(m, run, i, w->core.misses);
    show_counts(m, run);
    lab_set_point(m, 0, i + 1);
    w->core.done = first;
    if (i + 1 == w->size_count) {
        result(m, run);
        next_run(m);
    }
}

enum mm_run_state replace_turn(struct mm *m)
{
    const uint32_t run = m->lab->run;

    if (m->lab->columns > 0) {
        turn_columns(m);
        return m->lab->at == m->lab->refs ? MM_DONE : MM_MORE;
    }
    const uint64_t before = m->lab->done;

    if (m->lab->kind == LK_REPLACE) {
        turn_count(m);
    } else if (m->labrun[run].policy == LP_LRU) {
        turn_curve_lru(m, run);
    } else {
        turn_curve(m, run);
    }
    m->turn_work += m->lab->done - before;
    return m->lab->run == m->lab->runs ? MM_DONE : MM_MORE;
}

void replace_end(struct mm *m)
{
    lab_set_working(m, 0, 0);
    lab_release(m);
}

/* ---- invariants ---- */

static void check_frames(struct mm *m, uint32_t run)
{
    const uint32_t frames = (uint32_t)m->lab->frames;
    const struct labslot *s = &m->labslot[policy_slots(m, run)];
    uint32_t used = 0;

    for (uint32_t i = 0; i < 2 * frames; i++) {
        used += i < frames && s[i].page != 0;
        for (uint32_t k = 0; k < i && s[i].page != 0; k++) {
            MM_ASSERT(m, s[k].page != s[i].page); /* R3 */
        }
    }
    MM_ASSERT(m, used == m->labrun[run].used); /* R2 */
    for (uint32_t i = 0; i < frames && m->lab->at > 0; i++) {
        const uint64_t cell = ((m->lab->at - 1) * m->lab->runs + run) * frames + i;

        MM_ASSERT(m, m->labcell[cell].page == s[i].page); /* R4 */
    }
}

void replace_check(struct mm *m)
{
    const struct lab *lab = m->lab;
    const bool columns = lab->columns > 0;
    const bool over = columns ? lab->at == lab->refs : lab->run == lab->runs;

    if (lab->kind != LK_REPLACE && lab->kind != LK_CURVE) {
        MM_ASSERT(m, lab->working == 0);
        return;
    }
    for (uint32_t run = 0; run < lab->runs; run++) {
        const struct labrun *r = &m->labrun[run];

        MM_ASSERT(m, r->misses - r->evictions == r->used && r->used <= lab->frames); /* R2 */
        if (columns || run < lab->run) {
            MM_ASSERT(m, r->hits + r->misses == (columns ? lab->at : lab->refs)); /* R1 */
        }
        if (columns) {
            check_frames(m, run);
        }
        for (uint32_t k = 0; k < lab->runs && over && r->policy == LP_OPT; k++) {
            MM_ASSERT(m, r->misses <= m->labrun[k].misses); /* R5 */
        }
    }
    MM_ASSERT(m, lab->done <= lab->total && (!over || lab->done == lab->total));
}
