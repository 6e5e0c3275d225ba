#: lesson table-life rows=C3 minutes=6
#: zh 页表的一生
#: en The life of a page table
#: about
#: zh 页表随第一次访问出现，数据走了它还在，直到解除映射或进程退出；Linux 从不把它换出。
#: en Page tables appear with the first access, outlive the data they pointed to, and go at unmap or exit; Linux never swaps them out.
#: slider megabytes 2..14 step=2 unit=MB
#: zh 用到的范围
#: en range in use
machine memory=64M pcp=off
let megabytes = 8
let bytes = $megabytes * 1048576
spawn p
p touch text x
p touch stack w
p mmap 16M as buf
let idle = p.tables
let rss = p.status.VmRSS
#: page pin=translation
#: zh 映射不建表
#: en A mapping builds no table
#: zh 进程刚映射了 {16M in MB.0}，一页还没碰。它的[pagetable 页表]共 {idle in KB}，都是为代码和栈建的；
#:    映射本身只是一条记录。
#: en The process has just mapped {16M in MB.0} and touched none of it. Its [pagetable page tables] take {idle in KB}, all of them for
#:    its code and its stack: a mapping is only a note.
p write buf+0..$bytes pattern=stride:256K
let busy = p.tables
let written = p.status.VmRSS - rss
expect written == 128K
expect busy - idle == 5

#: page see=pt_alloc pin=translation
#: zh 用到才建
#: en Built when used
#: zh 它在前 {megabytes} MB 里每隔 {256K in KB} 写一页。[anon 匿名页]有了 {written in KB}，表多了 {busy - idle in KB}。
#:    一张末级表管 {512 * 1p in MB.0}；这段地址不从它的整数倍开始，两头各占半张，所以是 {busy - idle} 张。
#: en It writes a page every {256K in KB} in the first {megabytes} MB. That makes {written in KB} of [anon anonymous] pages, and {busy - idle in KB} more of tables. One
#:    table of the last level looks after {512 * 1p in MB.0}; the range does not begin at a multiple of that and uses part of one at
#:    either end, which makes {busy - idle}.

#: page pin=translation
#: zh 数据走了，表呢
#: en The data go; and the tables?
#: ask empty
#: zh 现在进程用 `madvise … dontneed` 把写过的页全部还给内核。那些表呢？
#: en Now the process gives all written pages back with `madvise … dontneed`. What about the tables?
#: choice when p.tables == idle
#: zh 跟着数据一起释放
#: en They are freed with the data
#: choice when p.tables == busy
#: zh 一张不少，都留着
#: en Every one of them stays
#: choice when p.tables // 1p == 1
#: zh 只剩顶级表
#: en Only the top table is left
p madvise buf dontneed
expect p.tables == busy
expect p.status.VmRSS == rss
#: reveal pin=translation
#: zh 都还在：数据只剩 {p.status.VmRSS - rss in KB}，表仍是 {p.tables in KB}。表里的项空了，表本身没有动。
#: en They all stay: {p.status.VmRSS - rss in KB} of the data are left, and still {p.tables in KB} of tables. Their entries are empty, the tables
#:    themselves are as they were.

p munmap buf
expect p.tables == idle
#: page see=pt_free pin=translation
#: zh 什么时候走
#: en When they go
#: zh `munmap` 解除映射，管这段地址的表没有别的用处了，才被释放：从 {busy in KB} 回到 {p.tables in KB}。
#: en `munmap` ends the mapping. Only now are the tables of that range of no use, and they are freed: from {busy in KB} back to
#:    {p.tables in KB}.
p mmap 16M as again
p write again+0..$bytes pattern=stride:256K
let spare = meminfo.MemFree
p exit

#: page see=exit pin=physical
#: zh 最后都还回去
#: en In the end everything goes back
#: zh 进程退出时，剩下的表和它的页一起还给内核：空闲内存多了 {meminfo.MemFree - spare in KB}。
#: en When the process exits, the tables that are left go back together with its pages: {meminfo.MemFree - spare in KB} more are free.
expect meminfo.PageTables == 0
#: note C3
#: zh 笔记写：内存紧张时，久不访问的页表会被换出到硬盘。
#:    机器上：表只在解除映射和退出时释放，上面每一步都数过。Linux 没有换出页表的机制；被换出的是数据页，
#:    换出后它的页表项还在原处，里面改记它在交换区的位置。
#: en The note says: when memory is short, page tables not used for a while are swapped out to the disk.
#:    On the machine: tables go at unmap and exit only, as counted above. Linux has no way to swap a table out. What it swaps are pages
#:    of data; the entry of such a page stays where it is and holds its place in the swap area.
