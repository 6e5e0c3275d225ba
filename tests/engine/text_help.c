#include "text_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char text_setup[] = "machine memory=16M kernel=2M\n"
                          "spawn p catch=SEGV\n"
                          "p mmap 64K as m\n"
                          "spawn j\n"
                          "j mmap 64K as jm\n"
                          "alloc_pages 1 as k count=4\n"
                          "kmem_alloc kmalloc-32 count=4 as o\n"
                          "lab segments memory=64M\n"
                          "lab load one 8M\n"
                          "lab load two 4M\n"
                          "lab swapout two\n"
                          "let kept = 4096\n";

const char *const text_good[] = {
    "spawn q",
    "spawn q file=/bin/q text=8K data=4K bss=4K stack=8K lib=/lib/a.so:8K lib=/lib/b.so:4K cpu=0",
    "spawn q oom_score_adj=-500 catch=SEGV,BUS",
    "p exit",
    "p exit 3",
    "kill p",
    "kill p TERM",
    "p mmap 8K as n",
    "p mmap 8K as n at=0x10000000 fixed prot=r-- noreserve",
    "p mmap 8K as n populate locked",
    "p mmap 8K as n growsdown",
    "p munmap m",
    "p munmap m+0..16K every=2",
    "p mprotect m+4K r--",
    "p mremap m 128K maymove",
    "p madvise m dontneed",
    "p madvise m sequential every=2",
    "p mlock m",
    "p munlock m+0..8K",
    "p brk +64K",
    "p brk -0",
    "p read m",
    "p read m pattern=zipf:0.9 count=10 seed=3",
    "p write m pattern=stride:8K count=4",
    "p write m next 8K",
    "p fetch text pattern=random count=3",
    "p write m pattern=loop &",
    "p touch m+4K w",
    "p touch 0x10 r",
    "alloc_pages 2 as b gfp=HIGHUSER_MOVABLE count=2",
    "alloc_pages 0 as b",
    "kmem_cache box size=100 align=64 reclaimable",
    "kmem_alloc kmalloc-64 count=3 as b cpu=0",
    "kmem_free o every=2",
    "kmalloc 300 as b",
    "kfree o cpu=0",
    "free_pages k",
    "free_pages k every=2",
    "sysctl vm.overcommit_memory=1",
    "sysctl vm.min_free_kbytes",
    "trace lackey traces/ls2000.lackey as t limit=100 skip=10",
    "lab policy=lru,second-chance,2q frames=3 refs=7,0,1,2,0,3",
    "lab policy=aging frames=4 trace=traces/ls2000.lackey limit=100 bits=4 tick=8",
    "lab curve policy=fifo,random refs=1,2,3,4,1,2,5,1,2,3,4,5 frames=5 seed=3",
    "lab segments memory=1G fit=best",
    "lab load three 1M type=data dpl=3 table=ldt",
    "lab unload one",
    "lab swapout one",
    "lab swapin two at=lowest",
    "lab access one 16 r bytes=4 cpl=3",
    "lab descriptor four base=1M limit=100 type=2",
    "lab tables bits=32 map=0..8M at=4096",
    "lab freelist size=100 base=1000 policy=best order=size+ coalesce",
    "lab alloc 10 as x",
    "lab free x",
    "wait",
    "wait p",
    "wait until vmstat.pgfault > 100000 max=1ms",
    "stop p",
    "sleep 5ms",
    "echo 1 > /proc/sys/vm/overcommit_memory",
    "cat /proc/meminfo",
    "cat /proc/buddyinfo | grep -i dma | head -1 | wc -l",
    "free",
    "free -m",
    "vmstat",
    "vmstat -s",
    "lsmem -a",
    "dmesg -t -l warn,err",
    "numastat -m",
    "slabtop -o -s c",
    "pmap p",
    "pmap -x p",
    "ps",
    "ps aux | awk 'NR>1' | awk '{sum+=$6} END {print sum/1024}'",
    "print vmstat.pgfault p.status.VmRSS",
    "let x = vmstat.pgfault + 1",
    "expect vmstat.pgfault >= 0",
    "fails nonsense",
    "note \"中文\" \"English\"",
    "help",
    "help mmap",
};
const unsigned text_good_count = sizeof text_good / sizeof text_good[0];

static bool text_load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                      size_t *length, char *why, size_t why_bytes)
{
    FILE *file = fopen(test_path(name), "rb");

    (void)ctx;
    (void)kind;
    if (!file) {
        snprintf(why, why_bytes, "there is no file %s", name);
        return false;
    }
    fclose(file);
    *bytes = (const uint8_t *)test_read(name, length);
    return true;
}

static void text_unload(void *ctx, const uint8_t *bytes, size_t length)
{
    (void)ctx;
    (void)length;
    free((void *)(uintptr_t)bytes);
}

void text_open(struct text_run *t)
{
    const struct session_host host = {.load = text_load, .unload = text_unload};

    memset(t, 0, sizeof *t);
    t->store = session_store_new(NULL, 1 << 24);
    t->s = session_new(&host, t->store, NULL);
    ck_assert_ptr_nonnull(t->s);
}

void text_close(struct text_run *t)
{
    session_free(t->s);
    session_store_free(t->store);
}

static void text_line(void *ctx, const struct session_line *line)
{
    struct text_run *t = ctx;

    t->reported++;
    t->line = line->line;
    t->status = line->status;
    t->r_errno = line->r_errno;
    t->r_signal = line->r_signal;
    if (line->problem) {
        t->problem = *line->problem;
    }
    ck_assert_uint_eq(strlen(line->output), line->output_bytes);
    if (t->output_bytes + line->output_bytes < sizeof t->output) {
        memcpy(t->output + t->output_bytes, line->output, line->output_bytes + 1);
        t->output_bytes += line->output_bytes;
    }
}

bool text_do_sliced(struct text_run *t, const char *lines, uint64_t budget)
{
    enum session_state state;

    t->reported = t->line = 0;
    t->output_bytes = 0;
    t->output[0] = 0;
    memset(&t->problem, 0, sizeof t->problem);
    if (!session_feed(t->s, lines, strlen(lines), &t->problem)) {
        return false;
    }
    do {
        state = session_advance(t->s, budget, text_line, t);
    } while (state == SESSION_MORE);
    return state == SESSION_DONE;
}

bool text_do(struct text_run *t, const char *lines)
{
    return text_do_sliced(t, lines, 1000000);
}
