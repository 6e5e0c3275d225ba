/* room_ask.c - requests that give a room lines to run, stop them, or ask for what became of them. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- jobs ---- */
void job_scenario(struct room *r, struct job *j)
{
    struct buf *text = wr_take(&j->text);

    if (!text)
        return;
    room_run_text(r, NULL, buf_data(text), text->len);
    r->run.to_start = j->slow;
    buf_put(text);
}

/* {"lines":[...]} joined, or the text as it came. NULL: refused. */
static struct buf *commands_text(struct job *j)
{
    const cJSON *lines = j->args ? cJSON_GetObjectItemCaseSensitive(j->args, "lines") : NULL;

    if (lines && cJSON_IsArray(lines)) {
        for (const cJSON *l = lines->child; l; l = l->next) {
            if (!cJSON_IsString(l)) {
                job_refuse_field(j, 400, "lines", "lines is an array of strings", "lines");
                return NULL;
            }
            wr_str(&j->text, l->valuestring);
            wr_char(&j->text, '\n');
        }
    } else if (j->args && !wr_len(&j->text)) {
        job_refuse_field(j, 400, "lines", "lines is an array of strings", "lines");
        return NULL;
    }
    struct buf *text = wr_take(&j->text);
    if (!text)
        job_refuse(j, 503, "memory", "out of memory");
    return text;
}

/* The same request sent twice runs once. */
static bool commands_seen(struct room *r, struct job *j, const char *key)
{
    for (unsigned i = 0; i < ROOM_KEYS; i++)
        if (r->keys[i].body && !strcmp(r->keys[i].key, key)) {
            room_reply(r, j, 200, buf_get(r->keys[i].body));
            return true;
        }
    return false;
}

void job_commands(struct room *r, struct job *j)
{
    const char *key = "";
    uint64_t at_step = 0;
    bool branch = false;
    int step_given = job_u64(j, "at_step", &at_step);

    if (step_given < 0 || job_bool(j, "branch", &branch) < 0 || job_text(j, "key", &key) < 0 ||
        strlen(key) >= ROOM_KEY_LEN) {
        job_refuse(j, 400, "arguments",
                   "at_step is a number, branch true or false, key a word of "
                   "at most 63 letters");
        return;
    }
    if (*key && commands_seen(r, j, key))
        return;
    if (step_given && at_step != room_step_of(r, r->at_seq)) {
        struct refusal p = {.status = 409,
                            .kind = "moved",
                            .detail = "the room has moved on",
                            .field = "at_step",
                            .limit = room_step_of(r, r->at_seq)};
        job_refusal(j, &p);
        return;
    }
    if (r->step_count >= room_options(r)->max_steps) {
        struct refusal p = {.status = 413,
                            .kind = "history",
                            .detail = "the history is full; "
                                      "branch from an earlier step",
                            .limit = room_options(r)->max_steps};
        job_refusal(j, &p);
        return;
    }
    if (r->course && !branch) {
        job_refuse(j, 409, "lesson",
                   "this room follows its lesson; with branch:true the lines run in a room of your "
                   "own that leaves it here");
        return;
    }
    if (branch && (r->course || r->at_seq != room_head(r))) {
        room_branch_run(r, j);
        return;
    }
    struct buf *text = commands_text(j);
    if (!text)
        return;
    room_run_text(r, j, buf_data(text), text->len);
    if (r->run.job == j && *key) {
        snprintf(r->run.key, sizeof r->run.key, "%s", key);
        room_log_begin(r, NULL, false);
    }
    buf_put(text);
}

void job_stop(struct room *r, struct job *j)
{
    if (r->run.active)
        session_stop(r->session);
    job_ok(j);
}

void job_result(struct room *r, struct job *j)
{
    unsigned long long number = strtoull(j->path, NULL, 10);

    for (unsigned i = 0; i < ROOM_DONE; i++)
        if (r->done[i].body && r->done[i].number == number) {
            room_reply(r, j, 200, buf_get(r->done[i].body));
            return;
        }
    if (r->run.active && r->run.detached && r->run.number == number) {
        struct jw w;
        uint64_t done, total;
        session_progress(r->session, &done, &total);
        job_open(j, &w);
        jw_kv_bool(&w, "done", false);
        jw_key(&w, "progress");
        jw_open(&w, '{');
        jw_kv_u64(&w, "done", done);
        jw_kv_u64(&w, "total", total);
        jw_close(&w, '}');
        job_close(j, 202, &w);
        return;
    }
    job_refuse(j, 404, "not-found", "there is no such job, or its result is no longer kept");
}
