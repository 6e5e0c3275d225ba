# Segments: a selector chooses base, limit and privilege; one memory filled with programs as segments.
# Origin: the teaching note's rows A1, A2, A3 and A12 (its figures: 1 GB, 512 + 128 + 256, a program of 200 MB); Intel SDM
# volume 3 for the exceptions; Linux 6.1 arch/x86/include/asm/segment.h for the flat GDT.
machine memory=64M

# A12: Linux's own segments are there, all of them flat
lab segments memory=1G fit=first
expect lab.segments.user_cs.base == 0
expect lab.segments.user_cs.limit == 4294967295
expect lab.segments.0x7b.dpl == 3
expect lab.segments.kernel_ds.dpl == 0
expect lab.segments.kernel_cs.selector == 0x60
lab access user_ds 0x8048000 r
expect lab.linear == 0x8048000
expect result.fault == none
lab access kernel_ds 0xc0100000 r
expect result.fault == GP
lab access kernel_ds 0xc0100000 r cpl=0
expect result.fault == none

# A1: base + offset while offset < limit, and privilege
lab load code 64K type=code
lab load vars 64K
expect lab.segments.vars.base == 64K
lab access vars 0x1234 w
expect lab.linear == 0x11234
expect result.addr == 0x11234
lab access vars 65532 r
expect result.fault == none
lab access vars 65533 r
expect result.fault == GP
expect lab.rule == limit
expect lab.error == 0
lab access code 0 x
expect result.fault == none
lab access code 0 w
expect result.fault == GP
expect lab.rule == rights
lab access vars 0 x
expect lab.rule == type
lab descriptor vars dpl=0
lab access vars 0 r
expect lab.rule == privilege
lab access 0 0 r
expect lab.rule == null_selector
sleep 1ns
expect result.fault == none

# A2: external and no internal fragmentation
lab segments memory=1G
lab load game 512M
lab load browser 128M
lab load music 256M
expect lab.free == 128M
expect lab.internal == 0
lab unload browser
expect lab.free == 256M
expect lab.largest == 128M
expect lab.external == 128M
lab load editor 200M
expect result.errno == ENOMEM
fails lab access editor 0 r
# A3: the whole segment goes out and comes back; a paging machine would have moved nothing for this
lab swapout music
lab access music 0 r
expect result.fault == NP
expect lab.largest == 512M
expect result.ns == 0
lab swapin music at=lowest
expect lab.segments.music.base == 512M
expect lab.largest == 256M
expect lab.external == 0
lab access music 16 r
expect lab.linear == 536870928
lab load editor 200M
expect result.errno == 0
expect lab.segments.editor.base == 768M
expect lab.internal == 0
expect lab.swapped_bytes == 512M
# 65,536 pages of 8 us after 0.1 ms, out and in
expect lab.swap_ns == 1048776000
expect lab.paged_bytes == 0

# A3 again, when memory is really short: 72 MB are lacking
lab segments memory=1G
lab load game 512M
lab load browser 128M
lab load music 256M
lab load editor 200M
expect result.errno == ENOMEM
lab swapout music
expect lab.swapped_bytes == 256M
expect lab.paged_bytes == 72M
lab load editor 200M
expect result.errno == 0
lab unload browser
lab swapin music
expect result.errno == ENOMEM
lab unload editor
lab swapin music pages=8
expect lab.paged_bytes == 73760K
expect lab.paged_ns < lab.swap_ns
