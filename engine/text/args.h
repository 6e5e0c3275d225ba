/* args.h - one argument of a command from one word, by its row in the command table.
 *
 * Shape     the caller (scenario.c) says which row a word belongs to; types, bounds and refusals are here.
 * Owns      nothing.
 *
 * Arguments in struct mm_arg, by type (bit i of cmd.present says that argument i was given):
 *   SIZE         a bytes
 *   RANGE        kind RANGE_PLAIN a..b addresses, end not included | RANGE_WHOLE text NAME | RANGE_PART text NAME,
 *                a..b offsets | RANGE_PAGE text NAME, a offset
 *   ADDR         kind RANGE_PLAIN a address | RANGE_PAGE text NAME, a offset
 *   UINT         a       INT  a as two's complement, b 1 when negative
 *   NAME ACTOR LABEL     text
 *   TEXT         text; besides: spawn catch= has in a the mask of 1 << signal number, kill's signal the number in a,
 *                mmap file=PATH:OFFSET text PATH and a the offset in bytes
 *   MANY         text: all given values, one blank between, sizes in decimal bytes ("PATH:BYTES PATH:BYTES"); a how
 *   many
 *   PROT         a = VM_READ | VM_WRITE | VM_EXEC (1, 2, 4)
 *   PATTERN      a enum mm_pattern, b zipf exponent in millionths or stride in bytes
 *   DURATION     a ns     FLAG a 1     ADVICE a enum mm_advice     RWX a enum mm_access_type
 *   SIGNED_SIZE  a magnitude in bytes, b 1 when negative
 *   NEXT         a bytes (`ACTOR write NAME next SIZE`: argument 0 is RANGE_WHOLE NAME)
 *   GFP          a bits   SYSCTL a enum mm_sysctl     TRACE_KIND a enum mm_trace_kind
 *   EXPR LINE    text: the rest of the line as written
 *   POLICIES     a how many, b their numbers (enum mm_lab_policy) in 4 bits each, the first lowest
 *   REFS         text "7,0,1", a how many      LAB_*  a the number of the word in its enum
 */
#ifndef MM_TEXT_ARGS_H
#define MM_TEXT_ARGS_H

#include "text/grammar.h"

/* A line understood: the command, and where its words stand. */
#define ARGS_NO_WORD 255u
struct scenario {
    struct mm_cmd cmd;
    uint32_t rest_start,
        rest_end; /* bytes of the line that an EXPR or LINE argument took; both 0 when there is none */
    uint8_t verb_word, actor_word, arg_word[MM_CMD_ARGS_MAX]; /* index of the word, ARGS_NO_WORD */
    bool bare, all,
        ratios; /* sysctl -n: values alone | -a: every key | all of lowmem_reserve_ratio */
};

/* A line being read. */
struct args {
    const struct lex_line *words;
    const char *line;
    struct scenario *out;
    struct problem *why;
    const struct mm_arg_row *rows;
    unsigned row_count;
    unsigned at;  /* next word */
    unsigned end; /* words that are arguments end here */
};

/* Set row's argument from `value`, a part of word w. False: p->why says why it would not do. */
bool args_value(struct args *p, const struct mm_arg_row *row, const struct lex_word *w,
                const char *value);
/* Signal number of KILL, SIGKILL or 9. */
bool args_signal(const char *word, uint64_t *number);

#endif
