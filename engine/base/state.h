/* state.h - the state block: layout, setters, dirty chunks, hash.
 *
 * Shape     block = regions in the order of MM_RECORDS, each starting at a chunk, then the table pages.
 * Units     a chunk is 4096 bytes; a region holds `count` records of `stride` bytes.
 * Owns      mm->block, the dirty and hash bookkeeping.
 * Invariants  (state_check)
 *   S1  hash_sum equals the sum over chunks computed from scratch
 *   S2  a chunk of zeros hashes to 0, so memory never touched and memory zeroed again are the same
 *   S3  every pad field is zero
 */
#ifndef MM_BASE_STATE_H
#define MM_BASE_STATE_H

#include "base/mm_int.h"

/* Sizes the block for mm->config, reserves it through the host, sets the typed pointers. MM_ENOHOSTMEM. */
enum mm_err state_init(struct mm *m, const struct mm_host *host);
void state_fini(struct mm *m);
/* First touch of a chunk since the last checkpoint or hash. */
void state_mark_slow(struct mm *m, uint32_t chunk);
/* Emits a change to the sink. Only called while observed. */
void state_emit_change(struct mm *m, uint32_t field, uint64_t id, uint64_t before, uint64_t after);
/* Sum of the chunk hashes; costs what changed since the last call. */
uint64_t state_hash(struct mm *m);
void state_check(struct mm *m);

/* Say that the bytes at p (inside the block) are about to change. */
static inline void state_mark(struct mm *m, const void *p)
{
    const uint32_t chunk = (uint32_t)((size_t)((const uint8_t *)p - m->block) / MM_CHUNK_BYTES);

    if (m->dirty[chunk] != 3) {
        state_mark_slow(m, chunk);
    }
}

/* A chunk that is known to be all zeros (S2). */
static inline bool state_blank(const struct mm *m, uint64_t chunk)
{
    return m->chunk_hash[chunk] == 0 && !(m->dirty[chunk] & 2);
}

#define MM_VISIBLE_V                                     1
#define MM_VISIBLE_S                                     1
#define MM_VISIBLE_I                                     0
#define MM_VISIBLE_H                                     0
#define MM_VISIBLE_V1                                    1
#define MM_VISIBLE_I1                                    0
/* What a field's member holds more than its value. */
#define MM_BIAS_V                                        0
#define MM_BIAS_S                                        0
#define MM_BIAS_I                                        0
#define MM_BIAS_H                                        0
#define MM_BIAS_V1                                       1
#define MM_BIAS_I1                                       1

/* Struct and setters of a record kind, from its field rows. A module instantiates its own records once, in its
 * header: MM_DEFINE_RECORD(frame, MM_FRAME_FIELDS) gives struct frame and frame_set_FIELD(m, id, value). */
#define MM_X_MEMBER(kind, name, type, vis, unit, en, zh) type MM_MEMBER_##vis(name);
#define MM_X_SETTER(kind, name, type, vis, unit, en, zh)                                         \
    static inline void kind##_set_##name(struct mm *m, uint32_t id, type value)                  \
    {                                                                                            \
        type *p = &m->kind[id].MM_MEMBER_##vis(name);                                            \
        const type stored = (type)(value + MM_BIAS_##vis);                                       \
                                                                                                 \
        if (*p == stored) {                                                                      \
            return;                                                                              \
        }                                                                                        \
        state_mark(m, p);                                                                        \
        if (MM_VISIBLE_##vis && m->observed) {                                                   \
            state_emit_change(m, MM_F_##kind##_##name, id, (uint64_t)(type)(*p - MM_BIAS_##vis), \
                              (uint64_t)value);                                                  \
        }                                                                                        \
        *p = stored;                                                                             \
    }
#define MM_DEFINE_RECORD(kind, FIELDS) \
    struct kind {                      \
        FIELDS(MM_X_MEMBER)            \
    };                                 \
    FIELDS(MM_X_SETTER)

/* The records of base itself. */
MM_DEFINE_RECORD(machine, MM_MACHINE_FIELDS)
MM_DEFINE_RECORD(cpu, MM_CPU_FIELDS)
MM_DEFINE_RECORD(name, MM_NAME_FIELDS)
MM_DEFINE_RECORD(counter, MM_COUNTER_FIELDS)
MM_DEFINE_RECORD(zonestat, MM_ZONESTAT_FIELDS)
MM_DEFINE_RECORD(nodestat, MM_NODESTAT_FIELDS)
MM_DEFINE_RECORD(evcount, MM_EVCOUNT_FIELDS)
MM_DEFINE_RECORD(sysctl, MM_SYSCTL_FIELDS)

#endif
