/* rate.h - how much one address may ask for, by token buckets.
 *
 * Shape     a fixed table of buckets found by hashed address; when a row is taken by another
 *           address the longest unused of its RATE_WAYS places is reused.
 * Units     tokens; _ms of a monotonic clock given by the caller.
 * Owns      struct rate; guarded by the caller (one thread uses it).
 */
#ifndef SERVER_RATE_H
#define SERVER_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum { RATE_ROWS = 1024, RATE_WAYS = 4, RATE_ADDRESS_LEN = 46 };

struct rate_bucket {
    char address[RATE_ADDRESS_LEN];
    uint64_t at_ms;
    double tokens;
};

struct rate {
    double per_second;
    double burst;
    struct rate_bucket rows[RATE_ROWS];
};

/* An empty table: `per_second` on average, `burst` at once. per_second 0 means no limit. */
void rate_init(struct rate *r, double per_second, double burst);

/* May `address` have one more at now_ms? If not, *wait_s (whole seconds, at least 1) says when. */
bool rate_take(struct rate *r, const char *address, uint64_t now_ms, unsigned *wait_s);

#endif
