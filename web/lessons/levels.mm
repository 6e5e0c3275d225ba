#: lesson levels rows=A10 minutes=8
#: zh 四级，五级：层数的价钱
#: en Four levels, five levels: what a level costs
#: about
#: zh 地址更宽就要更多级：用到哪里，表才建到哪里，走一趟却更久。四级和五级在同一台机器上比。
#: en Wider addresses take more levels: tables only where they are used, but longer walks. Four and five compared on the same machine.
#: slider levels 4..5
#: zh 页表级数
#: en levels of the page table
let levels = 4
machine paging=$levels memory=32M pcid=off
let flat = 256T / 4096 * 8
spawn p
spawn other
#: page pin=translation
#: zh 平坦的表放不下了
#: en A flat table no longer fits
#: zh 六十四位的表项是八个字节。四十八位地址有 {256T / 1p} 页；平坦的表每个进程要 {flat in GB.0}，比整台机器还大得多。
#:    所以只能分级：一张表正好一页，装 {4096 / 8} 项，用掉 {9} 位地址。
#: en An entry of a 64-bit machine has eight bytes. Addresses of forty-eight bits are {256T / 1p} pages; a flat table would take {flat in GB.0} for each
#:    process, far more than the whole machine. So it is cut into levels: a table is just one page, holds {4096 / 8} entries, and uses up {9} bits of
#:    the address.
p mmap 16K as buf
p touch buf w
#: text see=walk_level
#: zh 这台机器有 {levels} 级：{levels} × {9} 位选项，加 {12} 位偏移，共 {levels * 9 + 12} 位地址。
#: en This machine has {levels} levels: {levels} × {9} bits pick entries, {12} bits are the offset, {levels * 9 + 12} bits of address in all.
let mine = p.tables
expect mine == 4p
#: text see=pt_alloc
#: zh 进程只碰过一页，它的[pagetable 页表]却有 {p.tables in KB}：每一级各一张。
#: en The process has touched a single page, yet its [pagetable page tables] take {p.tables in KB}: one for each level.

p touch stack w
other touch stack w
p touch stack w
let walks = events.walk_level
let faults = vmstat.pgfault
#: page pin=programs
#: zh 走一趟
#: en One walk
#: zh TLB 刚被清空，页都在内存里。进程读 `buf` 里的一个字节。
#: en The TLB has just been emptied; the pages are all in memory. The process reads one byte of `buf`.
#: ask reads
#: zh 为了这一个字节，硬件先要读几次内存里的页表项？
#: en For that one byte, how many page-table entries must the hardware read from memory first?
#: choice when events.walk_level - walks == 1
#: zh 一次：直接读最后一级
#: en One: straight to the last level
#: choice when events.walk_level - walks == levels
#: zh {levels} 次：每级一次
#: en {levels}: one a level
#: choice when events.walk_level - walks == 512 * levels
#: zh {512 * levels} 次：每张表从头找
#: en {512 * levels}: each table is searched from its start
p touch buf r
let walk = result.ns
expect events.walk_level - walks == 4
expect vmstat.pgfault == faults
expect walk == 100
#: reveal pin=translation see=walk_level
#: zh {events.walk_level - walks} 次，共 {walk}：上一级的项指出下一级的表在哪一帧，只能一级一级来。
#: en {events.walk_level - walks}, which takes {walk}: the entry of one level tells in which frame the next table lies, so they must be read one after another.
p touch buf r
let hit = result.ns
expect hit == 1
#: text see=tlb_hit
#: zh 再读一次命中 TLB，只要 {hit}。级数越多，TLB 未命中就越贵，命中却一样便宜。
#: en Reading it again hits the TLB and takes {hit}. With every level a miss grows dearer; a hit costs the same.
#: text
#: zh 把滑块拨到另一种级数，整课重跑一遍：每级多 {walk / levels}，地址多 {9} 位，也就是大 {512} 倍。
#: en Move the slider to the other number of levels and the lesson runs again: a level more is {walk / levels} more, and {9} bits more of
#:    address, {512} times the space.

p mmap 4K as far at=0x200000000000
let before = p.tables
let at = result.addr
p touch far w
#: page see=pt_alloc pin=translation
#: zh 离得远的一页
#: en A page far away
#: zh 进程在 {at in hex} 碰了孤零零的一页，表多了 {p.tables - before in KB}：共用的只有最上面几张，下面几级都要新的。
#:    末级一张表管 {2M in MB.0}，往上一级一张管 {1G in GB.0}，再往上 {512G in GB.0}。
#: en At {at in hex} the process touches one lonely page, and its tables grow by {p.tables - before in KB}: only the uppermost are shared, the levels below
#:    are new. A table of the last level covers {2M in MB.0}, one above it {1G in GB.0}, the next {512G in GB.0}.
expect p.tables - before == 3p
#: text
#: zh 挨在一起的页共用表，散开的页各要各的。分级省内存，靠的是程序把东西放在一起。
#: en Pages that lie together share tables, scattered ones need their own. Levels save memory because programs keep things together.
#: note A10
#: zh 笔记写：级数多了更省空间，可是地址转换要经过更多的表，更慢，于是有了 TLB。
#:    机器上：省和慢都数出来了。Linux 在支持的 CPU 上用五级（{57} 位），但只有程序在 `mmap` 里明说要高地址，才会给 {47} 位以上的地址。
#: en The note says: more levels take less space, but translation passes through more tables and is slower, hence the TLB.
#:    On the machine: both have been counted. On CPUs that can, Linux uses five levels ({57} bits), but hands out addresses above {47} bits only to
#:    programs that ask `mmap` for one.
