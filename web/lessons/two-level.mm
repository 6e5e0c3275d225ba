#: lesson two-level rows=A8,A9 minutes=10
#: zh 两级页表省了多少
#: en What two levels save
#: about
#: zh 平坦的页表每个进程都要一整张；两级页表只为用到的部分建表。数一数就知道差多少。
#: en A flat page table costs every process the whole of it; with two levels only the parts in use exist. Count the difference.
#: slider used 0..100 step=5 unit=%
#: zh 映射了的地址空间
#: en part of the space that is mapped
machine profile=i386
let used = 20
let entries = 4G / 1p
lab tables bits=32 used=$used
let flat = lab.tables.linear.bytes
expect flat == 4M
spawn p
#: page pin=translation
#: zh 一张平坦的表
#: en One flat table
#: zh 三十二位的地址空间是 {4G in GB.0}，切成 {1p in KB} 的页，共 {entries} 页。平坦的[pagetable 页表]给每一页留一项，用没用都留；每项四个字节，一张表就是 {flat in MB.0}。
#: en An address space of thirty-two bits is {4G in GB.0}, cut into {entries} pages of {1p in KB}. A flat [pagetable page table] keeps an
#:    entry for every page, used or not. At four bytes each the table takes {flat in MB.0}.
#: text
#: zh 这是每个进程都要的。一百个进程就是 {flat * 100 in MB.0}，还什么都没干。
#: en That is for each process. A hundred of them need {flat * 100 in MB.0}, before any has done a thing.

#: page pin=translation
#: zh 一个小进程
#: en A small process
#: ask small
#: zh 这台机器的页表分两级。进程 `p` 只运行一点代码，写一点数据，用一点栈。它的页表一共占多少？
#: en The page table of this machine has two levels. The process `p` runs a little code, writes a little data and uses a
#:    little stack. How much do its page tables take?
#: choice when p.tables >= flat
#: zh {flat in MB.0}：哪一页都可能被访问，每一页都得有项
#: en {flat in MB.0}: any page might be accessed, so each needs its entry
#: choice when p.tables == 3p
#: zh {3p in KB}：顶级表，再加用到的两处各一张
#: en {3p in KB}: the top table, and one more for each of the two places in use
#: choice when p.tables == 1p
#: zh {1p in KB}：顶级表一张就够
#: en {1p in KB}: the top table is enough
p touch text x
p touch data w
p touch stack w
expect p.tables == 12K
#: reveal see=pt_alloc
#: zh 一共 {p.tables in KB}。一张末级表管 {4M in MB.0} 地址。代码和数据挨着，合用一张；栈在地址空间的另一头，又要一张。
#:    中间大片没用的地址，在顶级表里只是一些空项。
#: en {p.tables in KB} in all. One lower table looks after {4M in MB.0} of addresses. Code and data lie together and share one; the
#:    stack lies at the other end and needs another. The wide unused middle is nothing but empty entries of the top table.

spawn q
let fifth = 1024 * 20 / 100
let n = 205
let bytes = $n * 4194304
q mmap 2700M as wide at=0x08400000 fixed noreserve
#: page pin=translation
#: zh 用掉两成
#: en A fifth in use
#: zh 顶级表有 {1024} 项，每项管一张末级表。换一个进程 `q`，让它在顶级表的两成里，也就是 {n} 项，各读一页。
#: en The top table has {1024} entries, each for one lower table. Now a process `q` reads one page under each of
#:    a fifth of them, which is {n} entries.
#: ask fifth
#: zh 只读了 {n} 页。`q` 的页表现在有多大？
#: en It reads {n} pages only. How large are the page tables of `q` now?
#: choice when q.tables == n * 4 * 1p / 4096 + 1p
#: zh {n * 4} 个字节的项，再加一张顶级表
#: en {n * 4} bytes of entries, and one top table
#: choice when q.tables == n * 1p + 1p
#: zh 一张顶级表，再加 {n} 张整表
#: en one top table and {n} whole tables
#: choice when q.tables == flat + 1p
#: zh 和平坦的表一样大，还多一张顶级表
#: en as large as the flat one, and a top table besides
q read wide+0..$bytes pattern=stride:4M
expect q.tables == 824K
#: reveal
#: zh {q.tables in KB}，即 {q.tables in MB.3}：一张顶级表 {1p in KB}，{n} 张末级表 {n * 1p in KB}。表也是整页整页要的，哪怕只用其中一项。
#:    平坦的表要 {flat in MB.0}，这里只要它的 {q.tables / flat in %}。
#: en {q.tables in KB}, that is {q.tables in MB.3}: the top table of {1p in KB}, and {n} lower tables of {n * 1p in KB} together. Tables come in
#:    whole pages, even for a single entry. A flat table needs {flat in MB.0}; this is {q.tables / flat in %} of it.
#: note A9
#: zh 笔记写：顶级项用了 {20} % 时，`4 KB + 20 % × 4 MB ≈ 0.804 MB`。
#:    机器上：{1024} 项的两成是 {fifth} 项，表却只能整张地建，所以这里是 {n} 张，{q.tables in MB.3}。公式给的是 {4K + 4M * 20 / 100 in MB.3}。
#: en The note says: with {20} % of the top entries used, `4 KB + 20 % × 4 MB ≈ 0.804 MB`.
#:    On the machine: a fifth of {1024} entries is {fifth}, but tables come whole, so there are {n} of them here, {q.tables in MB.3}. The
#:    formula gives {4K + 4M * 20 / 100 in MB.3}.

lab tables bits=32 used=$used
let two = lab.tables.two_level.bytes
expect two == 824K
#: page pin=lab see=lab_scheme
#: zh 从零到全满
#: en From nothing to everything
#: zh 进程自己只用得到地址空间的下面四分之三，所以这一页把表单独拿出来算：映射了 {used} % 的空间时，平坦的表 {lab.tables.linear.bytes in KB}，两级的表 {two in KB}，即 {two in MB.3}。
#: en A process has only the lower three quarters of the space for itself, so this page counts the tables alone: with {used} % of the space mapped the flat table takes
#:    {lab.tables.linear.bytes in KB}, the two levels {two in KB}, that is {two in MB.3}.
#: ask full
#: zh 如果整个空间都映射了，两种表谁更大？
#: en If all of the space is mapped, which is larger?
#: choice when full < flat
#: zh 两级的仍然小一些
#: en The two levels still take a little less
#: choice when full == flat
#: zh 一样大
#: en They are equal
#: choice when full > flat
#: zh 两级的大，多出一张顶级表
#: en The two levels take more, by a top table
lab tables bits=32 used=100
let full = lab.tables.two_level.bytes
expect full == 4100K
#: reveal pin=lab
#: zh 两级的是 {full in KB}，多 {full - flat in KB}，正好一张顶级表。两级赌的是没有进程会用满，而程序的确只用很少几处地址。
#: en The two levels take {full in KB}, {full - flat in KB} more: just one top table. Two levels are a bet that no process uses everything, and programs do keep to a few places.
#: text
#: zh 拖动滑块从 {0} 到 {100} %：平坦的一条横线，两级的一条斜线，只在最右端才越过它。
#: en Move the slider from {0} to {100} %: the flat table is a level line, the two levels a rising one that crosses it only at the far right.

repeat 100 as i
spawn w$i
w$i touch text x
w$i touch stack w
end
let tables = w0.tables * 100
expect w0.tables == 12K
expect w99.tables == 12K
expect tables == 1200K
#: page pin=physical
#: zh 一百个进程
#: en A hundred processes
#: zh 现在真的启动一百个进程，每个跑一点代码、用一点栈。它们的[pagetable 页表]合起来是 {tables in MB.2}；一百张平坦的表要 {flat * 100 in MB.0}。
#:    这台机器一共才 {meminfo.MemTotal in MB}。
#: en Now a hundred processes are really started; each runs a little code and uses a little stack. Their [pagetable page tables] come
#:    to {tables in MB.2} together; a hundred flat tables would need {flat * 100 in MB.0}. This machine has {meminfo.MemTotal in MB} in all.
#: note A8
#: zh 笔记写：每个进程 {4} MB，一百个进程 {400} MB。这是平坦的表的账，算得对。
#:    机器上：Linux 从不这样建表。一个小进程只有 {w0.tables in KB}。
#: en The note says: {4} MB a process, {400} MB for a hundred. That is the bill of a flat table, and it is right.
#:    On the machine: Linux never builds one. A small process has {w0.tables in KB}.
