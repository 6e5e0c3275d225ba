/* layout.h - where a program's parts lie.
 *
 * Models    fs/binfmt_elf.c: load_elf_binary(); arch/x86/mm/mmap.c: mmap_base(); the vvar and vdso areas.
 * Differs   the ELF file is a few sizes, not bytes; no interpreter runs, so nothing is relocated and no page is
 *           touched by the start but what the kernel itself touches on the stack (none here).
 * Shape     text r-x and data rw- from the file, bss rw- anonymous, heap by brk, libraries below mmap_base,
 *           stack, vvar, vdso. With config.stack_rnd 0 every address is that of a boot with norandmaps; otherwise the
 *           machine's generator moves text, heap, mmap_base, stack and vdso.
 * Units     bytes.
 * Owns      nothing.
 * Events    VMA_NEW, and for layout_spawn those of process_new
 */
#ifndef MM_TASK_LAYOUT_H
#define MM_TASK_LAYOUT_H

#include "parts/vma.h"

struct mm_cmd;
struct mm_layout;

#define LAYOUT_LIBS_MAX 16u

/* The sizes of a program, in whole pages. */
struct layout_program {
    uint64_t text_bytes, data_bytes, bss_bytes, stack_bytes;
    const char *file; /* its path */
    unsigned lib_count;
    struct {
        char path[MM_NAME_BYTES];
        uint64_t bytes;
    } lib[LAYOUT_LIBS_MAX];
};
/* Lay it out in an address space that is still empty. Without memory for its objects the command's errno is ENOMEM. */
void layout_program(struct mm *m, slot_t proc, const struct layout_program *p);

/* The process, laid out; SLOT_NONE when memory did not suffice: it was ended (an errno has been set). */
slot_t layout_done(struct mm *m, slot_t proc);

/* May a process named by argument `arg` be laid out so? For spawn maps= and for trace. */
enum mm_err layout_check(struct mm *m, const struct mm_cmd *cmd, unsigned arg,
                         const struct mm_layout *layout);
/* Make it. SLOT_NONE when the machine had no frame for its tables (an errno has been set). */
slot_t layout_spawn(struct mm *m, const char *name, const struct mm_layout *layout, uint32_t cpu);
/* The layout a word names, NULL. */
const struct mm_layout *layout_find(const struct mm *m, const char *name);

#endif
