/* labask.c - reading lab and lab curve. */
#include "lab/labask.h"

#include <string.h>

#include "lab/curve.h"

#define CURVE_FRAMES 1024u /* of a trace, when no number is given */

/* "7,0,1": page numbers; how many, 0 when it is something else. */
static uint64_t read_refs(const char *text, uint64_t ops[LABASK_REFS_MAX])
{
    uint64_t n = 0;

    for (;;) {
        uint64_t page = 0;
        unsigned digits = 0;

        for (; *text >= '0' && *text <= '9' && digits < 16; text++, digits++) {
            page = page * 10 + (uint64_t)(*text - '0');
        }
        if (digits == 0 || n == LABASK_REFS_MAX || page > UINT64_MAX >> (MM_PAGE_SHIFT + 2)) {
            return 0;
        }
        ops[n++] = page << (MM_PAGE_SHIFT + 2);
        if (*text == '\0') {
            return n;
        }
        if (*text++ != ',') {
            return 0;
        }
    }
}

static enum mm_err ask_policies(struct mm *m, const struct mm_cmd *cmd, struct labask *ask)
{
    uint32_t seen = 0;

    if (!lab_given(cmd, LABASK_POLICY) || cmd->arg[LABASK_POLICY].a == 0 ||
        cmd->arg[LABASK_POLICY].a > MM_LAB_RUNS_MAX) {
        return lab_refuse(m, cmd, LABASK_POLICY, MM_EBADARG, 0, MM_LAB_RUNS_MAX);
    }
    ask->runs = (uint32_t)cmd->arg[LABASK_POLICY].a;
    for (uint32_t i = 0; i < ask->runs; i++) {
        ask->policy[i] = (enum mm_lab_policy)(cmd->arg[LABASK_POLICY].b >> 4 * i & 15);
        if (ask->policy[i] == LP_NONE || ask->policy[i] >= LP_COUNT ||
            (seen >> ask->policy[i] & 1) != 0) {
            return lab_refuse(m, cmd, LABASK_POLICY, MM_EBADARG, i, LP_COUNT - 1);
        }
        seen |= 1u << ask->policy[i];
    }
    return MM_OK;
}

static enum mm_err ask_references(struct mm *m, const struct mm_cmd *cmd, struct labask *ask)
{
    if (lab_given(cmd, LABASK_REFS) == lab_given(cmd, LABASK_TRACE)) {
        return lab_refuse(m, cmd, LABASK_REFS, MM_EBADARG, 0, 0);
    }
    if (lab_given(cmd, LABASK_REFS)) {
        ask->count = read_refs(lab_text(cmd, LABASK_REFS), ask->own);
        ask->ops = ask->own;
        if (ask->count == 0) {
            return lab_refuse(m, cmd, LABASK_REFS, MM_EBADARG, 0, LABASK_REFS_MAX);
        }
    } else {
        const char *name = lab_text(cmd, LABASK_TRACE);

        while (ask->trace < m->trace_count && strcmp(m->trace[ask->trace]->name, name) != 0) {
            ask->trace++;
        }
        if (ask->trace == m->trace_count) {
            return lab_refuse(m, cmd, LABASK_TRACE, MM_ENONAME, 0, 0);
        }
        ask->ops = m->trace[ask->trace]->ops;
        ask->count = m->trace[ask->trace]->op_count;
        ask->trace++;
    }
    if (lab_given(cmd, LABASK_LIMIT) && cmd->arg[LABASK_LIMIT].a < ask->count) {
        ask->count = cmd->arg[LABASK_LIMIT].a;
    }
    if (ask->count == 0 || ask->count > CORE_REFS_MAX) {
        return lab_refuse(m, cmd, ask->count == 0 ? LABASK_LIMIT : LABASK_TRACE, MM_ERANGE,
                          ask->count, CORE_REFS_MAX);
    }
    return MM_OK;
}

/* Different pages of the line's own references. */
static uint64_t own_pages(const struct labask *ask)
{
    uint64_t pages = 0;

    for (uint64_t i = 0; i < ask->count; i++) {
        uint64_t k = 0;

        while (ask->own[k] != ask->own[i]) {
            k++;
        }
        pages += k == i;
    }
    return pages;
}

static enum mm_err ask_numbers(struct mm *m, const struct mm_cmd *cmd, struct labask *ask)
{
    const uint64_t most = ask->curve ? MM_LAB_CURVE_MAX : MM_LAB_FRAMES_MAX;
    const uint64_t unsaid = !ask->curve ? 0 : ask->trace > 0 ? CURVE_FRAMES : own_pages(ask);

    ask->frames = lab_number(cmd, LABASK_FRAMES, unsaid);
    if (ask->frames == 0 || ask->frames > most) {
        return lab_refuse(m, cmd, LABASK_FRAMES, MM_ERANGE, ask->frames, most);
    }
    ask->seed = lab_number(cmd, LABASK_SEED, 1);
    ask->bits = (uint32_t)lab_number(cmd, LABASK_BITS, 8);
    if (lab_number(cmd, LABASK_BITS, 8) - 1 > 31) {
        return lab_refuse(m, cmd, LABASK_BITS, MM_ERANGE, cmd->arg[LABASK_BITS].a, 32);
    }
    /* Of a curve: 0, each size has its own. */
    ask->tick = lab_number(cmd, LABASK_TICK, ask->curve ? 0 : ask->frames);
    if (lab_given(cmd, LABASK_TICK) && ask->tick - 1 >= UINT32_MAX) {
        return lab_refuse(m, cmd, LABASK_TICK, MM_ERANGE, ask->tick, UINT32_MAX);
    }
    return MM_OK;
}

enum mm_err labask_read(struct mm *m, const struct mm_cmd *cmd, struct labask *ask)
{
    enum mm_err err;

    memset(ask, 0, sizeof(*ask));
    ask->curve = cmd->verb == MM_V_LAB_CURVE;
    err = ask_policies(m, cmd, ask);
    err = err == MM_OK ? ask_references(m, cmd, ask) : err;
    return err == MM_OK ? ask_numbers(m, cmd, ask) : err;
}

bool labask_columns(const struct labask *ask)
{
    return !ask->curve && ask->count <= MM_LAB_REFS_MAX &&
           ask->frames * ask->runs * 2 <= MM_LAB_SLOTS_MAX &&
           ask->frames * ask->runs * ask->count <= MM_LAB_CELLS_MAX;
}

struct core_ask labask_core(const struct labask *ask, uint32_t run)
{
    return (struct core_ask){.policy = ask->policy[run],
                             .frames = (uint32_t)ask->frames,
                             .ops = ask->ops,
                             .count = ask->count,
                             .seed = ask->seed,
                             .tick = ask->tick,
                             .bits = ask->bits};
}

size_t labask_bytes(const struct labask *ask)
{
    size_t most = 0;

    for (uint32_t i = 0; i < ask->runs; i++) {
        const struct core_ask core = labask_core(ask, i);
        const size_t bytes = ask->curve && ask->policy[i] == LP_LRU
                                 ? curve_bytes(ask->count, (uint32_t)ask->frames)
                                 : core_bytes(&core);

        most = bytes > most ? bytes : most;
    }
    return most;
}
