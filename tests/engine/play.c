/* play.c - lines of the language for tests. */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vmstat.h"
#include "parts/pcp.h"
#include "policy/kfile.h"
#include "policy/kmem.h"
#include "policy/palloc.h"
#include "text/scenario.h"

#define TEXT_BYTES (1 << 16)

struct mm *play_machine(const char *options)
{
    struct mm_config cfg;
    struct mm_fail fail;
    char words[512];
    struct mm *m;

    mm_config_default(&cfg);
    cfg.check_level = 1;
    cfg.history_bytes = 0;
    snprintf(words, sizeof(words), "%s", options);
    for (char *save = NULL, *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
        char *value = strchr(w, '=');
        const char *why = "";

        ck_assert_msg(value != NULL, "no value in %s", w);
        *value++ = '\0';
        ck_assert_msg(mm_config_set(&cfg, w, value, &why) == MM_OK, "%s=%s: %s", w, value, why);
    }
    m = mm_new(&cfg, &mm_host_libc, &fail);
    ck_assert_msg(m != NULL, "%s refused: %s", options, fail.field);
    return m;
}

uint64_t play_free_pages(const struct mm *m)
{
    uint64_t pages = vmstat_get(m, VMC_nr_free_pages);

    for (uint32_t zone = 0; zone < m->zones; zone++) {
        pages += pcp_zone_pages(m, zone);
    }
    return pages;
}

uint64_t play_all_back(struct mm *m)
{
    uint64_t stacks = 0;

    kfile_drop_caches(m, 0, 2); /* paths are remembered */
    for (slot_t c = 0; c < m->region[MM_R_kmem_cache].count; c++) {
        kmem_shrink(m, c);
    }
    for (pfn_t p = 0; p < m->frames; p++) {
        stacks += m->frame[p].use == KU_STACK;
    }
    return play_free_pages(m) + stacks;
}

pfn_t play_get(struct mm *m, unsigned order, uint32_t gfp)
{
    pfn_t pfn = PFN_NONE;

    return palloc_get(m, 0, order, gfp, FT_KERNEL, 0, &pfn) ? pfn : PFN_NONE;
}

unsigned play_drain(struct mm *m, unsigned order, uint32_t gfp, pfn_t held[PLAY_HELD])
{
    unsigned n = 0;

    while (n < PLAY_HELD && (held[n] = play_get(m, order, gfp)) != PFN_NONE) {
        n++;
    }
    return n;
}

void play_put_all(struct mm *m, const pfn_t *held, unsigned n)
{
    while (n-- > 0) {
        palloc_put(m, 0, held[n], 0);
    }
}

char *play_tool(bool (*tool)(const struct mm *m, const char *options, struct report *r),
                const struct mm *m, const char *options)
{
    char *buf = malloc(TEXT_BYTES);
    struct report r;

    report_begin(&r, buf, TEXT_BYTES);
    ck_assert_msg(tool(m, options, &r), "%s refused: %s", options, buf);
    return buf;
}

uint64_t play_meminfo_kb(const struct mm *m, const char *key)
{
    uint64_t value = 0;
    bool plain;

    ck_assert_msg(procfs_meminfo_value(m, key, &value, &plain), "no %s", key);
    return value;
}

static void parse(const char *line, struct mm_cmd *cmd)
{
    struct lex_line words;
    struct scenario parsed;
    struct problem why;

    memset(&why, 0, sizeof(why));
    ck_assert_msg(lex_split(line, strlen(line), &words, &why), "%s: %s", line, why.en);
    ck_assert_msg(scenario_parse(&words, line, &parsed, &why), "%s: %s", line, why.en);
    *cmd = parsed.cmd;
}

enum mm_err play_try(struct mm *m, const char *line)
{
    struct mm_cmd cmd;

    parse(line, &cmd);
    return mm_do(m, &cmd);
}

void play(struct mm *m, const char *line)
{
    const enum mm_err err = play_try(m, line);

    ck_assert_msg(err == MM_OK, "%s: %s (argument %s)", line, mm_err_name(err),
                  mm_last_fail(m)->field);
}

void play_begin(struct mm *m, const char *line)
{
    struct mm_cmd cmd;

    parse(line, &cmd);
    ck_assert_int_eq(mm_begin(m, &cmd), MM_OK);
}

static void on_event(void *ctx, const struct mm_event *e)
{
    struct play_sink *s = ctx;

    s->count[e->type]++;
    s->last[e->type] = *e;
    if (s->events < sizeof(s->order) / sizeof(s->order[0])) {
        s->order[s->events++] = (enum mm_event_type)e->type;
    }
}

static void on_change(void *ctx, const struct mm_change *c)
{
    (void)ctx;
    (void)c;
}

void play_watch(struct mm *m, struct play_sink *sink)
{
    memset(sink, 0, sizeof(*sink));
    sink->sink = (struct mm_sink){.event = on_event, .change = on_change, .ctx = sink};
    mm_observe(m, &sink->sink);
}
