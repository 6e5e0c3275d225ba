/* shape.c - texts compared but for their numbers. */
#include "shape.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 1024

char *shape_section(const char *file, const char *name)
{
    char *text = test_read(file, NULL);
    char wanted[128];
    char *at, *end, *copy;

    snprintf(wanted, sizeof(wanted), "%s =====\n", name);
    at = strstr(text, wanted);
    ck_assert_msg(at != NULL, "no %s in %s", name, file);
    at += strlen(wanted);
    end = strstr(at, "\n=====");
    if (end != NULL) {
        end[1] = '\0';
    }
    copy = strdup(at);
    free(text);
    return copy;
}

/* Numbers, with the blanks before them, become #: one, or as many as there were characters. */
static void blur(const char *line, size_t length, enum shape shape, char out[LINE_BYTES])
{
    size_t n = 0;

    for (size_t i = 0; i < length && n + 1 < LINE_BYTES;) {
        size_t digits = i;

        while (digits < length && line[digits] == ' ') {
            digits++;
        }
        if (digits < length && isdigit((unsigned char)line[digits])) {
            while (digits < length && isdigit((unsigned char)line[digits])) {
                digits++;
            }
            for (size_t k = i; k < (shape == SHAPE_WIDTH ? digits : i + 1) && n + 1 < LINE_BYTES;
                 k++) {
                out[n++] = '#';
            }
            i = digits;
        } else {
            out[n++] = line[i++];
        }
    }
    out[n] = '\0';
}

static bool is_other(const char *line, const char *const *other)
{
    for (; other != NULL && *other != NULL; other++) {
        if (strncmp(line, *other, strlen(*other)) == 0) {
            return true;
        }
    }
    return false;
}

void shape_compare(const char *ours, const char *recorded, enum shape shape,
                   const char *const *other)
{
    unsigned line = 0;

    while (*ours != '\0' && *recorded != '\0') {
        const size_t a = strcspn(ours, "\n");
        const size_t b = strcspn(recorded, "\n");
        char x[LINE_BYTES], y[LINE_BYTES];

        line++;
        if (!is_other(recorded, other) || !is_other(ours, other)) {
            blur(ours, a, shape, x);
            blur(recorded, b, shape, y);
            ck_assert_msg(strcmp(x, y) == 0, "line %u: \"%.*s\" where \"%.*s\" was recorded", line,
                          (int)a, ours, (int)b, recorded);
        }
        ours += a + (ours[a] != '\0');
        recorded += b + (recorded[b] != '\0');
    }
    ck_assert_msg(*ours == '\0' && *recorded == '\0', "after line %u: \"%.40s\" and \"%.40s\"",
                  line, ours, recorded);
}
