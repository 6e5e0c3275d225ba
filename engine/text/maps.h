/* maps.h - a /proc/PID/maps file into a layout.
 *
 * Models    fs/proc/task_mmu.c: show_map_vma().
 * Differs   inode and device are not kept; [vsyscall] lies outside user space and is left out.
 * Shape     "start-end rwxp offset dev inode   path", ascending.
 */
#ifndef MM_TEXT_MAPS_H
#define MM_TEXT_MAPS_H

#include "text/pages.h"

/* Areas of the file into areas[0..max); *count of them. `in` counts lines and what was not understood (its ops are not
 * used). A line that overlaps or goes back is malformed. False: nothing in it is an area. */
bool maps_decode(const uint8_t *bytes, size_t length, struct mm_area *areas, uint32_t max,
                 uint32_t *count, struct import *in);

#endif
