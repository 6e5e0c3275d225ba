/* sprintset.h - the sets of one CPU's TLB laid out for speed, for as long as one process runs undisturbed.
 *
 * Models    the same as parts/tlb: sets, ways, the least recently used way goes.
 * Differs   from it in nothing that is state: sprintset_close puts every entry where the slow path would have it.
 * Shape     each set has, by way, a tag (the page number without its lowest 4 bits), an age (0: used last) and the
 *           rest of the entry as a leaf of the page table, so that a miss need not work it out. Entries stay in their
 *           ways and only ages move. The records tlb are out of date while it is open; a page's sets come back for a
 *           while by sprintset_lend and sprintset_take. Only for the usual TLB: 16 sets of 4, and 128 sets of 12 or
 *           no L2; and for tables of 8-byte entries.
 * Owns      mm.sprint, which is no state.
 * Invariants  (sprintset_check)
 *   X1  ages of a set are 0..ways-1, each once, and empty ways are the oldest
 *   X2  `empty` is the number of empty ways
 */
#ifndef MM_TASK_SPRINTSET_H
#define MM_TASK_SPRINTSET_H

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "parts/tlb.h"
#include "parts/vma.h"

#define WAYS_L1  4u
#define SETS_L1  16u
#define WAYS_L2  12u
#define SETS_L2  128u
#define REGIONS  256u
#define VPN_BITS 35u /* so a tag has at most 31 bits */
#define TAG_FOREIGN \
    0xfffffffeu /* an entry of another address space, or one that a tag and a leaf cannot tell */
#define TAG_NONE 0xffffffffu

#if defined(__GNUC__)
#define SPRINT_INLINE static inline __attribute__((always_inline))
#else
#define SPRINT_INLINE static inline
#endif

struct set1 { /* a cache line */
    uint32_t tag[WAYS_L1];
    uint32_t age[WAYS_L1];
    uint64_t leaf[WAYS_L1];
};
struct set2 { /* a cache line */
    uint32_t tag[WAYS_L2];
    uint8_t age[16];
};

struct region { /* of the pages that one table of level 1 maps */
    uint64_t number;
    const uint64_t *table; /* table 0, all zeros, when a walk there is not plain */
};

struct sprint {
    _Alignas(64) struct set1 one[SETS_L1];
    _Alignas(64) struct set2 two[SETS_L2];
    uint64_t leaf2[SETS_L2][WAYS_L2];
    struct region region[REGIONS];
    uint64_t last[SETS_L1];     /* of each L1 set, key_of a read of the page that was used last */
    uint64_t last_pfn[SETS_L1]; /* and its frame, while accesses are written down */
    bool recording;
    uint64_t mask[4]; /* of leaf, by access type: what suffices for a hit; type 3 never does */
    uint64_t want[4];
    bool open;
    uint32_t cpu;
    slot_t proc;
    pfn_t pgd;
    uint64_t calm;  /* accesses of proc on cpu since anything else happened */
    uint64_t made;  /* since it was opened */
    uint64_t empty; /* ways without an entry */
};
_Static_assert(sizeof(struct set1) == 64 && sizeof(struct set2) == 64, "cache lines");
_Static_assert(sizeof(struct sprint) <= MM_SPRINT_BYTES, "room reserved for it");

/* Whether this machine's TLB and tables are of that kind. */
bool sprintset_fits(const struct mm *m);
/* From records to sets, for the process loaded on this CPU, and back. */
void sprintset_open(struct mm *m, uint32_t cpu, slot_t proc);
void sprintset_close(struct mm *m);
/* The sets of this page become records again, for one access of the slower path; and are taken back. */
void sprintset_lend(struct mm *m, vpn_t vpn);
void sprintset_take(struct mm *m, vpn_t vpn);
/* Count the empty ways again. */
void sprintset_count_empty(struct mm *m);
void sprintset_check(struct mm *m);

extern const uint8_t sprintset_rows[WAYS_L2][16]; /* row n: sixteen times n */

/* In each level: ways with a tag, as bits; the way not used for longest, as a bit; a way becomes the last used. In L1
 * replace1 puts a tag in place of the oldest, which becomes the last used, and returns its bit. */
#if defined(__SSE2__)
SPRINT_INLINE __m128i load(const void *p)
{
    return _mm_load_si128(p);
}

SPRINT_INLINE uint32_t find1(const struct set1 *set, uint32_t tag)
{
    const __m128i found = _mm_cmpeq_epi32(load(set->tag), _mm_set1_epi32((int)tag));

    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(found));
}

SPRINT_INLINE void use1(struct set1 *set, uint32_t way)
{
    const __m128i was = _mm_set1_epi32((int)set->age[way]);
    const __m128i age = load(set->age);
    const __m128i more = _mm_sub_epi32(age, _mm_cmpgt_epi32(was, age));

    _mm_store_si128((__m128i *)(void *)set->age, _mm_andnot_si128(_mm_cmpeq_epi32(age, was), more));
}

SPRINT_INLINE uint32_t replace1(struct set1 *set, uint32_t tag)
{
    const __m128i age = load(set->age);
    const __m128i oldest = _mm_cmpeq_epi32(age, _mm_set1_epi32(WAYS_L1 - 1));
    const __m128i more = _mm_sub_epi32(age, _mm_set1_epi32(-1));
    const __m128i tags = _mm_or_si128(_mm_and_si128(oldest, _mm_set1_epi32((int)tag)),
                                      _mm_andnot_si128(oldest, load(set->tag)));

    _mm_store_si128((__m128i *)(void *)set->age, _mm_andnot_si128(oldest, more));
    _mm_store_si128((__m128i *)(void *)set->tag, tags);
    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(oldest));
}

SPRINT_INLINE uint32_t oldest1(const struct set1 *set)
{
    const __m128i oldest = _mm_cmpeq_epi32(load(set->age), _mm_set1_epi32(WAYS_L1 - 1));

    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(oldest));
}

SPRINT_INLINE uint32_t find2(const struct set2 *set, uint32_t tag)
{
    const __m128i want = _mm_set1_epi32((int)tag);
    const __m128i a = _mm_cmpeq_epi32(load(set->tag), want);
    const __m128i b = _mm_cmpeq_epi32(load(set->tag + 4), want);
    const __m128i c = _mm_cmpeq_epi32(load(set->tag + 8), want);

    return (uint32_t)_mm_movemask_epi8(
        _mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, _mm_setzero_si128())));
}

SPRINT_INLINE uint32_t oldest2(const struct set2 *set)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(load(set->age), _mm_set1_epi8(WAYS_L2 - 1)));
}

SPRINT_INLINE void use2(struct set2 *set, uint32_t way)
{
    const __m128i was = load(sprintset_rows[set->age[way]]);
    const __m128i age = load(set->age);
    const __m128i more = _mm_sub_epi8(age, _mm_cmpgt_epi8(was, age));

    _mm_store_si128((__m128i *)(void *)set->age, _mm_andnot_si128(_mm_cmpeq_epi8(age, was), more));
}
#else
SPRINT_INLINE uint32_t find1(const struct set1 *set, uint32_t tag)
{
    uint32_t found = 0;

    for (uint32_t w = 0; w < WAYS_L1; w++) {
        found |= (uint32_t)(set->tag[w] == tag) << w;
    }
    return found;
}

SPRINT_INLINE void use1(struct set1 *set, uint32_t way)
{
    const uint32_t was = set->age[way];

    for (uint32_t w = 0; w < WAYS_L1; w++) {
        set->age[w] += set->age[w] < was;
    }
    set->age[way] = 0;
}

SPRINT_INLINE uint32_t replace1(struct set1 *set, uint32_t tag)
{
    uint32_t way = 0;

    while (set->age[way] != WAYS_L1 - 1) {
        way++;
    }
    set->tag[way] = tag;
    use1(set, way);
    return 1u << way;
}

SPRINT_INLINE uint32_t oldest1(const struct set1 *set)
{
    uint32_t way = 0;

    while (set->age[way] != WAYS_L1 - 1) {
        way++;
    }
    return 1u << way;
}

SPRINT_INLINE uint32_t find2(const struct set2 *set, uint32_t tag)
{
    uint32_t found = 0;

    for (uint32_t w = 0; w < WAYS_L2; w++) {
        found |= (uint32_t)(set->tag[w] == tag) << w;
    }
    return found;
}

SPRINT_INLINE uint32_t oldest2(const struct set2 *set)
{
    uint32_t oldest = 0;

    for (uint32_t w = 0; w < WAYS_L2; w++) {
        oldest |= (uint32_t)(set->age[w] == WAYS_L2 - 1) << w;
    }
    return oldest;
}

SPRINT_INLINE void use2(struct set2 *set, uint32_t way)
{
    const uint8_t was = set->age[way];

    for (uint32_t w = 0; w < WAYS_L2; w++) {
        set->age[w] = (uint8_t)(set->age[w] + (set->age[w] < was));
    }
    set->age[way] = 0;
}
#endif

SPRINT_INLINE uint32_t lowest(uint32_t bits)
{
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctz(bits);
#else
    uint32_t n = 0;

    for (; !(bits & 1); bits >>= 1) {
        n++;
    }
    return n;
#endif
}

#endif
