/* store.h - the files that lines name, decoded once and shared by sessions: traces and layouts.
 *
 * Shape     an input is known by kind and name; sessions hold references; what nobody uses is dropped when room is
 *           needed.
 * Units     bytes_max counts decoded bytes.
 * Owns      the decoded operations and areas: they stay where they are as long as somebody holds them.
 * Threads   one at a time.
 */
#ifndef MM_TEXT_STORE_H
#define MM_TEXT_STORE_H

#include "text/infer.h"
#include "text/lackey.h"
#include "text/maps.h"

struct session_host {
    const struct mm_host *memory; /* lives as long as the session; NULL: mm_host_libc */
    /* The bytes of a file a line names: kind "lackey", "pages" or "maps"; decompressed already. False: there is none,
     * and `why` (why_bytes) says so in English. The bytes are given back with unload as soon as they are decoded. */
    bool (*load)(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                 size_t *length, char *why, size_t why_bytes);
    void (*unload)(void *ctx, const uint8_t *bytes, size_t length);
    /* The machine was made (step 0): a chance to attach a sink. May be NULL. */
    void (*made)(void *ctx, struct mm *m);
    void *ctx;
    uint64_t frames_max; /* largest machine, in frames; 0: as large as the engine takes */
    uint64_t steps_max;  /* longest history, in steps; 0: no limit */
};

struct session_store; /* decoded traces and layouts, shared by sessions */
#define STORE_INPUTS_MAX 128u

/* Inputs decoded once and shared. `bytes_max` bounds the decoded bytes kept. NULL: no memory. */
struct session_store *session_store_new(const struct mm_host *memory, uint64_t bytes_max);
void session_store_free(struct session_store *store); /* after every session that uses it */

struct store_input {
    char kind[16];
    char name[96];
    uint32_t refs;
    uint64_t used;         /* when it was last asked for */
    uint64_t ops_bytes;    /* reserved for trace.ops */
    struct mm_trace trace; /* its layout holds for kind "maps" too */
    struct import report;  /* how it was read; no ops */
    struct mm_area *areas; /* MM_LAYOUT_AREAS_MAX reserved */
};

/* The input, loaded and decoded when it is not there yet; one reference is added. NULL: `why` says why (English). */
struct store_input *store_get(struct session_store *store, const struct session_host *host,
                              const char *kind, const char *name, char *why, size_t why_bytes);
void store_put(struct store_input *input);

#endif
