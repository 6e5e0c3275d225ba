/* spawn.h - start a program: the command.
 *
 * Models    fork() and execve() of a shell at once, without the copy in between.
 * Differs   the address space is charged without asking (Linux charges area by area as the program is loaded).
 * Shape     the arguments `lib` (repeatable) stand in the command's text as one word, joined by blanks: "PATH:BYTES
 *           PATH:BYTES".
 * Units     bytes.
 * Owns      nothing.
 * Events    those of task/process and task/layout
 */
#ifndef MM_TASK_SPAWN_H
#define MM_TASK_SPAWN_H

#include "parts/vma.h"

struct mm_cmd;

enum mm_err spawn_check(struct mm *m, const struct mm_cmd *cmd);
void spawn_do(struct mm *m, const struct mm_cmd *cmd);

#endif
