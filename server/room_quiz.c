/* room_quiz.c - questions: asked, answered, counted, revealed. */
#define _GNU_SOURCE 1
#include "room_lesson.h"

#include "ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUIZ_TELL_MS = 200 };

static void question_fini(struct quiz_question *q)
{
    for (unsigned lang = 0; lang < 2; lang++) {
        buf_put(q->text[lang]);
        for (unsigned i = 0; i < LESSON_CHOICES_MAX; i++)
            buf_put(q->choice[i][lang]);
    }
    for (unsigned i = 0; i < LESSON_CHOICES_MAX; i++)
        free(q->when[i]);
    free(q->vote);
}

void room_quiz_free(struct room *r)
{
    for (unsigned i = 0; r->quiz && i < r->quiz->count; i++)
        question_fini(&r->quiz->question[i]);
    free(r->quiz);
    r->quiz = NULL;
}

const struct quiz_question *quiz_named(const struct room *r, const char *name)
{
    for (unsigned i = r->quiz ? r->quiz->count : 0; i--;)
        if (!strcmp(r->quiz->question[i].name, name))
            return &r->quiz->question[i];
    return NULL;
}

struct quiz_question *quiz_find(struct room *r, const char *name)
{
    const struct quiz_question *q = quiz_named(r, name);

    return q ? &r->quiz->question[q - r->quiz->question] : NULL;
}

/* A place in the list; when it is full the oldest that was revealed goes. */
static struct quiz_question *quiz_add(struct room *r)
{
    struct room_quiz *z = r->quiz;

    if (!z)
        z = r->quiz = calloc(1, sizeof *z);
    if (!z)
        return NULL;
    if (z->count == QUIZ_MAX) {
        unsigned i = 0;
        while (i < z->count && !(z->question[i].revealed && z->question[i].index < 0))
            i++;
        if (i == z->count)
            return NULL;
        question_fini(&z->question[i]);
        memmove(&z->question[i], &z->question[i + 1], (z->count - i - 1) * sizeof *z->question);
        z->count--;
    }
    struct quiz_question *q = &z->question[z->count++];
    memset(q, 0, sizeof *q);
    q->index = q->correct = -1;
    return q;
}

struct quiz_question *quiz_lesson(struct room *r, unsigned index)
{
    const struct lesson_question *from = &r->course->play->lesson->question[index];
    struct quiz_question *q = quiz_find(r, from->name);

    if (!q && (q = quiz_add(r)) != NULL) {
        strcpy(q->name, from->name);
        q->index = (int)index;
        q->choice_count = from->choice_count;
    }
    return q;
}

/* ---- telling ---- */

static void write_text(struct jw *w, struct buf *const text[2])
{
    for (unsigned lang = 0; lang < 2; lang++) {
        jw_key(w, lang == LESSON_ZH ? "zh" : "en");
        if (text[lang])
            jw_raw(w, buf_data(text[lang]), text[lang]->len);
        else
            jw_raw(w, "[]", 2);
    }
}

static void write_counts(struct jw *w, const struct quiz_question *q)
{
    uint64_t answered = 0;

    jw_key(w, "counts");
    jw_open(w, '[');
    for (unsigned i = 0; i < q->choice_count; i++) {
        jw_u64(w, q->counts[i]);
        answered += q->counts[i];
    }
    jw_close(w, ']');
    jw_kv_u64(w, "answered", answered);
}

static void write_correct(struct jw *w, const struct quiz_question *q)
{
    jw_key(w, "correct");
    if (q->correct < 0)
        jw_null(w);
    else
        jw_i64(w, q->correct);
}

void quiz_write(const struct room *r, const struct quiz_question *q, struct jw *w)
{
    const struct lesson_play *p = q->index >= 0 ? r->course->play : NULL;
    unsigned ask = p ? p->lesson->question[q->index].ask : 0;

    jw_kv_text(w, "name", q->name);
    write_text(w, p ? p->item[ask].text : q->text);
    jw_key(w, "choices");
    jw_open(w, '[');
    for (unsigned i = 0; i < q->choice_count; i++) {
        jw_open(w, '{');
        write_text(w, p ? p->item[ask + 1 + i].text : q->choice[i]);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_kv_text(w, "state", q->revealed ? "revealed" : "open");
    write_counts(w, q);
    if (q->revealed)
        write_correct(w, q);
}

static struct buf *msg_question(const struct room *r, const struct quiz_question *q)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "question");
    jw_kv_bool(&w, "ad_hoc", q->index < 0);
    quiz_write(r, q, &w);
    jw_close(&w, '}');
    return jw_take(&w);
}

void quiz_tell(struct room *r, const struct quiz_question *q)
{
    struct buf *message = msg_question(r, q);

    room_broadcast(r, message);
    buf_put(message);
}

void quiz_tell_reveal(struct room *r, const struct quiz_question *q)
{
    struct jw w = jw_new(0);

    jw_open(&w, '{');
    jw_kv_text(&w, "type", "reveal");
    jw_kv_text(&w, "question", q->name);
    write_correct(&w, q);
    write_counts(&w, q);
    jw_close(&w, '}');
    struct buf *message = jw_take(&w);
    room_broadcast(r, message);
    buf_put(message);
}

void room_quiz_hello(struct room *r, struct viewer *v)
{
    for (unsigned i = 0; r->quiz && i < r->quiz->count; i++) {
        const struct quiz_question *q = &r->quiz->question[i];
        if (q->index >= 0 || q->revealed)
            continue;
        struct buf *message = msg_question(r, q);
        ws_send(v, message);
        buf_put(message);
    }
}

uint64_t room_quiz_due(const struct room *r)
{
    return r->quiz && r->quiz->changed ? r->quiz->told_ms + QUIZ_TELL_MS : 0;
}

/* However many answer. */
void room_quiz_tick(struct room *r)
{
    const uint64_t now = room_now_ms(), due = room_quiz_due(r);

    if (!due || now < due)
        return;
    r->quiz->changed = false;
    r->quiz->told_ms = now;
    for (unsigned i = 0; i < r->quiz->count; i++)
        if (r->quiz->question[i].changed) {
            r->quiz->question[i].changed = false;
            quiz_tell(r, &r->quiz->question[i]);
        }
}

/* ---- asking ---- */

/* A text of the request with its markup, its values as they are at the cursor. NULL: refused. */
static struct buf *ask_text(struct room *r, struct job *j, const cJSON *from, const char *name,
                            struct lesson *memory)
{
    const char *text = NULL;
    struct lesson_place place = {0, 1, 1};
    struct lesson_words words = {.count = 0};
    struct problem why = {.err = MM_OK};

    if (jr_text(from, name, &text) != 1 || !*text || strlen(text) > QUIZ_AD_HOC_TEXT) {
        job_refuse_field(j, 400, "question",
                         "a question and each of its choices has zh and en, of at most 1,000 bytes",
                         name);
        return NULL;
    }
    struct lesson_reader reader = {.lesson = memory,
                                   .text = text,
                                   .length = strlen(text),
                                   .place = &place,
                                   .places = 1,
                                   .tell = room_problem_first,
                                   .ctx = &why};
    lesson_words_read(&reader, &words);
    struct buf *spans = play_spans(&words, r->session, room_problem_first, &why);
    if (!why.en[0] && spans)
        return spans;
    buf_put(spans);
    struct refusal p = {.status = 422,
                        .kind = "question",
                        .detail = why.en[0] ? why.en : "out of memory",
                        .field = name,
                        .column = why.column};
    job_refusal(j, &p);
    return NULL;
}

static bool ask_choice(struct room *r, struct job *j, struct quiz_question *q, const cJSON *choice,
                       struct lesson *memory)
{
    unsigned i = q->choice_count++;
    const char *when = NULL;
    struct problem why = {.err = MM_OK};
    bool holds;

    q->choice[i][LESSON_ZH] = ask_text(r, j, choice, "zh", memory);
    q->choice[i][LESSON_EN] = q->choice[i][LESSON_ZH] ? ask_text(r, j, choice, "en", memory) : NULL;
    if (!q->choice[i][LESSON_EN])
        return false;
    int given = jr_text(choice, "when", &when);
    if (given == 0)
        return true;
    if (given < 0 || strlen(when) > QUIZ_WHEN) {
        job_refuse_field(j, 400, "question", "when is an expression of the language", "when");
        return false;
    }
    if (!session_holds(r->session, when, strlen(when), &holds, &why)) {
        struct refusal p = {.status = 422,
                            .kind = "question",
                            .detail = why.en,
                            .field = "when",
                            .column = why.column};
        job_refusal(j, &p);
        return false;
    }
    q->when[i] = strdup(when);
    return q->when[i] != NULL;
}

static bool ask_all(struct room *r, struct job *j, struct quiz_question *q, struct lesson *memory)
{
    const cJSON *choices = cJSON_GetObjectItemCaseSensitive(j->args, "choices");
    int n = cJSON_IsArray(choices) ? cJSON_GetArraySize(choices) : 0;

    if (n < 2 || n > LESSON_CHOICES_MAX) {
        job_refuse_field(j, 400, "question", "a question has 2 to 8 choices", "choices");
        return false;
    }
    q->text[LESSON_ZH] = ask_text(r, j, j->args, "zh", memory);
    q->text[LESSON_EN] = q->text[LESSON_ZH] ? ask_text(r, j, j->args, "en", memory) : NULL;
    if (!q->text[LESSON_EN])
        return false;
    for (const cJSON *c = choices->child; c; c = c->next) {
        static const char *const names[] = {"zh", "en", "when", NULL};
        const char *unknown = cJSON_IsObject(c) ? jr_unknown(c, names) : "choices";
        if (unknown) {
            job_refuse_field(j, 400, "unknown-field", "a choice is {zh, en, when?}", unknown);
            return false;
        }
        if (!ask_choice(r, j, q, c, memory))
            return false;
    }
    return true;
}

/* {zh, en, choices}: a question of the presenter's own, about the machine at the cursor. */
static void ask_ad_hoc(struct room *r, struct job *j)
{
    struct quiz_question made = {.index = -1, .correct = -1};
    struct lesson *memory = calloc(1, sizeof *memory);

    if (memory)
        atomic_init(&memory->refs, 1);
    if (memory && room_ready(r, j)) {
        room_stand(r, r->at_seq);
        if (ask_all(r, j, &made, memory)) {
            struct quiz_question *q = quiz_add(r);
            if (q) {
                *q = made;
                memset(&made, 0, sizeof made);
                snprintf(q->name, sizeof q->name, "q%u", ++r->quiz->asked);
                quiz_tell(r, q);
            } else {
                job_refuse(j, 429, "question", "too many questions are open");
            }
        }
    }
    question_fini(&made);
    lesson_put(memory);
}

void job_ask(struct room *r, struct job *j)
{
    const char *name = NULL;
    int given = job_text(j, "question", &name);

    if (given == 0) {
        ask_ad_hoc(r, j);
        return;
    }
    const struct quiz_question *q = given == 1 ? quiz_find(r, name) : NULL;
    if (!q)
        job_refuse_field(j, 404, "question", "this question is not asked here, or not yet",
                         "question");
    else
        quiz_tell(r, q);
}

/* ---- answering ---- */

static struct quiz_vote *vote_of(struct quiz_question *q, const char *voter)
{
    for (unsigned i = 0; i < q->vote_count; i++)
        if (!strcmp(q->vote[i].voter, voter))
            return &q->vote[i];
    if (q->vote_count == QUIZ_VOTES_MAX)
        return NULL;
    if (q->vote_count == q->vote_room) {
        unsigned room = q->vote_room ? q->vote_room * 2 : 32;
        struct quiz_vote *grown = realloc(q->vote, room * sizeof *grown);
        if (!grown)
            return NULL;
        q->vote = grown;
        q->vote_room = room;
    }
    struct quiz_vote *v = &q->vote[q->vote_count++];
    snprintf(v->voter, sizeof v->voter, "%s", voter);
    v->choice = LESSON_CHOICES_MAX; /* none yet */
    return v;
}

void job_answer(struct room *r, struct job *j)
{
    const char *name = NULL;
    uint64_t choice = 0;
    struct jw w;
    struct quiz_question *q = job_text(j, "question", &name) == 1 ? quiz_find(r, name) : NULL;

    if (!q) {
        job_refuse_field(j, 404, "question", "this question is not asked here, or not yet",
                         "question");
        return;
    }
    if (job_u64(j, "choice", &choice) != 1 || choice >= q->choice_count) {
        struct refusal p = {.status = 400,
                            .kind = "arguments",
                            .detail = "choice is the number of a choice, from 0",
                            .field = "choice",
                            .limit = q->choice_count - 1};
        job_refusal(j, &p);
        return;
    }
    if (q->revealed) {
        job_refuse(j, 409, "revealed", "the answer is shown already");
        return;
    }
    struct quiz_vote *v = vote_of(q, j->viewer->voter[0] ? j->viewer->voter : j->viewer->name);
    if (!v) {
        job_refuse(j, 429, "question", "too many answers");
        return;
    }
    if (v->choice < LESSON_CHOICES_MAX)
        q->counts[v->choice]--;
    v->choice = (unsigned)choice;
    q->counts[choice]++;
    q->changed = r->quiz->changed = true;
    job_open(j, &w);
    jw_kv_text(&w, "question", q->name);
    jw_kv_u64(&w, "choice", choice);
    job_close(j, 200, &w);
}

/* ---- revealing ---- */

/* What is right is what holds at the cursor now. */
static void reveal_ad_hoc(struct room *r, struct job *j, struct quiz_question *q)
{
    unsigned holding = 0;

    if (!room_ready(r, j))
        return;
    room_stand(r, r->at_seq);
    for (unsigned i = 0; i < q->choice_count; i++) {
        struct problem why;
        bool holds = false;
        if (q->when[i] && session_holds(r->session, q->when[i], strlen(q->when[i]), &holds, &why) &&
            holds) {
            q->correct = (int)i;
            holding++;
        }
    }
    if (holding != 1)
        q->correct = -1;
    q->revealed = true;
    quiz_tell_reveal(r, q);
    job_ok(j);
}

void job_reveal(struct room *r, struct job *j)
{
    const char *name = NULL;
    int given = job_text(j, j->req ? "reveal" : "question", &name);
    struct quiz_question *q = given == 1 ? quiz_find(r, name) : NULL;

    if (!q)
        job_refuse_field(j, 404, "question", "this question is not asked here, or not yet",
                         j->req ? "reveal" : "question");
    else if (q->revealed)
        job_refuse(j, 409, "revealed", "the answer is shown already");
    else if (q->index < 0)
        reveal_ad_hoc(r, j, q);
    else
        room_lesson_reveal(r, j, (unsigned)q->index);
}
