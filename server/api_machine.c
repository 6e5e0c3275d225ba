/* api_machine.c - the machine that a room without a machine line gets, as it is booted: what the first page shows. */
#define _GNU_SOURCE 1
#include "api_int.h"

#include "mm.h"

struct buf *machine_json(void)
{
    struct mm_config config;
    struct mm_fail fail;
    struct jw w = jw_new(0);

    mm_config_default(&config);
    struct mm *m = mm_new(&config, &mm_host_libc, &fail);
    if (!m) {
        buf_put(jw_take(&w));
        return NULL;
    }
    uint64_t pages = 0, free_pages = 0, mark[3] = {0};
    static const enum mm_field_id marks[3] = {MM_F_zone_min_pages, MM_F_zone_low_pages,
                                              MM_F_zone_high_pages};
    const uint32_t frames = mm_config_frames(&config);
    for (uint32_t z = 0; z < mm_record_count(m, MM_R_zone); z++) {
        pages += mm_get(m, MM_F_zone_managed_pages, z);
        free_pages += mm_get(m, MM_F_zone_free_pages, z);
        for (unsigned i = 0; i < 3; i++)
            mark[i] += mm_get(m, marks[i], z);
    }
    jw_open(&w, '{');
    jw_kv_u64(&w, "memory_bytes", config.memory_bytes);
    jw_kv_u64(&w, "frames", frames);
    jw_kv_u64(&w, "managed_pages", pages);
    jw_kv_u64(&w, "free_pages", free_pages);
    jw_kv_u64(&w, "min_pages", mark[0]);
    jw_kv_u64(&w, "low_pages", mark[1]);
    jw_kv_u64(&w, "high_pages", mark[2]);
    jw_close(&w, '}');
    mm_free(m);
    return jw_take(&w);
}

void api_machine(struct api *a, struct req *r, const char *id, const char *rest)
{
    (void)id;
    (void)rest;
    req_reply(r, 200, "application/json", buf_get(a->machine));
}
