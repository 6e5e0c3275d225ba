#include "text/store.h"

#include <stdio.h>
#include <string.h>

struct session_store {
    const struct mm_host *memory;
    uint64_t bytes, bytes_max, clock;
    struct store_input input[STORE_INPUTS_MAX]; /* name[0] 0: free */
};

#define STORE_AREAS_BYTES (MM_LAYOUT_AREAS_MAX * sizeof(struct mm_area))

struct session_store *session_store_new(const struct mm_host *memory, uint64_t bytes_max)
{
    const struct mm_host *host = memory ? memory : &mm_host_libc;
    struct session_store *store = host->reserve(host->ctx, sizeof *store);

    if (store) {
        store->memory = host;
        store->bytes_max = bytes_max;
    }
    return store;
}

static uint64_t store_bytes(const struct store_input *in)
{
    return in->trace.op_count * sizeof(uint64_t) + STORE_AREAS_BYTES;
}

/* Give the memory of an input back. */
static void store_drop(struct session_store *store, struct store_input *in)
{
    const struct mm_host *host = store->memory;

    if (in->report.ops) {
        host->release(host->ctx, in->report.ops, in->ops_bytes);
    }
    if (in->areas) {
        host->release(host->ctx, in->areas, STORE_AREAS_BYTES);
    }
    memset(in, 0, sizeof *in);
}

void session_store_free(struct session_store *store)
{
    if (!store) {
        return;
    }
    for (unsigned i = 0; i < STORE_INPUTS_MAX; i++) {
        store_drop(store, &store->input[i]);
    }
    store->memory->release(store->memory->ctx, store, sizeof *store);
}

/* Drop the input that nobody uses and was asked for the longest ago. False: all are in use. */
static bool store_evict(struct session_store *store)
{
    struct store_input *oldest = NULL;

    for (unsigned i = 0; i < STORE_INPUTS_MAX; i++) {
        struct store_input *in = &store->input[i];

        if (in->name[0] && !in->refs && (!oldest || in->used < oldest->used)) {
            oldest = in;
        }
    }
    if (oldest) {
        store->bytes -= store_bytes(oldest);
        store_drop(store, oldest);
    }
    return oldest != NULL;
}

static struct store_input *store_room(struct session_store *store)
{
    do {
        for (unsigned i = 0; i < STORE_INPUTS_MAX; i++) {
            if (!store->input[i].name[0]) {
                return &store->input[i];
            }
        }
    } while (store_evict(store));
    return NULL;
}

static bool store_decode_trace(struct session_store *store, struct store_input *in, bool lackey,
                               const uint8_t *bytes, size_t length)
{
    const struct mm_host *host = store->memory;
    uint32_t areas = 0;

    in->report.room = lackey ? lackey_room(bytes, length) : pages_room(bytes, length);
    in->ops_bytes = in->report.room * sizeof(uint64_t);
    in->report.ops = host->reserve(host->ctx, in->ops_bytes);
    if (!in->report.ops || !(lackey ? lackey_decode(bytes, length, &in->report)
                                    : pages_decode(bytes, length, &in->report))) {
        return false;
    }
    in->trace.ops = in->report.ops;
    in->trace.op_count = in->report.count;
    in->trace.layout.inferred = 1;
    if (!infer_layout(in->trace.ops, in->trace.op_count, host, in->areas, MM_LAYOUT_AREAS_MAX,
                      &areas)) {
        return false;
    }
    in->trace.layout.area_count = areas;
    return true;
}

static bool store_decode(struct session_store *store, struct store_input *in, const uint8_t *bytes,
                         size_t length)
{
    in->areas = store->memory->reserve(store->memory->ctx, STORE_AREAS_BYTES);
    in->trace.layout.areas = in->areas;
    if (!in->areas) {
        return false;
    }
    if (strcmp(in->kind, "maps") == 0) {
        return maps_decode(bytes, length, in->areas, MM_LAYOUT_AREAS_MAX,
                           &in->trace.layout.area_count, &in->report);
    }
    return store_decode_trace(store, in, strcmp(in->kind, "lackey") == 0, bytes, length);
}

static struct store_input *store_load(struct session_store *store, const struct session_host *host,
                                      const char *kind, const char *name, char *why,
                                      size_t why_bytes)
{
    struct store_input *in = store_room(store);
    const uint8_t *bytes = NULL;
    size_t length = 0;
    bool ok;

    if (!in) {
        snprintf(why, why_bytes, "more than %u files are in use", STORE_INPUTS_MAX);
        return NULL;
    }
    if (!host->load || !host->load(host->ctx, kind, name, &bytes, &length, why, why_bytes)) {
        return NULL;
    }
    memset(in, 0, sizeof *in);
    out_copy(in->kind, sizeof in->kind, kind, strlen(kind));
    out_copy(in->name, sizeof in->name, name, strlen(name));
    memcpy(in->trace.name, in->name, sizeof in->trace.name);
    memcpy(in->trace.layout.name, in->name, sizeof in->trace.layout.name);
    ok = store_decode(store, in, bytes, length);
    if (host->unload) {
        host->unload(host->ctx, bytes, length);
    }
    if (!ok) {
        snprintf(why, why_bytes, "nothing in it is understood as %s%s%.100s", kind,
                 in->report.first[0] ? ": " : "", in->report.first);
        store_drop(store, in);
        return NULL;
    }
    store->bytes += store_bytes(in);
    in->refs = 1; /* so that it is not evicted for itself */
    while (store->bytes > store->bytes_max && store_evict(store)) {
    }
    if (store->bytes > store->bytes_max) {
        snprintf(why, why_bytes, "traces in use take more than %llu bytes",
                 (unsigned long long)store->bytes_max);
        store->bytes -= store_bytes(in);
        store_drop(store, in);
        return NULL;
    }
    return in;
}

struct store_input *store_get(struct session_store *store, const struct session_host *host,
                              const char *kind, const char *name, char *why, size_t why_bytes)
{
    if (!name[0] || strlen(name) >= sizeof store->input[0].name) {
        snprintf(why, why_bytes, "the name of a file has 1 to %u bytes",
                 (unsigned)sizeof store->input[0].name - 1);
        return NULL;
    }
    for (unsigned i = 0; i < STORE_INPUTS_MAX; i++) {
        struct store_input *in = &store->input[i];

        if (strcmp(in->name, name) == 0 && strcmp(in->kind, kind) == 0) {
            in->refs++;
            in->used = ++store->clock;
            return in;
        }
    }
    struct store_input *in = store_load(store, host, kind, name, why, why_bytes);

    if (in) {
        in->used = ++store->clock;
    }
    return in;
}

void store_put(struct store_input *input)
{
    input->refs--;
}
