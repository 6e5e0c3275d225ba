/* actor.h - who a command speaks of, and which addresses: processes by name or pid, labels, ranges; refusals.
 *
 * Models    nothing of Linux: labels are mmscope's own names for fixed addresses.
 * Shape     a label belongs to a process (label.proc = slot + 1) or to the kernel's own frames (0).
 * Units     start, bytes.
 * Owns      struct label.
 * Events    LABEL_SET
 * Invariants  (actor_check)
 *   A1  names of live processes are distinct; names of live labels are distinct within their owner
 *   A2  a label's process is live; a free slot is zero but for gen
 */
#ifndef MM_TASK_ACTOR_H
#define MM_TASK_ACTOR_H

#include "parts/vma.h"

MM_DEFINE_RECORD(label, MM_LABEL_FIELDS)

struct mm_cmd;

/* Refuse the command: fills m->fail (argument `arg` of the verb, UINT32_MAX the actor or the command itself) and
 * returns err. */
enum mm_err actor_refuse(struct mm *m, const struct mm_cmd *cmd, uint32_t arg, enum mm_err err,
                         uint64_t given, uint64_t limit);
/* Was argument i given? Its word, "" when none. */
bool actor_given(const struct mm_cmd *cmd, unsigned arg);
const char *actor_text(const struct mm_cmd *cmd, unsigned arg);

/* Refuses with MM_EBADARG unless every argument whose bit is set in `args` was given. */
enum mm_err actor_need(struct mm *m, const struct mm_cmd *cmd, uint32_t args);

/* Live process by name or decimal pid; SLOT_NONE. */
slot_t actor_find(const struct mm *m, const char *word);
/* The process a line begins with. MM_ENOACTOR; MM_EBUSY when it has a job. */
enum mm_err actor_get(struct mm *m, const struct mm_cmd *cmd, slot_t *proc);
/* The process an argument names (kill, stop, wait). MM_ENOACTOR. */
enum mm_err actor_get_arg(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t *proc);
/* The line's process again, in VERB_do, after VERB_check. */
slot_t actor_of(const struct mm *m, const struct mm_cmd *cmd);

/* Label of a process (SLOT_NONE: of the kernel); SLOT_NONE when there is none. */
slot_t actor_label(const struct mm *m, slot_t proc, const char *word);
/* Start and length of NAME for this process: a label, or text data bss heap stack vdso. */
bool actor_name_range(const struct mm *m, slot_t proc, const char *word, vaddr_t *start,
                      uint64_t *bytes);
/* A range argument in bytes (RANGE_PAGE gives 1 page). MM_ENONAME, MM_ERANGE (end below start, outside NAME). */
enum mm_err actor_range(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t proc,
                        vaddr_t *start, uint64_t *bytes);
/* An address argument: a number, or NAME+offset (offset may lie outside NAME). MM_ENONAME. */
enum mm_err actor_addr(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t proc,
                       vaddr_t *addr);
/* May this argument name something new of `proc` (SLOT_NONE: the kernel)? MM_EBADARG, MM_EEXISTS, MM_ELIMIT.
 * A label of which nothing is mapped any more may be given again. */
enum mm_err actor_new_name(struct mm *m, const struct mm_cmd *cmd, unsigned arg, slot_t proc);
/* Is this argument fit for a name at all: letters, digits, _, no digit first, at most 31? MM_EBADARG. */
enum mm_err actor_new_word(struct mm *m, const struct mm_cmd *cmd, unsigned arg);
/* Set the label (a new slot, or the one of that name). Pre: actor_new_name was MM_OK. */
slot_t actor_label_set(struct mm *m, slot_t proc, const char *word, vaddr_t start, uint64_t bytes);
void actor_label_free(struct mm *m, slot_t label);
/* All labels of a process. */
void actor_labels_drop(struct mm *m, slot_t proc);

void actor_check(struct mm *m);

#endif
