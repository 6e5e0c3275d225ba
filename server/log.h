/* log.h - one line a happening, on stderr.
 *
 * Shape     `2026-01-02T03:04:05.678Z level where message`, one write() a line, so that lines of
 *           several threads never mix.
 * Owns      the level; nothing else.
 */
#ifndef SERVER_LOG_H
#define SERVER_LOG_H

enum log_level { LOG_LV_ERROR, LOG_LV_WARN, LOG_LV_INFO, LOG_LV_DEBUG };

/* Lines above `level` are dropped. Call before threads start. */
void log_level_set(enum log_level level);

/* Write one line, cut at 1,000 bytes; control characters become '?'. Any thread. */
void log_line(enum log_level level, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define log_error(...) log_line(LOG_LV_ERROR, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_LV_WARN, __VA_ARGS__)
#define log_info(...)  log_line(LOG_LV_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LV_DEBUG, __VA_ARGS__)

#endif
