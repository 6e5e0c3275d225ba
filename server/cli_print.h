/* cli_print.h - lines of a run and events, as text and as JSON, on standard output. */
#ifndef SERVER_CLI_PRINT_H
#define SERVER_CLI_PRINT_H

#include "text/session.h"

/* Output, result and problem of one line, as text. `name` is the scenario's file name. */
void cli_print_line(const char *name, const struct session_line *line);
/* The same as one object (text/session.h says which). */
void cli_print_json(const struct session_line *line);
/* The last object of a JSON run. */
void cli_print_end(struct mm *m, bool ok);
/* One event: "seq cause name arg=value …". A sink's event function; ctx is the machine. */
void cli_print_event(void *ctx, const struct mm_event *event);
/* Changes are not printed. */
void cli_print_no_change(void *ctx, const struct mm_change *change);
/* A problem that is about no line that ran. */
void cli_print_problem(const char *name, const struct problem *p);

#endif
