/* iomem.h - /proc/iomem: what lies at which physical address.
 *
 * Models    Linux 6.1 kernel/resource.c: r_show(); arch/x86/kernel/e820.c, setup.c: the lines of a QEMU PC, recorded.
 * Differs   devices are those lines alone, on machines that boot Linux's own kernel (policy/bootplan: linux); on others
 *           there is memory and the kernel's image. Where the parts of the image end is a constant of Debian's build.
 * Shape     memory is what the frames say: every run of frames that exist is one line.
 * Units     bytes, hexadecimal, both ends included.
 */
#ifndef MM_TEXT_IOMEM_H
#define MM_TEXT_IOMEM_H

#include "text/report.h"

void iomem_show(const struct mm *m, struct report *r);

#endif
