#include "rate.h"

#include <string.h>

void rate_init(struct rate *r, double per_second, double burst)
{
    memset(r, 0, sizeof *r);
    r->per_second = per_second;
    r->burst = burst;
}

static struct rate_bucket *rate_find(struct rate *r, const char *address, uint64_t now_ms)
{
    uint32_t hash = 2166136261u;

    for (const char *p = address; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    struct rate_bucket *set = &r->rows[hash % (RATE_ROWS / RATE_WAYS) * RATE_WAYS];
    struct rate_bucket *oldest = set;
    for (unsigned i = 0; i < RATE_WAYS; i++) {
        if (!strcmp(set[i].address, address))
            return &set[i];
        if (set[i].at_ms < oldest->at_ms)
            oldest = &set[i];
    }
    memset(oldest, 0, sizeof *oldest);
    strncpy(oldest->address, address, sizeof oldest->address - 1);
    oldest->at_ms = now_ms;
    oldest->tokens = r->burst;
    return oldest;
}

bool rate_take(struct rate *r, const char *address, uint64_t now_ms, unsigned *wait_s)
{
    if (r->per_second <= 0)
        return true;
    struct rate_bucket *b = rate_find(r, address, now_ms);
    b->tokens += (double)(now_ms - b->at_ms) / 1000.0 * r->per_second;
    if (b->tokens > r->burst)
        b->tokens = r->burst;
    b->at_ms = now_ms;
    if (b->tokens >= 1) {
        b->tokens -= 1;
        return true;
    }
    *wait_s = 1 + (unsigned)((1 - b->tokens) / r->per_second);
    return false;
}
