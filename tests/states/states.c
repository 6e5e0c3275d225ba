/* states.c - prints the state hash along fixed random walks, for comparing builds: another compiler, another
 * optimisation, sanitizers. The same config, seed and commands must give the same lines everywhere. */
#include <check.h>
#include <stdio.h>

#include "walk.h"

#define SEEDS 20u
#define STEPS 300u

static void walk(uint64_t seed)
{
    static const uint32_t frames[] = {48, 64, 200, 4096};
    struct mm_config cfg;
    struct mm_fail fail;
    struct walk w;
    struct mm *m;

    if (seed <= WALK_HAND_MADE) {
        walk_config_by_hand(&cfg, (unsigned)seed - 1, seed);
    } else {
        walk_config(&cfg, frames[seed % 4], seed);
    }
    cfg.check_level = 0;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    if (m == NULL) {
        printf("%llu no machine\n", (unsigned long long)seed);
        return;
    }
    walk_add_trace(m);
    walk_init(&w, seed);
    walk_see(&w, m);
    w.touches = 300;
    while (mm_head_step(m) < STEPS) {
        struct mm_cmd cmd;

        walk_next(&w, &cmd);
        if (mm_do(m, &cmd) == MM_OK && mm_head_step(m) % 25 == 0) {
            printf("%llu %llu 0x%016llx\n", (unsigned long long)seed,
                   (unsigned long long)mm_head_step(m), (unsigned long long)mm_hash(m));
        }
    }
    mm_free(m);
}

int main(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        walk(seed);
    }
    return 0;
}
