/* units.h - numbers of the language: sizes, addresses, durations, and how values are written.
 *
 * Units     bytes (×1024 suffixes K M G T, p = 4 KiB pages), nanoseconds (ns us ms s), plain numbers.
 * Rule      no floats: fractions are exact, in integers.
 */
#ifndef MM_TEXT_UNITS_H
#define MM_TEXT_UNITS_H

#include "text/lex.h"

/* How a word failed to be a number. */
enum units_err { UNITS_OK, UNITS_NOT, UNITS_TOO_LARGE };

/* Decimal or 0x hexadecimal, whole word. */
enum units_err units_uint(const char *word, uint64_t *value);
/* The same with a sign. */
enum units_err units_int(const char *word, int64_t *value);
/* 4096 16K 64M 2G 1T 32p 0x1000: bytes. *suffixed (may be NULL): a suffix was given. */
enum units_err units_size(const char *word, uint64_t *bytes, bool *suffixed);
/* 200ms 5s 10us 7ns: nanoseconds; a plain number is refused. */
enum units_err units_duration(const char *word, uint64_t *ns);
/* rw- r-x --- : VM_READ | VM_WRITE | VM_EXEC. */
bool units_prot(const char *word, uint64_t *prot);
/* 0.9 as 900000: a decimal fraction in millionths. */
enum units_err units_millionths(const char *word, uint64_t *value);
/* "64M" for 67108864, "4097" for 4097. */
void units_print_size(uint64_t bytes, char *out, size_t room);

#endif
