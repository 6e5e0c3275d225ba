/* handle.c - the handle's life, commands on it, and where it stands. */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

#include "base/event.h"
#include "history.h"
#include "lab/replace.h"
#include "machine.h"
#include "task/job.h"
#include "task/sprint.h"
#include "view.h"

static void *libc_reserve(void *ctx, size_t bytes)
{
    (void)ctx;
    return calloc(1, bytes > 0 ? bytes : 1);
}
static void libc_release(void *ctx, void *p, size_t bytes)
{
    (void)ctx;
    (void)bytes;
    free(p);
}
const struct mm_host mm_host_libc = {.reserve = libc_reserve, .release = libc_release};

struct mm *mm_new(const struct mm_config *cfg, const struct mm_host *host, struct mm_fail *fail)
{
    struct mm_fail ignored;
    struct mm *m;

    fail = fail != NULL ? fail : &ignored;
    if (mm_config_check(cfg, fail) != MM_OK) {
        return NULL;
    }
    *fail = (struct mm_fail){.err = MM_ENOHOSTMEM, .arg = UINT32_MAX, .field = "memory"};
    m = host->reserve(host->ctx, sizeof(*m));
    if (m == NULL) {
        return NULL;
    }
    m->config = *cfg;
    m->host = host;
    m->panic = host->panic;
    m->panic_ctx = host->ctx;
    m->seq_stop = UINT64_MAX;
    if (state_init(m, host) != MM_OK || (cfg->history_bytes > 0 && history_init(m) != MM_OK)) {
        mm_free(m);
        return NULL;
    }
    machine_boot(m);
    if (m->history != NULL) {
        history_point_add(m);
    }
    *fail = (struct mm_fail){.arg = UINT32_MAX, .field = ""};
    return m;
}

void mm_free(struct mm *m)
{
    if (m == NULL) {
        return;
    }
    const struct mm_host *host = m->host;

    lab_release(m);
    history_fini(m);
    state_fini(m);
    host->release(host->ctx, m, sizeof(*m));
}

const struct mm_config *mm_config_of(const struct mm *m)
{
    return &m->config;
}

const struct mm_fail *mm_last_fail(const struct mm *m)
{
    return &m->fail;
}

enum mm_err mm_add_trace(struct mm *m, const struct mm_trace *trace)
{
    if (m->trace_count == MM_TRACES_MAX) {
        return MM_ELIMIT;
    }
    m->trace[m->trace_count++] = trace;
    return MM_OK;
}

enum mm_err mm_add_layout(struct mm *m, const struct mm_layout *layout)
{
    if (m->layout_count == MM_LAYOUTS_MAX) {
        return MM_ELIMIT;
    }
    m->layout[m->layout_count++] = layout;
    return MM_OK;
}

void mm_drop_trace(struct mm *m)
{
    MM_ASSERT(m, m->trace_count > 0);
    m->trace[--m->trace_count] = NULL;
}

void mm_drop_layout(struct mm *m)
{
    MM_ASSERT(m, m->layout_count > 0);
    m->layout[--m->layout_count] = NULL;
}

void mm_cmd_init(struct mm_cmd *cmd, enum mm_verb verb)
{
    memset(cmd, 0, sizeof(*cmd));
    cmd->verb = (uint16_t)verb;
    cmd->text_bytes = 1;
}

uint16_t mm_cmd_text(struct mm_cmd *cmd, const char *word, size_t length)
{
    const uint16_t at = cmd->text_bytes;

    if (length == 0 || length + 1 > MM_CMD_TEXT_BYTES - at) {
        return 0;
    }
    memcpy(cmd->text + at, word, length);
    cmd->text[at + length] = '\0';
    cmd->text_bytes = (uint16_t)(at + length + 1);
    return at;
}

/* ---- doing ---- */

enum mm_err mm_begin(struct mm *m, const struct mm_cmd *cmd)
{
    struct mm_history *h = m->history;

    if (m->frozen || (h != NULL && m->machine->step < h->entry_count)) {
        return history_refuse(m, MM_ENOTHEAD);
    }
    if (h != NULL && !history_room(h)) {
        return history_refuse(m, MM_ELIMIT);
    }
    const enum mm_err err = machine_accepts(m, cmd);

    if (err != MM_OK) {
        return err;
    }
    if (h != NULL) {
        h->open_cmd = *cmd;
    }
    machine_open(m, cmd);
    return MM_OK;
}

static void step_done(struct mm *m, uint64_t seq_first, bool stopped)
{
    if (m->history != NULL) {
        history_append(m, seq_first, stopped);
        history_point_if_due(m);
    }
    if (m->config.check_level > 0) {
        mm_check(m);
    }
}

/* The records are the state again. */
static void sprint_end(struct mm *m)
{
    m->sprint_allowed = 0;
    sprint_pause(m);
}

enum mm_run_state mm_run(struct mm *m, uint64_t budget)
{
    const uint64_t seq_first = m->machine->cmd_seq;
    uint64_t work = 0; /* an access makes two events or more; an idle turn counts one */

    m->sprint_allowed = m->config.check_level <= 1;
    for (;;) {
        const uint64_t seq = m->machine->seq;

        if (machine_turn(m) == MM_DONE) {
            sprint_end(m);
            step_done(m, seq_first, false);
            return MM_DONE;
        }
        if (m->history != NULL) {
            history_point_if_due(m);
        }
        if (m->config.check_level > 1) {
            mm_check(m);
        }
        work += 1 + (m->machine->seq - seq) / 2 + m->turn_work;
        m->turn_work = 0;
        if (work >= budget) {
            sprint_end(m);
            return MM_MORE;
        }
    }
}

void mm_stop(struct mm *m)
{
    const uint64_t seq_first = m->machine->cmd_seq;

    machine_stop(m);
    step_done(m, seq_first, true);
}

enum mm_err mm_do(struct mm *m, const struct mm_cmd *cmd)
{
    const enum mm_err err = mm_begin(m, cmd);

    while (err == MM_OK && mm_run(m, UINT64_MAX) == MM_MORE) {
    }
    return err;
}

void mm_progress(const struct mm *m, uint64_t *done, uint64_t *total)
{
    *done = *total = 0;
    if (m->machine->running && replace_running(m)) {
        *done = m->lab->done;
        *total = m->lab->total;
    } else if (m->machine->running) {
        job_progress(m, done, total);
    }
}

void mm_observe(struct mm *m, const struct mm_sink *sink)
{
    m->sink = sink;
    m->observed = sink != NULL;
    m->view_valid = 0;
}

/* ---- time ---- */

uint64_t mm_step(const struct mm *m)
{
    return m->machine->step;
}
uint64_t mm_seq(const struct mm *m)
{
    return m->machine->seq;
}
uint64_t mm_head_step(const struct mm *m)
{
    return m->history != NULL ? m->history->entry_count : m->machine->step;
}
uint64_t mm_head_seq(const struct mm *m)
{
    const struct mm_history *h = m->history;

    if (h == NULL) {
        return m->machine->seq;
    }
    return h->entry_count > 0 ? h->entry[h->entry_count - 1].seq_last : 0;
}
bool mm_inside(const struct mm *m)
{
    return m->frozen || m->machine->running;
}

enum mm_err mm_step_info(const struct mm *m, uint64_t step, struct mm_step_info *out)
{
    const struct mm_history *h = m->history;

    if (h == NULL || step == 0 || step > h->entry_count) {
        return MM_ENOSTEP;
    }
    const struct history_entry *e = &h->entry[step - 1];

    *out = (struct mm_step_info){.seq_first = e->seq_first,
                                 .seq_last = e->seq_last,
                                 .hash_after = e->hash,
                                 .clock_ns = e->clock_ns,
                                 .stopped = e->stopped != 0};
    history_command(h, (uint32_t)step - 1, &out->cmd);
    return MM_OK;
}

uint64_t mm_step_of_seq(const struct mm *m, uint64_t seq)
{
    const struct mm_history *h = m->history;
    uint32_t low = 0;
    uint32_t high = h != NULL ? h->entry_count : 0;

    while (low < high) { /* first entry whose seq_last >= seq */
        const uint32_t mid = low + (high - low) / 2;

        if (h->entry[mid].seq_last < seq) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return seq == 0 ? 0 : (uint64_t)low + 1;
}

uint64_t mm_hash(struct mm *m)
{
    const uint64_t hash = state_hash(m);

    if (m->history != NULL && !m->frozen && !m->machine->running && m->machine->step > 0) {
        m->history->entry[m->machine->step - 1].hash = hash;
    }
    return hash;
}

void mm_fail_frame(struct mm *m, uint32_t nth)
{
    machine_set_fail_frames_nth(m, 0, nth);
}

void mm_fast_path(struct mm *m, bool on)
{
    m->fast_off = !on;
}
