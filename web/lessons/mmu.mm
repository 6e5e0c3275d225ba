#: lesson mmu rows=C1,A7 minutes=7
#: zh 谁在翻译：硬件，不是内核
#: en Who translates: the hardware, not the kernel
#: about
#: zh CPU 里的 MMU 每次访问都查页表；内核只在表里没有答案时出场，把表填好。
#: en The MMU in the CPU consults the tables at every access; the kernel appears only when a table has no answer, and fills it.
machine profile=i386 memory=16M pcid=off
spawn p
spawn other
p mmap 64K as buf
other touch stack w
p touch buf+60K w
other touch stack w
p touch stack w
let faults = vmstat.pgfault
p touch buf w
let first = result.ns
#: page pin=translation see=page_fault
#: zh 第一次写：表里没有
#: en The first write: the table has no answer
#: zh 进程第一次写 `buf`。MMU 查[pagetable 页表]，末级那一项是空的，硬件没法往下走，只好停下这条指令，交给内核：这就是缺页。
#: en The process writes to `buf` for the first time. The MMU looks into the [pagetable page table] and finds the last
#:    entry empty. The hardware cannot go on: it stops the instruction and calls the kernel. That is a page fault.
#: text see=pte_set pin=kernel
#: zh 内核查到这个地址确实属于进程，取一个[free 空闲]帧，清零，把帧号写进那一项，然后让指令重来一遍。
#: en The kernel finds that the address does belong to the process. It takes a [free free] frame, zeroes it, writes the
#:    frame number into the entry and lets the instruction start over.
#: text see=return_to_program
#: zh 整件事用了 {first}，缺页次数多了 {vmstat.pgfault - faults}。
#: en The whole affair took {first}, and the count of page faults went up by {vmstat.pgfault - faults}.
expect vmstat.pgfault - faults == 1

p touch buf w
let hit = result.ns
expect hit == 1
#: page see=tlb_hit
#: zh 第二次写：连表都不查
#: en The second write: not even the table is read
#: zh 同一页再写一次，只用 {hit}。TLB 里存着刚才查到的结果，MMU 直接用它。
#: en Writing to the same page again takes {hit}. The TLB still holds the last result, and the MMU uses it as it is.

other touch stack w
#: page pin=translation see=tlb_flush
#: zh 走开，再回来
#: en Away, and back
#: zh 现在让另一个进程先跑一会儿。这台机器的 TLB 不分进程，换进程时整个作废；页表还在内存里，原样没动。
#: en Now let another process run for a while. The TLB of this machine does not tell processes apart, so a switch
#:    empties it. The page tables stay in memory, untouched.
p touch buf+60K r
let before = vmstat.pgfault
let walks = events.walk_level
#: ask walker
#: zh 进程回来再写 `buf`。TLB 里没有它了，页表里有。这一次谁来查表？
#: en The process comes back and writes to `buf` again. The TLB has lost it, the page table has not. Who reads the table this time?
#: choice when vmstat.pgfault - before == 1
#: zh 内核：TLB 未命中就是一次缺页
#: en The kernel: a TLB miss is a page fault
#: choice when events.walk_level - walks == 2
#: zh CPU 自己：内核完全不知道有这回事
#: en The CPU on its own: the kernel never hears of it
#: choice when vmstat.pgmajfault > 0
#: zh 磁盘：页要从磁盘重新读进来
#: en The disk: the page has to be read in again
p touch buf w
let walk = result.ns
#: reveal see=walk_level
#: zh CPU 自己走完了 {events.walk_level - walks} 级页表，用了 {walk}；缺页多了 {vmstat.pgfault - before} 次。
#:    内核一条指令也没执行，所以也没法在这里插手。
#: en The CPU walked {events.walk_level - walks} levels of tables on its own in {walk}; page faults went up by
#:    {vmstat.pgfault - before}. Not one instruction of the kernel ran, so it could not have had a say here.
expect vmstat.pgfault - before == 0
expect events.walk_level - walks == 2
expect walk < first

#: page
#: zh 三种代价
#: en Three prices
#: zh 命中 TLB：{hit}。硬件走一遍表：{walk}。要内核来填表：{first}。三者差着数量级，
#:    所以才有 TLB，也所以内核总想少缺页。
#: en A hit in the TLB: {hit}. A walk by the hardware: {walk}. The kernel filling the table: {first}. Orders of magnitude lie
#:    between them. That is why there is a TLB, and why kernels try to avoid faults.
#: text
#: zh （时间来自这台机器的代价表，数值可以在 `machine` 行里改；先后次序和真机一样。）
#: en (The times come from this machine's table of costs and can be set in the `machine` line; their order is that of
#:    real machines.)
#: note C1
#: zh 笔记写：Linux 内核中存在一个内存管理单元（MMU）。
#:    机器上：MMU 是 CPU 里的电路。刚才那次走表里没有一个内核事件。内核做的是另一半：准备好页表，缺页时把它补上。
#: en The note says: the Linux kernel contains a memory management unit (MMU).
#:    On the machine: the MMU is a circuit of the CPU. The walk above ran without a single event in the kernel. The
#:    kernel does the other half: it prepares the tables, and completes them when a fault shows a gap.
