/* replace.h - the commands lab and lab curve: references under page replacement policies.
 *
 * Models    the tables of textbooks: frames column by column, several policies side by side on one timeline.
 * Differs   a lab takes no simulated time. Of what is too long for a table only the counts are kept.
 * Shape     columns kept (runs * frames * references small): every reference is a turn, in records and events alone.
 *           Else the references are counted by lab/core in memory reserved while the command runs: run after run, a
 *           turn a slice; of a curve point after point. What stands in that memory is no state: history has no point
 *           inside such a command, so it is always entered from its beginning.
 * Units     references; a slice is REPLACE_SLICE of them.
 * Owns      lab, labrun, labcell, labref, labpoint of these two kinds.
 * Events    LAB_BEGIN LAB_REF LAB_SLICE LAB_POINT LAB_RESULT, and those of lab/policy
 * Invariants  (checked, same letters, in replace_check)
 *   R1  a run that keeps columns has hits + misses = references made; a finished one too
 *   R2  misses - evictions = frames in use <= frames
 *   R3  the frames of a run hold different pages, what it remembers are other pages
 *   R4  the last column of the table is what the frames hold
 *   R5  the misses of opt are not more than those of any other policy (when both are done)
 */
#ifndef MM_LAB_REPLACE_H
#define MM_LAB_REPLACE_H

#include "lab/lab.h"

#define REPLACE_SLICE       (1u << 16)
/* No turn has more events than this. */
#define REPLACE_TURN_EVENTS 4096u

enum mm_err replace_check_command(struct mm *m, const struct mm_cmd *cmd);
void replace_do(struct mm *m, const struct mm_cmd *cmd);
/* Is one of these commands at work? Then history must not stop to take a point of it, unless its columns are kept. */
bool replace_running(const struct mm *m);
bool replace_in_memory(const struct mm *m);
/* One turn; MM_DONE when the command is over. */
enum mm_run_state replace_turn(struct mm *m);
/* The command ends here, done or not. */
void replace_end(struct mm *m);
void replace_check(struct mm *m);

#endif
