/* actor.c - who a command speaks of, and which addresses. */
#include "task/actor.h"

#include <string.h>

#include "base/names.h"
#include "mm.h"

/* ---- arguments ------------------------------------------------------------------------------------------- */

static const struct mm_arg_row *arg_row(const struct mm_cmd *cmd, uint32_t arg)
{
    unsigned count = 0;
    const struct mm_arg_row *rows = mm_verb_args((enum mm_verb)cmd->verb, &count);

    return arg < count ? &rows[arg] : NULL;
}

enum mm_err actor_refuse(struct mm *m, const struct mm_cmd *cmd, uint32_t arg, enum mm_err err,
                         uint64_t given, uint64_t limit)
{
    const struct mm_arg_row *row = arg_row(cmd, arg);

    m->fail = (struct mm_fail){
        .err = err, .arg = row != NULL ? arg : UINT32_MAX, .given = given, .limit = limit};
    m->fail.field = row != NULL ? row->word : "";
    return err;
}

bool actor_given(const struct mm_cmd *cmd, unsigned arg)
{
    return (cmd->present >> arg & 1) != 0;
}

/* The word at an offset of the command's text; "" when there is no terminated word there. */
static const char *text_at(const struct mm_cmd *cmd, uint16_t offset)
{
    if (offset >= MM_CMD_TEXT_BYTES ||
        memchr(cmd->text + offset, '\0', MM_CMD_TEXT_BYTES - offset) == NULL) {
        return "";
    }
    return cmd->text + offset;
}

const char *actor_text(const struct mm_cmd *cmd, unsigned arg)
{
    return actor_given(cmd, arg) ? text_at(cmd, cmd->arg[arg].text) : "";
}

enum mm_err actor_need(struct mm *m, const struct mm_cmd *cmd, uint32_t args)
{
    for (uint32_t i = 0; i < MM_CMD_ARGS_MAX; i++) {
        if ((args >> i & 1) != 0 && !actor_given(cmd, i)) {
            return actor_refuse(m, cmd, i, MM_EBADARG, 0, 0);
        }
    }
    return MM_OK;
}

/* ---- processes ------------------------------------------------------------------------------------------- */

/* A decimal number of at most 9 digits. */
static bool decimal(const char *word, uint32_t *n)
{
    uint32_t v = 0;

    if (*word == '\0' || strlen(word) > 9) {
        return false;
    }
    for (; *word != '\0'; word++) {
        if (*word < '0' || *word > '9') {
            return false;
        }
        v = v * 10 + (uint32_t)(*word - '0');
    }
    *n = v;
    return true;
}

slot_t actor_find(const struct mm *m, const char *word)
{
    const uint32_t procs = m->region[MM_R_proc].count;
    uint32_t pid = 0;
    const bool by_pid = decimal(word, &pid);
    const slot_t name = by_pid ? SLOT_NONE : name_find(m, word);

    if (*word == '\0' || (!by_pid && name == SLOT_NONE)) {
        return SLOT_NONE;
    }
    for (slot_t p = 0; p < procs; p++) {
        if (m->proc[p].live && (by_pid ? m->proc[p].pid == pid : m->proc[p].name == name)) {
            return p;
        }
    }
    return SLOT_NONE;
}

enum mm_err actor_get(struct mm *m, const struct mm_cmd *cmd, slot_t *proc)
{
    *proc = actor_find(m, text_at(cmd, cmd->actor));
    if (*proc == SLOT_NONE) {
        return actor_refuse(m, cmd, UINT32_MAX, MM_ENOACTOR, 0, 0);
    }
    if (m->proc[*proc].job != 0) {
        return actor_refuse(m, cmd, UINT32_MAX, MM_EBUSY, m->proc[*proc].pid, 0);
    }
    return MM_OK;
}

enum mm_err actor_get_arg(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t *proc)
{
    *proc = actor_find(m, actor_text(cmd, arg));
    return *proc == SLOT_NONE ? actor_refuse(m, cmd, arg, MM_ENOACTOR, 0, 0) : MM_OK;
}

slot_t actor_of(const struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t proc = actor_find(m, text_at(cmd, cmd->actor));

    MM_ASSERT(m, proc != SLOT_NONE);
    return proc;
}

/* ---- names of addresses ---------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum mm_vma_role role;
} areas[] = {
    {"text", VR_TEXT}, {"data", VR_DATA},   {"bss", VR_BSS},
    {"heap", VR_HEAP}, {"stack", VR_STACK}, {"vdso", VR_VDSO},
};
#define AREA_COUNT (sizeof(areas) / sizeof(areas[0]))

slot_t actor_label(const struct mm *m, slot_t proc, const char *word)
{
    const slot_t name = name_find(m, word);
    const uint32_t owner = proc == SLOT_NONE ? 0 : proc + 1;

    if (name == SLOT_NONE || name == 0) {
        return SLOT_NONE;
    }
    for (slot_t i = 0; i < m->region[MM_R_label].count; i++) {
        if (m->label[i].live && m->label[i].name == name && m->label[i].proc == owner) {
            return i;
        }
    }
    return SLOT_NONE;
}

/* From the lowest area of a role to the end of the highest one that follows without another role between. */
static bool role_range(const struct mm *m, slot_t proc, enum mm_vma_role role, vaddr_t *start,
                       uint64_t *bytes)
{
    slot_t v = m->proc[proc].vma_first;
    vaddr_t end;

    while (v != SLOT_NONE && m->vma[v].role != role) {
        v = m->vma[v].next;
    }
    if (v == SLOT_NONE) {
        return false;
    }
    *start = m->vma[v].start;
    for (end = *start; v != SLOT_NONE && m->vma[v].role == role; v = m->vma[v].next) {
        end = m->vma[v].end;
    }
    *bytes = end - *start;
    return true;
}

bool actor_name_range(const struct mm *m, slot_t proc, const char *word, vaddr_t *start,
                      uint64_t *bytes)
{
    const slot_t label = actor_label(m, proc, word);

    if (label != SLOT_NONE) {
        *start = m->label[label].start;
        *bytes = m->label[label].bytes;
        return true;
    }
    if (proc == SLOT_NONE) {
        return false;
    }
    for (unsigned i = 0; i < AREA_COUNT; i++) {
        if (strcmp(areas[i].word, word) == 0 && areas[i].role == VR_HEAP) {
            *start = m->proc[proc].start_brk;
            *bytes = ((m->proc[proc].brk + MM_PAGE_BYTES - 1) & MM_PAGE_MASK) - *start;
            return *bytes > 0;
        }
        if (strcmp(areas[i].word, word) == 0) {
            return role_range(m, proc, areas[i].role, start, bytes);
        }
    }
    return false;
}

enum mm_err actor_range(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t proc,
                        vaddr_t *start, uint64_t *bytes)
{
    const struct mm_arg *a = &cmd->arg[arg];
    vaddr_t base = 0;
    uint64_t length = UINT64_MAX;

    if (!actor_given(cmd, arg)) {
        return actor_refuse(m, cmd, arg, MM_EBADARG, 0, 0);
    }
    if (a->kind != RANGE_PLAIN &&
        !actor_name_range(m, proc, actor_text(cmd, arg), &base, &length)) {
        return actor_refuse(m, cmd, arg, MM_ENONAME, 0, 0);
    }
    switch (a->kind) {
    case RANGE_WHOLE:
        *start = base;
        *bytes = length;
        return MM_OK;
    case RANGE_PAGE:
        if (a->a >= length) {
            return actor_refuse(m, cmd, arg, MM_ERANGE, a->a, length - 1);
        }
        *start = (base + a->a) & MM_PAGE_MASK;
        *bytes = MM_PAGE_BYTES;
        return MM_OK;
    case RANGE_PLAIN:
    case RANGE_PART:
        if (a->b > length || a->a >= a->b) {
            return actor_refuse(m, cmd, arg, MM_ERANGE, a->b, length);
        }
        *start = base + a->a;
        *bytes = a->b - a->a;
        return MM_OK;
    default: return actor_refuse(m, cmd, arg, MM_EBADARG, a->kind, RANGE_PAGE);
    }
}

enum mm_err actor_addr(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t proc,
                       vaddr_t *addr)
{
    const struct mm_arg *a = &cmd->arg[arg];
    vaddr_t base = 0;
    uint64_t length;

    if (!actor_given(cmd, arg)) {
        return actor_refuse(m, cmd, arg, MM_EBADARG, 0, 0);
    }
    if (a->kind != RANGE_PLAIN &&
        !actor_name_range(m, proc, actor_text(cmd, arg), &base, &length)) {
        return actor_refuse(m, cmd, arg, MM_ENONAME, 0, 0);
    }
    *addr = base + a->a;
    return MM_OK;
}

/* ---- labels ---------------------------------------------------------------------------------------------- */

enum mm_err actor_new_word(struct mm *m, const struct mm_cmd *cmd, unsigned arg)
{
    const char *word = actor_text(cmd, arg);
    const size_t n = strlen(word);

    if (n == 0 || n >= MM_NAME_BYTES || (word[0] >= '0' && word[0] <= '9')) {
        return actor_refuse(m, cmd, arg, MM_EBADARG, n, MM_NAME_BYTES - 1);
    }
    for (size_t i = 0; i < n; i++) {
        const char c = word[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '_')) {
            return actor_refuse(m, cmd, arg, MM_EBADARG, (uint64_t)(uint8_t)c, 0);
        }
    }
    return MM_OK;
}

static slot_t label_room(const struct mm *m)
{
    for (slot_t i = 0; i < m->region[MM_R_label].count; i++) {
        if (!m->label[i].live) {
            return i;
        }
    }
    return SLOT_NONE;
}

enum mm_err actor_new_name(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t proc)
{
    const char *word = actor_text(cmd, arg);
    const enum mm_err err = actor_new_word(m, cmd, arg);
    const slot_t label = actor_label(m, proc, word);

    if (err != MM_OK) {
        return err;
    }
    for (unsigned i = 0; i < AREA_COUNT; i++) {
        if (strcmp(areas[i].word, word) == 0) {
            return actor_refuse(m, cmd, arg, MM_EEXISTS, 0, 0);
        }
    }
    if (label != SLOT_NONE) {
        const struct label *l = &m->label[label];

        if (proc == SLOT_NONE || vma_overlap(m, proc, l->start, l->start + l->bytes) != SLOT_NONE) {
            return actor_refuse(m, cmd, arg, MM_EEXISTS, l->start, 0);
        }
        return MM_OK;
    }
    if (label_room(m) == SLOT_NONE) {
        return actor_refuse(m, cmd, arg, MM_ELIMIT, 0, m->region[MM_R_label].count);
    }
    if (name_find(m, word) == SLOT_NONE && !name_room(m, 1)) {
        return actor_refuse(m, cmd, arg, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    return MM_OK;
}

slot_t actor_label_set(struct mm *m, slot_t proc, const char *word, vaddr_t start, uint64_t bytes)
{
    slot_t label = actor_label(m, proc, word);

    if (label == SLOT_NONE) {
        label = label_room(m);
        MM_ASSERT(m, label != SLOT_NONE);
    }
    ev(m, EV_LABEL_SET, label, start, bytes);
    if (!m->label[label].live) {
        const slot_t name = name_get(m, word);

        MM_ASSERT(m, name != SLOT_NONE);
        label_set_live(m, label, 1);
        label_set_name(m, label, name);
        label_set_proc(m, label, proc == SLOT_NONE ? 0 : proc + 1);
    }
    label_set_start(m, label, start);
    label_set_bytes(m, label, bytes);
    label_set_position(m, label, 0);
    return label;
}

void actor_label_free(struct mm *m, slot_t label)
{
    MM_ASSERT(m, m->label[label].live);
    name_put(m, m->label[label].name);
    label_set_start(m, label, 0);
    label_set_bytes(m, label, 0);
    label_set_position(m, label, 0);
    label_set_live(m, label, 0);
    label_set_gen(m, label, m->label[label].gen + 1);
    label_set_name(m, label, 0);
    label_set_proc(m, label, 0);
    label_set_order(m, label, 0);
    label_set_count(m, label, 0);
    label_set_first_pfn(m, label, 0);
    label_set_cache(m, label, 0);
    label_set_first_obj(m, label, 0);
}

void actor_labels_drop(struct mm *m, slot_t proc)
{
    for (slot_t i = 0; i < m->region[MM_R_label].count; i++) {
        if (m->label[i].live && m->label[i].proc == proc + 1) {
            actor_label_free(m, i);
        }
    }
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

static void check_label(struct mm *m, slot_t i)
{
    const struct label *l = &m->label[i];

    if (!l->live) { /* A2 */
        MM_ASSERT(m, l->start == 0 && l->bytes == 0 && l->position == 0 && l->name == 0);
        MM_ASSERT(m, l->proc == 0 && l->order == 0 && l->count == 0 && l->first_pfn == 0);
        MM_ASSERT(m, l->cache == 0 && l->first_obj == 0);
        return;
    }
    MM_ASSERT(m, l->name != 0 && m->name[l->name].live);
    MM_ASSERT(m, l->proc == 0 || m->proc[l->proc - 1].live); /* A2 */
    for (slot_t j = 0; j < i; j++) {                         /* A1 */
        MM_ASSERT(m,
                  !m->label[j].live || m->label[j].name != l->name || m->label[j].proc != l->proc);
    }
}

void actor_check(struct mm *m)
{
    const uint32_t procs = m->region[MM_R_proc].count;

    for (slot_t i = 0; i < m->region[MM_R_label].count; i++) {
        check_label(m, i);
    }
    for (slot_t p = 0; p < procs; p++) { /* A1 */
        for (slot_t q = 0; m->proc[p].live && q < p; q++) {
            MM_ASSERT(m, !m->proc[q].live || m->proc[q].name != m->proc[p].name);
        }
    }
}
