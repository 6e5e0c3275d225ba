/* handle.h - what mm.h promises about a handle: made and freed, commands done on it, where it stands.
 *
 * Models    nothing of Linux.
 * Shape     mm_begin checks and opens a command, mm_run works at it in turns, mm_do is both. What is done at the head
 *           goes into the log of history.h.
 * Owns      struct mm itself, m->sink.
 */
#ifndef MM_HANDLE_H
#define MM_HANDLE_H

#include "mm.h"

#endif
