/* fuzz_commands.c - bytes as a stream of commands on a hostile machine, every invariant after each.
 *
 * Shape     the first 8 bytes choose the machine; then each command takes what it needs from the bytes, so that small
 *           mutations stay small. Command structs are filled without the parser: the engine must refuse what is wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "mm.h"

struct bytes {
    const uint8_t *at;
    size_t left;
};

static uint64_t take(struct bytes *b, unsigned n)
{
    uint64_t v = 0;

    for (; n > 0 && b->left > 0; n--, b->left--) {
        v = v << 8 | *b->at++;
    }
    return v;
}

/* A number: mostly small, sometimes any. */
static uint64_t number(struct bytes *b)
{
    const uint64_t kind = take(b, 1);

    if (kind < 128) {
        return kind;
    }
    if (kind < 224) {
        return (kind - 128) * 4096;
    }
    return take(b, 8);
}

static uint16_t word(struct bytes *b, struct mm_cmd *cmd)
{
    static const char *const words[] = {"p",
                                        "q",
                                        "a",
                                        "b",
                                        "heap",
                                        "stack",
                                        "text",
                                        "100",
                                        "k",
                                        "",
                                        "SEGV",
                                        "vm.overcommit_memory",
                                        "/lib/x",
                                        "zzz",
                                        "SIGKILL",
                                        "/proc/sys/vm/max_map_count",
                                        "1,2,3,4,1,2,5,1,2,3,4,5",
                                        "7,0,1,2,0,3,0,4"};
    const char *w = words[take(b, 1) % (sizeof words / sizeof words[0])];

    return mm_cmd_text(cmd, w, strlen(w));
}

static void fill(struct bytes *b, struct mm_cmd *cmd)
{
    const uint64_t shape = take(b, 1);

    mm_cmd_init(cmd, (enum mm_verb)(take(b, 1) % (MM_V_COUNT + 2)));
    cmd->background = shape & 1;
    cmd->actor = word(b, cmd);
    cmd->present = (uint32_t)take(b, 2) & 0xffffu;
    for (unsigned i = 0; i < MM_CMD_ARGS_MAX; i++) {
        if ((cmd->present >> i) & 1u) {
            cmd->arg[i].text = word(b, cmd);
            cmd->arg[i].kind = (uint16_t)(take(b, 1) % 5);
            cmd->arg[i].a = number(b);
            cmd->arg[i].b = number(b);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = {data, size};
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.memory_bytes = (16 + take(&b, 1)) * MM_PAGE_BYTES;
    cfg.kernel_bytes = 0;
    cfg.cpus = 1 + (uint32_t)(take(&b, 1) % 3);
    cfg.paging_levels = (const uint32_t[]){2, 4, 5}[take(&b, 1) % 3];
    cfg.quantum = 1 + (uint32_t)(take(&b, 1) % 8);
    cfg.tlb[0] = (struct mm_tlb_config){.sets = 1, .ways = 2};
    cfg.tlb[1] = (struct mm_tlb_config){.sets = 0, .ways = 0};
    cfg.vmas_max = 64;
    cfg.names_max = 24;
    cfg.labels_max = 16;
    cfg.procs_max = 4;
    cfg.jobs_max = 4;
    cfg.history_bytes = 1u << 20;
    cfg.check_level = 2;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    for (unsigned n = 0; m != NULL && n < 64 && b.left > 0; n++) {
        struct mm_cmd cmd;

        fill(&b, &cmd);
        if (mm_begin(m, &cmd) != MM_OK) {
            continue;
        }
        for (unsigned turns = 0; mm_run(m, 0) == MM_MORE; turns++) {
            if (turns == 200) {
                mm_stop(m);
                break;
            }
        }
    }
    if (m != NULL && mm_head_seq(m) > 0) {
        const uint64_t hash = mm_hash(m);
        const uint64_t here = mm_seq(m);

        if (mm_seek_seq(m, here / 2) != MM_OK || mm_seek_seq(m, here) != MM_OK ||
            mm_hash(m) != hash) {
            abort();
        }
    }
    mm_free(m);
    return 0;
}
