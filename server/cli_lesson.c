#include "cli_lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_print.h"
#include "jr.h"

#define LESSON_SLICE 1000000u

static void problem_print(const struct cli_lesson *c, const struct problem *p)
{
    fflush(stdout);
    fprintf(stderr, "%s:%u:%u: %s%s%s%s%s\n", c->name, p->line, p->column, c->where, p->en,
            p->word[0] ? ": \"" : "", p->word, p->word[0] ? "\"" : "");
    if (p->accepted[0])
        fprintf(stderr, "    accepted: %s\n", p->accepted);
}

static void tell_malformed(void *ctx, const struct problem *p)
{
    struct cli_lesson *c = ctx;

    problem_print(c, p);
    *c->status = 2;
}

static void tell_run(void *ctx, const struct problem *p)
{
    struct cli_lesson *c = ctx;

    problem_print(c, p);
    if (!*c->status)
        *c->status = 1;
}

static void place_none(void *ctx, unsigned see, uint64_t *step, uint64_t *seq)
{
    (void)ctx;
    (void)see;
    *step = *seq = 0;
}

/* A run beside the one as written: only what goes wrong is told. */
static void line_beside(void *ctx, const struct session_line *line)
{
    struct cli_lesson *c = ctx;

    if (line->problem)
        tell_run(c, line->problem);
}

static void play_run(struct cli_lesson *c, struct lesson_play *p, struct session *s,
                     session_line_fn *line, void *ctx)
{
    const struct play_host host = {.place = place_none, .tell = tell_run, .ctx = c};
    const char *text;
    size_t length;
    enum play_state state;

    while ((state = play_on(p, s, &host, &text, &length)) == PLAY_LINES) {
        struct problem why;
        enum session_state ran = SESSION_MORE;

        if (!session_feed(s, text, length, &why)) {
            tell_malformed(c, &why);
            return;
        }
        while (ran == SESSION_MORE)
            ran = session_advance(s, LESSON_SLICE, line, ctx);
        if (ran == SESSION_FAILED)
            return;
    }
    if (state == PLAY_MEMORY)
        fprintf(stderr, "mmscope: no memory\n"), *c->status = 2;
}

/* ---- what it says ---- */

static void spans_print(const char *mark, struct buf *spans)
{
    cJSON *list = spans ? cJSON_ParseWithLength(buf_data(spans), spans->len) : NULL;

    if (!cJSON_GetArraySize(list)) {
        cJSON_Delete(list);
        return;
    }
    printf("%s", mark);
    for (const cJSON *span = list ? list->child : NULL; span; span = span->next) {
        const cJSON *part = cJSON_IsString(span)             ? span
                            : cJSON_HasObjectItem(span, "t") ? cJSON_GetObjectItem(span, "t")
                                                             : span->child;
        printf("%s", cJSON_GetStringValue(part));
    }
    printf("\n");
    cJSON_Delete(list);
}

static void lesson_print(const struct lesson_play *p)
{
    static const char *const marks[] = {"\n# ", "", "Note: ", "? ", "", ""};
    const struct lesson *l = p->lesson;

    printf("\n");
    for (unsigned lang = 0; lang < 2; lang++) {
        printf("%s\n%s\n", lesson_plain(&l->title, (enum lesson_lang)lang),
               lesson_plain(&l->about, (enum lesson_lang)lang));
        for (unsigned i = 0; i < l->item_count; i++) {
            const struct lesson_item *item = &l->item[i];
            const char *mark = marks[item->kind];
            if (item->kind == LESSON_CHOICE) {
                const struct play_question *q = &p->question[item->question];
                unsigned choice = i - l->question[item->question].ask - 1;
                mark = q->correct == (int)choice ? "  * " : "  - ";
            }
            spans_print(mark, p->item[i].text[lang]);
        }
        printf("\n");
    }
}

/* ---- the whole ---- */

static struct lesson_play *play_shown(struct lesson *l)
{
    struct lesson_play *p = play_new(l);

    for (unsigned i = 0; p && i < l->question_count; i++)
        p->question[i].shown = true;
    return p;
}

/* Each slider at both ends. */
static void sliders_run(struct cli_lesson *c, struct lesson *l)
{
    for (unsigned i = 0; i < 2 * l->slider_count; i++) {
        const struct lesson_slider *slider = &l->slider[i / 2];
        const uint64_t value = i % 2 ? slider->max : slider->min;
        struct lesson_play *p = value == slider->value ? NULL : play_shown(l);
        struct session *s = p ? session_new(c->host, c->store, NULL) : NULL;

        if (s && play_slide(p, slider->name, value)) {
            snprintf(c->where, sizeof c->where, "with %s = %llu: ", slider->name,
                     (unsigned long long)value);
            play_run(c, p, s, line_beside, c);
        }
        session_free(s);
        play_free(p);
    }
    c->where[0] = 0;
}

/* ID.mm is where the lesson ID is looked for. */
static void id_check(struct cli_lesson *c, const struct lesson *l)
{
    const char *slash = strrchr(c->name, '/'), *base = slash ? slash + 1 : c->name;
    const size_t n = strlen(base);

    if (n > 3 && !strcmp(base + n - 3, ".mm") &&
        (strlen(l->id) != n - 3 || memcmp(base, l->id, n - 3) != 0)) {
        struct problem p;
        problem_at(&p, MM_EBADARG, NULL, NULL);
        p.line = p.column = 1;
        problem_say(&p, "the lesson's id is not its file's name: %s", "课程的名字与文件名不同：%s",
                    l->id);
        tell_malformed(c, &p);
    }
}

void cli_lesson_run(struct cli_lesson *c, struct session *s, const char *text, size_t length)
{
    struct lesson *l = lesson_parse(text, length, tell_malformed, c);
    struct lesson_play *p = l ? play_shown(l) : NULL;

    if (p) {
        id_check(c, l);
        play_run(c, p, s, c->line, c->ctx);
        if (!*c->status)
            sliders_run(c, l);
        if (c->text)
            lesson_print(p);
    } else if (!*c->status) {
        fprintf(stderr, "mmscope: no memory\n");
        *c->status = 2;
    }
    play_free(p);
    lesson_put(l);
}
