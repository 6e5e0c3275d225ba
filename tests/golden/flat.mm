# Row A12: Linux sets every base to 0, so that the segment adds nothing and paging does the rest; DPL is all that is left.
# Origin: Linux 6.1 arch/x86/include/asm/segment.h (32-bit selectors); the same address typed as an offset and as an address.
machine profile=i386 memory=64M
spawn p
p mmap 64K as m
p touch m+5K w
let at = result.addr
expect page(p,m+5K).present == 1
lab segments
lab access 0x7b $at w cpl=3
expect result.fault == none
expect lab.linear == at
expect result.addr == at
lab access 0x73 $at x
expect lab.linear == at
# the kernel's segments cover the same 4 GB, and only DPL keeps a program out of them
expect lab.segments.0x68.limit == lab.segments.0x7b.limit
lab access 0x68 $at r cpl=3
expect result.fault == GP
expect lab.rule == privilege
lab access 0x68 $at r cpl=0
expect lab.linear == at
p touch $at r
expect result.signal == 0
expect result.addr == at
