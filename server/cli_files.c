#include "cli_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "xz.h"

void cli_files_beside(struct cli_files *files, const char *scenario)
{
    const char *slash = strrchr(scenario, '/');

    files->directory[0] = 0;
    if (slash && (size_t)(slash - scenario) + 2 < sizeof files->directory) {
        out_copy(files->directory, sizeof files->directory, scenario,
                 (size_t)(slash - scenario) + 1);
    }
}

bool cli_files_load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                    size_t *length, char *why, size_t why_bytes)
{
    const struct cli_files *files = ctx;
    char path[4352];
    uint8_t *data = NULL;

    (void)kind;
    snprintf(path, sizeof path, "%s%s", name[0] == '/' ? "" : files->directory, name);
    if (access(path, R_OK) != 0) {
        snprintf(path, sizeof path, "%s", name);
    }
    if (!xz_read(path, CLI_FILE_BYTES, &data, length, why, why_bytes)) {
        return false;
    }
    *bytes = data;
    return true;
}

void cli_files_unload(void *ctx, const uint8_t *bytes, size_t length)
{
    union {
        const uint8_t *in;
        uint8_t *out;
    } own = {.in = bytes}; /* it was ours, from malloc */

    (void)ctx;
    (void)length;
    free(own.out);
}

char *cli_files_text(const char *path, size_t *length)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *text = NULL;
    size_t room = 0, used = 0;

    if (!file) {
        perror(path);
        return NULL;
    }
    do {
        char *bigger = realloc(text, room = room ? room * 2 : 65536);

        if (!bigger) {
            perror(path);
            free(text);
            text = NULL;
            break;
        }
        text = bigger;
        used += fread(text + used, 1, room - used, file);
    } while (used == room);
    if (text && ferror(file)) {
        perror(path);
        free(text);
        text = NULL;
    }
    if (file != stdin) {
        fclose(file);
    }
    *length = used;
    return text;
}
