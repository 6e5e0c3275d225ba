/* checkpoint.c - copies of the state block that share what did not change. */
#include "checkpoint.h"

#include <string.h>

#include "mm.h"

#define FANOUT_BITS 10u
#define FANOUT      1024u
#define DEPTH_MAX   3u

static uint32_t *node(const struct ckpt_store *s, uint32_t page)
{
    return (uint32_t *)(void *)(s->pages + (size_t)page * MM_CHUNK_BYTES);
}

enum mm_err ckpt_init(struct mm *m, struct ckpt_store *s, const struct mm_host *host,
                      uint64_t bytes)
{
    memset(s, 0, sizeof(*s));
    s->page_max = (uint32_t)(bytes / MM_CHUNK_BYTES);
    s->pages = host->reserve(host->ctx, bytes);
    s->refs = host->reserve(host->ctx, (size_t)s->page_max * 4);
    s->page_used = 1;
    s->depth = 1;
    for (uint64_t reach = FANOUT; reach < m->chunk_count; reach *= FANOUT) {
        s->depth++;
    }
    MM_ASSERT(m, s->depth <= DEPTH_MAX);
    return s->pages != NULL && s->refs != NULL ? MM_OK : MM_ENOHOSTMEM;
}

void ckpt_fini(struct ckpt_store *s, const struct mm_host *host, uint64_t bytes)
{
    if (s->pages != NULL) {
        host->release(host->ctx, s->pages, bytes);
    }
    if (s->refs != NULL) {
        host->release(host->ctx, s->refs, (size_t)s->page_max * 4);
    }
}

static uint32_t page_take(struct ckpt_store *s)
{
    uint32_t page = s->free_head;

    if (page != 0) {
        s->free_head = node(s, page)[0];
        s->free_count--;
    } else if (s->page_used < s->page_max) {
        page = s->page_used++;
    } else {
        return 0;
    }
    s->refs[page] = 1;
    return page;
}

/* Drop one reference to a page that heads `level` levels of nodes; what nobody holds any more goes back. */
static void page_put(struct ckpt_store *s, uint32_t page, unsigned level)
{
    struct {
        uint32_t page;
        uint32_t next;
    } stack[DEPTH_MAX + 1];
    unsigned depth = 0;

    if (page == 0 || --s->refs[page] > 0) {
        return;
    }
    stack[0].page = page;
    stack[0].next = 0;
    for (;;) {
        const unsigned here = level - depth;
        uint32_t child = 0;

        while (here > 0 && stack[depth].next < FANOUT && child == 0) {
            child = node(s, stack[depth].page)[stack[depth].next++];
            if (child != 0 && --s->refs[child] > 0) {
                child = 0;
            }
        }
        if (child != 0) {
            depth++;
            stack[depth].page = child;
            stack[depth].next = 0;
            continue;
        }
        node(s, stack[depth].page)[0] = s->free_head;
        s->free_head = stack[depth].page;
        s->free_count++;
        if (depth-- == 0) {
            return;
        }
    }
}

static unsigned digit(uint32_t chunk, unsigned level) /* level 1: the node just above the leaves */
{
    return (chunk >> ((level - 1) * FANOUT_BITS)) & (FANOUT - 1);
}

/* A node that may be written: made, or cloned from one that others hold. */
static bool own_node(struct ckpt_store *s, uint32_t *slot)
{
    const uint32_t old = *slot;

    if (old != 0 && s->refs[old] == 1) {
        return true;
    }
    const uint32_t fresh = page_take(s);

    if (fresh == 0) {
        return false;
    }
    if (old == 0) {
        memset(node(s, fresh), 0, MM_CHUNK_BYTES);
    } else {
        memcpy(node(s, fresh), node(s, old), MM_CHUNK_BYTES);
        for (unsigned i = 0; i < FANOUT; i++) {
            if (node(s, fresh)[i] != 0) {
                s->refs[node(s, fresh)[i]]++;
            }
        }
        s->refs[old]--;
    }
    *slot = fresh;
    return true;
}

static bool put(struct ckpt_store *s, uint32_t *root, uint32_t chunk, uint32_t page)
{
    uint32_t *slot = root;

    for (unsigned level = s->depth; level > 0; level--) {
        if (!own_node(s, slot)) {
            return false;
        }
        slot = &node(s, *slot)[digit(chunk, level)];
    }
    page_put(s, *slot, 0);
    *slot = page;
    return true;
}

static uint32_t get(const struct ckpt_store *s, uint32_t root, uint32_t chunk)
{
    for (unsigned level = s->depth; level > 0 && root != 0; level--) {
        root = node(s, root)[digit(chunk, level)];
    }
    return root;
}

static bool all_zero(const uint8_t *chunk)
{
    static const uint8_t zeros[MM_CHUNK_BYTES];

    return memcmp(chunk, zeros, MM_CHUNK_BYTES) == 0;
}

static bool save_chunk(struct mm *m, struct ckpt_store *s, uint32_t *root, uint32_t chunk)
{
    const uint8_t *bytes = m->block + (size_t)chunk * MM_CHUNK_BYTES;
    uint32_t page = 0;

    if (!all_zero(bytes)) {
        page = page_take(s);
        if (page == 0) {
            return false;
        }
        memcpy(node(s, page), bytes, MM_CHUNK_BYTES);
    }
    if (!put(s, root, chunk, page)) {
        page_put(s, page, 0);
        return false;
    }
    return true;
}

bool ckpt_save(struct mm *m, struct ckpt_store *s, uint32_t *root)
{
    uint32_t fresh = s->saved;

    if (fresh != 0) {
        s->refs[fresh]++;
    }
    for (uint32_t i = 0; i < m->dirty_count; i++) {
        if (!save_chunk(m, s, &fresh, m->dirty_list[i])) {
            page_put(s, fresh, s->depth);
            return false;
        }
    }
    for (uint32_t i = 0; i < m->dirty_count; i++) {
        m->dirty[m->dirty_list[i]] &= (uint8_t)~1u;
    }
    m->dirty_count = 0;
    page_put(s, s->saved, s->depth);
    s->saved = fresh;
    if (fresh != 0) {
        s->refs[fresh]++;
    }
    *root = fresh;
    return true;
}

static void load_chunk(struct mm *m, struct ckpt_store *s, uint32_t chunk, uint32_t page)
{
    uint8_t *bytes = m->block + (size_t)chunk * MM_CHUNK_BYTES;

    if (page != 0) {
        memcpy(bytes, node(s, page), MM_CHUNK_BYTES);
    } else {
        memset(bytes, 0, MM_CHUNK_BYTES);
    }
    if (!(m->dirty[chunk] & 2)) {
        m->stale_list[m->stale_count++] = chunk;
    }
    m->dirty[chunk] = 2;
}

/* Chunks whose copies differ between two trees. */
static void load_difference(struct mm *m, struct ckpt_store *s, uint32_t from, uint32_t to)
{
    struct {
        uint32_t from, to, next, base;
    } stack[DEPTH_MAX + 1];
    unsigned depth = 0;

    if (from == to) {
        return;
    }
    stack[0].from = from;
    stack[0].to = to;
    stack[0].next = stack[0].base = 0;
    for (;;) {
        const unsigned level = s->depth - depth;

        if (stack[depth].next == FANOUT) {
            if (depth-- == 0) {
                return;
            }
            continue;
        }
        const uint32_t i = stack[depth].next++;
        const uint32_t a = stack[depth].from != 0 ? node(s, stack[depth].from)[i] : 0;
        const uint32_t b = stack[depth].to != 0 ? node(s, stack[depth].to)[i] : 0;
        const uint32_t at = (stack[depth].base << FANOUT_BITS) | i;

        if (a == b) {
            continue;
        }
        if (level == 1) {
            load_chunk(m, s, at, b);
            continue;
        }
        depth++;
        stack[depth].from = a;
        stack[depth].to = b;
        stack[depth].next = 0;
        stack[depth].base = at;
    }
}

void ckpt_restore(struct mm *m, struct ckpt_store *s, uint32_t root)
{
    for (uint32_t i = 0; i < m->dirty_count; i++) {
        load_chunk(m, s, m->dirty_list[i], get(s, root, m->dirty_list[i]));
    }
    m->dirty_count = 0;
    load_difference(m, s, s->saved, root);
    if (root != 0) {
        s->refs[root]++;
    }
    page_put(s, s->saved, s->depth);
    s->saved = root;
}

void ckpt_drop(struct ckpt_store *s, uint32_t root)
{
    page_put(s, root, s->depth);
}

void ckpt_check(struct mm *m, struct ckpt_store *s)
{
    uint32_t free_pages = 0;

    for (uint32_t p = s->free_head; p != 0; p = node(s, p)[0]) {
        free_pages++;
        MM_ASSERT(m, s->refs[p] == 0);
    }
    MM_ASSERT(m, free_pages == s->free_count); /* K1 */
    for (uint32_t c = 0; c < m->chunk_count; c++) {
        const uint8_t *bytes = m->block + (size_t)c * MM_CHUNK_BYTES;
        const uint32_t page = get(s, s->saved, c);

        if ((m->dirty[c] & 1) || (page == 0 && state_blank(m, c))) {
            continue;
        }
        MM_ASSERT(m, page != 0 ? memcmp(bytes, node(s, page), MM_CHUNK_BYTES) == 0
                               : all_zero(bytes)); /* K2 */
    }
}
