/* labrows.h - rows of the labs of segmentation, page tables and free lists, as base/tables.h has them.
 *
 * Shape     MM_LAB_COMMANDS, MM_LAB_ARGS and MM_LAB_EVENTS stand inside the lists of tables.h; the columns are
 *           explained there.
 */
#ifndef MM_BASE_LABROWS_H
#define MM_BASE_LABROWS_H

// clang-format off

#define MM_LAB_COMMANDS(V) \
    V(LAB_SEGMENTS, "lab segments", NONE, 1, "begin a memory managed by segments; Linux's flat GDT is there", "开始一个按段管理的内存，带 Linux 的平坦 GDT") \
    V(LAB_LOAD,    "lab load",    NONE,  1, "load a program as one segment", "把一个程序作为一个段装入") \
    V(LAB_UNLOAD,  "lab unload",  NONE,  1, "end a program: its segment and its memory go", "结束一个程序：段与内存都归还") \
    V(LAB_SWAPOUT, "lab swapout", NONE,  1, "write a whole segment to disk", "把整个段写到磁盘") \
    V(LAB_SWAPIN,  "lab swapin",  NONE,  1, "read a segment back, wherever it fits", "把段读回内存，放在放得下的地方") \
    V(LAB_ACCESS,  "lab access",  NONE,  1, "one access through a segment: selector and offset", "经过一个段访问一次：选择子与偏移") \
    V(LAB_DESCRIPTOR, "lab descriptor", NONE, 1, "make a segment descriptor, or change its fields", "建立一个段描述符，或改它的字段") \
    V(LAB_TABLES,  "lab tables",  NONE,  1, "compare six kinds of page tables for one address space", "对一个地址空间比较六种页表") \
    V(LAB_FREELIST, "lab freelist", NONE, 1, "begin a heap that is managed by a free list", "开始一个用空闲链表管理的堆") \
    V(LAB_ALLOC,   "lab alloc",   NONE,  1, "take a piece of the heap", "从堆里取一块") \
    V(LAB_FREE,    "lab free",    NONE,  1, "give a piece of the heap back", "把一块还给堆")

#define MM_LAB_ARGS(A) \
    A(LAB_SEGMENTS, 0, "memory", SIZE, KEY, 4096, 1ull << 32, "size of memory (1G)", "内存大小（默认 1G）") \
    A(LAB_SEGMENTS, 1, "fit", LAB_FIT, KEY, 0, 0, "how a hole is chosen (first)", "如何挑选空闲块（默认 first）") \
    A(LAB_SEGMENTS, 2, "bits", UINT, KEY, 32, 64, "32, or 64: long mode, where base and limit do not count (32)", "32，或 64：长模式，基址与界限不起作用（默认 32）") \
    A(LAB_LOAD, 0, "name",  NAME, POS, 0, 0, "name of the program", "程序的名字") \
    A(LAB_LOAD, 1, "size",  SIZE, POS, 1, 1ull << 32, "its size", "它的大小") \
    A(LAB_LOAD, 2, "type",  LAB_SEGMENT, KEY, 0, 0, "kind of segment (data); a stack expands down", "段的种类（默认 data），stack 向下扩展") \
    A(LAB_LOAD, 3, "dpl",   UINT, KEY, 0, 3, "privilege level (3)", "特权级（默认 3）") \
    A(LAB_LOAD, 4, "table", LAB_DT, KEY, 0, 0, "descriptor table (ldt); the GDT has three TLS entries for programs", "描述符表（默认 ldt），GDT 里程序只能用三个 TLS 项") \
    A(LAB_UNLOAD, 0, "name", TEXT, POS, 0, 0, "program", "程序") \
    A(LAB_SWAPOUT, 0, "name", TEXT, POS, 0, 0, "program", "程序") \
    A(LAB_SWAPOUT, 1, "pages", UINT, KEY, 0, UINT64_MAX, "pages a paging machine would write instead (what the last load lacked)", "换成分页机器要写的页数（默认为上次装入所缺的）") \
    A(LAB_SWAPIN, 0, "name", TEXT, POS, 0, 0, "program", "程序") \
    A(LAB_SWAPIN, 1, "at",  LAB_SPOT, KEY, 0, 0, "fit: as fit= of the lab says; lowest: the lowest hole", "fit：按实验的 fit=；lowest：最低的空闲块") \
    A(LAB_SWAPIN, 2, "pages", UINT, KEY, 0, UINT64_MAX, "pages a paging machine would read back instead (those it wrote)", "换成分页机器要读回的页数（默认为它写出的）") \
    A(LAB_ACCESS, 0, "segment", TEXT, POS, 0, 0, "a selector such as 0x7b, or the name of a segment", "选择子（如 0x7b），或段的名字") \
    A(LAB_ACCESS, 1, "offset", SIZE, POS, 0, UINT64_MAX, "offset in the segment", "段内偏移") \
    A(LAB_ACCESS, 2, "how", RWX, POS, 0, 2, "r, w or x", "r、w 或 x") \
    A(LAB_ACCESS, 3, "bytes", UINT, KEY, 1, 4096, "bytes accessed (4)", "访问的字节数（默认 4）") \
    A(LAB_ACCESS, 4, "cpl", UINT, KEY, 0, 3, "privilege of the code that does it (3)", "执行者的特权级（默认 3）") \
    A(LAB_ACCESS, 5, "stack", FLAG, FLAG, 0, 0, "through SS", "经过 SS") \
    A(LAB_DESCRIPTOR, 0, "name", NAME, POS, 0, 0, "segment; a new name makes flat user data", "段；新名字则建立平坦的用户数据段") \
    A(LAB_DESCRIPTOR, 1, "base", SIZE, KEY, 0, UINT32_MAX, "base, 32 bits", "基址，32 位") \
    A(LAB_DESCRIPTOR, 2, "limit", UINT, KEY, 0, 0xfffff, "limit, 20 bits: in bytes, or in 4 KB with granularity=1", "界限，20 位：按字节，granularity=1 时按 4 KB") \
    A(LAB_DESCRIPTOR, 3, "type", UINT, KEY, 0, 15, "type bits: 8 code, 4 conforming or expand-down, 2 readable or writable, 1 accessed", "类型位：8 代码，4 一致或向下扩展，2 可读或可写，1 已访问") \
    A(LAB_DESCRIPTOR, 4, "dpl", UINT, KEY, 0, 3, "privilege level", "特权级") \
    A(LAB_DESCRIPTOR, 5, "present", UINT, KEY, 0, 1, "1: in memory", "在内存为 1") \
    A(LAB_DESCRIPTOR, 6, "granularity", UINT, KEY, 0, 1, "G: 1, the limit counts 4 KB", "G：为 1 时界限以 4 KB 计") \
    A(LAB_DESCRIPTOR, 7, "s", UINT, KEY, 0, 1, "S: 1 code or data, 0 system", "S：1 代码或数据，0 系统") \
    A(LAB_DESCRIPTOR, 8, "big", UINT, KEY, 0, 1, "D/B: 1, 32 bits", "D/B：为 1 时 32 位") \
    A(LAB_DESCRIPTOR, 9, "long", UINT, KEY, 0, 1, "L: 1, 64-bit code", "L：为 1 时 64 位代码") \
    A(LAB_DESCRIPTOR, 10, "raw", UINT, KEY, 0, UINT64_MAX, "all eight bytes, before the other fields", "整个八字节，先于其他字段") \
    A(LAB_DESCRIPTOR, 11, "table", LAB_DT, KEY, 0, 0, "where a new one goes (ldt)", "新描述符放在哪个表（默认 ldt）") \
    A(LAB_TABLES, 0, "bits", UINT, KEY, 32, 57, "bits of an address: 32, 48 or 57 (32)", "地址位数：32、48 或 57（默认 32）") \
    A(LAB_TABLES, 1, "page", SIZE, KEY, 64, 1ull << 30, "size of a page, a power of two (4K)", "页的大小，2 的幂（默认 4K）") \
    A(LAB_TABLES, 2, "memory", SIZE, KEY, 64, UINT64_MAX, "physical memory, for the inverted table (1G)", "物理内存，反置页表要用（默认 1G）") \
    A(LAB_TABLES, 3, "map", RANGES, KEY, 0, 0, "ranges of addresses that are mapped (all)", "映射了的地址范围（默认全部）") \
    A(LAB_TABLES, 4, "used", UINT, KEY, 0, 100, "or: the lowest so many percent of the space are mapped", "或：地址空间最低的百分之几被映射") \
    A(LAB_TABLES, 5, "at", SIZE, KEY, 0, UINT64_MAX, "an address to look up in each of them", "在每种页表里查找的地址") \
    A(LAB_FREELIST, 0, "size",  SIZE, KEY, 1, 1ull << 40, "size of the heap (100)", "堆的大小（默认 100）") \
    A(LAB_FREELIST, 1, "base",  SIZE, KEY, 0, 1ull << 40, "first address of the heap (1000)", "堆的起始地址（默认 1000）") \
    A(LAB_FREELIST, 2, "header", SIZE, KEY, 0, 4096, "header of each piece (0)", "每块的头部大小（默认 0）") \
    A(LAB_FREELIST, 3, "align", SIZE, KEY, 1, 4096, "sizes are rounded up to this (1)", "大小向上取整的单位（默认 1）") \
    A(LAB_FREELIST, 4, "policy", LAB_FIT, KEY, 0, 0, "how a piece is chosen (best)", "如何挑选空闲块（默认 best）") \
    A(LAB_FREELIST, 5, "order", LAB_ORDER, KEY, 0, 0, "order of the free list (addr)", "空闲链的次序（默认 addr）") \
    A(LAB_FREELIST, 6, "coalesce", FLAG, FLAG, 0, 0, "join free pieces that are neighbours in the list and in memory", "合并链上与内存里都相邻的空闲块") \
    A(LAB_ALLOC, 0, "size",  SIZE, POS, 1, 1ull << 40, "bytes", "字节数") \
    A(LAB_ALLOC, 1, "name",  NAME, AS, 0, 0, "name of the piece", "块的名字") \
    A(LAB_FREE, 0, "name",   TEXT, POS, 0, 0, "piece to give back", "要归还的块")

/* The exception a segment access ends in, and the rule that it broke, in the order in which rules are asked. */
#define MM_SEG_FAULTS(X) X(NONE, "none") X(GP, "GP") X(NP, "NP") X(SS, "SS")
#define MM_SEG_RULES(X) \
    X(SELECTOR, "null_selector") X(TABLE, "table_limit") X(TYPE, "type") X(PRIVILEGE, "privilege") X(PRESENT, "present") \
    X(RIGHTS, "rights") X(LIMIT, "limit") X(CANONICAL, "canonical")
#define MM_TABLE_SCHEMES(X) \
    X(LINEAR, "linear") X(TWO, "two_level") X(FOUR, "four_level") X(FIVE, "five_level") X(INVERTED, "inverted") X(HASHED, "hashed")
#define MM_LAB_SPOTS(X) X(FIT, "fit") X(LOWEST, "lowest")

#define MM_LAB_EVENTS(E) \
    E(LAB_SEARCH,     "lab_search",     tick,    physical,    0, "block start bytes used fits") \
    E(LAB_PLACE,      "lab_place",      square,  physical,    1, "block start bytes name lab_fit") \
    E(LAB_SPLIT,      "lab_split",      square,  physical,    0, "block start bytes rest rest_start rest_bytes") \
    E(LAB_RELEASE,    "lab_release",    square,  physical,    1, "block start bytes name") \
    E(LAB_COALESCE,   "lab_coalesce",   square,  physical,    0, "block start bytes gone") \
    E(LAB_INSERT,     "lab_insert",     square,  physical,    0, "block start bytes place pieces") \
    E(LAB_FAIL,       "lab_fail",       diamond, kernel,      1, "bytes free_bytes largest_bytes") \
    E(LAB_SWAP_OUT,   "lab_swap_out",   pill,    physical,    1, "labseg start bytes ns pages paged_ns") \
    E(LAB_SWAP_IN,    "lab_swap_in",    pill,    physical,    1, "labseg start bytes ns pages paged_ns") \
    E(SEG_WRITE,      "seg_write",      square,  translation, 0, "labseg descriptor_before descriptor selector") \
    E(SEG_SELECT,     "seg_select",     circle,  translation, 0, "selector index lab_dt cpl offset access_type") \
    E(SEG_DESCRIPTOR, "seg_descriptor", circle,  translation, 0, "labseg descriptor base limit dpl present") \
    E(SEG_CHECK,      "seg_check",      diamond, translation, 0, "seg_rule ok have want") \
    E(SEG_LINEAR,     "seg_linear",     square,  translation, 1, "base offset addr bytes labseg flat") \
    E(SEG_FAULT,      "seg_fault",      diamond, kernel,      1, "seg_fault error_code selector offset seg_rule cpl") \
    E(LAB_SCHEME,     "lab_scheme",     square,  translation, 1, "table_scheme bytes tables levels pages buckets") \
    E(LAB_LOOKUP,     "lab_lookup",     circle,  translation, 0, "table_scheme addr vpn") \
    E(LAB_ENTRY,      "lab_entry",      circle,  translation, 0, "table_scheme level index table present target") \
    E(LAB_HASH,       "lab_hash",       circle,  translation, 0, "table_scheme vpn bucket buckets") \
    E(LAB_PROBE,      "lab_probe",      circle,  translation, 0, "table_scheme bucket place vpn match") \
    E(LAB_FOUND,      "lab_found",      diamond, physical,    0, "table_scheme addr found frame accesses")

#define MM_X_LAB_SPOT(id, name) LSPOT_##id,
enum mm_lab_spot { MM_LAB_SPOTS(MM_X_LAB_SPOT) LSPOT_COUNT };
#define MM_X_SEG_FAULT(id, name) SEGF_##id,
enum mm_seg_fault { MM_SEG_FAULTS(MM_X_SEG_FAULT) SEGF_COUNT };
#define MM_X_SEG_RULE(id, name) SEGR_##id,
enum mm_seg_rule { MM_SEG_RULES(MM_X_SEG_RULE) SEGR_COUNT };
#define MM_X_TABLE_SCHEME(id, name) TS_##id,
enum mm_table_scheme { MM_TABLE_SCHEMES(MM_X_TABLE_SCHEME) TS_COUNT };

// clang-format on

#endif
