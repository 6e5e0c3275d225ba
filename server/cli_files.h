/* cli_files.h - the files a scenario on the command line names, found beside it or in the working directory. */
#ifndef SERVER_CLI_FILES_H
#define SERVER_CLI_FILES_H

#include "text/session.h"

#define CLI_FILE_BYTES  (1ull << 32) /* decompressed bytes of one trace */
#define CLI_STORE_BYTES (1ull << 33)

struct cli_files {
    char directory[4096]; /* of the scenario, with a / at its end; "" the working directory */
};

/* Directory of the scenario file. */
void cli_files_beside(struct cli_files *files, const char *scenario);
/* The load and unload of struct session_host; ctx is a struct cli_files. */
bool cli_files_load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                    size_t *length, char *why, size_t why_bytes);
void cli_files_unload(void *ctx, const uint8_t *bytes, size_t length);
/* A whole text file, "-" standard input; malloc'ed. NULL: said on stderr. */
char *cli_files_text(const char *path, size_t *length);

#endif
