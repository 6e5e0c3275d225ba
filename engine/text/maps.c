#include "text/maps.h"

#include <string.h>

struct maps_cursor {
    const uint8_t *line;
    size_t n, at;
};

static bool maps_hex(struct maps_cursor *c, uint64_t *value)
{
    size_t digits = 0;

    for (*value = 0; c->at < c->n && digits < 17; c->at++, digits++) {
        const uint8_t b = c->line[c->at] | 0x20;
        const unsigned d = c->line[c->at] >= '0' && c->line[c->at] <= '9'
                               ? (unsigned)c->line[c->at] - '0'
                           : b >= 'a' && b <= 'f' ? (unsigned)b - 'a' + 10u
                                                  : 16u;

        if (d > 15) {
            break;
        }
        *value = *value << 4 | d;
    }
    return digits > 0 && digits < 17;
}

static bool maps_byte(struct maps_cursor *c, char byte)
{
    return c->at < c->n && c->line[c->at++] == (uint8_t)byte;
}

/* The next word; empty at the end. */
static void maps_word(struct maps_cursor *c, const uint8_t **word, size_t *n)
{
    while (c->at < c->n && c->line[c->at] == ' ') {
        c->at++;
    }
    *word = c->line + c->at;
    while (c->at < c->n && c->line[c->at] != ' ') {
        c->at++;
    }
    *n = (size_t)(c->line + c->at - *word);
}

static bool maps_perms(const uint8_t *word, size_t n, uint32_t *flags)
{
    static const struct {
        char on;
        uint32_t flag;
    } letter[] = {{'r', VM_READ}, {'w', VM_WRITE}, {'x', VM_EXEC}, {'s', VM_SHARED}};

    if (n != 4) {
        return false;
    }
    *flags = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (word[i] == (uint8_t)letter[i].on) {
            *flags |= letter[i].flag;
        } else if (word[i] != (i < 3 ? '-' : 'p')) {
            return false;
        }
    }
    return true;
}

/* Last part of a path, as long as a name may be. */
static void maps_file(const char *path, char out[MM_NAME_BYTES])
{
    const char *slash = strrchr(path, '/');
    const char *from = strlen(path) < MM_NAME_BYTES || !slash ? path : slash + 1;

    out_copy(out, MM_NAME_BYTES, from, strlen(from));
}

static uint32_t maps_role(const char *path, const struct mm_area *area, const char *program)
{
    static const struct {
        const char *path;
        uint32_t role;
    } special[] = {
        {"[heap]", VR_HEAP}, {"[stack]", VR_STACK}, {"[vdso]", VR_VDSO}, {"[vvar]", VR_VVAR}};

    for (unsigned i = 0; i < sizeof special / sizeof special[0]; i++) {
        if (strcmp(path, special[i].path) == 0) {
            return special[i].role;
        }
    }
    if (path[0] != '/') {
        return VR_PLAIN;
    }
    if (strcmp(area->file, program) != 0) {
        return VR_LIB;
    }
    return area->vm_flags & VM_EXEC ? VR_TEXT : area->vm_flags & VM_WRITE ? VR_DATA : VR_PLAIN;
}

/* One line; false when it is no area. `program`: the first file, set by the first line that has one. */
static bool maps_line(struct maps_cursor *c, struct mm_area *area, char program[MM_NAME_BYTES])
{
    const uint8_t *word;
    char path[256];
    size_t n;

    memset(area, 0, sizeof *area);
    if (!maps_hex(c, &area->start) || !maps_byte(c, '-') || !maps_hex(c, &area->end) ||
        area->start >= area->end || area->start % MM_PAGE_BYTES || area->end % MM_PAGE_BYTES) {
        return false;
    }
    maps_word(c, &word, &n);
    if (!maps_perms(word, n, &area->vm_flags)) {
        return false;
    }
    while (c->at < c->n && c->line[c->at] == ' ') {
        c->at++;
    }
    if (!maps_hex(c, &area->offset_bytes) || area->offset_bytes % MM_PAGE_BYTES) {
        return false;
    }
    maps_word(c, &word, &n); /* device */
    maps_word(c, &word, &n); /* inode */
    if (!n) {
        return false;
    }
    while (c->at < c->n && c->line[c->at] == ' ') {
        c->at++;
    }
    out_copy(path, sizeof path, (const char *)c->line + c->at, c->n - c->at);
    if (path[0] == '/') {
        maps_file(path, area->file);
        if (!program[0]) {
            out_copy(program, MM_NAME_BYTES, area->file, strlen(area->file));
        }
    } else {
        area->offset_bytes = 0;
    }
    area->role = maps_role(path, area, program);
    if (area->role == VR_STACK) {
        area->vm_flags |= VM_GROWSDOWN;
    }
    return true;
}

bool maps_decode(const uint8_t *bytes, size_t length, struct mm_area *areas, uint32_t max,
                 uint32_t *count, struct import *in)
{
    char program[MM_NAME_BYTES] = "";
    struct maps_cursor c = {0};
    size_t at = 0;

    *count = 0;
    while (import_line(bytes, length, &at, &c.line, &c.n)) {
        struct mm_area area;

        in->lines++;
        c.at = 0;
        if (c.n == 0) {
            continue;
        }
        if (!maps_line(&c, &area, program) || *count == max ||
            (*count && area.start < areas[*count - 1].end)) {
            import_malformed(in, in->lines, c.line, c.n);
        } else if (area.end <= IMPORT_ADDR_MAX) {
            if (area.role == VR_PLAIN && !area.file[0] && *count &&
                areas[*count - 1].role == VR_DATA && areas[*count - 1].end == area.start) {
                area.role = VR_BSS; /* zeroed data lies behind the file's */
            }
            areas[(*count)++] = area;
        }
    }
    return *count > 0;
}
