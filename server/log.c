#define _GNU_SOURCE 1
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static enum log_level log_max = LOG_LV_INFO;

void log_level_set(enum log_level level)
{
    log_max = level;
}

void log_line(enum log_level level, const char *where, const char *format, ...)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    char line[1100];
    struct timespec now;
    struct tm day;
    va_list args;

    if (level > log_max)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &day);
    size_t used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &day);
    used += (size_t)snprintf(line + used, sizeof line - used, ".%03ldZ %s %s ",
                             now.tv_nsec / 1000000, names[level], where);
    va_start(args, format);
    int n = vsnprintf(line + used, 1000, format, args);
    va_end(args);
    if (n > 0)
        used += n < 1000 ? (size_t)n : 999;
    for (size_t i = 0; i < used; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[used++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, used);
    (void)written; /* there is nowhere left to complain */
}
