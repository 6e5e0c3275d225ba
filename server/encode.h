/* encode.h - records, events and changes of a machine as JSON text.
 *
 * Shape     by the tables of the engine: kinds, fields, events and sections are written by name; a
 *           change names its field by the index in the list that the welcome message carries.
 *           Columns of a snapshot are run lengths [len,value,...].
 * Differs   page-table entries travel only while a machine has at most ENC_TABLE_FRAMES frames.
 * Invariants
 *   E1  decode(snapshot before) + decode(changes) == decode(snapshot after), for every section
 */
#ifndef SERVER_ENCODE_H
#define SERVER_ENCODE_H

#include "jw.h"
#include "mm.h"

enum { ENC_SECTIONS_MAX = 12, ENC_TABLE_FRAMES = 65536 };
#define ENC_ALL UINT32_MAX

/* Sections by number: 0..enc_section_count()-1. */
unsigned enc_section_count(void);
const char *enc_section_name(unsigned i);
/* Bit of a section's name, 0 when there is none. */
uint32_t enc_section_bit(const char *name);
uint32_t enc_kind_section(enum mm_record_kind kind);

/* Does this field travel, and as which index of its kind's list? -1: it does not. */
int enc_field_index(enum mm_field_id field);
/* The i-th travelling field of a kind; NULL behind the last. */
const struct mm_field_row *enc_field_at(enum mm_record_kind kind, unsigned i);
/* Kind by name; MM_R_ALL when there is none. */
enum mm_record_kind enc_kind(const char *name);
/* Event by name; EV_COUNT when there is none. */
enum mm_event_type enc_event(const char *name);

/* {"machine":[lane,lane],...} of the sections in `mask`. */
struct enc_view {
    uint32_t lanes[ENC_SECTIONS_MAX][2];
};
void enc_view_read(struct mm *m, struct enc_view *view);
void enc_view_write(struct jw *w, const struct enc_view *view, uint32_t mask);

/* columns.c: the value of "records" in a snapshot: every section in `mask`. */
void enc_records(struct jw *w, const struct mm *m, uint32_t mask);

/* ["name",cause_distance,cpu,arg,...] */
void enc_event_row(struct jw *w, const struct mm_event *e);
/* {"pid":1000,...} by argument name. */
void enc_event_args(struct jw *w, const struct mm_event *e);

/* A value of a field: signed where it is. */
void enc_value(struct jw *w, const struct mm_field_row *row, uint64_t value);

/* Changes grouped by kind. `at` (may be NULL) gives each one's event index, written first. */
void enc_changes(struct jw *w, const struct mm_change *changes, const uint32_t *at, size_t count,
                 uint32_t mask);

/* shadow.c: all travelling values of a machine, kept aside to tell later what changed in between. */
struct enc_shadow;
struct enc_shadow *enc_shadow_take(const struct mm *m);
void enc_shadow_free(struct enc_shadow *s);
/* The value of "changes" in a delta: what differs between the shadow and the machine now. */
void enc_delta(struct jw *w, const struct enc_shadow *s, const struct mm *m, uint32_t mask);

#endif
