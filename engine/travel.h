/* travel.h - what mm.h promises about time: seek, replay, truncate, branch.
 *
 * Models    nothing of Linux.
 * Shape     a seek restores the nearest checkpoint at or before the goal and runs the log from there, unobserved. A
 *           goal inside a turn is left by longjmp just before the next event: such a state is frozen, it can be
 *           read and left by a seek, not continued.
 * Owns      mm->frozen, mm->seq_stop.
 */
#ifndef MM_TRAVEL_H
#define MM_TRAVEL_H

#include "mm.h"

#endif
