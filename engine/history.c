/* history.c - the command log and the list of checkpoints. */
#include "history.h"

#include <string.h>

#include "lab/replace.h"
#include "task/sprint.h"

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

void history_command(const struct mm_history *h, uint32_t index, struct mm_cmd *cmd)
{
    cmd_unpack(h->arena + h->entry[index].cmd_at, h->entry[index].cmd_bytes, cmd);
}

bool history_room(const struct mm_history *h)
{
    return h->entry_count < h->entry_max && h->arena_max - h->arena_used >= sizeof(struct mm_cmd);
}

void history_append(struct mm *m, uint64_t seq_first, bool stopped)
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

uint32_t history_points_up_to(const struct mm_history *h, uint64_t seq)
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

void history_point_add(struct mm *m)
{
    struct mm_history *h = m->history;
    uint32_t root;

    sprint_pause(m);
    while (h->point_count == HISTORY_CHECKPOINTS_MAX || !ckpt_save(m, &h->store, &root)) {
        if (h->point_count < 3) {
            return; /* no room even so: seeks replay from further back */
        }
        thin_out(h);
    }
    const uint32_t at = history_points_up_to(h, m->machine->seq);

    memmove(&h->point[at + 1], &h->point[at], (h->point_count - at) * sizeof(h->point[0]));
    h->point[at] = (struct history_point){.seq = m->machine->seq,
                                          .step = m->machine->step,
                                          .root = root,
                                          .inside = m->machine->running};
    h->point_count++;
}

void history_point_if_due(struct mm *m)
{
    const struct mm_history *h = m->history;
    const uint32_t n = history_points_up_to(h, m->machine->seq);

    if (replace_in_memory(m)) {
        return; /* part of what it knows is not in the block */
    }
    if (n == 0 || m->machine->seq - h->point[n - 1].seq >= h->spacing_events) {
        history_point_add(m);
    }
}

enum mm_err history_init(struct mm *m)
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

void history_fini(struct mm *m)
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

enum mm_err history_refuse(struct mm *m, enum mm_err err)
{
    m->fail = (struct mm_fail){.err = err, .arg = UINT32_MAX, .field = ""};
    return err;
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
