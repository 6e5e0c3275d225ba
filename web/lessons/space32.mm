#: lesson space32 rows=B3 minutes=7
#: zh 三十二位的地址空间
#: en An address space of thirty-two bits
#: about
#: zh 下面四分之三的地址归进程自己，上面四分之一归内核，所有进程共用。
#: en The lower three quarters of the addresses belong to the process, the upper quarter to the kernel, shared by all processes.
machine profile=i386
let border = 0xc0000000
let last = $border - 4096
spawn a catch=SEGV
spawn b catch=SEGV
#: page pin=programs
#: zh 一条分界线
#: en One border
#: zh 地址有三十二位，够指到 {4G in GB.0} 里的每一个字节。Linux 在 {border in hex} 处划一条线：下面 {border in GB.0} 归进程，上面 {4G - border in GB.0} 归内核。
#: en An address has thirty-two bits, enough to name every byte of {4G in GB.0}. Linux draws a line at {border in hex}: {border in GB.0} below it belong to the
#:    process, {4G - border in GB.0} above it to the kernel.
a touch $last w
expect result.signal == 0
#: text
#: zh 进程 `a` 写线下最后一页 {last in hex}：成功，那里是它的栈。
#: en Process `a` writes to the last page below the line, {last in hex}: it works, its stack is there.
a touch $border r
expect result.code == SEGV_MAPERR
#: text see=signal
#: zh 它再读线上第一个字节 {border in hex}：{result.signal}，原因 {result.code}。
#: en Then it reads the first byte above, {border in hex}: {result.signal}, with the reason {result.code}.

sysctl vm.overcommit_memory=1
#: page pin=programs
#: zh 进程最多能映射多少
#: en How much a process can map
#: zh 这台机器只有 {meminfo.MemTotal in MB.0} 物理内存。进程 `a` 现在把地址空间里的空当一块块都映射上，一页也不写。
#: en This machine has {meminfo.MemTotal in MB.0} of physical memory. Process `a` now maps one free stretch of its addresses after the
#:    other, without writing to any.
#: ask most
#: zh 它的 VSZ 最后会接近多少？
#: en What will its VSZ come close to?
#: choice when a.status.VmSize < 512M
#: zh 物理内存的大小，再多就失败
#: en The size of physical memory; more than that fails
#: choice when a.status.VmSize // 2900M == 1
#: zh {border in GB.0}：用户部分的全部
#: en {border in GB.0}: all of the user part
#: choice when a.status.VmSize > 3G
#: zh {4G in GB.0}：全部地址
#: en {4G in GB.0}: every address
a mmap 2814M as large noreserve
a mmap 127M as small at=0x10000 fixed noreserve
a mmap 1984K as rest noreserve
expect result.errno == 0
expect a.status.VmSize > 2943M
a mmap 4K as above at=0xc0000000 fixed
expect result.errno == ENOMEM
#: reveal
#: zh {a.status.VmSize in MB.0}，差不多就是 {border in GB.0}。和物理内存有多大没有关系：VSZ 是地址的账，不是内存的账，RSS 只有 {a.status.VmRSS}。
#:    再要线上的一页，就是 {result.errno}。
#: en {a.status.VmSize in MB.0}, nearly all of the {border in GB.0}. The size of physical memory has no say in it: VSZ counts addresses, not memory, and
#:    RSS is {a.status.VmRSS}. Asking for a page above the line gives {result.errno}.

b touch $last w
let of_a = page(a,$last).pfn
let of_b = page(b,$last).pfn
expect of_a != of_b
#: page pin=translation
#: zh 下面各归各，上面是同一份
#: en Private below, shared above
#: zh 进程 `b` 也写 {last in hex}。同一个地址，`a` 在帧 {of_a}，`b` 在帧 {of_b}：线下的部分互相看不见。
#: en Process `b` writes to {last in hex} as well. The same address, but `a` is in frame {of_a} and `b` in frame {of_b}: below the line they do
#:    not see each other.
#: text
#: zh 线上的部分则是同一份。顶级表有 {1024} 项，分界线以上的 {1024 - border / 4M} 项在每个进程的表里都一样，指向同一批内核页表。
#:    进程陷入内核时不必换表，内核的代码和数据已经在那里。
#: en Above the line all have the same. Of the {1024} entries of a top table the {1024 - border / 4M} above the border are equal in every
#:    process and point to the same tables of the kernel. Entering the kernel needs no other table: its code and data are there already.
#: text
#: zh （这台模拟机不画内核那一半的表项，所以刚才那次走表停在一个空项上。真机的项在，但不许用户态使用，信号一样。）
#: en (This machine leaves the kernel's half of the table empty, so the walk above ended at an empty entry. On a real one the entry is there
#:    but closed to user mode; the signal is the same.)
#: note B3
#: zh 笔记写：32 位时每个进程独享 4 GB，高地址 1 GB 是内核空间，低地址 3 GB 是用户空间，内核部分大家共用。
#:    机器上：就是这样。3 GB 和 1 GB 是 Linux 通常的划法，编译内核时也可以选别的。
#: en The note says: with 32 bits every process has 4 GB to itself; the upper 1 GB is kernel space, the lower 3 GB user space, and the
#:    kernel part is common to all. On the machine: just so. 3 GB and 1 GB is Linux's usual split; a kernel can be built with another.
