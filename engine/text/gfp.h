/* gfp.h - gfp masks as words: KERNEL+NORETRY of the language, GFP_KERNEL|__GFP_NORETRY of the kernel's log.
 *
 * Models    the order in which Linux 6.1's %pGg takes words out of a mask (include/trace/events/mmflags.h).
 */
#ifndef MM_TEXT_GFP_H
#define MM_TEXT_GFP_H

#include "text/units.h"

/* KERNEL, ATOMIC+NOWARN, KERNEL+0x40000: words of MM_GFPS and MM_GFP_BITS, or numbers, joined with +. A word that is in
 * both lists is the one of MM_GFPS. False: not such a word. */
bool gfp_parse(const char *word, uint64_t *bits);
/* The same mask as gfp_parse takes it. */
void gfp_say(struct out *o, uint64_t bits);
/* "GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO" */
void gfp_say_kernel(struct out *o, uint64_t bits);
/* The words, with commas between, for a refusal. */
void gfp_words(struct out *o);

#endif
