/* first.c - the program of the guided first room, recorded in first.lackey.xz.
 *
 * It is small and does what programs do to memory: reads a fresh table (every page is the zero
 * page), writes into it here and there, keeps a list on the heap, sorts with the C library, and
 * calls itself until the stack has to grow. Only main() is in the recording, start-up and exit
 * are cut off; see record.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE   4096
#define PAGES  72 /* of the table: more than a small TLB holds */
#define NODES  12
#define FRAMES 10 /* calls, each with a page of locals */

struct node {
    struct node *next;
    int value;
    char text[1000]; /* a few nodes fill a page */
};

static int order[] = {19, 3, 27, 8, 14, 1};
static char line[PAGE * 2];

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int deep(int level)
{
    volatile char locals[PAGE];

    locals[0] = (char)level;
    locals[PAGE / 2] = (char)(level * 2);
    if (level == 0)
        return locals[0];
    return deep(level - 1) + locals[PAGE / 2];
}

static int list(void)
{
    struct node *head = NULL;
    int sum = 0;

    for (int i = 0; i < NODES; i++) {
        struct node *n = malloc(sizeof *n);

        if (!n)
            return -1;
        n->value = i;
        n->next = head;
        head = n;
    }
    for (struct node *n = head; n; n = n->next)
        sum += n->value;
    return sum;
}

int main(void)
{
    volatile char *table = malloc((size_t)PAGES * PAGE); /* above the threshold: mapped alone */
    int sum = 0;

    if (!table)
        return 1;
    for (int i = 0; i < PAGES; i++) /* read: nothing was written yet */
        sum += table[i * PAGE];
    for (int i = 0; i < PAGES; i += 3) /* write over the zero page */
        table[i * PAGE + i] = (char)i;
    sum += list();
    qsort(order, sizeof order / sizeof order[0], sizeof order[0], by_value);
    memset(line + PAGE - 32, 'm', 64); /* 64 bytes on both sides of a page's end */
    sum += deep(FRAMES);
    for (int i = PAGES - 1; i >= 0; i -= 2) /* and back through the table */
        sum += table[i * PAGE];
    free((void *)table);
    return sum == 0;
}
