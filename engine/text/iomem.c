/* iomem.c - /proc/iomem. */
#include "text/iomem.h"

#include "parts/frame.h"
#include "policy/bootplan.h"

#define TOP_OF_4G      (1ull << 32)
#define PCI_END        0xfec00000ull  /* of the window below 4 GiB */
#define FIRMWARE_BYTES (128ull << 10) /* at the end of low memory */
#define HIGH_PCI_BYTES (2ull << 30)   /* of the window above all memory */
#define LOW_TAIL_BYTES 0xc00ull /* memory of the page that the firmware's data area begins in */
typedef unsigned long long ull;

struct piece {
    ull start, end; /* both included */
    const char *name;
};
/* The image of Debian's builds: linux-image-6.1.0-56-amd64 and -686. */
static const struct piece image[2][4] = {{{0x01000000, 0x01e01d31, "Kernel code"},
                                          {0x02000000, 0x028eafff, "Kernel rodata"},
                                          {0x02a00000, 0x02c4897f, "Kernel data"},
                                          {0x03310000, 0x043fffff, "Kernel bss"}},
                                         {{0x01000000, 0x0191bc7f, "Kernel code"},
                                          {0x0191c000, 0x01c38fff, "Kernel rodata"},
                                          {0x01c39000, 0x01d70bbf, "Kernel data"},
                                          {0x01e72000, 0x01ee5fff, "Kernel bss"}}};

static void show(struct report *r, const char *indent, ull start, ull end, const char *name)
{
    report_add(r, "%s%08llx-%08llx : %s\n", indent, start, end, name);
}

/* The next run of frames that exist, from *at on. */
static bool next_run(const struct mm *m, uint32_t *at, uint32_t *start)
{
    while (*at < m->frames && m->frame[*at].type == FT_HOLE) {
        (*at)++;
    }
    *start = *at;
    while (*at < m->frames && m->frame[*at].type != FT_HOLE) {
        (*at)++;
    }
    return *start < m->frames;
}

/* The image in the memory line start..end. */
static void image_lines(const struct mm *m, bool linux_kernel, uint32_t start, uint32_t end,
                        struct report *r)
{
    if (linux_kernel) {
        const struct piece *pieces = image[m->config.paging_levels == 2];

        for (unsigned i = 0; i < 4; i++) {
            if (pieces[i].start >= (ull)start * MM_PAGE_BYTES &&
                pieces[i].end < (ull)end * MM_PAGE_BYTES) {
                show(r, "  ", pieces[i].start, pieces[i].end, pieces[i].name);
            }
        }
        return;
    }
    for (uint32_t pfn = start; pfn < end; pfn++) {
        const uint32_t first = pfn;

        while (pfn < end && m->frame[pfn].type == FT_KERNEL && m->frame[pfn].use == KU_IMAGE) {
            pfn++;
        }
        if (pfn > first) {
            show(r, "  ", (ull)first * MM_PAGE_BYTES, (ull)pfn * MM_PAGE_BYTES - 1, "Kernel code");
        }
    }
}

/* What a PC has below 1 MiB behind its first memory. */
static void first_mib(const struct mm *m, struct report *r)
{
    show(r, "", 0x9fc00, 0x9ffff, "Reserved");
    show(r, "", 0xa0000, 0xbffff, "PCI Bus 0000:00");
    if (m->config.paging_levels == 2) {
        show(r, "  ", 0xa0000, 0xbffff, "Video RAM area");
    }
    show(r, "", 0xc0000, 0xc05ff, "Video ROM");
    show(r, "", 0xf0000, 0xfffff, "Reserved");
    show(r, "  ", 0xf0000, 0xfffff, "System ROM");
}

/* From the end of low memory to 4 GiB. */
static void below_4g(ull ram_end, struct report *r)
{
    show(r, "", ram_end, ram_end + FIRMWARE_BYTES - 1, "Reserved");
    show(r, "", ram_end + FIRMWARE_BYTES, PCI_END - 1, "PCI Bus 0000:00");
    show(r, "", 0xfec00000, 0xfec003ff, "IOAPIC 0");
    show(r, "", 0xfed00000, 0xfed003ff, "HPET 0");
    show(r, "  ", 0xfed00000, 0xfed003ff, "PNP0103:00");
    show(r, "", 0xfee00000, 0xfee00fff, "Local APIC");
    show(r, "", 0xfffc0000, 0xffffffff, "Reserved");
}

void iomem_show(const struct mm *m, struct report *r)
{
    struct boot_sizes boot;
    uint32_t at = 1, start;
    ull end = 0;
    bool low = true; /* the lines up to 4 GiB are still to come */

    boot_sizes_of(&m->config, &boot);
    show(r, "", 0, MM_PAGE_BYTES - 1, "Reserved");
    while (next_run(m, &at, &start)) {
        const bool first = start == 1;

        if (boot.linux && low && (ull)start * MM_PAGE_BYTES >= TOP_OF_4G) {
            below_4g(end, r);
            low = false;
        }
        end = (ull)at * MM_PAGE_BYTES + (boot.linux && first ? LOW_TAIL_BYTES : 0);
        show(r, "", (ull)start * MM_PAGE_BYTES, end - 1, "System RAM");
        image_lines(m, boot.linux, start, at, r);
        if (boot.linux && first) {
            first_mib(m, r);
        }
    }
    if (boot.linux && low) {
        below_4g(end, r);
        end = TOP_OF_4G;
    }
    if (boot.linux && m->config.paging_levels != 2) {
        show(r, "", end, end + HIGH_PCI_BYTES - 1, "PCI Bus 0000:00");
        show(r, "", 0xfd00000000, 0xffffffffff, "Reserved");
    }
}
