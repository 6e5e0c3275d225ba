#: lesson invalid rows=B11c minutes=9
#: zh 段错误的五种来历
#: en Five ways to a segmentation fault
#: about
#: zh 越界、空指针、用了已释放的内存、碰内核、没有权限：信号都一样，原因不同。
#: en Out of range, null pointer, freed memory, the kernel's addresses, no permission: one signal, different reasons.
machine memory=32M
spawn p catch=SEGV,BUS
let faults = vmstat.pgfault
p mmap 16K as array at=0x10000000 fixed
p write array
let sound = vmstat.pgfault - faults
#: page pin=programs
#: zh 先看一次正常的缺页
#: en First, a fault that is in order
#: zh 进程映射了 {16K in KB} 的数组，全部写一遍，缺页 {sound} 次。这些都是正当的：地址属于它，只是还没给帧，内核给了就继续。
#: en The process maps an array of {16K in KB} and writes to all of it: {sound} page faults. All of them are in order: the addresses are its own, only frames were missing. The
#:    kernel supplies them and the program goes on.
#: text
#: zh 下面五次访问，内核都找不出让它成立的理由。程序设了处理函数，所以收到信号后还活着；平常它就此结束。
#: en For the five accesses that follow the kernel finds no such excuse. The program has a handler, so it survives the signal; normally it would end there.

p touch array+16K w
#: page see=vma_find pin=kernel
#: zh 一、数组越界
#: en One: beyond the array
#: zh 数组到 {16K in KB} 为止，程序写第一个多出来的字节。内核按地址找区域，这里不属于任何一段映射：{result.signal}，{result.code}，地址 {result.addr}。
#: en The array ends at {16K in KB}, and the program writes the first byte behind it. The kernel looks for the area of that address and finds none:
#:    {result.signal}, {result.code}, address {result.addr}.
expect result.code == SEGV_MAPERR
#: ask inside
#: zh 是不是每次越界都会被抓住？比如只要了 {10} 个字节，却写第 {100} 个。
#: en Is stepping out of range always caught? Say a program asked for {10} bytes and writes the one numbered {100}.
#: choice when result.signal != 0
#: zh 会：硬件按要来的大小检查
#: en Yes: the hardware checks the size that was asked for
#: choice when result.signal == 0
#: zh 不会：还在同一页里，没人发现
#: en No: it is still in the same page, nobody notices
p mmap 10 as ten at=0x20000000 fixed
p touch ten+100 w
expect result.signal == 0
#: reveal
#: zh 信号：{result.signal}，也就是没有。保护以页为单位，{1p in KB} 之内看不出越界。这样的错不会崩溃，只会悄悄改坏别的数据，所以更难找。
#: en Signal: {result.signal}, that is none. Protection works by the page; within {1p in KB} nothing shows. Such a mistake does not crash, it quietly spoils other data,
#:    which makes it harder to find.

p touch 0 r
#: page see=signal
#: zh 二、空指针
#: en Two: the null pointer
#: zh 指针没有赋值，里面是零。程序读地址 {result.addr}：{result.signal}，{result.code}。最低的 {sysctl.vm.mmap_min_addr} 个字节谁也不许映射，就是为了让空指针一碰就响。
#: en A pointer was never set and holds zero. The program reads address {result.addr}: {result.signal}, {result.code}. Nobody may map the lowest {sysctl.vm.mmap_min_addr} bytes,
#:    just so that a null pointer makes itself heard.
expect result.code == SEGV_MAPERR
expect result.addr == 0x0

p mmap 64K as lent at=0x30000000 fixed
p write lent
p munmap lent
#: page see=vma_free pin=programs
#: zh 三、已经释放的内存
#: en Three: memory given back
#: zh 程序要来 {64K in KB}，写好，又用 `munmap` 还了回去，手里却还留着旧指针。
#: en The program got {64K in KB}, wrote to it and gave it back with `munmap`, but kept the old pointer.
#: ask stale
#: zh 它用旧指针再读一次，读到什么？
#: en It reads through the old pointer once more. What does it get?
#: choice when result.signal == 0
#: zh 刚才写的内容，只是标成了空闲
#: en What it wrote; the memory is only marked free
#: choice when result.code == SEGV_MAPERR
#: zh 段错误：这段地址已经没有映射
#: en A segmentation fault: nothing is mapped there any more
#: choice when result.code == SEGV_ACCERR
#: zh 段错误：这一页变成了只读
#: en A segmentation fault: the page has become read-only
p touch 0x30000000 r
expect result.code == SEGV_MAPERR
#: reveal see=signal
#: zh {result.signal}，{result.code}，地址 {result.addr}。映射没了，表项也清了。
#: en {result.signal}, {result.code}, address {result.addr}. The mapping is gone and its entries are cleared.
#: text
#: zh 但若那块内存是 `malloc` 从堆里给的，`free` 之后它多半还在进程手里，旧指针照样能用，这正是最危险的情形。
#: en Had the memory come from the heap by `malloc`, it would mostly still be the process's after `free`, and the old pointer would work: the most
#:    dangerous case of all.

p touch 0xffff888000000000 r
#: page see=signal
#: zh 四、内核的地址
#: en Four: addresses of the kernel
#: zh 程序读内核那一半里的 {0xffff888000000000 in hex}：{result.signal}，{result.code}。真机上这里有映射，只是表项没有开放给用户态；内核仍报“没有映射”，不告诉程序里面有什么。
#: en The program reads {0xffff888000000000 in hex}, in the kernel's half: {result.signal}, {result.code}. On a real machine something is mapped there, but not open to user mode; the kernel
#:    reports it as not mapped all the same and tells nothing of what is inside.
expect result.code == SEGV_MAPERR

p touch text x
let before = vmstat.pgfault
#: page
#: zh 五、没有权限
#: en Five: no permission
#: zh 最后，程序往自己的代码里写一个字节。那里有映射，页也在内存里，只是不可写。
#: en Last, the program writes a byte into its own code. That is mapped and in memory, only not writable.
#: ask code
#: zh 原因和前面四次一样吗？
#: en Is the reason the same as in the four cases before?
#: choice when result.code == SEGV_MAPERR
#: zh 一样，`SEGV_MAPERR`
#: en The same, `SEGV_MAPERR`
#: choice when result.code == SEGV_ACCERR
#: zh 不一样，`SEGV_ACCERR`
#: en Another, `SEGV_ACCERR`
#: choice when result.code == SI_KERNEL
#: zh 不一样，`SI_KERNEL`
#: en Another, `SI_KERNEL`
p touch text w
expect result.code == SEGV_ACCERR
expect vmstat.pgfault == before
#: reveal see=signal
#: zh {result.code}：映射是有的，权限不够。前四种是 `SEGV_MAPERR`，没有映射。五次里次缺页、主缺页的计数都没动：不成立的缺页不算数（这一次加了 {vmstat.pgfault - before}）。
#: en {result.code}: it is mapped, the right is missing. The four before were `SEGV_MAPERR`: not mapped. None of the five counts as a minor or major fault; an
#:    access without excuse is not counted (this one added {vmstat.pgfault - before}).
#: note B11c
#: zh 笔记写：无效的缺页会得到 segment fault，例子有索引越界、空指针、已释放的指针、访问内核空间。
#:    机器上：五种都出现了，`SIGSEGV` 附带的原因把“没有映射”和“没有权限”分开。笔记把访问内核算作页表里有、但无权访问；Linux 报给程序的却是没有映射。
#: en The note says: an invalid page fault ends in a segment fault; its examples are an index out of range, a null or freed pointer, kernel space.
#:    On the machine: all five were seen, and the reason that comes with `SIGSEGV` tells "not mapped" from "not permitted". The note counts kernel space as mapped but
#:    forbidden; what Linux reports to the program is: not mapped.
