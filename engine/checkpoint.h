/* checkpoint.h - copies of the state block that share what did not change.
 *
 * Models    nothing of Linux: it is how time travel stays cheap.
 * Shape     a checkpoint is the root of a radix tree (1,024 children a node) whose leaves are copies of chunks, all
 *           kept in one pool of 4 KiB pages with reference counts; page 0 stands for "all zeros". Saving copies
 *           only chunks that changed since the last save or restore and clones the nodes above them; restoring
 *           compares two trees and skips subtrees that are the same page.
 * Units     a page of the pool is MM_CHUNK_BYTES.
 * Owns      struct ckpt_store; the dirty bits (bit 0) of the block.
 * Invariants  (ckpt_check)
 *   K1  pages in use + free pages == pages ever taken
 *   K2  a chunk that is not dirty equals its copy under `saved`
 */
#ifndef MM_CHECKPOINT_H
#define MM_CHECKPOINT_H

#include "base/state.h"

struct ckpt_store {
    uint8_t *pages;
    uint32_t *refs;
    uint32_t page_max;  /* pages the pool may have, page 0 included */
    uint32_t page_used; /* pages ever taken */
    uint32_t free_head; /* free pages, linked by their first word; 0 none */
    uint32_t free_count;
    uint32_t depth; /* levels of nodes above the leaves */
    uint32_t saved; /* what the clean chunks of the block equal; holds a reference */
};

/* A pool of at most `bytes`. MM_ENOHOSTMEM. The block counts as all dirty until the first save: pre: boot marked it. */
enum mm_err ckpt_init(struct mm *m, struct ckpt_store *s, const struct mm_host *host,
                      uint64_t bytes);
void ckpt_fini(struct ckpt_store *s, const struct mm_host *host, uint64_t bytes);
/* Save the block as *root (one reference for the caller). False: the pool is full, nothing changed. */
bool ckpt_save(struct mm *m, struct ckpt_store *s, uint32_t *root);
/* Make the block what it was. */
void ckpt_restore(struct mm *m, struct ckpt_store *s, uint32_t root);
void ckpt_drop(struct ckpt_store *s, uint32_t root);
void ckpt_check(struct mm *m, struct ckpt_store *s);

#endif
