/* tools.h - the tools of a shell that read the machine: which verb is which, and pmap.
 *
 * Models    procps-ng 4.0.2 (Debian 12): pmap(1); the others have a header of their own: freetool, vmtool, memtool
 *           (lsmem), ps.
 * Errors    false when the options are not accepted: the text then says which and what would do. A buffer too small
 *           cuts the text, *length is what it would have needed.
 */
#ifndef MM_TEXT_TOOLS_H
#define MM_TEXT_TOOLS_H

#include "text/procfs.h"

/* Run the tool of this verb (grammar_tool) with these options; pmap [-x] PID|NAME. */
bool tools_run(const struct mm *m, enum mm_verb verb, const char *options, char *buf, size_t size,
               size_t *length);

#endif
