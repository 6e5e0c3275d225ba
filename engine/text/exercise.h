/* exercise.h - problems with their solutions, made from a seed: relocation, segments, paging, free lists, policies.
 *
 * Models    the arithmetic of the simulators published with "Operating Systems: Three Easy Pieces" (relocation.py,
 *           segmentation.py, paging-linear-translate.py, paging-multilevel-translate.py, malloc.py, paging-policy.py,
 *           2025-10): the same seed and options give the same numbers.
 * Differs   the form of problem and answer is ours; sizes are bounded; what those programs end in an exception for is
 *           refused. freelist: an address is always the one the program gets, behind the header.
 * Shape     pure functions of (kind, options), made by ex_make (text/ex_make.h); an exercise is plain data of fixed
 *           size: what is given, questions, and of each question up to three fields with what is right in them.
 * Units     addresses and sizes in bytes; pages and frames by number.
 */
#ifndef MM_TEXT_EXERCISE_H
#define MM_TEXT_EXERCISE_H

#include "base/base.h"

// clang-format off
/* X(ID, "name", en, zh) */
#define MM_EXERCISES(X) \
    X(RELOCATION,  "relocation",        "Base and bounds", "基址与界限") \
    X(SEGMENTATION, "segmentation",     "Two segments", "两个段") \
    X(LINEAR,      "paging-linear",     "A linear page table", "线性页表") \
    X(MULTILEVEL,  "paging-multilevel", "A two-level page table", "两级页表") \
    X(FREELIST,    "freelist",          "A free list", "空闲链表") \
    X(POLICY,      "policy",            "Page replacement", "页面置换")

/* Options: O(EXERCISE, ID, "name", type, default, min, max, en, zh). SIZE takes 4k, 1m; -1 as a default: left to the seed. */
#define MM_EXERCISE_OPTIONS(O) \
    O(RELOCATION, ASIZE,   "asize",    SIZE, 1024, 4, 1u << 29, "size of the address space", "地址空间大小") \
    O(RELOCATION, PHYSMEM, "physmem",  SIZE, 16384, 2, 1u << 30, "size of physical memory", "物理内存大小") \
    O(RELOCATION, NUMBER,  "addresses", UINT, 5, 1, 64, "addresses to translate", "要翻译的地址个数") \
    O(RELOCATION, BASE,    "base",     SIZE, EX_LEFT, 0, 1u << 30, "base register", "基址寄存器") \
    O(RELOCATION, LIMIT,   "limit",    SIZE, EX_LEFT, 0, 1u << 29, "limit register", "界限寄存器") \
    O(SEGMENTATION, ASIZE,   "asize",   SIZE, 1024, 4, 1u << 29, "size of the address space", "地址空间大小") \
    O(SEGMENTATION, PHYSMEM, "physmem", SIZE, 16384, 5, 1u << 30, "size of physical memory", "物理内存大小") \
    O(SEGMENTATION, NUMBER,  "addresses", UINT, 5, 1, 64, "addresses to translate", "要翻译的地址个数") \
    O(SEGMENTATION, BASE,    "base0",   SIZE, EX_LEFT, 0, 1u << 30, "base of segment 0, which grows up", "段 0 的基址，向上增长") \
    O(SEGMENTATION, LIMIT,   "limit0",  SIZE, EX_LEFT, 0, 1u << 29, "limit of segment 0", "段 0 的界限") \
    O(SEGMENTATION, BASE1,   "base1",   SIZE, EX_LEFT, 0, 1u << 30, "base of segment 1, which grows down", "段 1 的基址，向下增长") \
    O(SEGMENTATION, LIMIT1,  "limit1",  SIZE, EX_LEFT, 0, 1u << 29, "limit of segment 1", "段 1 的界限") \
    O(LINEAR, ASIZE,    "asize",    SIZE, 16384, 1, (1u << 30) - 1, "size of the address space, a power of 2", "地址空间大小，2 的幂") \
    O(LINEAR, PHYSMEM,  "physmem",  SIZE, 65536, 2, (1u << 30) - 1, "size of physical memory", "物理内存大小") \
    O(LINEAR, PAGE,     "pagesize", SIZE, 4096, 1, 1u << 28, "size of a page, a power of 2", "页大小，2 的幂") \
    O(LINEAR, NUMBER,   "addresses", UINT, 5, 1, 64, "addresses to translate", "要翻译的地址个数") \
    O(LINEAR, USED,     "used",     UINT, 50, 0, 100, "percent of the pages that are mapped", "已映射页的百分比") \
    O(MULTILEVEL, ALLOCATED, "allocated", UINT, 64, 0, 95, "virtual pages that are mapped", "已映射的虚拟页数") \
    O(MULTILEVEL, NUMBER,    "addresses", UINT, 10, 1, 64, "addresses to translate", "要翻译的地址个数") \
    O(FREELIST, SIZE,     "size",     UINT, 100, 1, 1u << 20, "size of the heap", "堆的大小") \
    O(FREELIST, BASE,     "base",     UINT, 1000, 0, 1u << 30, "first address of the heap", "堆的起始地址") \
    O(FREELIST, HEADER,   "header",   UINT, 0, 0, 4096, "header of each piece", "每块的头部大小") \
    O(FREELIST, ALIGN,    "align",    UINT, 0, 0, 4096, "sizes are rounded up to this; 0 not", "大小向上取整的单位；0 为不取整") \
    O(FREELIST, FIT,      "policy",   FIT, 1, 0, 2, "first, best or worst", "first、best 或 worst") \
    O(FREELIST, ORDER,    "order",    ORDER, 0, 0, 4, "addr, size+, size-, front or back", "addr、size+、size-、front 或 back") \
    O(FREELIST, COALESCE, "coalesce", FLAG, 0, 0, 1, "1: free neighbours are joined", "为 1 时合并相邻空闲块") \
    O(FREELIST, NUMBER,   "ops",      UINT, 10, 1, 64, "operations", "操作次数") \
    O(FREELIST, RANGE,    "range",    UINT, 10, 1, 1u << 20, "largest size asked for", "请求的最大大小") \
    O(FREELIST, PERCENT,  "allocs",   UINT, 50, 1, 100, "percent of the operations that allocate", "分配操作的百分比") \
    O(POLICY, POLICY,    "policy",    POLICY, 0, 0, 6, "fifo, lru, mru, opt, unopt, rand or clock", "fifo、lru、mru、opt、unopt、rand 或 clock") \
    O(POLICY, FRAMES,    "frames",    UINT, 3, 1, 64, "pages that fit into memory", "内存能放的页数") \
    O(POLICY, NUMBER,    "addresses", UINT, 10, 1, 64, "references", "访问次数") \
    O(POLICY, MAXPAGE,   "maxpage",   UINT, 10, 1, 1u << 20, "pages are 0 to this less 1", "页号从 0 到此数减 1") \
    O(POLICY, CLOCKBITS, "clockbits", UINT, 2, 0, 16, "largest count of clock", "clock 的最大计数")
// clang-format on

enum { EX_LEFT = -1 };

#define MM_X_EXERCISE(id, name, en, zh) EX_##id,
enum ex_kind { MM_EXERCISES(MM_X_EXERCISE) EX_COUNT };
enum ex_option_type { EXT_SIZE, EXT_UINT, EXT_FLAG, EXT_FIT, EXT_ORDER, EXT_POLICY };
#define MM_X_EXERCISE_OPTION(kind, id, name, type, none, min, max, en, zh) EXO_##kind##_##id,
enum ex_option { MM_EXERCISE_OPTIONS(MM_X_EXERCISE_OPTION) EXO_COUNT };
struct ex_option_row {
    enum ex_kind kind;
    const char *name;
    enum ex_option_type type;
    int64_t none, min, max;
    const char *en, *zh;
};
extern const struct ex_option_row ex_option_rows[EXO_COUNT];
struct ex_kind_row {
    const char *name, *en, *zh;
};
extern const struct ex_kind_row ex_kind_rows[EX_COUNT];

#define EX_NUMBERS_MAX 64u /* questions; numbers of the option `list` */

/* What an exercise is made from. Left to the seed where `list` is not used. */
struct ex_ask {
    enum ex_kind kind;
    uint64_t seed;
    int64_t option[EXO_COUNT]; /* of its kind alone; EX_LEFT where left to the seed */
    /* Addresses to translate, pages to refer to, or operations (+size, -1 - index) instead of random ones. */
    int64_t list[EX_NUMBERS_MAX];
    unsigned list_count;
};

/* ---- what comes out ---- */

enum ex_fault {
    EXF_NONE,
    EXF_VIOLATION, /* beyond the limit */
    EXF_INVALID,   /* the page is not mapped */
    EXF_PDE,       /* no table of level 1 there */
    EXF_PTE,       /* the table has no entry */
    EXF_NO_SPACE,  /* no piece is large enough */
    EXF_NOT_ALLOCATED
};
enum ex_field_type {
    EXT_ADDRESS, /* a number, or that it faults */
    EXT_NUMBER,
    EXT_HIT, /* 1 hit, 0 miss */
    EXT_LIST /* numbers in order */
};
/* What a field or a given thing is; its words are in ex_name_rows. */
// clang-format off
#define MM_EXERCISE_NAMES(N) \
    N(BASE,     "base",     "base register", "基址寄存器") \
    N(LIMIT,    "limit",    "limit register", "界限寄存器") \
    N(ASIZE,    "asize",    "address space", "地址空间") \
    N(PHYSMEM,  "physmem",  "physical memory", "物理内存") \
    N(BASE0,    "base0",    "base of segment 0 (grows up)", "段 0 基址（向上增长）") \
    N(LIMIT0,   "limit0",   "limit of segment 0", "段 0 界限") \
    N(BASE1,    "base1",    "base of segment 1 (grows down)", "段 1 基址（向下增长）") \
    N(LIMIT1,   "limit1",   "limit of segment 1", "段 1 界限") \
    N(PAGE,     "pagesize", "page size", "页大小") \
    N(TABLE,    "table",    "page table: bit 31 valid, the rest the frame", "页表：第 31 位有效，其余为帧号") \
    N(MEMORY,   "memory",   "physical memory, page by page", "物理内存，逐页") \
    N(PDBR,     "pdbr",     "page that holds the page directory", "页目录所在的页") \
    N(REFS,     "refs",     "pages referenced", "依次访问的页") \
    N(FRAMES,   "frames",   "frames", "帧数") \
    N(PHYSICAL, "physical", "physical address, or fault", "物理地址，或 fault") \
    N(SEGMENT,  "segment",  "segment", "段") \
    N(VPN,      "vpn",      "page number", "页号") \
    N(VALUE,    "value",    "byte there", "该处的字节") \
    N(RETURNED, "returned", "address returned, or fail", "返回的地址，或 fail") \
    N(STATUS,   "status",   "returned: 0 freed, -1 not", "返回值：0 已释放，-1 未释放") \
    N(SEARCHED, "searched", "pieces looked at", "查看的块数") \
    N(PIECES,   "pieces",   "free list: address size, …", "空闲链：地址 大小 …") \
    N(HIT,      "hit",      "hit or miss", "命中（hit）或缺页（miss）") \
    N(VICTIM,   "victim",   "page replaced, - none", "换出的页，无则填 -") \
    N(STATE,    "state",    "pages in memory, in order", "内存中的页，依次")
// clang-format on
#define MM_X_EXERCISE_NAME(id, name, en, zh) EXN_##id,
enum ex_name { MM_EXERCISE_NAMES(MM_X_EXERCISE_NAME) EXN_COUNT };
extern const struct ex_kind_row ex_name_rows[EXN_COUNT];

struct ex_field {
    enum ex_name name;
    enum ex_field_type type;
    enum ex_fault fault; /* instead of the number */
    bool none;           /* VICTIM: nothing was replaced */
    int64_t number;
    uint32_t first, count; /* EXT_LIST: in exercise.number */
};
#define EX_FIELDS_MAX 3u
enum ex_question_type { EXQ_TRANSLATE, EXQ_ALLOCATE, EXQ_FREE, EXQ_REFER };
struct ex_question {
    enum ex_question_type type;
    uint64_t arg;   /* address, size asked for, number of the allocation, page */
    uint64_t index; /* EXQ_ALLOCATE: the number of this allocation */
    unsigned fields;
    struct ex_field field[EX_FIELDS_MAX];
};
struct ex_given {
    enum ex_name name;
    int64_t value;
    uint32_t first, count; /* a table when count > 0; then value is the numbers a row, 0 one */
};
#define EX_GIVEN_MAX  8u
#define EX_NUMBER_MAX 32768u /* numbers of all tables and lists */
struct exercise {
    struct ex_ask ask;
    unsigned givens, questions;
    struct ex_given given[EX_GIVEN_MAX];
    struct ex_question question[EX_NUMBERS_MAX];
    uint32_t numbers;
    int64_t number[EX_NUMBER_MAX];
    uint64_t hits, misses; /* policy */
};

/* Everything at its default. */
void ex_ask_init(struct ex_ask *ask, enum ex_kind kind);
/* EX_COUNT when there is none of this name. */
enum ex_kind ex_kind_find(const char *name);
/* The option of a kind by its name; EXO_COUNT. */
enum ex_option ex_option_find(enum ex_kind kind, const char *name);
/* Set an option from its text ("seed" and "list" too). False: *why is a static text that says what would do. */
bool ex_option_set(struct ex_ask *ask, const char *name, const char *text, const char **why);
/* The word of an option's value ("best", "size+" …); NULL when it is a number. */
const char *ex_option_word(enum ex_option option, int64_t value);
/* Is this text the right answer? Numbers in decimal or hex, `fault`, `fail`, `hit`, `miss`, `-`; lists by numbers. */
bool ex_right(const struct exercise *x, const struct ex_field *field, const char *text);
/* The right answer as text. */
void ex_print(const struct exercise *x, const struct ex_field *field, char *out, size_t bytes);

/* For the files of the single kinds: add what is given, a question, a field; false when the numbers do not fit, and
 * ex_make then refuses. */
void ex_give(struct exercise *x, enum ex_name name, int64_t value);
bool ex_give_table(struct exercise *x, enum ex_name name, const int64_t *numbers, uint32_t count,
                   int64_t per_row);
struct ex_question *ex_question_add(struct exercise *x, enum ex_question_type type, uint64_t arg);
struct ex_field *ex_field_add(struct ex_question *q, enum ex_name name, enum ex_field_type type,
                              int64_t number);
bool ex_numbers_add(struct exercise *x, const int64_t *numbers, uint32_t count, uint32_t *first);

#endif
