#include "lessons.h"

#include "guided.h"

#include <string.h>

static const struct lesson lessons[] = {
    {"first", "A recorded program, watched from inside", "从里面看一个录下的程序",
     (const char *)guided_scenario},
};
enum { LESSONS = sizeof lessons / sizeof lessons[0] };

const struct lesson *lesson_at(unsigned i)
{
    return i < LESSONS ? &lessons[i] : NULL;
}

const struct lesson *lesson_find(const char *id)
{
    for (unsigned i = 0; i < LESSONS; i++)
        if (!strcmp(lessons[i].id, id))
            return &lessons[i];
    return NULL;
}

const unsigned char *lesson_recording(const char *name, size_t *len)
{
    if (strcmp(name, "first.lackey") != 0)
        return NULL;
    *len = guided_first_bytes;
    return guided_first;
}
