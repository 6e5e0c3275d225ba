/* base.c - names of errors, errnos and signals. */
#include "base/base.h"

#define ROW_ERR(id, text) [MM_N_##id] = text,
static const char *const err_names[MM_N_COUNT] = {MM_ERRS(ROW_ERR)};

const char *mm_err_name(enum mm_err err)
{
    const int n = -(int)err;

    return n >= 0 && n < (int)MM_N_COUNT ? err_names[n] : "unknown error";
}

const char *mm_errno_name(unsigned number)
{
#define ROW_ERRNO(id, n) \
    if (number == (n)) { \
        return #id;      \
    }
    MM_ERRNOS(ROW_ERRNO)
    return number == 0 ? "0" : "errno";
}

const char *mm_signal_name(unsigned number)
{
#define ROW_SIGNAL(id, n) \
    if (number == (n)) {  \
        return #id;       \
    }
    MM_SIGNALS(ROW_SIGNAL)
    return number == 0 ? "0" : "signal";
}

const char *mm_si_code_name(unsigned signal, unsigned code)
{
#define ROW_SI_CODE(id, sig, n)           \
    if (signal == (sig) && code == (n)) { \
        return #id;                       \
    }
    MM_SI_CODES(ROW_SI_CODE)
    return "";
}
