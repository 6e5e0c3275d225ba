#define _GNU_SOURCE 1
#include "lessons.h"

#include "guided.h"
#include "jw.h"
#include "lesson_text.h"
#include "text/session.h"
#include "log.h"

#include <dirent.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

_Static_assert((int)LESSONS_ID_BYTES == (int)LESSON_ID_MAX + 1, "ids fit");
enum { LESSONS_MAX = 400, PROBLEMS_MAX = 200, LOOK_MS = 1000, NAME_MAX_BYTES = 64 };

struct lessons {
    char *dir;
    pthread_mutex_t lock;
    struct lesson *lesson[LESSONS_MAX];
    unsigned count;
    uint64_t seen;    /* what the folder looked like: names, sizes, times */
    uint64_t look_ms; /* when it is looked at next */
    struct lessons_problem {
        char file[NAME_MAX_BYTES];
        struct problem what;
    } * problem;
    unsigned problem_count;
};

const char guided_id[] = "first", guided_title[] = "A recorded program, watched from inside";

const char *guided_text(void)
{
    return (const char *)guided_scenario;
}

const unsigned char *lesson_recording(const char *name, size_t *len)
{
    if (strcmp(name, "first.lackey") != 0)
        return NULL;
    *len = guided_first_bytes;
    return guided_first;
}

/* ---- reading ---- */

struct reading {
    struct lessons *ls;
    const char *file;
};

static void tell(void *ctx, const struct problem *p)
{
    struct reading *r = ctx;
    struct lessons *ls = r->ls;

    log_warn("lessons", "%s:%u:%u: %s%s%s", r->file, p->line, p->column, p->en,
             p->word[0] ? ": " : "", p->word);
    if (ls->problem_count == PROBLEMS_MAX)
        return;
    struct lessons_problem *row = &ls->problem[ls->problem_count++];
    snprintf(row->file, sizeof row->file, "%s", r->file);
    row->what = *p;
}

static void say(struct lessons *ls, const char *file, const char *en, const char *zh)
{
    struct reading r = {ls, file};
    struct problem p;

    problem_at(&p, MM_EBADARG, NULL, NULL);
    p.line = p.column = 1;
    out_copy(p.en, sizeof p.en, en, strlen(en));
    out_copy(p.zh, sizeof p.zh, zh, strlen(zh));
    tell(&r, &p);
}

/* A lesson of the same id goes. */
static void add(struct lessons *ls, const char *file, const char *text, size_t length)
{
    struct reading r = {ls, file};
    struct lesson *l = lesson_parse(text, length, tell, &r);

    if (session_validate(NULL, NULL, text, length, tell, &r, PROBLEMS_MAX)) {
        lesson_put(l);
        return;
    }
    if (!l)
        return;
    for (unsigned i = 0; i < ls->count; i++)
        if (!strcmp(ls->lesson[i]->id, l->id)) {
            lesson_put(ls->lesson[i]);
            ls->lesson[i] = l;
            return;
        }
    if (ls->count == LESSONS_MAX || !strcmp(l->id, guided_id)) {
        say(ls, file, "there is no room for this lesson", "放不下这一课");
        lesson_put(l);
        return;
    }
    ls->lesson[ls->count++] = l;
}

static char *file_read(const char *dir, const char *name, size_t *length)
{
    char path[PATH_MAX];
    FILE *f;
    char *text = NULL;

    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path ||
        !(f = fopen(path, "rb")))
        return NULL;
    text = malloc(LESSON_BYTES_MAX + 2);
    if (text) {
        *length = fread(text, 1, LESSON_BYTES_MAX + 1, f);
        text[*length] = 0;
    }
    fclose(f);
    return text;
}

static void add_file(struct lessons *ls, const char *name)
{
    size_t length = 0;
    char *text = file_read(ls->dir, name, &length);

    if (!text)
        say(ls, name, "this file cannot be read", "这个文件读不了");
    else
        add(ls, name, text, length);
    free(text);
}

static int is_lesson(const struct dirent *d)
{
    const size_t n = strlen(d->d_name);

    return n > 3 && n < NAME_MAX_BYTES && d->d_name[0] != '.' && !strcmp(d->d_name + n - 3, ".mm");
}

/* The folder's ORDER first, then what it does not name. */
static void add_folder(struct lessons *ls, struct dirent **list, int n)
{
    size_t length = 0;
    char *order = file_read(ls->dir, "ORDER", &length), *rest = NULL;

    for (char *id = order ? strtok_r(order, " \t\r\n", &rest) : NULL; id;
         id = strtok_r(NULL, " \t\r\n", &rest)) {
        char name[NAME_MAX_BYTES];
        bool found = false;
        snprintf(name, sizeof name, "%.60s.mm", id);
        for (int i = 0; i < n && !found; i++)
            if (list[i] && !strcmp(list[i]->d_name, name)) {
                add_file(ls, name);
                free(list[i]);
                list[i] = NULL;
                found = true;
            }
        if (!found)
            say(ls, "ORDER", "ORDER names a lesson that is not there", "ORDER 里的这一课不存在");
    }
    for (int i = 0; i < n; i++)
        if (list[i])
            add_file(ls, list[i]->d_name);
    free(order);
}

static void add_carried(struct lessons *ls)
{
    for (const struct lesson_carried *c = lessons_carried; c->id; c++)
        add(ls, c->id, (const char *)c->bytes, c->length);
}

/* ---- looking again ---- */

static uint64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static uint64_t mix(uint64_t h, uint64_t value)
{
    return (h ^ value) * 0x100000001b3u;
}

/* Names, sizes and times of its files in one number. */
static uint64_t folder_look(const struct lessons *ls, struct dirent **list, int n)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (int i = -1; i < n; i++) {
        const char *name = i < 0 ? "ORDER" : list[i]->d_name;
        char path[PATH_MAX];
        struct stat st;
        if (snprintf(path, sizeof path, "%s/%s", ls->dir, name) >= (int)sizeof path ||
            stat(path, &st))
            continue;
        for (const char *c = name; *c; c++)
            h = mix(h, (unsigned char)*c);
        h = mix(mix(mix(h, (uint64_t)st.st_size), (uint64_t)st.st_mtim.tv_sec),
                (uint64_t)st.st_mtim.tv_nsec);
    }
    return h;
}

static void lessons_look(struct lessons *ls)
{
    const uint64_t now = now_ms();
    struct dirent **list = NULL;

    if (!ls->dir[0] || now < ls->look_ms)
        return;
    ls->look_ms = now + LOOK_MS;
    int n = scandir(ls->dir, &list, is_lesson, alphasort);
    const uint64_t seen = n < 0 ? 1 : folder_look(ls, list, n);
    if (seen != ls->seen) {
        ls->seen = seen;
        ls->problem_count = 0;
        for (unsigned i = 0; i < ls->count; i++)
            lesson_put(ls->lesson[i]);
        ls->count = 0;
        add_carried(ls);
        if (n < 0)
            say(ls, "--lessons", "this folder cannot be read", "这个文件夹读不了");
        else
            add_folder(ls, list, n);
    }
    for (int i = 0; i < n; i++)
        free(list[i]);
    free(list);
}

struct lessons *lessons_new(const char *dir)
{
    struct lessons *ls = calloc(1, sizeof *ls);

    if (!ls)
        return NULL;
    ls->dir = strdup(dir);
    ls->problem = calloc(PROBLEMS_MAX, sizeof *ls->problem);
    pthread_mutex_init(&ls->lock, NULL);
    if (!ls->dir || !ls->problem) {
        lessons_free(ls);
        return NULL;
    }
    add_carried(ls);
    lessons_look(ls);
    return ls;
}

void lessons_free(struct lessons *ls)
{
    if (!ls)
        return;
    for (unsigned i = 0; i < ls->count; i++)
        lesson_put(ls->lesson[i]);
    free(ls->problem);
    free(ls->dir);
    pthread_mutex_destroy(&ls->lock);
    free(ls);
}

struct lesson *lessons_find(struct lessons *ls, const char *id)
{
    struct lesson *found = NULL;

    pthread_mutex_lock(&ls->lock);
    lessons_look(ls);
    for (unsigned i = 0; i < ls->count && !found; i++)
        if (!strcmp(ls->lesson[i]->id, id))
            found = lesson_get(ls->lesson[i]);
    pthread_mutex_unlock(&ls->lock);
    return found;
}

void lessons_beside(struct lessons *ls, const char *id, char prev[LESSONS_ID_BYTES],
                    char next[LESSONS_ID_BYTES])
{
    prev[0] = next[0] = 0;
    pthread_mutex_lock(&ls->lock);
    for (unsigned i = 0; i < ls->count; i++) {
        if (i + 1 < ls->count && !strcmp(ls->lesson[i]->id, id))
            strcpy(next, ls->lesson[i + 1]->id);
        if (i && !strcmp(ls->lesson[i]->id, id))
            strcpy(prev, ls->lesson[i - 1]->id);
    }
    pthread_mutex_unlock(&ls->lock);
}

/* ---- writing ---- */

static void write_pair(struct jw *w, const char *key, const struct lesson_pair *pair)
{
    jw_key(w, key);
    jw_open(w, '{');
    jw_kv_text(w, "zh", lesson_plain(pair, LESSON_ZH));
    jw_kv_text(w, "en", lesson_plain(pair, LESSON_EN));
    jw_close(w, '}');
}

void lesson_write(const struct lesson *l, struct jw *w)
{
    jw_kv_text(w, "id", l->id);
    write_pair(w, "title", &l->title);
    write_pair(w, "about", &l->about);
    jw_key(w, "rows");
    jw_open(w, '[');
    for (const char *row = l->rows; *row; row += strspn(row, " ")) {
        size_t n = strcspn(row, " ");
        jw_textn(w, row, n);
        row += n;
    }
    jw_close(w, ']');
    jw_kv_u64(w, "minutes", l->minutes);
    jw_kv_u64(w, "pages", l->page_count);
    jw_kv_u64(w, "questions", l->question_count);
}

void lesson_write_scenario(const struct lesson *l, struct jw *w)
{
    struct writer o = {.max = 0};

    for (size_t at = 0; at < l->source_bytes;) {
        const char *line = l->source + at;
        const size_t n = strcspn(line, "\n");
        const char *word = line + strspn(line, " \t");
        if (strncmp(word, "expect", 6) != 0 && !(word[0] == '#' && word[1] != ':'))
            wr_bytes(&o, line, n);
        wr_char(&o, '\n');
        at += n + 1;
    }
    struct buf *text = wr_take(&o);
    jw_key(w, "scenario");
    if (text)
        jw_textn(w, buf_data(text), text->len);
    else
        jw_null(w);
    buf_put(text);
}

static void write_problem(struct jw *w, const struct lessons_problem *p)
{
    jw_open(w, '{');
    jw_kv_text(w, "file", p->file);
    jw_kv_u64(w, "line", p->what.line);
    jw_kv_u64(w, "column", p->what.column);
    jw_kv_text(w, "word", p->what.word);
    jw_kv_text(w, "detail", p->what.en);
    jw_kv_text(w, "detail_zh", p->what.zh);
    jw_kv_text(w, "accepted", p->what.accepted);
    jw_close(w, '}');
}

void lessons_write(struct lessons *ls, struct jw *w)
{
    pthread_mutex_lock(&ls->lock);
    lessons_look(ls);
    jw_key(w, "lessons");
    jw_open(w, '[');
    for (unsigned i = 0; i < ls->count; i++) {
        jw_open(w, '{');
        lesson_write(ls->lesson[i], w);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_key(w, "problems");
    jw_open(w, '[');
    for (unsigned i = 0; i < ls->problem_count; i++)
        write_problem(w, &ls->problem[i]);
    jw_close(w, ']');
    pthread_mutex_unlock(&ls->lock);
}
