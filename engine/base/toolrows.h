/* toolrows.h - rows of the tools of a shell that only read, as base/tables.h has them.
 *
 * Shape     MM_TOOL_COMMANDS and MM_TOOL_ARGS stand inside the lists of tables.h; the columns are explained there.
 */
#ifndef MM_BASE_TOOLROWS_H
#define MM_BASE_TOOLROWS_H

// clang-format off

#define MM_TOOL_COMMANDS(V) \
    V(FREE,        "free",        NONE,  0, "memory in use, as free(1)", "内存使用情况，同 free(1)") \
    V(VMSTAT,      "vmstat",      NONE,  0, "memory and paging, as vmstat(8)", "内存与换页，同 vmstat(8)") \
    V(SLABTOP,     "slabtop",     NONE,  0, "the slab caches, as slabtop(1)", "各 slab 缓存，同 slabtop(1)") \
    V(NUMASTAT,    "numastat",    NONE,  0, "allocations by node, as numastat(8)", "各节点的分配统计，同 numastat(8)") \
    V(LSMEM,       "lsmem",       NONE,  0, "ranges of memory, as lsmem(1)", "物理内存的范围，同 lsmem(1)") \
    V(DMESG,       "dmesg",       NONE,  0, "the kernel's log, as dmesg(1)", "内核日志，同 dmesg(1)") \
    V(PMAP,        "pmap",        NONE,  0, "the areas of a process, as pmap(1)", "一个进程的区域，同 pmap(1)") \
    V(PS,          "ps",          NONE,  0, "the processes, as ps(1)", "进程列表，同 ps(1)")

#define MM_TOOL_ARGS(A) \
    A(FREE, 0, "options", LINE, REST, 0, 0, "-k -m -g -h -w -l -t -s N -c N", "-k -m -g -h -w -l -t -s N -c N") \
    A(VMSTAT, 0, "options", LINE, REST, 0, 0, "-s, -m, -a, -w", "-s、-m、-a、-w") \
    A(SLABTOP, 0, "options", LINE, REST, 0, 0, "-o [-s a|b|c|l|v|n|o|p|s|u]", "-o [-s a|b|c|l|v|n|o|p|s|u]") \
    A(NUMASTAT, 0, "options", LINE, REST, 0, 0, "-m -n -c -z -p PID|NAME", "-m -n -c -z -p PID|NAME") \
    A(LSMEM, 0, "options", LINE, REST, 0, 0, "-a -b -n -r -o COLUMNS --summary", "-a -b -n -r -o 列 --summary") \
    A(DMESG, 0, "options", LINE, REST, 0, 0, "-t, -l LEVEL", "-t、-l 级别") \
    A(PMAP, 0, "options", LINE, REST, 0, 0, "[-x] PID or NAME", "[-x] PID 或名字") \
    A(PS, 0, "options",   LINE, REST, 0, 0, "aux, or -eo FIELDS", "aux 或 -eo 字段")

#endif
