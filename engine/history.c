/* history.c - the command log and the checkpoints of one machine. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "base/event.h"
#include "check.h"
#include "machine.h"
#include "task/job.h"
#include "view.h"

/* ---- the log ---- */

static uint32_t cmd_pack(const struct mm_cmd *cmd, uint8_t *out)
{
    const size_t head = offsetof(struct mm_cmd, arg);
    unsigned args = 0;

    for (unsigned i = 0; i < MM_CMD_ARGS_MAX; i++) {
        args = (cmd->present >> i) & 1u ? i + 1 : args;
    }
    const size_t arg_bytes = args * sizeof(struct mm_arg);

    memcpy(out, cmd, head);
    memcpy(out + head, cmd->arg, arg_bytes);
    memcpy(out + head + arg_bytes, cmd->text, cmd->text_bytes);
    return (uint32_t)(head + arg_bytes + cmd->text_bytes);
}

static void cmd_unpack(const uint8_t *in, uint32_t bytes, struct mm_cmd *cmd)
{
    const size_t head = offsetof(struct mm_cmd, arg);

    memset(cmd, 0, sizeof(*cmd));
    memcpy(cmd, in, head);
    const size_t arg_bytes = bytes - head - cmd->text_bytes;

    memcpy(cmd->arg, in + head, arg_bytes);
    memcpy(cmd->text, in + head + arg_bytes, cmd->text_bytes);
}

static bool log_room(const struct mm_history *h)
{
    return h->entry_count < h->entry_max && h->arena_max - h->arena_used >= sizeof(struct mm_cmd);
}

static void log_append(struct mm *m, uint64_t seq_first, bool stopped)
{
    struct mm_history *h = m->history;
    struct history_entry *e = &h->entry[h->entry_count++];

    *e = (struct history_entry){.seq_first = seq_first,
                                .seq_last = m->machine->seq,
                                .clock_ns = m->machine->clock_ns,
                                .turns = m->machine->turns,
                                .cmd_at = h->arena_used,
                                .stopped = stopped};
    e->cmd_bytes = cmd_pack(&h->open_cmd, h->arena + h->arena_used);
    h->arena_used += e->cmd_bytes;
}

/* ---- checkpoints ---- */

/* Every second checkpoint goes, and they will lie twice as far apart. */
static void thin_out(struct mm_history *h)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < h->point_count; i++) {
        if (i % 2 == 0) {
            h->point[kept++] = h->point[i];
        } else {
            ckpt_drop(&h->store, h->point[i].root);
        }
    }
    h->point_count = kept;
    h->spacing_events *= 2;
}

/* Number of points with seq <= this. */
static uint32_t points_up_to(const struct mm_history *h, uint64_t seq)
{
    uint32_t low = 0;
    uint32_t high = h->point_count;

    while (low < high) {
        const uint32_t mid = low + (high - low) / 2;

        if (h->point[mid].seq <= seq) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

static void point_add(struct mm *m)
{
    struct mm_history *h = m->history;
    uint32_t root;

    while (h->point_count == HISTORY_CHECKPOINTS_MAX || !ckpt_save(m, &h->store, &root)) {
        if (h->point_count < 3) {
            return; /* no room even so: seeks replay from further back */
        }
        thin_out(h);
    }
    const uint32_t at = points_up_to(h, m->machine->seq);

    memmove(&h->point[at + 1], &h->point[at], (h->point_count - at) * sizeof(h->point[0]));
    h->point[at] = (struct history_point){.seq = m->machine->seq,
                                          .step = m->machine->step,
                                          .root = root,
                                          .inside = m->machine->running};
    h->point_count++;
}

/* At a quiet point: is the nearest checkpoint before it far enough away? */
static void point_if_due(struct mm *m)
{
    const struct mm_history *h = m->history;
    const uint32_t n = points_up_to(h, m->machine->seq);

    if (n == 0 || m->machine->seq - h->point[n - 1].seq >= h->spacing_events) {
        point_add(m);
    }
}

/* ---- life ---- */

static enum mm_err history_init(struct mm *m)
{
    const uint64_t bytes = m->config.history_bytes;
    struct mm_history *h = m->host->reserve(m->host->ctx, sizeof(*h));

    m->history = h;
    if (h == NULL) {
        return MM_ENOHOSTMEM;
    }
    h->pool_bytes = bytes;
    h->entry_max = (uint32_t)(bytes / 512);
    h->arena_max = bytes / 2;
    h->spacing_events = HISTORY_SPACING_EVENTS;
    h->entry = m->host->reserve(m->host->ctx, h->entry_max * sizeof(h->entry[0]));
    h->arena = m->host->reserve(m->host->ctx, h->arena_max);
    h->point = m->host->reserve(m->host->ctx, (HISTORY_CHECKPOINTS_MAX + 1) * sizeof(h->point[0]));
    if (h->entry == NULL || h->arena == NULL || h->point == NULL) {
        return MM_ENOHOSTMEM;
    }
    return ckpt_init(m, &h->store, m->host, bytes);
}

static void history_fini(struct mm *m)
{
    struct mm_history *h = m->history;
    const struct mm_host *host = m->host;

    if (h == NULL) {
        return;
    }
    ckpt_fini(&h->store, host, h->pool_bytes);
    if (h->entry != NULL) {
        host->release(host->ctx, h->entry, h->entry_max * sizeof(h->entry[0]));
    }
    if (h->arena != NULL) {
        host->release(host->ctx, h->arena, h->arena_max);
    }
    if (h->point != NULL) {
        host->release(host->ctx, h->point, (HISTORY_CHECKPOINTS_MAX + 1) * sizeof(h->point[0]));
    }
    host->release(host->ctx, h, sizeof(*h));
}

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
        point_add(m);
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

static enum mm_err refuse(struct mm *m, enum mm_err err)
{
    m->fail = (struct mm_fail){.err = err, .arg = UINT32_MAX, .field = ""};
    return err;
}

enum mm_err mm_begin(struct mm *m, const struct mm_cmd *cmd)
{
    struct mm_history *h = m->history;

    if (m->frozen || (h != NULL && m->machine->step < h->entry_count)) {
        return refuse(m, MM_ENOTHEAD);
    }
    if (h != NULL && !log_room(h)) {
        return refuse(m, MM_ELIMIT);
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
        log_append(m, seq_first, stopped);
        point_if_due(m);
    }
    if (m->config.check_level > 0) {
        mm_check(m);
    }
}

enum mm_run_state mm_run(struct mm *m, uint64_t budget)
{
    const uint64_t seq_first = m->machine->cmd_seq;
    uint64_t work = 0; /* an access makes two events or more; an idle turn counts one */

    for (;;) {
        const uint64_t seq = m->machine->seq;

        if (machine_turn(m) == MM_DONE) {
            step_done(m, seq_first, false);
            return MM_DONE;
        }
        if (m->history != NULL) {
            point_if_due(m);
        }
        if (m->config.check_level > 1) {
            mm_check(m);
        }
        work += 1 + (m->machine->seq - seq) / 2;
        if (work >= budget) {
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
    if (m->machine->running) {
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
    cmd_unpack(h->arena + e->cmd_at, e->cmd_bytes, &out->cmd);
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

/* Stand at the nearest quiet point at or before seq from which the log can be run on. */
static void rewind_to(struct mm *m, uint64_t seq)
{
    struct mm_history *h = m->history;
    const struct history_point *p = &h->point[points_up_to(h, seq) - 1];

    if (!m->frozen && m->machine->seq <= seq && m->machine->seq >= p->seq) {
        return; /* where it stands is nearer */
    }
    ckpt_restore(m, &h->store, p->root);
    m->frozen = 0;
    m->cause_depth = 0;
    m->view_valid = 0;
}

/* Run the logged step that is open, or the next one, by one turn (or its opening). */
static void replay_turn(struct mm *m)
{
    struct mm_history *h = m->history;
    const struct history_entry *e = &h->entry[m->machine->step];

    if (!m->machine->running) {
        struct mm_cmd cmd;

        cmd_unpack(h->arena + e->cmd_at, e->cmd_bytes, &cmd);
        machine_open(m, &cmd);
        return;
    }
    const uint64_t step = m->machine->step;

    if (e->stopped && m->machine->turns == e->turns) {
        machine_stop(m);
    } else if (machine_turn(m) == MM_MORE) {
        point_if_due(m);
        return;
    }
    MM_ASSERT(m, m->machine->seq == h->entry[step].seq_last); /* H3 */
    point_if_due(m);
}

/* Run on until the state stands at seq: at a step's end, or frozen inside one. */
static void run_to(struct mm *m, uint64_t seq)
{
    const uint64_t step = mm_step_of_seq(m, seq);
    const bool whole = seq == 0 || m->history->entry[step - 1].seq_last == seq;
    const uint64_t goal_step = whole ? step : step - 1;

    while (m->machine->step < goal_step) {
        replay_turn(m);
    }
    if (whole) {
        return;
    }
    if (setjmp(m->stop_jump) == 0) {
        m->seq_stop = seq;
        for (;;) {
            replay_turn(m);
        }
    }
    m->seq_stop = UINT64_MAX;
    m->frozen = 1;
    m->cause_depth = 0;
}

static enum mm_err seek(struct mm *m, uint64_t seq, const struct mm_sink *sink)
{
    const struct mm_sink *watching = m->sink;

    if (m->history == NULL || seq > mm_head_seq(m)) {
        return refuse(m, MM_ENOSTEP);
    }
    if (m->machine->running && !m->frozen && m->machine->step == m->history->entry_count) {
        return refuse(m, MM_ERUNNING);
    }
    if (m->frozen && m->machine->seq == seq) {
        return MM_OK;
    }
    mm_observe(m, sink);
    rewind_to(m, seq);
    run_to(m, seq);
    mm_observe(m, watching);
    return MM_OK;
}

enum mm_err mm_seek_seq(struct mm *m, uint64_t seq)
{
    return seek(m, seq, NULL);
}

enum mm_err mm_seek_step(struct mm *m, uint64_t step)
{
    if (m->history == NULL || step > m->history->entry_count) {
        return refuse(m, MM_ENOSTEP);
    }
    return seek(m, step == 0 ? 0 : m->history->entry[step - 1].seq_last, NULL);
}

enum mm_err mm_truncate(struct mm *m)
{
    struct mm_history *h = m->history;

    if (h == NULL || mm_inside(m)) {
        return refuse(m, h == NULL ? MM_ENOSTEP : MM_ERUNNING);
    }
    const uint32_t keep = (uint32_t)m->machine->step;

    if (keep < h->entry_count) {
        h->arena_used = h->entry[keep].cmd_at;
        h->entry_count = keep;
    }
    while (h->point_count > 0 && h->point[h->point_count - 1].seq > m->machine->seq) {
        ckpt_drop(&h->store, h->point[--h->point_count].root);
    }
    return MM_OK;
}

/* A sink that passes on only a stretch of the events, with their changes. */
struct window {
    const struct mm_sink *sink;
    uint64_t first;
    bool open;
};
static void window_event(void *ctx, const struct mm_event *e)
{
    struct window *w = ctx;

    w->open = e->seq >= w->first;
    if (w->open) {
        w->sink->event(w->sink->ctx, e);
    }
}
static void window_change(void *ctx, const struct mm_change *ch)
{
    struct window *w = ctx;

    if (w->open) {
        w->sink->change(w->sink->ctx, ch);
    }
}

enum mm_err mm_replay_events(struct mm *m, uint64_t seq_first, uint64_t seq_last,
                             const struct mm_sink *sink)
{
    const uint64_t here = m->machine->seq;
    const struct mm_sink *watching = m->sink;
    struct window w = {.sink = sink, .first = seq_first};
    const struct mm_sink through = {.event = window_event, .change = window_change, .ctx = &w};

    if (m->history == NULL || seq_first == 0 || seq_last < seq_first || seq_last > mm_head_seq(m)) {
        return refuse(m, MM_ENOSTEP);
    }
    if (m->machine->running && !m->frozen && m->machine->step == m->history->entry_count) {
        return refuse(m, MM_ERUNNING);
    }
    /* A turn makes far fewer events than this for each of its accesses; only the last stretch is run observed. */
    const uint64_t margin = 64ull * m->config.quantum;
    const uint64_t before = mm_step_of_seq(m, seq_first) - 1;

    mm_observe(m, NULL);
    rewind_to(m, seq_first - 1);
    while (m->machine->step < before ||
           (m->machine->running && m->machine->seq + margin < seq_first)) {
        replay_turn(m);
    }
    mm_observe(m, &through);
    run_to(m, seq_last);
    mm_observe(m, NULL);
    seek(m, here, NULL);
    mm_observe(m, watching);
    return MM_OK;
}

enum mm_err mm_replay_step(struct mm *m, uint64_t step, const struct mm_sink *sink)
{
    if (m->history == NULL || step == 0 || step > m->history->entry_count) {
        return refuse(m, MM_ENOSTEP);
    }
    const struct history_entry *e = &m->history->entry[step - 1];

    return mm_replay_events(m, e->seq_first, e->seq_last, sink);
}

static void copy_state(struct mm *to, struct mm *from)
{
    (void)state_hash(from);
    (void)state_hash(to);
    for (uint32_t c = 0; c < from->chunk_count; c++) {
        if (from->chunk_hash[c] != to->chunk_hash[c]) {
            uint8_t *bytes = to->block + (size_t)c * MM_CHUNK_BYTES;

            state_mark(to, bytes);
            memcpy(bytes, from->block + (size_t)c * MM_CHUNK_BYTES, MM_CHUNK_BYTES);
        }
    }
}

struct mm *mm_branch(struct mm *m, uint64_t step, struct mm_fail *fail)
{
    const uint64_t here = m->machine->seq;
    struct mm *b;

    if (m->history == NULL || mm_seek_step(m, step) != MM_OK) {
        if (fail != NULL) {
            *fail = m->fail;
        }
        return NULL;
    }
    b = mm_new(&m->config, m->host, fail);
    if (b != NULL) {
        struct mm_history *h = b->history;

        memcpy(b->trace, m->trace, sizeof(m->trace));
        memcpy(b->layout, m->layout, sizeof(m->layout));
        b->trace_count = m->trace_count;
        b->layout_count = m->layout_count;
        h->entry_count = (uint32_t)step;
        memcpy(h->entry, m->history->entry, step * sizeof(h->entry[0]));
        h->arena_used = step < m->history->entry_count ? m->history->entry[step].cmd_at
                                                       : m->history->arena_used;
        memcpy(h->arena, m->history->arena, h->arena_used);
        copy_state(b, m);
        point_add(b);
    }
    seek(m, here, NULL);
    return b;
}

void mm_fail_frame(struct mm *m, uint32_t nth)
{
    machine_set_fail_frames_nth(m, 0, nth);
}

void mm_fast_path(struct mm *m, bool on)
{
    m->fast_off = !on;
}

void history_check(struct mm *m)
{
    const struct mm_history *h = m->history;
    uint64_t seq = 0;

    if (h == NULL) {
        return;
    }
    for (uint32_t i = 0; i < h->entry_count; i++) {
        MM_ASSERT(m, h->entry[i].seq_first == seq + 1); /* H1 */
        seq = h->entry[i].seq_last;
    }
    for (uint32_t i = 0; i < h->point_count; i++) {
        MM_ASSERT(m,
                  i == 0 ? h->point[0].seq == 0 : h->point[i].seq >= h->point[i - 1].seq); /* H2 */
    }
}
