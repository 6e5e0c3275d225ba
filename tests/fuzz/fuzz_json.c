/* fuzz_json.c - bytes as a request's JSON: the guard before the parser, and the getters after it.
 *
 * Shape     what the guard lets through, cJSON must take, with no name twice; what it refuses has a
 *           place inside the text. Getters are tried on every member.
 */
#include <stdlib.h>
#include <string.h>

#include "jr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void read_members(const cJSON *object)
{
    for (const cJSON *m = object->child; m; m = m->next) {
        const char *text = NULL;
        uint64_t u = 0;
        int64_t i = 0;
        double d = 0;
        bool b = false;

        if (!m->string)
            continue;
        if (jr_text(object, m->string, &text) == 1)
            require(text && strlen(text) < 1u << 20);
        if (jr_number(object, m->string, &d) == 1)
            require(d == d);
        jr_u64(object, m->string, &u);
        jr_i64(object, m->string, &i);
        jr_bool(object, m->string, &b);
        if (cJSON_IsObject(m))
            read_members(m); /* at most JR_DEPTH_MAX deep, by J1 */
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"scenario", "lines", "token", NULL};
    struct jr_error error = {0};
    char *text = malloc(size + 1);

    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    const bool good = jr_scan(text, size, &error);

    if (!good)
        require(error.why && error.offset <= size && error.line >= 1 && error.column >= 1);
    cJSON *value = jr_parse(text, size, &error);

    require(value ? good : error.why != NULL); /* a name given twice is found after the guard */
    if (value) {
        require(cJSON_IsObject(value) || cJSON_IsArray(value));
        require(jr_utf8(text, size, NULL));
        if (cJSON_IsObject(value)) {
            read_members(value);
            const char *unknown = jr_unknown(value, names);

            require(!unknown || cJSON_GetObjectItemCaseSensitive(value, unknown));
        }
        cJSON_Delete(value);
    }
    free(text);
    return 0;
}
