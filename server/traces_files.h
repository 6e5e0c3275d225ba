/* traces_files.h - uploads as files of a folder.
 *
 * Shape     SHA256.KIND; written beside, synced, renamed into place: a file of that name is whole.
 */
#ifndef SERVER_TRACES_FILES_H
#define SERVER_TRACES_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* Make the folder; call `each` for every upload in it; what was left half written goes. false: why. */
bool traces_files_list(const char *folder,
                       void (*each)(void *ctx, const char *id, const char *kind, size_t len,
                                    time_t used),
                       void *ctx, char *why, size_t why_bytes);
bool traces_files_put(const char *folder, const char *id, const char *kind, const void *bytes,
                      size_t len, char *why, size_t why_bytes);
/* The bytes, malloc'ed, when they are still those of this hash. NULL: why. */
unsigned char *traces_files_get(const char *folder, const char *id, const char *kind, size_t len,
                                char *why, size_t why_bytes);
void traces_files_drop(const char *folder, const char *id, const char *kind);
/* It was used now. */
void traces_files_touch(const char *folder, const char *id, const char *kind);

#endif
