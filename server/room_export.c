/* room_export.c - a room as a file. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

void job_export(struct room *r, struct job *j)
{
    const char *format = "mm";
    struct writer out = {.max = 0};

    uint64_t steps = r->step_count;
    char *end = NULL;

    job_text(j, "format", &format);
    bool replay = !strcmp(format, "replay");
    if (strcmp(format, "mm") != 0 && !replay) {
        job_refuse_field(j, 400, "format",
                         "format is mm: the scenario that makes this history; or replay: up to "
                         "where an assertion failed",
                         "format");
        return;
    }
    if (replay && !r->replay) {
        job_refuse(j, 404, "not-found", "no assertion failed in this room");
        return;
    }
    if (replay)
        steps = strtoull(r->replay, &end, 10);
    wr_format(&out, "# mmscope room %s, language %u, model %u\n", r->id, MM_LANGUAGE_VERSION,
              MM_MODEL_VERSION);
    if (r->machine_line[0])
        wr_format(&out, "%s\n", r->machine_line);
    for (size_t i = 0; i < r->step_count && i < steps; i++)
        wr_format(&out, "%s\n", r->steps[i].line ? r->steps[i].line : "");
    if ((r->broken || replay) && r->replay) {
        const char *line = strchr(r->replay, '\n') + 1, *why = strchr(line, '\n') + 1;
        wr_format(&out, "%.*s# then an assertion failed: %s\n", (int)(why - line), line, why);
    }
    job_body(j, 200, "text/plain; charset=utf-8", wr_take(&out));
}
