/* base.h - scalar types, limits, the words of the machine, errors, assertions.
 *
 * Models    the vocabulary of Linux 6.1 (include/linux/mm_types.h, mmzone.h, gfp_types.h).
 * Shape     enumerations are X lists, so their names reach the schema, the text and the page
 *           from one place.
 * Units     pfn_t counts frames from physical address 0; vpn_t counts pages from virtual 0;
 *           vaddr_t is bytes. 4 KiB pages everywhere in this model.
 */
#ifndef MM_BASE_BASE_H
#define MM_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t pfn_t;   /* physical frame number */
typedef uint64_t vpn_t;   /* virtual page number */
typedef uint64_t vaddr_t; /* virtual address, bytes */
typedef uint32_t slot_t;  /* index of a record in its array */

#define PFN_NONE                UINT32_MAX
#define SLOT_NONE               UINT32_MAX
#define VADDR_NONE              UINT64_MAX

#define MM_PAGE_SHIFT           12u
#define MM_PAGE_BYTES           4096ull
#define MM_PAGE_MASK            (~(MM_PAGE_BYTES - 1))
#define MM_ORDER_MAX            10u /* largest buddy order, inclusive: 4 MiB */
#define MM_ORDERS               11u
#define MM_PAGEBLOCK_FRAMES_MAX 1024u /* see pageblock_frames() */
#define MM_ZONES_MAX            16u   /* zones of all nodes together */
#define MM_NODES_MAX            8u
#define MM_LEVELS_MAX           5u
#define MM_TLB_LEVELS_MAX       2u
#define MM_CPUS_MAX             64u
#define MM_NAME_BYTES           32u /* a name, its terminating zero included */
#define MM_CHUNK_BYTES          4096u
#define MM_CAUSE_DEPTH          32u

#define MM_LANGUAGE_VERSION     1u
#define MM_MODEL_VERSION        2u

/* What a frame holds; the fills of the page's map. */
#define MM_FRAME_TYPES(X) \
    X(FREE, "free")       \
    X(ANON, "anon")       \
    X(FILE, "file")       \
    X(SLAB, "slab")       \
    X(TABLE, "table")     \
    X(KERNEL, "kernel")   \
    X(HUGE, "huge")       \
    X(HOLE, "hole")

/* What a frame of type kernel is for. */
#define MM_KERNEL_USES(X)                                                                 \
    X(NONE, "none")                                                                       \
    X(IMAGE, "image")       /* the kernel's code and data */                              \
    X(MEMMAP, "memmap")     /* struct page of every frame */                              \
    X(HASH, "hash")         /* hash tables sized at boot */                               \
    X(PERCPU, "percpu")     /* per-CPU data */                                            \
    X(INITRD, "initrd")     /* the initial file system */                                 \
    X(FIRMWARE, "firmware") /* kept for the firmware: ACPI tables and the like */         \
    X(ZERO, "zero")         /* the shared page of zeros */                                \
    X(STACK, "stack")       /* kernel stack of a process */                               \
    X(MODULE, "module")     /* what loaded modules and early user space's kernel needs */ \
    X(DRIVER, "driver")     /* buffers of drivers; alloc_pages on the command line */     \
    X(BOOT, "boot")         /* other things that boot keeps */

/* Migrate types of pageblocks and free lists, in Linux's order. */
#define MM_MIGRATETYPES(X)        \
    X(UNMOVABLE, "unmovable")     \
    X(MOVABLE, "movable")         \
    X(RECLAIMABLE, "reclaimable") \
    X(HIGHATOMIC, "highatomic")   \
    X(ISOLATE, "isolate")
#define MM_MIGRATETYPE_COUNT 5u

#define MM_ZONE_TYPES(X)  \
    X(DMA, "DMA")         \
    X(DMA32, "DMA32")     \
    X(NORMAL, "Normal")   \
    X(HIGHMEM, "HighMem") \
    X(MOVABLE, "Movable")

#define MM_ACCESS_TYPES(X) \
    X(READ, "read")        \
    X(WRITE, "write")      \
    X(FETCH, "fetch")

/* How a fault ended. */
#define MM_FAULT_KINDS(X)                                                                      \
    X(ANON_READ, "anon_read")   /* the shared zero page, read-only */                          \
    X(ANON_WRITE, "anon_write") /* a fresh zeroed frame */                                     \
    X(ZERO_WRITE, "zero_write") /* write over the zero page: a fresh zeroed frame */           \
    X(REUSE, "reuse")           /* present, not writable, nobody shares it: made writable */   \
    X(COPY, "copy")             /* copy on write */                                            \
    X(FILE_READ, "file_read")   /* page of a file mapping, read in */                          \
    X(FILE_WRITE, "file_write") /* private write to a file page: read in and copied at once */ \
    X(SPURIOUS, "spurious")     /* already there: accessed and dirty bits only */              \
    X(BAD_AREA, "bad_area")     /* SIGSEGV, SEGV_MAPERR */                                     \
    X(BAD_ACCESS, "bad_access") /* SIGSEGV, SEGV_ACCERR */                                     \
    X(BEYOND_EOF, "beyond_eof") /* SIGBUS, BUS_ADRERR */                                       \
    X(NON_CANONICAL, "non_canonical") /* #GP: SIGSEGV, SI_KERNEL, no address */                \
    X(NO_MEMORY, "no_memory")         /* no frame to be had: the task is killed */

#define MM_PROC_STATES(X) \
    X(RUNNING, "running") \
    X(ZOMBIE, "zombie")   \
    X(DEAD, "dead")

#define MM_TLB_FLUSH_REASONS(X)                              \
    X(SWITCH, "switch") /* another address space, no PCID */ \
    X(RANGE, "range")   /* more than 33 pages at once */     \
    X(ASID_REUSE, "asid_reuse")                              \
    X(EXIT, "exit")

/* What a name stands for in /proc/PID/maps. */
#define MM_VMA_ROLES(X) \
    X(PLAIN, "")        \
    X(TEXT, "text")     \
    X(DATA, "data")     \
    X(BSS, "bss")       \
    X(HEAP, "heap")     \
    X(STACK, "stack")   \
    X(VDSO, "vdso")     \
    X(VVAR, "vvar")     \
    X(LIB, "lib")

#define MM_JOB_KINDS(X)                                           \
    X(ACCESSES, "accesses") /* read, write, fetch over a range */ \
    X(TRACE, "trace")       /* a recorded program */              \
    X(SLEEP, "sleep")       /* time passes */

#define MM_ENUM_ROW(PREFIX, id)    PREFIX##_##id,
#define MM_X_FRAME_TYPE(id, name)  FT_##id,
#define MM_X_KERNEL_USE(id, name)  KU_##id,
#define MM_X_MIGRATETYPE(id, name) MT_##id,
#define MM_X_ZONE_TYPE(id, name)   ZT_##id,
#define MM_X_ACCESS_TYPE(id, name) ACC_##id,
#define MM_X_FAULT_KIND(id, name)  FK_##id,
#define MM_X_PROC_STATE(id, name)  PS_##id,
#define MM_X_TLB_FLUSH(id, name)   TF_##id,
#define MM_X_VMA_ROLE(id, name)    VR_##id,
#define MM_X_JOB_KIND(id, name)    JK_##id,
enum mm_frame_type { MM_FRAME_TYPES(MM_X_FRAME_TYPE) FT_COUNT };
enum mm_kernel_use { MM_KERNEL_USES(MM_X_KERNEL_USE) KU_COUNT };
enum mm_migratetype { MM_MIGRATETYPES(MM_X_MIGRATETYPE) MT_COUNT };
enum mm_zone_type { MM_ZONE_TYPES(MM_X_ZONE_TYPE) ZT_COUNT };
enum mm_access_type { MM_ACCESS_TYPES(MM_X_ACCESS_TYPE) ACC_COUNT };
enum mm_fault_kind { MM_FAULT_KINDS(MM_X_FAULT_KIND) FK_COUNT };
enum mm_proc_state { MM_PROC_STATES(MM_X_PROC_STATE) PS_COUNT };
enum mm_tlb_flush_reason { MM_TLB_FLUSH_REASONS(MM_X_TLB_FLUSH) TF_COUNT };
enum mm_vma_role { MM_VMA_ROLES(MM_X_VMA_ROLE) VR_COUNT };
enum mm_job_kind { MM_JOB_KINDS(MM_X_JOB_KIND) JK_COUNT };

/* Page flags: bit numbers in frame.flags, Linux's order where Linux has the flag (section 1 of
 * include/linux/page-flags.h); buddy and table are Linux's page types, kept as flags here. */
#define MM_PAGE_FLAGS(X)                    \
    X(LOCKED, 0, "locked")                  \
    X(REFERENCED, 1, "referenced")          \
    X(UPTODATE, 2, "uptodate")              \
    X(DIRTY, 3, "dirty")                    \
    X(LRU, 4, "lru")                        \
    X(ACTIVE, 5, "active")                  \
    X(WORKINGSET, 6, "workingset")          \
    X(ERROR, 8, "error")                    \
    X(SLAB, 9, "slab")                      \
    X(RESERVED, 12, "reserved")             \
    X(WRITEBACK, 15, "writeback")           \
    X(HEAD, 16, "head")                     \
    X(SWAPBACKED, 19, "swapbacked")         \
    X(UNEVICTABLE, 20, "unevictable")       \
    X(MLOCKED, 21, "mlocked")               \
    X(ANON, 24, "anon")                     \
    X(ZERO_PAGE, 25, "zero_page")           \
    X(ANON_EXCLUSIVE, 26, "anon_exclusive") \
    X(BUDDY, 28, "buddy")                   \
    X(TABLE, 29, "table")                   \
    X(PCP, 30, "pcp")
#define MM_X_PAGE_FLAG(id, bit, name) PG_##id = 1u << bit,
enum mm_page_flag { MM_PAGE_FLAGS(MM_X_PAGE_FLAG) PG_NONE = 0 };

/* VMA flags, Linux's values where Linux has the flag. */
#define MM_VM_FLAGS(X)            \
    X(READ, 0x1u, "rd")           \
    X(WRITE, 0x2u, "wr")          \
    X(EXEC, 0x4u, "ex")           \
    X(SHARED, 0x8u, "sh")         \
    X(MAYREAD, 0x10u, "mr")       \
    X(MAYWRITE, 0x20u, "mw")      \
    X(MAYEXEC, 0x40u, "me")       \
    X(MAYSHARE, 0x80u, "ms")      \
    X(GROWSDOWN, 0x100u, "gd")    \
    X(LOCKED, 0x2000u, "lo")      \
    X(SEQ_READ, 0x8000u, "sr")    \
    X(RAND_READ, 0x10000u, "rr")  \
    X(DONTEXPAND, 0x40000u, "de") \
    X(ACCOUNT, 0x100000u, "ac")   \
    X(NORESERVE, 0x200000u, "nr")
#define MM_X_VM_FLAG(id, bit, name) VM_##id = bit,
enum mm_vm_flag { MM_VM_FLAGS(MM_X_VM_FLAG) VM_NONE = 0 };

/* x86 page-table entry bits (arch/x86/include/asm/pgtable_types.h). */
#define PTE_P         0x1ull
#define PTE_RW        0x2ull
#define PTE_US        0x4ull
#define PTE_A         0x20ull
#define PTE_D         0x40ull
#define PTE_PSE       0x80ull
#define PTE_G         0x100ull
#define PTE_SPECIAL   0x200ull
#define PTE_PROTNONE  0x100ull /* with P clear: present for the kernel, not for the CPU */
#define PTE_NX        (1ull << 63)
#define PTE_PFN_SHIFT 12u
#define PTE_PFN_MASK  0x000ffffffffff000ull

/* Bits of a page fault's error code. */
#define PF_PROT       0x1u
#define PF_WRITE      0x2u
#define PF_USER       0x4u
#define PF_INSTR      0x10u

/* gfp bits (include/linux/gfp_types.h, 6.1). */
#define MM_GFP_BITS(X)        \
    X(DMA, 0x1u)              \
    X(HIGHMEM, 0x2u)          \
    X(DMA32, 0x4u)            \
    X(MOVABLE, 0x8u)          \
    X(RECLAIMABLE, 0x10u)     \
    X(HIGH, 0x20u)            \
    X(IO, 0x40u)              \
    X(FS, 0x80u)              \
    X(ZERO, 0x100u)           \
    X(ATOMIC, 0x200u)         \
    X(DIRECT_RECLAIM, 0x400u) \
    X(KSWAPD_RECLAIM, 0x800u) \
    X(WRITE, 0x1000u)         \
    X(NOWARN, 0x2000u)        \
    X(RETRY_MAYFAIL, 0x4000u) \
    X(NOFAIL, 0x8000u)        \
    X(NORETRY, 0x10000u)      \
    X(MEMALLOC, 0x20000u)     \
    X(COMP, 0x40000u)         \
    X(NOMEMALLOC, 0x80000u)   \
    X(HARDWALL, 0x100000u)    \
    X(THISNODE, 0x200000u)    \
    X(ACCOUNT, 0x400000u)
#define MM_X_GFP_BIT(id, bits) GFP_BIT_##id = bits,
enum mm_gfp_bit { MM_GFP_BITS(MM_X_GFP_BIT) GFP_BIT_NONE = 0 };
/* The words of gfp_types.h. DMA and DMA32 stand for a kernel request
 * limited to those zones (GFP_KERNEL | GFP_DMA), as drivers ask. */
#define MM_GFPS(X)                 \
    X(KERNEL, 0xcc0u)              \
    X(ATOMIC, 0xa20u)              \
    X(USER, 0x100cc0u)             \
    X(DMA, 0xcc1u)                 \
    X(DMA32, 0xcc4u)               \
    X(NOWAIT, 0x800u)              \
    X(HIGHUSER_MOVABLE, 0x100ccau) \
    X(HIGHUSER, 0x100cc2u)         \
    X(NOIO, 0xc00u)                \
    X(NOFS, 0xc40u)                \
    X(KERNEL_ACCOUNT, 0x400cc0u)   \
    X(TRANSHUGE, 0x1c24cau)        \
    X(TRANSHUGE_LIGHT, 0x1c20cau)
#define MM_X_GFP(id, bits) GFP_##id = bits,
enum mm_gfp { MM_GFPS(MM_X_GFP) GFP_NONE = 0 };
/* What the fault path asks for an anonymous page, and for a page-table page. */
#define GFP_ANON_PAGE ((uint32_t)GFP_HIGHUSER_MOVABLE | GFP_BIT_ZERO | GFP_BIT_COMP)
#define GFP_PGTABLE   ((uint32_t)GFP_KERNEL_ACCOUNT | GFP_BIT_ZERO)

/* errno and signal numbers a simulated program sees (x86-64 Linux). */
#define MM_ERRNOS(X) \
    X(EPERM, 1)      \
    X(ESRCH, 3)      \
    X(EAGAIN, 11)    \
    X(ENOMEM, 12)    \
    X(EACCES, 13)    \
    X(EFAULT, 14)    \
    X(EEXIST, 17)    \
    X(EINVAL, 22)
#define MM_X_ERRNO(id, n) LX_##id = n,
enum mm_errno { LX_OK = 0, MM_ERRNOS(MM_X_ERRNO) };
#define MM_SIGNALS(X) \
    X(SIGHUP, 1)      \
    X(SIGINT, 2)      \
    X(SIGQUIT, 3)     \
    X(SIGABRT, 6)     \
    X(SIGBUS, 7)      \
    X(SIGKILL, 9)     \
    X(SIGSEGV, 11)    \
    X(SIGTERM, 15)
#define MM_X_SIGNAL(id, n) LX_##id = n,
enum mm_signal { LX_SIGNONE = 0, MM_SIGNALS(MM_X_SIGNAL) };
/* si_code as (signal, number, name). */
#define MM_SI_CODES(X)    \
    X(SEGV_MAPERR, 11, 1) \
    X(SEGV_ACCERR, 11, 2) \
    X(BUS_ADRERR, 7, 2)   \
    X(SI_KERNEL, 11, 128)
#define MM_X_SI_CODE(id, sig, n) SIC_##id = n,
enum mm_si_code { SIC_NONE = 0, MM_SI_CODES(MM_X_SI_CODE) };

/* Errors of the host's requests (style.md section 6, the second road). */
#define MM_ERRS(X)                                    \
    X(OK, "ok")                                       \
    X(EBADCMD, "no such command")                     \
    X(EBADARG, "argument not accepted")               \
    X(ERANGE, "number out of range")                  \
    X(ENOACTOR, "no such process")                    \
    X(ENONAME, "no such name")                        \
    X(EEXISTS, "the name is taken")                   \
    X(EBUSY, "the actor has a job")                   \
    X(ELIMIT, "a limit of the tool is reached")       \
    X(ENOTHEAD, "not at the end of history")          \
    X(ENOSTEP, "no such step")                        \
    X(ECONFIG, "machine description not accepted")    \
    X(ENOHOSTMEM, "the host has no memory for it")    \
    X(ERUNNING, "a command is still running")         \
    X(EENDLESS, "the job would never end")            \
    X(EBROKEN, "an assertion failed in this machine") \
    X(ENOLAB, "no such lab was begun")
#define MM_X_ERR(id, text) MM_N_##id,
enum mm_err_number { MM_ERRS(MM_X_ERR) MM_N_COUNT };
enum mm_err {
    MM_OK = 0,
    MM_EBADCMD = -MM_N_EBADCMD,
    MM_EBADARG = -MM_N_EBADARG,
    MM_ERANGE = -MM_N_ERANGE,
    MM_ENOACTOR = -MM_N_ENOACTOR,
    MM_ENONAME = -MM_N_ENONAME,
    MM_EEXISTS = -MM_N_EEXISTS,
    MM_EBUSY = -MM_N_EBUSY,
    MM_ELIMIT = -MM_N_ELIMIT,
    MM_ENOTHEAD = -MM_N_ENOTHEAD,
    MM_ENOSTEP = -MM_N_ENOSTEP,
    MM_ECONFIG = -MM_N_ECONFIG,
    MM_ENOHOSTMEM = -MM_N_ENOHOSTMEM,
    MM_ERUNNING = -MM_N_ERUNNING,
    MM_EENDLESS = -MM_N_EENDLESS,
    MM_EBROKEN = -MM_N_EBROKEN,
    MM_ENOLAB = -MM_N_ENOLAB
};

/* Which argument was refused, what was given and what the limit is. `field` is the argument's
 * word from the command table ("" when it is the command itself). */
struct mm_fail {
    enum mm_err err;
    uint32_t arg; /* index of the argument in the command's list, or UINT32_MAX */
    const char *field;
    const char *part; /* of the value, as its form spells it (START, MANAGED …); NULL: all */
    uint64_t given;
    uint64_t limit;
};

/* Short English text of an error, for logs and as the last resort of a message. */
const char *mm_err_name(enum mm_err err);
/* "ENOMEM" for 12, "0" for 0, "errno N" words for unknown ones never happen: asserts. */
const char *mm_errno_name(unsigned number);
const char *mm_signal_name(unsigned number);
/* "SEGV_MAPERR" … for the si_code of a signal; "" when none. */
const char *mm_si_code_name(unsigned signal, unsigned code);

/* Called when an invariant is broken; never returns (the host leaves by longjmp or abort). */
typedef void mm_panic_fn(void *ctx, const char *file, int line, const char *what);
struct mm;
_Noreturn void mm_assert_failed(const struct mm *m, const char *file, int line, const char *what);
#define MM_ASSERT(m, cond)                                    \
    do {                                                      \
        if (!(cond)) {                                        \
            mm_assert_failed((m), __FILE__, __LINE__, #cond); \
        }                                                     \
    } while (0)

#endif
