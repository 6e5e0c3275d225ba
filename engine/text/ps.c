/* ps.c - ps(1). */
#include "text/ps.h"

#include <stdio.h>
#include <string.h>

#include "parts/vma.h"
#include "task/actor.h"

#define FIELDS_MAX 24u
#define WORD_BYTES 256u
#define CELL_BYTES 64u
#define NS_PER_S   1000000000ull
typedef unsigned long long ull;

enum column {
    PID,
    PPID,
    UID,
    USER,
    COMM,
    CMD,
    ARGS,
    RSS,
    VSZ,
    SZ,
    MINFLT,
    MAJFLT,
    PMEM,
    PCPU,
    C,
    STAT,
    STATE,
    TIME,
    BSDTIME,
    START,
    PSR,
    NI,
    PRI,
    NLWP,
    TTY,
    TTY8,
    COLUMN_COUNT
};
/* Names of -o, the head, its width; left: text, else a number that --sort can sort by. */
static const struct column_row {
    const char *names[3];
    const char *head;
    uint8_t width;
    bool left;
} columns[COLUMN_COUNT] = {
    [PID] = {{"pid", "tgid", NULL}, "PID", 7, false},
    [PPID] = {{"ppid", NULL, NULL}, "PPID", 7, false},
    [UID] = {{"uid", "euid", NULL}, "UID", 5, false},
    [USER] = {{"user", "euser", "uname"}, "USER", 8, true},
    [COMM] = {{"comm", "ucmd", "ucomm"}, "COMMAND", 15, true},
    [CMD] = {{"cmd", NULL, NULL}, "CMD", 27, true},
    [ARGS] = {{"args", "command", NULL}, "COMMAND", 27, true},
    [RSS] = {{"rss", "rssize", "rsz"}, "RSS", 5, false},
    [VSZ] = {{"vsz", "vsize", NULL}, "VSZ", 6, false},
    [SZ] = {{"sz", NULL, NULL}, "SZ", 5, false},
    [MINFLT] = {{"min_flt", "minflt", NULL}, "MINFL", 6, false},
    [MAJFLT] = {{"maj_flt", "majflt", NULL}, "MAJFL", 6, false},
    [PMEM] = {{"%mem", "pmem", NULL}, "%MEM", 4, false},
    [PCPU] = {{"%cpu", "pcpu", NULL}, "%CPU", 4, false},
    [C] = {{"c", NULL, NULL}, "C", 2, false},
    [STAT] = {{"stat", NULL, NULL}, "STAT", 4, true},
    [STATE] = {{"s", "state", NULL}, "S", 1, true},
    [TIME] = {{"time", "cputime", NULL}, "TIME", 8, false},
    [BSDTIME] = {{"bsdtime", NULL, NULL}, "TIME", 6, false},
    [START] = {{"start_time", "stime", "bsdstart"}, "START", 5, false},
    [PSR] = {{"psr", NULL, NULL}, "PSR", 3, false},
    [NI] = {{"ni", "nice", NULL}, "NI", 3, false},
    [PRI] = {{"pri", NULL, NULL}, "PRI", 3, false},
    [NLWP] = {{"nlwp", "thcount", NULL}, "NLWP", 4, false},
    [TTY] = {{"tty", "tt", "tname"}, "TT", 8, true},
    [TTY8] = {{NULL, NULL, NULL}, "TTY", 8, true},
};

struct request {
    enum column column[FIELDS_MAX];
    const char *head[FIELDS_MAX]; /* NULL: the column's own */
    unsigned count;
    enum column sort;
    bool descending;
    slot_t only; /* SLOT_NONE: all */
};

const char *ps_field(unsigned i)
{
    return i < TTY8 ? columns[i].names[0] : NULL;
}

/* ---- values ---- */

static uint64_t rss_kb(const struct proc *p)
{
    return (p->rss_anon_pages + p->rss_file_pages + p->rss_shmem_pages) * 4;
}

/* Tenths of a percent of simulated time since it was started. */
static uint64_t cpu_permille(const struct mm *m, const struct proc *p)
{
    const uint64_t now = m->machine->clock_ns;
    const uint64_t life = now > p->start_ns ? now - p->start_ns : 0;

    return life == 0 ? 0 : p->utime_ns / (life / 1000 + 1);
}

static uint64_t number(const struct mm *m, slot_t proc, enum column column)
{
    const struct proc *p = &m->proc[proc];
    const uint64_t total_kb = (uint64_t)m->machine->totalram_pages * 4;

    switch (column) {
    case PID: return p->pid;
    case PPID: return p->ppid;
    case RSS: return rss_kb(p);
    case VSZ: return p->total_vm_pages * 4;
    case SZ: return p->total_vm_pages;
    case MINFLT: return p->minflt;
    case MAJFLT: return p->majflt;
    case PMEM: return total_kb == 0 ? 0 : rss_kb(p) * 1000 / total_kb;
    case PCPU: return cpu_permille(m, p);
    case C: return cpu_permille(m, p) / 10;
    case TIME:
    case BSDTIME: return p->utime_ns / NS_PER_S;
    case START: return p->start_ns / NS_PER_S;
    case PSR: return p->cpu;
    case PRI: return 19;
    case NLWP: return 1;
    default: return 0;
    }
}

static void cell(const struct mm *m, slot_t proc, enum column column, char out[CELL_BYTES])
{
    const struct proc *p = &m->proc[proc];
    const ull n = number(m, proc, column);
    char name[MM_NAME_BYTES];

    switch (column) {
    case USER: snprintf(out, CELL_BYTES, "root"); break;
    case COMM:
        procpid_comm(m, proc, name);
        snprintf(out, CELL_BYTES, "%s", name);
        break;
    case CMD:
    case ARGS:
        mm_name(m, p->file != 0 ? p->file : p->name, name);
        snprintf(out, CELL_BYTES, "%s", name);
        break;
    case PMEM:
    case PCPU: snprintf(out, CELL_BYTES, "%llu.%llu", n / 10, n % 10); break;
    case STAT:
        snprintf(out, CELL_BYTES, "%s%s%s", p->job ? "R" : "S", p->locked_vm_pages ? "L" : "",
                 p->job ? "+" : "");
        break;
    case STATE: snprintf(out, CELL_BYTES, "%s", p->job ? "R" : "S"); break;
    case TIME:
        snprintf(out, CELL_BYTES, "%02llu:%02llu:%02llu", n / 3600, n / 60 % 60, n % 60);
        break;
    case BSDTIME: snprintf(out, CELL_BYTES, "%llu:%02llu", n / 60, n % 60); break;
    case START: snprintf(out, CELL_BYTES, "%02llu:%02llu", n / 3600 % 24, n / 60 % 60); break;
    case TTY:
    case TTY8: snprintf(out, CELL_BYTES, "?"); break;
    default: snprintf(out, CELL_BYTES, "%llu", n); break;
    }
}

/* ---- the table ---- */

static void put(struct report *r, const struct request *q, unsigned i, const char *text)
{
    const struct column_row *row = &columns[q->column[i]];
    const bool last = i + 1 == q->count;

    if (row->left) {
        report_add(r, "%-*s", last ? 0 : row->width, text);
    } else {
        report_add(r, "%*s", row->width, text);
    }
    report_add(r, last ? "\n" : " ");
}

/* The process that comes after `before` in the order asked for; SLOT_NONE at the end. Ties go by slot. */
static slot_t next_proc(const struct mm *m, const struct request *q, slot_t before)
{
    const uint32_t count = m->region[MM_R_proc].count;
    slot_t best = SLOT_NONE;
    uint64_t best_key = 0;

    for (slot_t p = 0; p < count; p++) {
        uint64_t key = number(m, p, q->sort);
        uint64_t limit = before == SLOT_NONE ? 0 : number(m, before, q->sort);

        if (!m->proc[p].live || (q->only != SLOT_NONE && p != q->only)) {
            continue;
        }
        if (q->descending) {
            key = UINT64_MAX - key;
            limit = UINT64_MAX - limit;
        }
        if (before != SLOT_NONE && (key < limit || (key == limit && p <= before))) {
            continue;
        }
        if (best == SLOT_NONE || key < best_key) {
            best = p;
            best_key = key;
        }
    }
    return best;
}

static void table(const struct mm *m, const struct request *q, struct report *r)
{
    char text[CELL_BYTES];

    for (unsigned i = 0; i < q->count; i++) {
        put(r, q, i, q->head[i] != NULL ? q->head[i] : columns[q->column[i]].head);
    }
    for (slot_t p = next_proc(m, q, SLOT_NONE); p != SLOT_NONE; p = next_proc(m, q, p)) {
        for (unsigned i = 0; i < q->count; i++) {
            cell(m, p, q->column[i], text);
            put(r, q, i, text);
        }
    }
}

/* ---- options ---- */

static bool find_column(const char *name, size_t length, enum column *column)
{
    for (unsigned c = 0; c < COLUMN_COUNT; c++) {
        for (unsigned i = 0; i < 3 && columns[c].names[i] != NULL; i++) {
            if (strlen(columns[c].names[i]) == length &&
                strncmp(columns[c].names[i], name, length) == 0) {
                *column = (enum column)c;
                return true;
            }
        }
    }
    return false;
}

static bool say_unknown(struct report *r, const char *what, const char *word, size_t length)
{
    report_add(r, "error: %s \"%.*s\"\nfields:", what, (int)length, word);
    for (unsigned i = 0; ps_field(i) != NULL; i++) {
        report_add(r, " %s", ps_field(i));
    }
    report_add(r, "\nusage: ps [aux | -e | -ef | -eo FIELD,...] [-p PID] [--sort=[-]FIELD]\n");
    return false;
}

static bool add_fields(struct request *q, const char *list, struct report *r)
{
    while (*list != '\0') {
        const size_t length = strcspn(list, ",");

        if (q->count == FIELDS_MAX || !find_column(list, length, &q->column[q->count])) {
            return say_unknown(r, "unknown user-defined format specifier", list, length);
        }
        q->head[q->count++] = NULL;
        list += length + (list[length] == ',');
    }
    return true;
}

static void set_fields(struct request *q, const enum column *column, unsigned count)
{
    q->count = count;
    for (unsigned i = 0; i < count; i++) {
        q->column[i] = column[i];
        q->head[i] = NULL;
    }
}

static bool set_sort(struct request *q, const char *key, struct report *r)
{
    q->descending = *key == '-';
    key += *key == '-' || *key == '+';
    if (find_column(key, strlen(key), &q->sort) && !columns[q->sort].left) {
        return true;
    }
    return say_unknown(r, "unknown sort specifier", key, strlen(key));
}

/* The next word; NULL at the end. */
static const char *next_word(const char **options, char word[WORD_BYTES])
{
    size_t length;

    *options += strspn(*options, " \t");
    length = strcspn(*options, " \t");
    if (length == 0 || length >= WORD_BYTES) {
        return NULL;
    }
    memcpy(word, *options, length);
    word[length] = '\0';
    *options += length;
    return word;
}

static const enum column short_list[] = {PID, TTY8, TIME, CMD};
static const enum column full_list[] = {USER, PID, PPID, C, START, TTY8, TIME, CMD};
static const enum column aux_list[] = {USER, PID,  PCPU,  PMEM,    VSZ, RSS,
                                       TTY8, STAT, START, BSDTIME, ARGS};

/* One cluster of letters after a dash; *rest is what follows an `o` or `p` in it. */
static bool letters(struct request *q, const char *word, const char **rest, char *wants,
                    struct report *r)
{
    for (const char *at = word + 1; *at != '\0'; at++) {
        switch (*at) {
        case 'e':
        case 'A': break;
        case 'f':
            set_fields(q, full_list, sizeof(full_list) / sizeof(full_list[0]));
            q->head[0] = "UID";
            q->head[4] = "STIME";
            break;
        case 'o':
        case 'p':
            *wants = *at;
            *rest = at + 1;
            return true;
        default: return say_unknown(r, "unsupported option", word, strlen(word));
        }
    }
    return true;
}

static bool parse(const struct mm *m, const char *options, struct request *q, struct report *r)
{
    bool own = false; /* -o replaces the standard list */
    char word[WORD_BYTES];

    while (next_word(&options, word) != NULL) {
        const char *rest = "";
        char wants = '\0';

        if (strcmp(word, "--sort") == 0 || strncmp(word, "--sort=", 7) == 0) {
            if (word[6] != '=' && next_word(&options, word) == NULL) {
                return say_unknown(r, "unknown sort specifier", "", 0);
            }
            if (!set_sort(q, word[0] == '-' && word[1] == '-' ? word + 7 : word, r)) {
                return false;
            }
        } else if (strcmp(word, "aux") == 0) {
            set_fields(q, aux_list, sizeof(aux_list) / sizeof(aux_list[0]));
        } else if (word[0] != '-') {
            return say_unknown(r, "unsupported option", word, strlen(word));
        } else if (!letters(q, word, &rest, &wants, r)) {
            return false;
        }
        if (wants != '\0' && *rest == '\0') {
            rest = next_word(&options, word);
            if (rest == NULL) {
                return say_unknown(r, "an argument is missing after", &wants, 1);
            }
        }
        if (wants == 'p') {
            q->only = actor_find(m, rest);
            if (q->only == SLOT_NONE) {
                return say_unknown(r, "no such process", rest, strlen(rest));
            }
        } else if (wants == 'o') {
            q->count = own ? q->count : 0;
            own = true;
            if (!add_fields(q, rest, r)) {
                return false;
            }
        }
    }
    return *options == '\0' || say_unknown(r, "word too long", options, WORD_BYTES / 4);
}

bool ps_show(const struct mm *m, const char *options, struct report *r)
{
    struct request q = {.only = SLOT_NONE, .sort = PID};

    set_fields(&q, short_list, sizeof(short_list) / sizeof(short_list[0]));
    if (!parse(m, options, &q, r)) {
        return false;
    }
    table(m, &q, r);
    return true;
}
