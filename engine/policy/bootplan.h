/* bootplan.h - which frames boot keeps, and which of them it gives back: a plan from the config alone.
 *
 * Models    Linux 6.1 as Debian builds it for amd64 and i686, on a QEMU PC: the image at 16 MiB, the first MiB kept,
 *           memblock's allocations from the top down (initrd, node data, per-CPU areas, struct pages, dentry and inode
 *           hash tables by alloc_large_system_hash(), I/O bounce buffers where memory reaches above 4 GiB); what
 *           free_initmem() and the initrd give back.
 * Differs   `pc` machines alone (profiles other than classroom, kernel=linux) have this kernel, and from 96 MiB on:
 *           below, Linux does not boot. All others, and kernel=SIZE, keep one run of frames from the bottom of memory
 *           upwards: SIZE, or by itself an image of 1/8 of memory, at most 8 MiB, and 64 bytes for every frame.
 *           Sizes of the image's parts are constants of that build; where parts lie inside a zone is right to a few
 *           hundred pages. With zones= each zone keeps present - managed: the parts above as far as they fit, the rest
 *           from its bottom.
 * Shape     runs of frames in order of address; what no run covers is free. `late`: given back when the kernel is up.
 * Units     pages and frames of 4 KiB, kB.
 */
#ifndef MM_POLICY_BOOTPLAN_H
#define MM_POLICY_BOOTPLAN_H

#include "policy/bootruns.h"

/* What the lines of dmesg at boot say of it, in kB. */
struct boot_sizes {
    uint64_t total_kb, reserved_kb; /* "Memory: …K/total available (… reserved …)" */
    uint32_t code_kb, rwdata_kb, rodata_kb, init_kb, bss_kb;
    uint32_t
        freed_kb; /* alternatives, init memory and gaps of the image, given back; the initrd not counted */
    uint32_t initrd_kb, percpu_pages, dentries, inodes;
    bool linux; /* 0: the small kernel: the parts of the image are 0 */
};

/* The plan of a machine. Pre: the config was checked. */
void boot_make_plan(const struct mm_config *cfg, struct boot_plan *plan);
void boot_sizes_of(const struct mm_config *cfg, struct boot_sizes *out);

#endif
