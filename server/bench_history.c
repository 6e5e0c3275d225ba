/* bench_history.c - marks of a machine in use: boot, size, one command, any step of a long history, snapshots. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "capture.h"
#include "encode.h"
#include "jw.h"

#define HISTORY_STEPS   100000u
#define HISTORY_BYTES   (512ull << 20)
#define SEEKS           400u
#define COMMANDS        2000u
#define SNAPSHOT_PASSES 9u
#define LINE_BYTES      96u

/* Resident bytes of this process. */
static double resident_bytes(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    unsigned long size = 0;
    unsigned long resident = 0;

    if (f != NULL) {
        if (fscanf(f, "%lu %lu", &size, &resident) != 2) {
            resident = 0;
        }
        fclose(f);
    }
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

/* A reproducible mixture of what people type: mostly accesses, some mappings. */
static uint64_t mix_next(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static void mix_line(uint64_t *x, unsigned i, char line[LINE_BYTES])
{
    const unsigned page = (unsigned)(mix_next(x) % 2000);

    switch (mix_next(x) % 10) {
    case 0: snprintf(line, LINE_BYTES, "a read m+%up..%up", page, page + 8); break;
    case 1: snprintf(line, LINE_BYTES, "a write m+%up..%up", page, page + 8); break;
    case 2: snprintf(line, LINE_BYTES, "a madvise m+%up..%up dontneed", page, page + 16); break;
    case 3:
        snprintf(line, LINE_BYTES, "a mprotect m+%up..%up %s", page, page + 4,
                 i % 2 ? "r--" : "rw-");
        break;
    case 4: snprintf(line, LINE_BYTES, "a brk %c64K", i % 2 ? '+' : '-'); break;
    default:
        snprintf(line, LINE_BYTES, "a touch m+%up %c", page, mix_next(x) % 2 ? 'r' : 'w');
        break;
    }
}

static struct mm *mixed_machine(uint64_t history_bytes)
{
    struct mm *m = bench_machine(16384 * MM_PAGE_BYTES, history_bytes, "");

    bench_line(m, "spawn a catch=SEGV");
    bench_line(m, "a mmap 2032p as m");
    return m;
}

static void bench_seek(void)
{
    static double ms[SEEKS];
    struct mm *m = mixed_machine(HISTORY_BYTES);
    uint64_t x = 88172645463325252ull;
    char line[LINE_BYTES];
    const double began = bench_now();

    for (unsigned i = 0; i < HISTORY_STEPS; i++) {
        mix_line(&x, i, line);
        bench_line(m, line);
    }
    bench_print("history_steps", "", (double)mm_head_step(m), "steps");
    bench_print("history_step_us", "", (bench_now() - began) * 1e6 / HISTORY_STEPS, "us");
    for (unsigned i = 0; i < SEEKS; i++) {
        const uint64_t step = mix_next(&x) % (mm_head_step(m) + 1);
        const double start = bench_now();

        if (mm_seek_step(m, step) != MM_OK || mm_step(m) != step) {
            fprintf(stderr, "mmscope bench: seek failed\n");
            exit(1);
        }
        ms[i] = (bench_now() - start) * 1e3;
    }
    bench_print("seek_ms_p50", "", bench_percentile(ms, SEEKS, 50), "ms");
    bench_print("seek_ms_p99", "", bench_percentile(ms, SEEKS, 99), "ms");
    mm_free(m);
}

/* One command as the server does it: run observed, its events and changes written as JSON. */
static void bench_step(void)
{
    static double us[COMMANDS];
    struct mm *m = mixed_machine(HISTORY_BYTES);
    uint64_t x = 88172645463325252ull;
    struct capture c;
    size_t bytes = 0;
    char line[LINE_BYTES];

    capture_init(&c, 4096, true);
    for (unsigned i = 0; i < COMMANDS; i++) {
        struct mm_cmd cmd;

        mix_line(&x, i, line);
        const double began = bench_now();
        struct jw w = jw_new(0);

        bench_parse(line, &cmd);
        mm_observe(m, &c.sink);
        mm_do(m, &cmd);
        mm_observe(m, NULL);
        jw_open(&w, '[');
        for (size_t k = 0; k < c.event_count; k++) {
            enc_event_row(&w, &c.events[k]);
        }
        jw_close(&w, ']');
        struct jw changes = jw_new(0);

        enc_changes(&changes, c.changes, c.at, c.change_count, ENC_ALL);
        us[i] = (bench_now() - began) * 1e6;
        bytes += wr_len(&w.out) + wr_len(&changes.out);
        wr_drop(&w.out);
        wr_drop(&changes.out);
    }
    capture_fini(&c);
    bench_print("step_us_p50", "", bench_percentile(us, COMMANDS, 50), "us");
    bench_print("step_us_p99", "", bench_percentile(us, COMMANDS, 99), "us");
    bench_print("step_bytes", "", (double)bytes / COMMANDS, "bytes");
    mm_free(m);
}

/* Every section of a machine as JSON, the machine in use: a quarter of its frames touched. */
static double snapshot_seconds(uint64_t frames, size_t *length)
{
    double seconds[SNAPSHOT_PASSES];
    struct mm *m = bench_machine(frames * MM_PAGE_BYTES, 0, "");
    char line[LINE_BYTES];

    bench_line(m, "spawn a");
    snprintf(line, sizeof(line), "a mmap %llup as m", (unsigned long long)frames / 4);
    bench_line(m, line);
    bench_line(m, "a write m");
    for (unsigned i = 0; i < SNAPSHOT_PASSES; i++) {
        const double began = bench_now();
        struct jw w = jw_new((size_t)1 << 30);

        enc_records(&w, m, enc_section_bit("frames"));
        seconds[i] = bench_now() - began;
        *length = wr_len(&w.out);
        wr_drop(&w.out);
    }
    mm_free(m);
    return bench_median(seconds, SNAPSHOT_PASSES);
}

static void bench_snapshots(void)
{
    size_t bytes = 0;

    bench_print("snapshot_4096_us", "", snapshot_seconds(4096, &bytes) * 1e6, "us");
    bench_print("snapshot_4096_bytes", "", (double)bytes, "bytes");
    bench_print("snapshot_1m_ms", "", snapshot_seconds(1u << 20, &bytes) * 1e3, "ms");
    bench_print("snapshot_1m_bytes", "", (double)bytes, "bytes");
}

static void bench_boot(void)
{
    const uint64_t bytes = 16ull << 30;
    const double before = resident_bytes();
    const double began = bench_now();
    struct mm *m = bench_machine(bytes, 0, "");
    const double seconds = bench_now() - began;
    const double resident = resident_bytes() - before;

    bench_print("boot_16g_ms", "", seconds * 1e3, "ms");
    bench_print("boot_16g_rss_mb", "", resident / (1 << 20), "MiB");
    bench_print("frame_bytes", "", resident / (double)(bytes / MM_PAGE_BYTES), "bytes");
    mm_free(m);
}

void bench_history(void)
{
    bench_boot();
    bench_step();
    bench_seek();
    bench_snapshots();
}
