#include "lessons.h"

#include "guided.h"

#include <string.h>

static const struct lesson lessons[] = {
    {"first", "A recorded program, watched from inside", "从里面看一个录下的程序",
     /* The program runs in the background, one access a turn; each step goes on to the next fault, later to the
      * fourth. */
     "machine memory=16M seed=1 sched.quantum=1 tlb=l1d:8x4,l2:32x4\n"
     "trace lackey first.lackey as first &\n"
     "repeat 20 as i\n"
     "wait until events.fault_done > $i\n"
     "end\n"
     "repeat 30 as i\n"
     "wait until events.fault_done >= $i * 4 + 24\n"
     "end\n"
     "wait\n"},
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
