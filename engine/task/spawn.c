/* spawn.c - start a program. */
#include "task/spawn.h"

#include <string.h>

#include "base/names.h"
#include "mm.h"
#include "parts/node.h"
#include "task/actor.h"
#include "task/layout.h"
#include "task/mmap.h"
#include "task/process.h"

enum spawn_arg {
    SPAWN_NAME,
    SPAWN_FILE,
    SPAWN_TEXT,
    SPAWN_DATA,
    SPAWN_BSS,
    SPAWN_STACK,
    SPAWN_LIB,
    SPAWN_MAPS,
    SPAWN_ADJ,
    SPAWN_CPU,
    SPAWN_NODE,
    SPAWN_CATCH
};

#define KIB 1024ull

static uint64_t size_arg(const struct mm_cmd *cmd, unsigned arg, uint64_t otherwise)
{
    return mmap_page_up(actor_given(cmd, arg) ? cmd->arg[arg].a : otherwise);
}

/* One "PATH:BYTES" of the word; false when it is none. *word moves behind it. */
static bool parse_library(const char **word, struct layout_program *p)
{
    const char *end = strchr(*word, ' ');
    const size_t n = end != NULL ? (size_t)(end - *word) : strlen(*word);
    size_t path = n;
    uint64_t bytes = 0;

    while (path > 0 && (*word)[path - 1] != ':') {
        path--;
    }
    if (path < 2 || path > MM_NAME_BYTES || path == n || p->lib_count == LAYOUT_LIBS_MAX) {
        return false;
    }
    for (size_t i = path; i < n; i++) {
        const char c = (*word)[i];

        if (c < '0' || c > '9' || bytes > 1ull << 40) {
            return false;
        }
        bytes = bytes * 10 + (uint64_t)(c - '0');
    }
    if (bytes == 0 || bytes > 1ull << 40) {
        return false;
    }
    memcpy(p->lib[p->lib_count].path, *word, path - 1);
    p->lib[p->lib_count].path[path - 1] = '\0';
    p->lib[p->lib_count].bytes = mmap_page_up(bytes);
    p->lib_count++;
    *word += n + (end != NULL);
    return true;
}

static bool parse_libraries(const struct mm_cmd *cmd, struct layout_program *p)
{
    const char *word = actor_text(cmd, SPAWN_LIB);

    while (*word != '\0') {
        if (!parse_library(&word, p)) {
            return false;
        }
    }
    return true;
}

/* The program that the arguments describe; file is its path. */
static bool parse_program(const struct mm_cmd *cmd, struct layout_program *p,
                          char file[MM_NAME_BYTES])
{
    const char *name = actor_text(cmd, SPAWN_NAME);

    memset(p, 0, sizeof(*p));
    p->text_bytes = size_arg(cmd, SPAWN_TEXT, 1024 * KIB);
    p->data_bytes = size_arg(cmd, SPAWN_DATA, 64 * KIB);
    p->bss_bytes = size_arg(cmd, SPAWN_BSS, 64 * KIB);
    p->stack_bytes = size_arg(cmd, SPAWN_STACK, 132 * KIB);
    memset(file, 0, MM_NAME_BYTES);
    if (actor_given(cmd, SPAWN_FILE)) {
        memcpy(file, actor_text(cmd, SPAWN_FILE), strlen(actor_text(cmd, SPAWN_FILE)));
    } else {
        const size_t prefix = strlen(name) + 6 <= MM_NAME_BYTES ? 5 : 0;

        memcpy(file, "/bin/", prefix);
        memcpy(file + prefix, name, strlen(name));
    }
    p->file = file;
    return parse_libraries(cmd, p);
}

static enum mm_err check_sizes(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t limit = m->config.paging_levels == 2 ? 1ull << 31 : 1ull << 43;
    char file[MM_NAME_BYTES];
    struct layout_program p;
    uint64_t sum;

    if (strlen(actor_text(cmd, SPAWN_FILE)) >= MM_NAME_BYTES) {
        return actor_refuse(m, cmd, SPAWN_FILE, MM_ERANGE, strlen(actor_text(cmd, SPAWN_FILE)),
                            MM_NAME_BYTES - 1);
    }
    for (unsigned i = SPAWN_TEXT; i <= SPAWN_BSS; i++) {
        if (actor_given(cmd, i) && cmd->arg[i].a > limit) {
            return actor_refuse(m, cmd, i, MM_ERANGE, cmd->arg[i].a, limit);
        }
    }
    if (!parse_program(cmd, &p, file)) {
        return actor_refuse(m, cmd, SPAWN_LIB, MM_EBADARG, p.lib_count, LAYOUT_LIBS_MAX);
    }
    if (p.text_bytes == 0) {
        return actor_refuse(m, cmd, SPAWN_TEXT, MM_ERANGE, 0, MM_PAGE_BYTES);
    }
    if (p.stack_bytes == 0 || p.stack_bytes > 8192 * KIB) {
        return actor_refuse(m, cmd, SPAWN_STACK, MM_ERANGE, p.stack_bytes, 8192 * KIB);
    }
    sum = p.text_bytes + p.data_bytes + p.bss_bytes;
    for (unsigned i = 0; i < p.lib_count; i++) {
        sum += p.lib[i].bytes;
    }
    if (sum > limit) {
        return actor_refuse(m, cmd, SPAWN_TEXT, MM_ERANGE, sum, limit);
    }
    if (!process_room(m) || !name_room(m, 4 + p.lib_count) || vma_room(m) < 8 + 2 * p.lib_count) {
        return actor_refuse(m, cmd, UINT32_MAX, MM_ELIMIT, 1, m->region[MM_R_proc].count);
    }
    return MM_OK;
}

/* A node is asked for that has a CPU, and the CPU asked for when there is one. */
static bool place_fits(const struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t node = cmd->arg[SPAWN_NODE].a;

    if (!actor_given(cmd, SPAWN_NODE)) {
        return true;
    }
    return actor_given(cmd, SPAWN_CPU) ? m->cpu[cmd->arg[SPAWN_CPU].a].node == node
                                       : m->node[node].cpus != 0;
}

enum mm_err spawn_check(struct mm *m, const struct mm_cmd *cmd)
{
    const int64_t adj = (int64_t)cmd->arg[SPAWN_ADJ].a;
    const struct mm_layout *layout;
    enum mm_err err = actor_new_word(m, cmd, SPAWN_NAME);

    if (err != MM_OK) {
        return err;
    }
    if (actor_find(m, actor_text(cmd, SPAWN_NAME)) != SLOT_NONE) {
        return actor_refuse(m, cmd, SPAWN_NAME, MM_EEXISTS, 0, 0);
    }
    if (actor_given(cmd, SPAWN_CPU) && cmd->arg[SPAWN_CPU].a >= m->config.cpus) {
        return actor_refuse(m, cmd, SPAWN_CPU, MM_ERANGE, cmd->arg[SPAWN_CPU].a,
                            m->config.cpus - 1);
    }
    if (actor_given(cmd, SPAWN_NODE) && cmd->arg[SPAWN_NODE].a >= m->config.nodes) {
        return actor_refuse(m, cmd, SPAWN_NODE, MM_ERANGE, cmd->arg[SPAWN_NODE].a,
                            m->config.nodes - 1);
    }
    if (!place_fits(m, cmd)) {
        return actor_refuse(m, cmd, SPAWN_NODE, MM_EBADARG, cmd->arg[SPAWN_NODE].a, 0);
    }
    if (actor_given(cmd, SPAWN_ADJ) && (adj < -1000 || adj > 1000)) {
        return actor_refuse(m, cmd, SPAWN_ADJ, MM_ERANGE, cmd->arg[SPAWN_ADJ].a, 1000);
    }
    if (!actor_given(cmd, SPAWN_MAPS)) {
        return check_sizes(m, cmd);
    }
    layout = layout_find(m, actor_text(cmd, SPAWN_MAPS));
    if (layout == NULL) {
        return actor_refuse(m, cmd, SPAWN_MAPS, MM_ENONAME, 0, 0);
    }
    return layout_check(m, cmd, SPAWN_MAPS, layout);
}

/* The CPU asked for, else that with the fewest processes (of the node asked for), the lowest number on a tie. */
static uint32_t choose_cpu(const struct mm *m, const struct mm_cmd *cmd)
{
    const bool bound = actor_given(cmd, SPAWN_NODE);
    uint32_t best = 0;
    uint32_t fewest = UINT32_MAX;

    if (actor_given(cmd, SPAWN_CPU)) {
        return (uint32_t)cmd->arg[SPAWN_CPU].a;
    }
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        uint32_t count = 0;

        if (bound && m->cpu[c].node != cmd->arg[SPAWN_NODE].a) {
            continue;
        }
        for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
            count += m->proc[p].live && m->proc[p].cpu == c;
        }
        if (count < fewest) {
            fewest = count;
            best = c;
        }
    }
    return best;
}

static slot_t spawn_program(struct mm *m, const struct mm_cmd *cmd, uint32_t cpu)
{
    char file[MM_NAME_BYTES];
    struct layout_program p;
    slot_t proc;

    parse_program(cmd, &p, file);
    proc = process_new(m, actor_text(cmd, SPAWN_NAME), file, cpu);
    if (proc == SLOT_NONE) {
        machine_set_r_errno(m, 0, LX_ENOMEM);
        return SLOT_NONE;
    }
    ev_push(m);
    layout_program(m, proc, &p);
    ev_pop(m);
    return layout_done(m, proc);
}

void spawn_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint32_t cpu = choose_cpu(m, cmd);
    slot_t proc;

    if (actor_given(cmd, SPAWN_MAPS)) {
        proc = layout_spawn(m, actor_text(cmd, SPAWN_NAME),
                            layout_find(m, actor_text(cmd, SPAWN_MAPS)), cpu);
    } else {
        proc = spawn_program(m, cmd, cpu);
    }
    if (proc == SLOT_NONE) {
        return;
    }
    if (actor_given(cmd, SPAWN_ADJ)) {
        proc_set_oom_score_adj(m, proc, (int32_t)(int64_t)cmd->arg[SPAWN_ADJ].a);
    }
    if (actor_given(cmd, SPAWN_NODE)) {
        proc_set_node(m, proc, (uint32_t)cmd->arg[SPAWN_NODE].a + 1);
    }
    if (actor_given(cmd, SPAWN_CATCH)) {
        proc_set_catch_mask(m, proc, (uint32_t)cmd->arg[SPAWN_CATCH].a);
    }
}
