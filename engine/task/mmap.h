/* mmap.h - mmap, munmap.
 *
 * Models    mm/mmap.c: do_mmap(), mmap_region(), do_munmap();
 *           arch/x86/kernel/sys_x86_64.c: arch_get_unmapped_area_topdown().
 * Differs   RLIMIT_AS and RLIMIT_DATA are unlimited, RLIMIT_MEMLOCK too (root). Files have no end and no permissions.
 * Units     addresses and sizes in bytes; a size is rounded up to pages as Linux does.
 * Owns      nothing; the areas are parts/vma's.
 * Events    SYSCALL VMA_PLACE COMMIT_CHECK VMA_* SYSCALL_RETURN
 */
#ifndef MM_TASK_MMAP_H
#define MM_TASK_MMAP_H

#include "parts/vma.h"

struct mm_cmd;

#define MAP_SHARED_BIT    1u
#define MAP_FIXED_BIT     2u
#define MAP_NORESERVE_BIT 4u
#define MAP_POPULATE_BIT  8u
#define MAP_LOCKED_BIT    16u
#define MAP_GROWSDOWN_BIT 32u

/* What a mapping may become by mprotect. */
#define MMAP_MAY_BITS     (VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)

static inline uint64_t mmap_page_up(uint64_t bytes)
{
    return (bytes + MM_PAGE_BYTES - 1) & MM_PAGE_MASK;
}

struct mmap_want {
    vaddr_t hint;
    uint64_t bytes;
    uint32_t prot;  /* VM_READ | VM_WRITE | VM_EXEC */
    uint32_t map;   /* MAP_*_BIT */
    uint32_t file;  /* name id; 0 anonymous */
    uint64_t pgoff; /* of the file */
    uint32_t role;
};
/* The system calls themselves: errno, 0 when it went well. */
uint32_t mmap_call(struct mm *m, slot_t proc, const struct mmap_want *want, vaddr_t *addr);
uint32_t munmap_call(struct mm *m, slot_t proc, vaddr_t start, uint64_t bytes);
/* munmap without the checks of its arguments. Pre: page-aligned. */
uint32_t munmap_range(struct mm *m, slot_t proc, vaddr_t start, vaddr_t end);
/* Where a mapping of so many bytes would go (want->hint, want->map, want->bytes); an errno, 0 when there is a place. */
uint32_t mmap_place(struct mm *m, slot_t proc, const struct mmap_want *want, vaddr_t *addr);

/* What every call of this family begins and ends with: SYSCALL and its cost; SYSCALL_RETURN and the result. */
void mmap_enter(struct mm *m, slot_t proc, enum mm_verb verb, vaddr_t addr, uint64_t bytes);
void mmap_leave(struct mm *m, slot_t proc, uint32_t error, uint64_t value);
/* Refuses with MM_ELIMIT when the machine has no slots for so many more areas. */
enum mm_err mmap_room(struct mm *m, const struct mm_cmd *cmd, uint64_t areas);

/* Refuses with MM_ELIMIT when one command would work through so many pages that nobody could wait for it: more
 * than 16 Mi and more than twice the machine's frames. */
enum mm_err mmap_bound(struct mm *m, const struct mm_cmd *cmd, uint32_t arg, uint64_t count);

enum mm_err mmap_check(struct mm *m, const struct mm_cmd *cmd);
void mmap_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err munmap_check(struct mm *m, const struct mm_cmd *cmd);
void munmap_do(struct mm *m, const struct mm_cmd *cmd);

#endif
