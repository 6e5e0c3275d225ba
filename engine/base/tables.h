/* tables.h - commands, events, counters and sysctls: the protocol of the whole project.
 *
 * Everything else is made from these rows: the parser and its refusals, help, REST decoding, JSON
 * encoding, GET /api/v1/schema, the page's types and forms, the list of narration keys that zh and en
 * must both have. How to add a row: README.md.
 */
#ifndef MM_BASE_TABLES_H
#define MM_BASE_TABLES_H

#include "base/base.h"
#include "base/compactrows.h"
#include "base/labrows.h"
#include "base/bootrows.h"
#include "base/pathrows.h"
#include "base/noderows.h"
#include "base/slabrows.h"
#include "base/toolrows.h"

// clang-format off

/* ---- Commands -------------------------------------------------------------------------------------
 * V(ID, "word", subject, steps, en, zh)
 *   subject  ACTOR: the line begins with a process; NONE: with the word itself
 *   steps    1 a line is one step of history; 0 it only reads; 2 a write does (sysctl)
 * A(ID, arg, "word", type, form, min, max, en, zh): the arguments, in order.
 *   type   SIZE bytes | RANGE | ADDR | UINT | INT | NAME a new name | ACTOR | TEXT | PROT | PATTERN | DURATION |
 *          ENUM:list handled by the parser | GFP | EXPR the rest of the line | LINE the rest of the line
 *   form   POS by position | OPT by position, may be missing | AS after the word `as` | KEY word=value | FLAG the bare word |
 *          REST the rest of the line | MANY word=value, repeatable
 */
#define MM_COMMANDS(V) \
    V(SPAWN,       "spawn",       NONE,  1, "start a process", "启动一个进程") \
    V(EXIT,        "exit",        ACTOR, 1, "end the process", "结束进程") \
    V(KILL,        "kill",        NONE,  1, "send a signal to a process", "给进程发信号") \
    V(MMAP,        "mmap",        ACTOR, 1, "map memory", "映射内存") \
    V(MUNMAP,      "munmap",      ACTOR, 1, "unmap a range", "解除映射") \
    V(MPROTECT,    "mprotect",    ACTOR, 1, "change protection of a range", "改变一段地址的保护") \
    V(MREMAP,      "mremap",      ACTOR, 1, "grow, shrink or move a mapping", "扩大、缩小或移动映射") \
    V(MADVISE,     "madvise",     ACTOR, 1, "say how a range will be used", "告知一段地址的用法") \
    V(MLOCK,       "mlock",       ACTOR, 1, "keep a range in memory", "把一段地址锁在内存") \
    V(MUNLOCK,     "munlock",     ACTOR, 1, "let a locked range go", "解除内存锁定") \
    V(BRK,         "brk",         ACTOR, 1, "move the end of the heap", "移动堆的终点") \
    V(READ,        "read",        ACTOR, 1, "load from every page of a range, or N times", "读一段地址的每一页，或 N 次") \
    V(WRITE,       "write",       ACTOR, 1, "store to every page of a range, or N times", "写一段地址的每一页，或 N 次") \
    V(FETCH,       "fetch",       ACTOR, 1, "execute from every page of a range, or N times", "从一段地址的每一页取指，或 N 次") \
    V(TOUCH,       "touch",       ACTOR, 1, "one access at one address", "在一个地址访问一次") \
    V(ALLOC_PAGES, "alloc_pages", NONE,  1, "take blocks of 2^ORDER frames for the kernel", "为内核取 2^ORDER 帧的块") \
    V(FREE_PAGES,  "free_pages",  NONE,  1, "give such blocks back", "归还这些块") \
    MM_SLAB_COMMANDS(V) \
    V(SYSCTL,      "sysctl",      NONE,  2, "read or write a kernel parameter", "读或写一个内核参数") \
    V(TRACE,       "trace",       NONE,  1, "run a recorded program on the machine", "在机器上运行一个录下的程序") \
    V(WAIT,        "wait",        NONE,  1, "let jobs go on until done, or until an expression holds", "让后台工作进行到结束，或到某条件成立") \
    V(STOP,        "stop",        NONE,  1, "end the actor's job, keep the process", "停止该进程的工作，保留进程") \
    V(SLEEP,       "sleep",       NONE,  1, "let simulated time pass", "让模拟时间流过") \
    V(ECHO,        "echo",        NONE,  1, "write a value to a file of /proc or /sys", "把值写进 /proc 或 /sys 的文件") \
    V(LAB,         "lab",         NONE,  1, "run references under page replacement policies", "在各种页面置换算法下运行一串访问") \
    V(LAB_CURVE,   "lab curve",   NONE,  1, "misses of policies over many numbers of frames", "各算法在不同帧数下的缺页次数") \
    MM_LAB_COMMANDS(V) \
    V(CAT,         "cat",         NONE,  0, "print a file of /proc", "打印 /proc 的文件") \
    MM_TOOL_COMMANDS(V) \
    V(PRINT,       "print",       NONE,  0, "print values", "打印值") \
    V(LET,         "let",         NONE,  0, "keep a value under a name", "把一个值记在名字下") \
    V(EXPECT,      "expect",      NONE,  0, "fail the run unless it holds", "不成立则运行失败") \
    V(FAILS,       "fails",       NONE,  0, "expect the line to be refused", "期望该行被拒绝") \
    V(REPEAT,      "repeat",      NONE,  0, "repeat the lines up to `end`", "重复到 `end` 为止的各行") \
    V(END,         "end",         NONE,  0, "end of a repeat", "repeat 的结尾") \
    V(NOTE,        "note",        NONE,  0, "a remark in Chinese and English", "中英文的一句说明") \
    V(MACHINE,     "machine",     NONE,  0, "describe the machine; first line only", "描述机器，只能在第一行") \
    V(HELP,        "help",        NONE,  0, "this list, or the grammar of one command", "命令表，或一条命令的语法")

#define MM_ARGS(A) \
    A(SPAWN, 0, "name",   NAME, POS, 0, 0, "name of the process", "进程的名字") \
    A(SPAWN, 1, "file",   TEXT, KEY, 0, 0, "program file", "程序文件") \
    A(SPAWN, 2, "text",   SIZE, KEY, 4096, 1ull << 40, "size of the code", "代码大小") \
    A(SPAWN, 3, "data",   SIZE, KEY, 0, 1ull << 40, "size of initialised data", "已初始化数据的大小") \
    A(SPAWN, 4, "bss",    SIZE, KEY, 0, 1ull << 40, "size of zeroed data", "零初始化数据的大小") \
    A(SPAWN, 5, "stack",  SIZE, KEY, 4096, 8ull << 20, "initial stack", "初始栈大小") \
    A(SPAWN, 6, "lib",    TEXT, MANY, 0, 0, "a library as PATH:SIZE", "库，写作 PATH:SIZE") \
    A(SPAWN, 7, "maps",   TEXT, KEY, 0, 0, "lay it out as this /proc/PID/maps file says", "按这个 /proc/PID/maps 文件布局") \
    A(SPAWN, 8, "oom_score_adj", INT, KEY, 0, 1000, "oom_score_adj, -1000 to 1000", "oom_score_adj，-1000 到 1000") \
    A(SPAWN, 9, "cpu",    UINT, KEY, 0, 63, "CPU it runs on", "所在 CPU") \
    A(SPAWN, 10, "node",  UINT, KEY, 0, 7, "node it runs on", "所在节点") \
    A(SPAWN, 11, "catch", TEXT, KEY, 0, 0, "signals reported instead of killing: SEGV,BUS", "只报告不致死的信号：SEGV,BUS") \
    A(EXIT, 0, "code",    UINT, OPT, 0, 255, "exit code", "退出码") \
    A(KILL, 0, "actor",   ACTOR, POS, 0, 0, "process", "进程") \
    A(KILL, 1, "signal",  TEXT, OPT, 0, 0, "signal name or number (KILL)", "信号名或号（默认 KILL）") \
    A(MMAP, 0, "size",    SIZE, POS, 0, UINT64_MAX, "bytes", "字节数") \
    A(MMAP, 1, "name",    NAME, AS, 0, 0, "name of the mapping", "映射的名字") \
    A(MMAP, 2, "at",      ADDR, KEY, 0, UINT64_MAX, "address wished for", "希望的地址") \
    A(MMAP, 3, "fixed",   FLAG, FLAG, 0, 0, "exactly there, replacing what is mapped", "必须在该地址，替换原有映射") \
    A(MMAP, 4, "file",    TEXT, KEY, 0, 0, "file to map, as PATH or PATH:OFFSET", "映射的文件，PATH 或 PATH:OFFSET") \
    A(MMAP, 5, "shared",  FLAG, FLAG, 0, 0, "MAP_SHARED", "MAP_SHARED") \
    A(MMAP, 6, "prot",    PROT, KEY, 0, 7, "protection, such as rw-", "保护，如 rw-") \
    A(MMAP, 7, "noreserve", FLAG, FLAG, 0, 0, "MAP_NORESERVE", "MAP_NORESERVE") \
    A(MMAP, 8, "populate", FLAG, FLAG, 0, 0, "MAP_POPULATE: touch every page now", "MAP_POPULATE：立即触及每页") \
    A(MMAP, 9, "locked",  FLAG, FLAG, 0, 0, "MAP_LOCKED", "MAP_LOCKED") \
    A(MMAP, 10, "growsdown", FLAG, FLAG, 0, 0, "MAP_GROWSDOWN", "MAP_GROWSDOWN") \
    A(MUNMAP, 0, "range", RANGE, POS, 0, 0, "what", "范围") \
    A(MUNMAP, 1, "every", UINT, KEY, 2, UINT32_MAX, "only every K-th page", "只取每第 K 页") \
    A(MPROTECT, 0, "range", RANGE, POS, 0, 0, "what", "范围") \
    A(MPROTECT, 1, "prot", PROT, POS, 0, 7, "new protection", "新的保护") \
    A(MREMAP, 0, "range", RANGE, POS, 0, 0, "what", "范围") \
    A(MREMAP, 1, "size",  SIZE, POS, 1, UINT64_MAX, "new size", "新的大小") \
    A(MREMAP, 2, "maymove", FLAG, FLAG, 0, 0, "it may move", "可以移动") \
    A(MADVISE, 0, "range", RANGE, POS, 0, 0, "what", "范围") \
    A(MADVISE, 1, "advice", ADVICE, POS, 0, 0, "dontneed, sequential, random or normal", "dontneed、sequential、random 或 normal") \
    A(MADVISE, 2, "every", UINT, KEY, 2, UINT32_MAX, "only every K-th page", "只取每第 K 页") \
    A(MLOCK, 0, "range",  RANGE, POS, 0, 0, "what", "范围") \
    A(MUNLOCK, 0, "range", RANGE, POS, 0, 0, "what", "范围") \
    A(BRK, 0, "change",   SIGNED_SIZE, POS, 0, UINT64_MAX, "+SIZE or -SIZE", "+SIZE 或 -SIZE") \
    A(READ, 0, "range",   RANGE, POS, 0, 0, "what", "范围") \
    A(READ, 1, "pattern", PATTERN, KEY, 0, 0, "seq, rev, random, zipf:0.9, stride:64K or loop", "seq、rev、random、zipf:0.9、stride:64K 或 loop") \
    A(READ, 2, "count",   UINT, KEY, 1, UINT64_MAX, "accesses", "访问次数") \
    A(READ, 3, "seed",    UINT, KEY, 0, UINT64_MAX, "seed of the pattern", "模式的随机种子") \
    A(WRITE, 0, "range",  RANGE, POS, 0, 0, "what", "范围") \
    A(WRITE, 1, "pattern", PATTERN, KEY, 0, 0, "seq, rev, random, zipf:0.9, stride:64K or loop", "seq、rev、random、zipf:0.9、stride:64K 或 loop") \
    A(WRITE, 2, "count",  UINT, KEY, 1, UINT64_MAX, "accesses", "访问次数") \
    A(WRITE, 3, "seed",   UINT, KEY, 0, UINT64_MAX, "seed of the pattern", "模式的随机种子") \
    A(WRITE, 4, "next",   NEXT, KEY, 1, UINT64_MAX, "`write NAME next SIZE`: go on where the last one ended", "`write NAME next SIZE`：接着上次写") \
    A(FETCH, 0, "range",  RANGE, POS, 0, 0, "what", "范围") \
    A(FETCH, 1, "pattern", PATTERN, KEY, 0, 0, "seq, rev, random, zipf:0.9, stride:64K or loop", "seq、rev、random、zipf:0.9、stride:64K 或 loop") \
    A(FETCH, 2, "count",  UINT, KEY, 1, UINT64_MAX, "accesses", "访问次数") \
    A(FETCH, 3, "seed",   UINT, KEY, 0, UINT64_MAX, "seed of the pattern", "模式的随机种子") \
    A(TOUCH, 0, "addr",   ADDR, POS, 0, UINT64_MAX, "address, or NAME+OFFSET", "地址，或 NAME+OFFSET") \
    A(TOUCH, 1, "how",    RWX, POS, 0, 2, "r, w or x", "r、w 或 x") \
    A(ALLOC_PAGES, 0, "order", UINT, POS, 0, 10, "order, 0 to 10", "阶，0 到 10") \
    A(ALLOC_PAGES, 1, "name", NAME, AS, 0, 0, "name of the blocks", "这些块的名字") \
    A(ALLOC_PAGES, 2, "gfp", GFP, KEY, 0, 0, "KERNEL, ATOMIC, DMA32 …, summed with +: KERNEL+NORETRY", "KERNEL、ATOMIC、DMA32 等，可用 + 相加：KERNEL+NORETRY") \
    A(ALLOC_PAGES, 3, "node", UINT, KEY, 0, 7, "preferred node", "优先的节点") \
    A(ALLOC_PAGES, 4, "count", UINT, KEY, 1, UINT32_MAX, "blocks", "块数") \
    A(FREE_PAGES, 0, "name", LABEL, POS, 0, 0, "blocks to free", "要归还的块") \
    A(FREE_PAGES, 1, "every", UINT, KEY, 2, UINT32_MAX, "only every K-th block", "只取每第 K 块") \
    MM_SLAB_ARGS(A) \
    A(SYSCTL, 0, "key",   SYSCTL, POS, 0, 0, "KEY or KEY=VALUE", "KEY 或 KEY=VALUE") \
    A(SYSCTL, 1, "value", UINT, KEY, 0, UINT64_MAX, "new value", "新值") \
    A(TRACE, 0, "kind",   TRACE_KIND, POS, 0, 0, "lackey or pages", "lackey 或 pages") \
    A(TRACE, 1, "file",   TEXT, POS, 0, 0, "file, or the SHA-256 of an uploaded one", "文件，或已上传文件的 SHA-256") \
    A(TRACE, 2, "name",   NAME, AS, 0, 0, "name of the process; one that already runs this recording goes on in it", "进程的名字；已在运行这段录制的进程接着运行") \
    A(TRACE, 3, "limit",  UINT, KEY, 1, UINT64_MAX, "at most so many accesses", "最多这么多次访问") \
    A(TRACE, 4, "skip",   UINT, KEY, 0, UINT64_MAX, "begin at this access (where it stopped, when it goes on)", "从第几次访问开始（接着运行时默认从停下处）") \
    A(WAIT, 0, "actor",   ACTOR, OPT, 0, 0, "whose job; all jobs when missing", "等谁的工作；省略则等全部") \
    A(WAIT, 1, "until",   EXPR, REST, 0, 0, "`wait until EXPR`", "`wait until EXPR`") \
    A(WAIT, 2, "max",     DURATION, KEY, 1, UINT64_MAX, "give up after this simulated time", "超过这段模拟时间就放弃") \
    A(STOP, 0, "actor",   ACTOR, POS, 0, 0, "whose job", "谁的工作") \
    A(SLEEP, 0, "time",   DURATION, POS, 1, UINT64_MAX, "such as 200ms or 5s", "如 200ms 或 5s") \
    A(LAB, 0, "policy",  POLICIES, KEY, 0, 0, "policies, side by side: fifo,lru,opt", "算法，可并列多个：fifo,lru,opt") \
    A(LAB, 1, "frames",  UINT, KEY, 1, MM_LAB_FRAMES_MAX, "frames of memory", "内存帧数") \
    A(LAB, 2, "refs",    REFS, KEY, 0, 0, "pages referenced, in order: 7,0,1,2,0,3", "依次访问的页：7,0,1,2,0,3") \
    A(LAB, 3, "trace",   TEXT, KEY, 0, 0, "a page trace instead: a file, or the SHA-256 of an uploaded one", "或用页轨迹：文件，或已上传文件的 SHA-256") \
    A(LAB, 4, "limit",   UINT, KEY, 1, UINT64_MAX, "at most so many references", "最多这么多次访问") \
    A(LAB, 5, "seed",    UINT, KEY, 0, UINT64_MAX, "seed of random (1)", "random 的种子（默认 1）") \
    A(LAB, 6, "bits",    UINT, KEY, 1, 32, "bits of aging's counters (8)", "aging 计数器的位数（默认 8）") \
    A(LAB, 7, "tick",    UINT, KEY, 1, UINT32_MAX, "references between clock ticks of nfu and aging (as many as frames)", "nfu 与 aging 的时钟间隔，以访问次数计（默认等于帧数）") \
    A(LAB_CURVE, 0, "policy",  POLICIES, KEY, 0, 0, "policies, side by side: fifo,lru,opt", "算法，可并列多个：fifo,lru,opt") \
    A(LAB_CURVE, 1, "frames",  UINT, KEY, 1, MM_LAB_CURVE_MAX, "the largest number of frames (as many as pages, at most 1024)", "最大的帧数（默认等于页数，至多 1024）") \
    A(LAB_CURVE, 2, "refs",    REFS, KEY, 0, 0, "pages referenced, in order: 7,0,1,2,0,3", "依次访问的页：7,0,1,2,0,3") \
    A(LAB_CURVE, 3, "trace",   TEXT, KEY, 0, 0, "a page trace instead: a file, or the SHA-256 of an uploaded one", "或用页轨迹：文件，或已上传文件的 SHA-256") \
    A(LAB_CURVE, 4, "limit",   UINT, KEY, 1, UINT64_MAX, "at most so many references", "最多这么多次访问") \
    A(LAB_CURVE, 5, "seed",    UINT, KEY, 0, UINT64_MAX, "seed of random (1)", "random 的种子（默认 1）") \
    A(LAB_CURVE, 6, "bits",    UINT, KEY, 1, 32, "bits of aging's counters (8)", "aging 计数器的位数（默认 8）") \
    A(LAB_CURVE, 7, "tick",    UINT, KEY, 1, UINT32_MAX, "references between clock ticks of nfu and aging (as many as frames)", "nfu 与 aging 的时钟间隔，以访问次数计（默认等于帧数）") \
    MM_LAB_ARGS(A) \
    A(ECHO, 0, "value",   TEXT, POS, 0, 0, "what to write", "写入的值") \
    A(ECHO, 1, "path",    TEXT, POS, 0, 0, "> /proc/…", "> /proc/…") \
    A(CAT, 0, "path",     TEXT, POS, 0, 0, "file", "文件") \
    MM_TOOL_ARGS(A) \
    A(PRINT, 0, "paths",  LINE, REST, 0, 0, "values", "值") \
    A(LET, 0, "assignment", LINE, REST, 0, 0, "X = EXPR", "X = EXPR") \
    A(EXPECT, 0, "expr",  EXPR, REST, 0, 0, "EXPR", "表达式") \
    A(FAILS, 0, "line",   LINE, REST, 0, 0, "a line", "一行命令") \
    A(REPEAT, 0, "count", UINT, POS, 0, 1000000, "times", "次数") \
    A(REPEAT, 1, "name",  NAME, AS, 0, 0, "loop variable", "循环变量") \
    A(NOTE, 0, "zh",      TEXT, POS, 0, 0, "Chinese", "中文") \
    A(NOTE, 1, "en",      TEXT, POS, 0, 0, "English", "英文") \
    A(MACHINE, 0, "options", LINE, REST, 0, 0, "KEY=VALUE …", "KEY=VALUE …") \
    A(HELP, 0, "verb",    TEXT, OPT, 0, 0, "a command", "一条命令") \
    A(HELP, 1, "second",  TEXT, OPT, 0, 0, "its second word, when it has one", "该命令的第二个词（如果有）")

#define MM_PATTERNS(X) X(SEQ, "seq") X(REV, "rev") X(RANDOM, "random") X(ZIPF, "zipf") X(STRIDE, "stride") X(LOOP, "loop")
#define MM_ADVICES(X) X(DONTNEED, "dontneed") X(SEQUENTIAL, "sequential") X(RANDOM, "random") X(NORMAL, "normal")
#define MM_TRACE_KINDS(X) X(LACKEY, "lackey") X(PAGES, "pages")

/* Labs: textbook machines, engine/lab. */
#define MM_LAB_FRAMES_MAX (1u << 20)
#define MM_LAB_CURVE_MAX  65536u
#define MM_LAB_KINDS(X) \
    X(NONE, "none") X(REPLACE, "replace") X(CURVE, "curve") X(SEGMENTS, "segments") X(TABLES, "tables") X(FREELIST, "freelist")
#define MM_LAB_POLICIES(X) \
    X(NONE, "none") X(FIFO, "fifo") X(LRU, "lru") X(CLOCK, "clock") X(CLOCK1, "clock1") X(SECOND_CHANCE, "second-chance") \
    X(OPT, "opt") X(RANDOM, "random") X(NFU, "nfu") X(AGING, "aging") X(LFU, "lfu") X(TWO_Q, "2q") X(ARC, "arc")
/* Why this page leaves. `worth` of the event is the number that decided. */
#define MM_LAB_WHYS(X) \
    X(NONE, "none") X(OLDEST, "oldest") X(LEAST_RECENT, "least_recent") X(NOT_REFERENCED, "not_referenced") \
    X(FARTHEST, "farthest") X(NEVER_AGAIN, "never_again") X(CHANCE, "chance") X(LOWEST_COUNT, "lowest_count") \
    X(LOWEST_AGE, "lowest_age") X(LEAST_FREQUENT, "least_frequent") X(A1IN_FULL, "a1in_full") X(AM_OLDEST, "am_oldest") \
    X(T1_OVER, "t1_over") X(T2_OLDEST, "t2_oldest") X(T1_ALONE, "t1_alone")
/* Lists of 2q and arc; `main` is the one list of all others. *out, b1, b2 remember pages that have left. */
#define MM_LAB_LISTS(X) \
    X(NONE, "none") X(MAIN, "main") X(A1IN, "a1in") X(AM, "am") X(A1OUT, "a1out") X(T1, "t1") X(T2, "t2") X(B1, "b1") X(B2, "b2")
#define MM_LAB_FITS(X) X(FIRST, "first") X(BEST, "best") X(WORST, "worst") X(NEXT, "next")
#define MM_LAB_ORDERS(X) \
    X(ADDR, "addr") X(SIZE_UP, "size+") X(SIZE_DOWN, "size-") X(FRONT, "front") X(BACK, "back")
#define MM_LAB_SEGMENTS(X) X(CODE, "code") X(DATA, "data") X(STACK, "stack")
#define MM_LAB_DTS(X) X(GDT, "gdt") X(LDT, "ldt")

/* ---- Events ----------------------------------------------------------------------------------------
 * E(ID, "name", station, floor, notable, "arg …")
 *   station  how the line draws it: bar (start, end) | circle (look up) | square (change) | diamond (decide, trap) | pill (disk, wait)
 *            | tick (a repeated small look)
 *   floor    programs | translation | kernel | physical
 *   notable  1: a tick on the timeline, a place to jump to
 *   args     up to 6; the name tells how to show it: pfn, *_pfn, frame bare hex; vpn, addr, start, end hex address; bytes; pages; others numbers or the enum of that name
 */
#define MM_EVENTS(E) \
    E(COMMAND,        "command",        bar,     programs,    0, "verb step") \
    E(COMMAND_END,    "command_end",    bar,     programs,    0, "errno value") \
    E(JOB_TURN,       "job_turn",       bar,     programs,    0, "job pid cpu") \
    E(JOB_END,        "job_end",        bar,     programs,    1, "job pid done") \
    E(TASK_SWITCH,    "task_switch",    square,  translation, 0, "cpu pid_from pid_to asid flushed") \
    E(SYSCALL,        "syscall",        bar,     kernel,      0, "pid verb addr bytes") \
    E(SYSCALL_RETURN, "syscall_return", bar,     programs,    0, "pid errno value") \
    E(ACCESS,         "access",         bar,     programs,    0, "pid addr access_type cpu") \
    E(RETURN,         "return_to_program", bar,  programs,    0, "pid addr") \
    E(TLB_HIT,        "tlb_hit",        circle,  translation, 0, "cpu tlb_level vpn pfn set way") \
    E(TLB_MISS,       "tlb_miss",       diamond, translation, 0, "cpu tlb_level vpn set") \
    E(TLB_FILL,       "tlb_fill",       square,  translation, 0, "cpu tlb_level vpn pfn set way") \
    E(TLB_EVICT,      "tlb_evict",      square,  translation, 0, "cpu tlb_level vpn pfn set way") \
    E(TLB_INVLPG,     "tlb_invlpg",     square,  translation, 0, "cpu vpn entries") \
    E(TLB_FLUSH,      "tlb_flush",      square,  translation, 1, "cpu tlb_flush_reason entries asid") \
    E(WALK_LEVEL,     "walk_level",     circle,  translation, 0, "level index table_pfn entry addr") \
    E(WALK_EMPTY,     "walk_empty",     diamond, translation, 0, "level index table_pfn entry addr") \
    E(WALK_DENIED,    "walk_denied",    diamond, translation, 0, "level index table_pfn entry addr access_type") \
    E(PTE_MARK,       "pte_mark",       square,  translation, 0, "table_pfn index accessed dirty addr") \
    E(PAGE_FAULT,     "page_fault",     diamond, kernel,      0, "pid addr error_code cpu") \
    E(VMA_FIND,       "vma_find",       circle,  kernel,      0, "pid addr vma found start end") \
    E(STACK_GROW,     "stack_grow",     square,  programs,    1, "pid vma pages start") \
    E(FAULT_DECIDE,   "fault_decide",   diamond, kernel,      0, "pid addr fault_kind vma") \
    E(FAULT_DONE,     "fault_done",     square,  kernel,      1, "pid addr fault_kind major ns") \
    E(PT_ALLOC,       "pt_alloc",       square,  translation, 0, "pid level table_pfn addr") \
    E(PT_FREE,        "pt_free",        square,  translation, 0, "pid level table_pfn addr") \
    E(FRAME_ZERO,     "frame_zero",     square,  physical,    0, "pfn order") \
    E(FRAME_FILL,     "frame_fill",     square,  physical,    0, "pfn tag") \
    E(FRAME_COPY,     "frame_copy",     square,  physical,    0, "pfn_from pfn_to") \
    E(PTE_SET,        "pte_set",        square,  translation, 0, "table_pfn index entry entry_before addr pid") \
    E(PTE_CLEAR,      "pte_clear",      square,  translation, 0, "table_pfn index entry_before addr pid") \
    E(STORE,          "store",          square,  physical,    0, "pfn tag addr") \
    E(SIGNAL,         "signal",         diamond, programs,    1, "pid signal si_code addr caught") \
    E(SPAWN,          "spawn",          square,  programs,    1, "pid proc") \
    E(EXIT,           "exit",           square,  programs,    1, "pid exit_code signal") \
    E(VMA_NEW,        "vma_new",        square,  programs,    0, "pid vma start end flags") \
    E(VMA_RESIZE,     "vma_resize",     square,  programs,    0, "pid vma start end start_before end_before") \
    E(VMA_SPLIT,      "vma_split",      square,  programs,    0, "pid vma vma_new addr") \
    E(VMA_MERGE,      "vma_merge",      square,  programs,    0, "pid vma vma_gone start end") \
    E(VMA_FREE,       "vma_free",       square,  programs,    0, "pid vma start end") \
    E(VMA_FLAGS,      "vma_flags",      square,  programs,    0, "pid vma flags_before flags") \
    E(VMA_PLACE,      "vma_place",      circle,  programs,    0, "pid addr bytes hint") \
    E(BRK_MOVE,       "brk_move",       square,  programs,    0, "pid brk_before brk") \
    E(COMMIT_CHECK,   "commit_check",   diamond, kernel,      0, "pid pages committed_pages limit_pages allowed mode") \
    E(ALLOC,          "alloc_pages",    bar,     kernel,      0, "order gfp migratetype zone") \
    E(ZONE_CHECK,     "zone_check",     diamond, kernel,      0, "zone order free_pages mark_pages reserve_pages ok") \
    E(LIST_EMPTY,     "list_empty",     tick,    kernel,      0, "zone order migratetype") \
    E(BUDDY_TAKE,     "buddy_take",     circle,  kernel,      0, "zone pfn order migratetype blocks") \
    E(BUDDY_SPLIT,    "buddy_split",    square,  kernel,      1, "zone pfn order_from order_to migratetype upper_pfn") \
    E(BUDDY_FALLBACK, "buddy_fallback", diamond, kernel,      1, "zone order migratetype migratetype_from pfn whole_block") \
    E(PAGEBLOCK_TAG,  "pageblock_tag",  square,  kernel,      1, "pageblock migratetype_before migratetype pages") \
    E(FREE_BLOCK,     "free_pages",     bar,     kernel,      0, "zone pfn order") \
    E(BUDDY_MERGE,    "buddy_merge",    square,  kernel,      1, "zone pfn buddy_pfn order merged_pfn") \
    E(BUDDY_INSERT,   "buddy_insert",   square,  kernel,      0, "zone pfn order migratetype at_tail blocks") \
    E(FRAME_TAKEN,    "frame_taken",    square,  physical,    0, "pfn order frame_type owner") \
    E(ALLOC_FAIL,     "alloc_fail",     diamond, kernel,      1, "order gfp alloc_why") \
    E(OOM_KILL,       "oom_kill",       diamond, kernel,      1, "pid pages") \
    MM_NODE_EVENTS(E) \
    E(MLOCK_PAGES,    "mlock_pages",    square,  kernel,      0, "pid vma pages lock") \
    E(SYSCTL_SET,     "sysctl_set",     square,  kernel,      1, "sysctl before value") \
    E(LABEL_SET,      "label_set",      square,  programs,    0, "label start bytes") \
    E(TRACE_BEGIN,    "trace_begin",    bar,     programs,    1, "trace pid accesses") \
    E(TIME_PASSES,    "time_passes",    pill,    kernel,      0, "cpu ns") \
    E(LAB_BEGIN,      "lab_begin",      bar,     kernel,      1, "lab_kind runs frames references columns") \
    E(LAB_REF,        "lab_ref",        circle,  kernel,      0, "page column") \
    E(LAB_HIT,        "lab_hit",        circle,  physical,    0, "run slot page column") \
    E(LAB_MISS,       "lab_miss",       diamond, kernel,      1, "run page column") \
    E(LAB_HAND,       "lab_hand",       tick,    physical,    0, "run slot page referenced") \
    E(LAB_EVICT,      "lab_evict",      square,  physical,    1, "run slot page lab_why worth column") \
    E(LAB_FILL,       "lab_fill",       square,  physical,    0, "run slot page lab_list column") \
    E(LAB_MOVE,       "lab_move",       square,  kernel,      0, "run page lab_list_from lab_list") \
    E(LAB_ADAPT,      "lab_adapt",      square,  kernel,      0, "run target_before target") \
    E(LAB_TICK,       "lab_tick",       pill,    kernel,      0, "run column referenced") \
    E(LAB_SLICE,      "lab_slice",      pill,    kernel,      0, "run done references misses") \
    E(LAB_POINT,      "lab_point",      square,  kernel,      0, "run frames misses") \
    E(LAB_RESULT,     "lab_result",     bar,     kernel,      1, "run lab_policy hits misses evictions") \
    MM_LAB_EVENTS(E) \
    MM_PATH_EVENTS(E) \
    MM_BOOT_EVENTS(E) \
    MM_COMPACT_EVENTS(E) \
    MM_SLAB_EVENTS(E)

/* ---- Sysctls: S(id, "key", default, min, max, en, zh) ------------------------------------------------ */
#define MM_SYSCTLS(S) \
    S(OVERCOMMIT_MEMORY, "vm.overcommit_memory", 0, 0, 2, "0 heuristic, 1 always, 2 strict", "0 试探，1 总是允许，2 严格") \
    S(OVERCOMMIT_RATIO,  "vm.overcommit_ratio", 50, 0, INT32_MAX, "percent of memory in CommitLimit", "CommitLimit 中内存的百分比") \
    S(OVERCOMMIT_KBYTES, "vm.overcommit_kbytes", 0, 0, INT64_MAX, "CommitLimit in kB instead of the ratio; 0 off", "以 kB 给出 CommitLimit，0 表示不用") \
    S(MAX_MAP_COUNT,     "vm.max_map_count", 65530, 0, INT32_MAX, "areas a process may have", "一个进程最多的区域数") \
    S(MIN_FREE_KBYTES,   "vm.min_free_kbytes", 0, 0, INT32_MAX, "kept free; sets the watermarks", "保留的空闲内存，决定水位线") \
    S(WATERMARK_SCALE_FACTOR, "vm.watermark_scale_factor", 10, 1, 3000, "distance of the watermarks, 1/10000 of the zone", "水位线间距，以区大小的万分之一计") \
    S(MMAP_MIN_ADDR,     "vm.mmap_min_addr", 65536, 0, INT64_MAX, "lowest address a program may map", "程序可映射的最低地址") \
    S(ADMIN_RESERVE_KBYTES, "vm.admin_reserve_kbytes", 8192, 0, INT64_MAX, "kept for root under overcommit 2", "overcommit 2 时为 root 保留") \
    S(USER_RESERVE_KBYTES, "vm.user_reserve_kbytes", 131072, 0, INT64_MAX, "kept for a user under overcommit 2", "overcommit 2 时为用户保留") \
    S(LOWMEM_RESERVE_DMA,   "vm.lowmem_reserve_ratio_dma", 256, 0, INT32_MAX, "ratio of zone DMA in lowmem_reserve_ratio", "lowmem_reserve_ratio 中 DMA 的比值") \
    S(LOWMEM_RESERVE_DMA32, "vm.lowmem_reserve_ratio_dma32", 256, 0, INT32_MAX, "ratio of zone DMA32", "DMA32 的比值") \
    S(LOWMEM_RESERVE_NORMAL, "vm.lowmem_reserve_ratio_normal", 32, 0, INT32_MAX, "ratio of zone Normal", "Normal 的比值") \
    S(LOWMEM_RESERVE_HIGHMEM, "vm.lowmem_reserve_ratio_highmem", 0, 0, INT32_MAX, "ratio of zone HighMem, above which there is no memory", "HighMem 的比值，其上已无内存") \
    S(LOWMEM_RESERVE_MOVABLE, "vm.lowmem_reserve_ratio_movable", 0, 0, INT32_MAX, "ratio of zone Movable, above which there is no memory", "Movable 的比值，其上已无内存") \
    S(LOWMEM_RESERVE_DEVICE, "vm.lowmem_reserve_ratio_device", 0, 0, INT32_MAX, "the last number of the file on 64 bits; means nothing", "64 位时文件的最后一个数，没有意义") \
    S(PERCPU_HIGH_FRACTION, "vm.percpu_pagelist_high_fraction", 0, 0, INT32_MAX, "high of all CPU lists: 1/N of the zone; 0: by low", "各 CPU 页链 high 合计为区的几分之一；0 按 low") \
    MM_PATH_SYSCTLS(S) \
    MM_COMPACT_SYSCTLS(S) \
    MM_SLAB_SYSCTLS(S)

/* ---- Cost model: C(id, "name", default ns, en, zh), set by `machine cost.NAME=NS` ---------------------- */
#define MM_COSTS(C) \
    C(TLB_HIT,      "tlb_hit", 1, "an access that hits the first TLB", "命中一级 TLB 的访问") \
    C(TLB_L2_HIT,   "tlb_l2_hit", 7, "an access that hits the second TLB", "命中二级 TLB 的访问") \
    C(WALK_LEVEL,   "walk_level", 25, "reading one page-table entry", "读一个页表项") \
    C(FAULT_ENTRY,  "fault_entry", 250, "entering and leaving the kernel for a fault", "因缺页进出内核") \
    C(FAULT_WORK,   "fault_work", 250, "finding the area and fixing the entry", "查找区域并填表项") \
    C(ZERO_PAGE,    "zero_page", 100, "filling a frame with zeros", "把一帧清零") \
    C(COPY_PAGE,    "copy_page", 150, "copying a frame", "复制一帧") \
    C(ALLOC,        "alloc", 60, "taking a block from the buddy allocator", "从伙伴系统取一块") \
    C(KMEM,         "kmem", 20, "taking or freeing a kernel object", "取或归还一个内核对象") \
    C(SPLIT,        "split", 10, "one split or merge", "一次拆分或合并") \
    C(SYSCALL,      "syscall", 100, "entering and leaving the kernel for a call", "系统调用进出内核") \
    C(VMA_OP,       "vma_op", 200, "making, splitting or merging an area", "建立、拆分或合并区域") \
    C(UNMAP_PAGE,   "unmap_page", 20, "clearing one entry", "清除一个表项") \
    C(TLB_FLUSH,    "tlb_flush", 100, "a whole flush", "整个 TLB 刷新") \
    C(INVLPG,       "invlpg", 40, "invalidating one page", "使一页失效") \
    C(SWITCH,       "switch", 1000, "switching to another task", "切换任务") \
    C(SIGNAL,       "signal", 1000, "delivering a signal", "递送信号") \
    C(SPAWN,        "spawn", 100000, "starting a process", "启动进程") \
    C(REMOTE_ACCESS, "remote_access", 60, "an access to memory of another node, beyond a local one, at distance 20", "访问距离 20 的其他节点内存比本地多用的时间") \
    C(DISK_REQUEST, "disk_request", 100000, "one request to the disk, before the first byte (an SSD)", "一次磁盘请求，到第一个字节为止（SSD）") \
    C(DISK_PAGE,    "disk_page", 8000, "moving 4 KiB to or from the disk: 500 MB/s", "与磁盘之间传 4 KiB：500 MB/s") \
    MM_COMPACT_COSTS(C)

#define MM_X_VERB(id, word, subject, steps, en, zh) MM_V_##id,
enum mm_verb { MM_COMMANDS(MM_X_VERB) MM_V_COUNT };
#define MM_X_EVENT(id, name, station, floor, notable, args) EV_##id,
enum mm_event_type { MM_EVENTS(MM_X_EVENT) EV_COUNT };
#define MM_X_SYSCTL(id, key, def, min, max, en, zh) SC_##id,
enum mm_sysctl { MM_SYSCTLS(MM_X_SYSCTL) SC_COUNT };
#define MM_X_COST(id, name, def, en, zh) COST_##id,
enum mm_cost { MM_COSTS(MM_X_COST) COST_COUNT };
#define MM_X_PATTERN(id, name) PAT_##id,
enum mm_pattern { MM_PATTERNS(MM_X_PATTERN) PAT_COUNT };
#define MM_X_ADVICE(id, name) ADV_##id,
enum mm_advice { MM_ADVICES(MM_X_ADVICE) ADV_COUNT };
#define MM_X_TRACE_KIND(id, name) TK_##id,
enum mm_trace_kind { MM_TRACE_KINDS(MM_X_TRACE_KIND) TK_COUNT };
#define MM_X_LAB_KIND(id, name) LK_##id,
enum mm_lab_kind { MM_LAB_KINDS(MM_X_LAB_KIND) LK_COUNT };
#define MM_X_LAB_POLICY(id, name) LP_##id,
enum mm_lab_policy { MM_LAB_POLICIES(MM_X_LAB_POLICY) LP_COUNT };
#define MM_X_LAB_WHY(id, name) LW_##id,
enum mm_lab_why { MM_LAB_WHYS(MM_X_LAB_WHY) LW_COUNT };
#define MM_X_LAB_LIST(id, name) LL_##id,
enum mm_lab_list { MM_LAB_LISTS(MM_X_LAB_LIST) LL_COUNT };
#define MM_X_LAB_FIT(id, name) LF_##id,
enum mm_lab_fit { MM_LAB_FITS(MM_X_LAB_FIT) LF_COUNT };
#define MM_X_LAB_ORDER(id, name) LO_##id,
enum mm_lab_order { MM_LAB_ORDERS(MM_X_LAB_ORDER) LO_COUNT };
#define MM_X_LAB_SEGMENT(id, name) LS_##id,
enum mm_lab_segment { MM_LAB_SEGMENTS(MM_X_LAB_SEGMENT) LS_COUNT };
#define MM_X_LAB_DT(id, name) LD_##id,
enum mm_lab_dt { MM_LAB_DTS(MM_X_LAB_DT) LD_COUNT };

// clang-format on

#include "base/counters.h"

/* Read-only rows for code that walks the tables (parser, schema, encoder). */
enum mm_arg_type {
    AT_SIZE,
    AT_RANGE,
    AT_ADDR,
    AT_UINT,
    AT_INT,
    AT_NAME,
    AT_ACTOR,
    AT_TEXT,
    AT_PROT,
    AT_PATTERN,
    AT_DURATION,
    AT_FLAG,
    AT_ADVICE,
    AT_SIGNED_SIZE,
    AT_NEXT,
    AT_RWX,
    AT_GFP,
    AT_LABEL,
    AT_SYSCTL,
    AT_TRACE_KIND,
    AT_EXPR,
    AT_LINE,
    AT_POLICIES, /* a how many, b their numbers, 4 bits each, the first lowest */
    AT_REFS,     /* text "7,0,1"; a how many */
    AT_LAB_FIT,
    AT_LAB_ORDER,
    AT_LAB_SEGMENT,
    AT_LAB_DT,
    AT_LAB_SPOT,
    AT_RANGES /* text "0x0..0x400000,0x8000..0x9000"; a how many */
};
enum mm_arg_form { AF_POS, AF_OPT, AF_AS, AF_KEY, AF_FLAG, AF_REST, AF_MANY };
struct mm_verb_row {
    const char *word;
    bool actor; /* the line begins with a process */
    uint8_t steps;
    const char *en, *zh;
};
struct mm_arg_row {
    uint16_t verb, index;
    const char *word;
    enum mm_arg_type type;
    enum mm_arg_form form;
    uint64_t min, max;
    const char *en, *zh;
};
struct mm_event_row {
    const char *name, *station, *floor;
    bool notable;
    const char *args; /* names separated by one blank */
};
struct mm_sysctl_row {
    const char *key;
    uint64_t def, min, max;
    const char *en, *zh;
};
struct mm_cost_row {
    const char *name;
    uint64_t def_ns;
    const char *en, *zh;
};
extern const struct mm_verb_row mm_verb_rows[MM_V_COUNT];
/* The arguments of a verb: its first row, and how many there are in *count (rows of a verb stand together). */
const struct mm_arg_row *mm_verb_args(enum mm_verb verb, unsigned *count);
extern const struct mm_arg_row mm_arg_rows[];
extern const unsigned mm_arg_row_count;
extern const struct mm_event_row mm_event_rows[EV_COUNT];
extern const struct mm_sysctl_row mm_sysctl_rows[SC_COUNT];
extern const struct mm_cost_row mm_cost_rows[COST_COUNT];
extern const char *const mm_counter_names[VMC_COUNT];

/* Names of an enum, by the enum's own name ("frame_type", "migratetype", "fault_kind" …), for the schema:
 * the i-th of `*count` sets. Values are 0..value_count-1. */
struct mm_enum_row {
    const char *name;
    const char *const *values;
    unsigned value_count;
};
/* The enum that an argument of this type is one word of ("advice" …); NULL for all other types. */
const struct mm_enum_row *mm_arg_enum(enum mm_arg_type type);
extern const struct mm_enum_row mm_enum_rows[];
extern const unsigned mm_enum_row_count;
/* Names of flag bits ("page", "vm", "tlb", "signal"): mask and name. */
struct mm_flag_row {
    const char *set;
    uint64_t mask;
    const char *name;
};
extern const struct mm_flag_row mm_flag_rows[];
extern const unsigned mm_flag_row_count;

#endif
