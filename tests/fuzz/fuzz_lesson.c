/* fuzz_lesson.c - any text as a lesson: every problem has a place and both texts; what is read is played. */
#include <string.h>

#include "lesson_play.h"

static void tell(void *ctx, const struct problem *p)
{
    unsigned *problems = ctx;

    if (!p->en[0] || !p->zh[0] || !p->line || !p->column)
        __builtin_trap();
    ++*problems;
}

static void place(void *ctx, unsigned see, uint64_t *step, uint64_t *seq)
{
    (void)ctx;
    if (see > EV_COUNT)
        __builtin_trap();
    *step = *seq = 0;
}

static void line(void *ctx, const struct session_line *l)
{
    (void)ctx;
    (void)l;
}

/* With questions shown or not: a question that is not shown ends it, with nothing behind it passed. */
static void play(struct lesson *l, bool shown)
{
    struct session_host host = {.steps_max = 60, .frames_max = 4096};
    struct lesson_play *p = play_new(l);
    struct session *s = session_new(&host, NULL, NULL);
    unsigned problems = 0;
    const struct play_host with = {place, tell, &problems};
    const char *text;
    size_t length;

    for (unsigned i = 0; i < l->question_count; i++)
        p->question[i].shown = shown;
    while (play_on(p, s, &with, &text, &length) == PLAY_LINES) {
        struct problem why;
        enum session_state state = SESSION_MORE;
        if (!session_feed(s, text, length, &why))
            break;
        for (unsigned i = 0; i < 40 && state == SESSION_MORE; i++)
            state = session_advance(s, 2000, line, NULL);
        if (state != SESSION_DONE)
            break;
    }
    if (!shown && l->question_count)
        for (unsigned i = l->question[0].ask + l->question[0].choice_count + 1; i < l->item_count;
             i++)
            if (p->item[i].passed || p->item[i].text[0])
                __builtin_trap();
    session_free(s);
    play_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned problems = 0;
    struct lesson *l = lesson_parse((const char *)data, size, tell, &problems);

    if (!l && !problems)
        __builtin_trap();
    if (l) {
        play(l, true);
        play(l, false);
    }
    lesson_put(l);
    return 0;
}
