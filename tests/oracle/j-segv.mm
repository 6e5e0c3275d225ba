machine randomize=off
# j-segv: every kind of bad access that needs no file on a disk. Figures: j-segv.recorded.txt, Linux 6.1.192.
# The recorded process caught its signals; so does this one. minflt+N is expected after each access.
spawn j maps=orc.maps catch=SEGV,BUS
j mmap 16p as p
let p = result.addr

# read NULL, write NULL, unmapped, kernel address, non-canonical
let f = j.stat.minflt
j touch 0 r
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect j.stat.minflt - $f == 0
expect result.addr == 0
let f = j.stat.minflt
j touch 0 w
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect j.stat.minflt - $f == 0
let f = j.stat.minflt
j touch 0x500000000000 r
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect j.stat.minflt - $f == 0
expect result.addr == 0x500000000000
let f = j.stat.minflt
j touch 0xffffffff81000000 r
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect j.stat.minflt - $f == 0
expect result.addr == 0xffffffff81000000
let f = j.stat.minflt
j touch 0x8000000000000000 r
expect result.signal == SIGSEGV
expect result.code == SI_KERNEL
expect j.stat.minflt - $f == 0
expect result.addr == 0

# fresh pages: written, read, written after read
let f = j.stat.minflt
j touch p w
expect result.signal == 0
expect j.stat.minflt - $f == 1
let f = j.stat.minflt
j touch p+4K r
expect result.signal == 0
expect j.stat.minflt - $f == 1
let f = j.stat.minflt
j touch p+4K w
expect result.signal == 0
expect j.stat.minflt - $f == 1

# r--, PROT_NONE, no execution, unmapped
j mprotect p+8K..12K r--
let f = j.stat.minflt
j touch p+8K r
expect result.signal == 0
expect j.stat.minflt - $f == 1
let f = j.stat.minflt
j touch p+8K w
expect result.signal == SIGSEGV
expect result.code == SEGV_ACCERR
expect j.stat.minflt - $f == 0
expect result.addr == $p + 8192
j mprotect p+12K..16K ---
let f = j.stat.minflt
j touch p+12K r
expect result.signal == SIGSEGV
expect result.code == SEGV_ACCERR
expect j.stat.minflt - $f == 0
let f = j.stat.minflt
j touch p x
expect result.signal == SIGSEGV
expect result.code == SEGV_ACCERR
expect j.stat.minflt - $f == 0
expect result.addr == $p
j munmap p+16K..20K
let f = j.stat.minflt
j touch p+16K r
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect j.stat.minflt - $f == 0
expect result.addr == $p + 16384

# a private file page: writing it is one fault
j mmap 4K as q file=/tmp/two
expect result.errno == 0
let f = j.stat.minflt
j touch q w
expect result.signal == 0
expect j.stat.minflt - $f == 1

# .rodata and text, which the program has used: present, not writable
j touch 0x49ee21 r
let f = j.stat.minflt
j touch 0x49ee21 w
expect result.signal == SIGSEGV
expect result.code == SEGV_ACCERR
expect j.stat.minflt - $f == 0
expect result.addr == 0x49ee21
j touch 0x404df8 x
let f = j.stat.minflt
j touch 0x404df8 w
expect result.signal == SIGSEGV
expect result.code == SEGV_ACCERR
expect j.stat.minflt - $f == 0
expect result.addr == 0x404df8

# the stack: 64 KB below it grows down, 9 MB below its top is over RLIMIT_STACK
expect j.status.VmStk == 132
let f = j.stat.minflt
j touch 0x7fff5598e000 r
expect result.signal == 0
expect j.stat.minflt - $f == 1
expect j.status.VmStk == 196
let f = j.stat.minflt
j touch 0x7fff550bf000 r
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect j.stat.minflt - $f == 0
expect result.addr == 0x7fff550bf000
expect j.stat.majflt == 0
