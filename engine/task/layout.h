/* layout.h - spawn: where a program's parts lie.
 *
 * Models    fs/binfmt_elf.c: load_elf_binary(); arch/x86/mm/mmap.c: mmap_base(); the vvar and vdso areas.
 * Differs   the ELF file is a few sizes, not bytes; no interpreter runs, so nothing is relocated and no page is
 *           touched by the start but what the kernel itself touches on the stack (none here).
 * Shape     text r-x, rodata r--, data rw- from the file, bss rw- anonymous, heap by brk, libraries below mmap_base, stack,
 *           vvar, vdso. With config.stack_rnd 0 every address is that of a boot with norandmaps; otherwise the machine's
 *           generator moves text, heap, mmap_base, stack and vdso.
 * Units     bytes.
 * Owns      nothing.
 * Events    those of process_new and VMA_NEW
 */
#ifndef MM_TASK_LAYOUT_H
#define MM_TASK_LAYOUT_H

#include "parts/vma.h"

struct mm_cmd;
struct mm_layout;

/* Arguments `lib` (repeatable) stand in the command's text as one word, joined by blanks: "PATH:SIZE PATH:SIZE". */
enum mm_err spawn_check(struct mm *m, const struct mm_cmd *cmd);
void spawn_do(struct mm *m, const struct mm_cmd *cmd);

/* May a process named by argument `arg` be laid out so? For spawn maps= and for trace. */
enum mm_err layout_check(struct mm *m, const struct mm_cmd *cmd, unsigned arg,
                         const struct mm_layout *layout);
/* Make it. SLOT_NONE when the machine had no frame for its tables (an errno has been set). */
slot_t layout_spawn(struct mm *m, const char *name, const struct mm_layout *layout, uint32_t cpu);
/* The layout a word names, NULL. */
const struct mm_layout *layout_find(const struct mm *m, const char *name);

#endif
