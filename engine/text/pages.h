/* pages.h - page traces: numbers, as text or as *.u64, into operations.
 *
 * Models    nothing of Linux: one number is one access to that page.
 * Differs   a page list does not say what kind of access it was: all are reads.
 * Shape     a decoder writes into room the caller has, in one pass; what it does not understand is counted and the
 *           first few are kept to show. It is an error of the file only when nothing in it was understood.
 * Units     page numbers (address >> 12); lines from 1; for *.u64 a "line" is a number.
 */
#ifndef MM_TEXT_PAGES_H
#define MM_TEXT_PAGES_H

#include "text/units.h"

#define IMPORT_SHOWN       3u
#define IMPORT_SHOWN_BYTES 120u
#define IMPORT_ADDR_MAX    (1ull << 57)

struct import {
    uint64_t *ops; /* MM_OP; room for `room` */
    uint64_t room, count;
    uint64_t lines, malformed;
    uint32_t shown;                                /* of the malformed */
    char first[IMPORT_SHOWN * IMPORT_SHOWN_BYTES]; /* "line 7: …" each with a newline */
};

/* Count a malformed line and keep it when it is one of the first. */
void import_malformed(struct import *in, uint64_t line, const uint8_t *bytes, size_t length);
/* Line from bytes[*at], without its newline: false at the end. */
bool import_line(const uint8_t *bytes, size_t length, size_t *at, const uint8_t **line, size_t *n);

/* As many operations as these bytes can hold at most. */
uint64_t pages_room(const uint8_t *bytes, size_t length);
/* Pre: in->ops has pages_room(…) entries. False: nothing in it is a page number. */
bool pages_decode(const uint8_t *bytes, size_t length, struct import *in);

#endif
