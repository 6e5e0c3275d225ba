/* kfile.h - what an open file costs the kernel: a file object, and the dentry and inode of its path, which stay.
 *
 * Models    Linux 6.1 fs/file_table.c: alloc_empty_file(), __fput(); fs/dcache.c: d_alloc(), dput(), retain_dentry(),
 *           dentry_lru_isolate(); fs/super.c: super_cache_count(), super_cache_scan(); mm/vmscan.c: do_shrink_slab(),
 *           drop_slab(); fs/drop_caches.c.
 * Differs   a path is one dentry (its directories have none) and one inode of inode_cache, the cache of file systems
 *           that have none of their own. A program and a library are opened once however many areas they have; areas
 *           of a file that merge are taken for one open file. Shared anonymous memory has no file object. There is no
 *           page cache: 1 written to drop_caches is counted and frees nothing. Nobody in particular writes there, so
 *           dmesg has no line of it. Memory that runs short drops nothing (reclaim comes later). The unused are
 *           visited by slot, not by age. What a shrinker was asked to look at and left is not added to its next turn.
 * Shape     file[slot] is a path that has a dentry or an inode; vma.obj_filp is the file object, its first word counts
 *           its holders (areas, and for the time of a call the opener). A name that begins with '[' is no file. The
 *           table is as long as that of areas; when it is full, the file unused for longest makes room.
 * Units     objects by physical address.
 * Owns      struct file, vma.obj_filp, machine.file_fresh; counters drop_slab, drop_pagecache, slabs_scanned.
 * Events    FILE_OPEN SHRINK_SLAB and those of policy/kmem
 * Invariants  (kfile_check)
 *   F1  with slab=on every area of a file has a file object, no other area has; it counts the areas that hold it
 *   F2  `opens` of a file counts its file objects; while there are any it has dentry and inode
 *   F3  each dentry and inode is an object that is held, and belongs to one file
 */
#ifndef MM_POLICY_KFILE_H
#define MM_POLICY_KFILE_H

#include "parts/slabobj.h"
#include "parts/vma.h"

MM_DEFINE_RECORD(file, MM_FILE_FIELDS)

/* Does this name mean a file? */
bool kfile_is(const struct mm *m, slot_t name);
/* Open it: *filp is held once, by the caller; 0 when it is no file or slab=off. False: no memory, no file object was
 * kept. Pre: one area more could be made. */
bool kfile_open(struct mm *m, uint32_t cpu, slot_t name, uint64_t *filp);
/* The area holds it too. Pre: it holds none; filp is of its file. */
void kfile_join(struct mm *m, slot_t vma, uint64_t filp);
/* One holder less; the last closes it. 0 is allowed. */
void kfile_put(struct mm *m, uint32_t cpu, slot_t name, uint64_t filp);
/* The area lets go of its file object, if it has one. */
void kfile_leave(struct mm *m, slot_t vma);
/* 1 to 4 was written to vm.drop_caches. */
void kfile_drop_caches(struct mm *m, uint32_t cpu, uint64_t what);

void kfile_check(struct mm *m);

#endif
