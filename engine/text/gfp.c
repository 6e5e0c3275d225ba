/* gfp.c - gfp masks, read and written. */
#include "text/gfp.h"

#include <inttypes.h>
#include <string.h>

struct word {
    const char *name;
    uint64_t bits;
};
#define GFP_ROW(id, bits) {#id, bits},
static const struct word words[] = {MM_GFPS(GFP_ROW) MM_GFP_BITS(GFP_ROW)};
#define WORDS (sizeof words / sizeof words[0])

static bool one(const char *at, size_t length, uint64_t *bits)
{
    char text[24];

    for (unsigned i = 0; i < WORDS; i++) {
        if (strlen(words[i].name) == length && memcmp(words[i].name, at, length) == 0) {
            *bits |= words[i].bits;
            return true;
        }
    }
    if (length < 3 || length >= sizeof text || memcmp(at, "0x", 2) != 0) {
        return false;
    }
    memcpy(text, at, length);
    text[length] = '\0';
    uint64_t number;

    if (units_uint(text, &number) != UNITS_OK || number > UINT32_MAX) {
        return false;
    }
    *bits |= number;
    return true;
}

bool gfp_parse(const char *word, uint64_t *bits)
{
    uint64_t all = 0;

    for (;;) {
        const size_t length = strcspn(word, "+");

        if (!one(word, length, &all)) {
            return false;
        }
        if (word[length] == '\0') {
            break;
        }
        word += length + 1;
    }
    *bits = all;
    return true;
}

/* A word that means these bits when read: DMA is a word of both lists, and read it is the first. */
static bool means(const struct word *w)
{
    for (const struct word *i = words; i < w; i++) {
        if (strcmp(i->name, w->name) == 0) {
            return false;
        }
    }
    return true;
}

/* The word that covers most of these bits and nothing else; NULL. */
static const struct word *widest(uint64_t bits)
{
    const struct word *best = NULL;

    for (const struct word *w = words; w < words + WORDS; w++) {
        if ((w->bits & ~bits) == 0 && means(w) &&
            (best == NULL || __builtin_popcountll(w->bits) > __builtin_popcountll(best->bits))) {
            best = w;
        }
    }
    return best;
}

void gfp_say(struct out *o, uint64_t bits)
{
    const char *plus = "";

    for (const struct word *w = widest(bits); w != NULL; w = widest(bits)) {
        out_say(o, "%s%s", plus, w->name);
        bits &= ~w->bits;
        plus = "+";
    }
    if (bits != 0 || plus[0] == '\0') {
        out_say(o, "%s0x%" PRIx64, plus, bits);
    }
}

void gfp_say_kernel(struct out *o, uint64_t bits)
{
#define KERNEL_WORD(id)      \
    {                        \
        "GFP_" #id, GFP_##id \
    }
#define KERNEL_BIT(id)             \
    {                              \
        "__GFP_" #id, GFP_BIT_##id \
    }
    static const struct word names[] = {
        KERNEL_WORD(TRANSHUGE),
        KERNEL_WORD(TRANSHUGE_LIGHT),
        KERNEL_WORD(HIGHUSER_MOVABLE),
        KERNEL_WORD(HIGHUSER),
        KERNEL_WORD(USER),
        KERNEL_WORD(KERNEL_ACCOUNT),
        KERNEL_WORD(KERNEL),
        KERNEL_WORD(NOFS),
        KERNEL_WORD(ATOMIC),
        KERNEL_WORD(NOIO),
        KERNEL_WORD(NOWAIT),
        {"GFP_DMA", GFP_BIT_DMA},
        KERNEL_BIT(HIGHMEM),
        {"GFP_DMA32", GFP_BIT_DMA32},
        KERNEL_BIT(HIGH),
        KERNEL_BIT(ATOMIC),
        KERNEL_BIT(IO),
        KERNEL_BIT(FS),
        KERNEL_BIT(NOWARN),
        KERNEL_BIT(RETRY_MAYFAIL),
        KERNEL_BIT(NOFAIL),
        KERNEL_BIT(NORETRY),
        KERNEL_BIT(COMP),
        KERNEL_BIT(ZERO),
        KERNEL_BIT(NOMEMALLOC),
        KERNEL_BIT(MEMALLOC),
        KERNEL_BIT(HARDWALL),
        KERNEL_BIT(THISNODE),
        KERNEL_BIT(RECLAIMABLE),
        KERNEL_BIT(MOVABLE),
        KERNEL_BIT(ACCOUNT),
        KERNEL_BIT(WRITE),
        {"__GFP_RECLAIM", GFP_BIT_DIRECT_RECLAIM | GFP_BIT_KSWAPD_RECLAIM},
        KERNEL_BIT(DIRECT_RECLAIM),
        KERNEL_BIT(KSWAPD_RECLAIM),
    };
    const char *bar = "";

    if (bits == 0) {
        out_say(o, "none");
        return;
    }
    for (unsigned i = 0; i < sizeof names / sizeof names[0] && bits != 0; i++) {
        if ((names[i].bits & ~bits) == 0) {
            out_say(o, "%s%s", bar, names[i].name);
            bits &= ~names[i].bits;
            bar = "|";
        }
    }
    if (bits != 0) {
        out_say(o, "%s0x%" PRIx64, bar, bits);
    }
}

void gfp_words(struct out *o)
{
    const char *comma = "";

    for (const struct word *w = words; w < words + WORDS; w++) {
        if (means(w)) {
            out_say(o, "%s%s", comma, w->name);
            comma = ", ";
        }
    }
    out_say(o, "; several with +");
}
