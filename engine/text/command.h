/* command.h - a command as a line of the language again.
 *
 * Shape     canonical: sizes and addresses in plain numbers, arguments in the table's order. Parsing the line gives the
 *           same command.
 */
#ifndef MM_TEXT_COMMAND_H
#define MM_TEXT_COMMAND_H

#include "text/scenario.h"

/* The line of a command, for logs and titles. False when it is longer than `bytes`. */
bool command_print(const struct mm_cmd *cmd, char *out, size_t bytes);

#endif
