# A process is promised memory at once and given it page by page. The example of "Writing a lesson" in README.md.
#: lesson first-touch rows=A6 minutes=5
#: zh 先答应，用到再给
#: en Promised now, given when touched
#: about
#: zh 申请内存只是登记一段地址；页在第一次碰到时才到。
#: en Asking for memory only notes a range of addresses; its pages come at the first touch.
#: slider part 1M..16M step=1M unit=MB
#: zh 真正写到的部分
#: en how much of it is written
machine memory=64M swap=0 seed=1 pcp=off
let part = 4M
spawn p
#: page pin=programs see=vma_new
#: zh 要一大块
#: en Asking for a lot
let before = p.status.VmRSS
p mmap 16M as buf
expect p.status.VmRSS == before
#: zh 进程用 `mmap` 要了 {16M in MB.0}。内核记下这段地址，`VmSize` 变成 {p.status.VmSize in MB}，
#:    而物理内存里的[anon 匿名页]一页也没有多：`VmRSS` 还是 {p.status.VmRSS in KB}。
#: en The process asks for {16M in MB.0} with `mmap`. The kernel notes the addresses and `VmSize` becomes
#:    {p.status.VmSize in MB}, but not one [anon anonymous page] has come: `VmRSS` is still {p.status.VmRSS in KB}.
#: page pin=kernel
#: zh 碰一下第一页
#: en Touch the first page
#: ask after-one
#: zh 现在向第一个字节写一次。之后常驻内存 `VmRSS` 会多出多少？
#: en Now one byte is written at its beginning. By how much does the resident set `VmRSS` grow?
#: choice when p.status.VmRSS - before == 0
#: zh 不变：一个字节不值得一页
#: en Not at all: one byte is not worth a page
#: choice when p.status.VmRSS - before == 4
#: zh 一页，{1p in KB}
#: en One page, {1p in KB}
#: choice when p.status.VmRSS - before > 4
#: zh 整块 {16M in MB.0}
#: en The whole {16M in MB.0}
p write buf+0..4K
#: reveal see=page_fault
#: zh 正好 {p.status.VmRSS - before in KB}：写引起一次缺页，内核给了一个[anon 匿名帧]，再重做这次写。
#: en Just {p.status.VmRSS - before in KB}: the write faulted, the kernel handed out one [anon anonymous frame], and the
#:    write was done again.
#: page pin=physical
#: zh 用多少，给多少
#: en As much as is used
let faults = vmstat.pgfault
p write buf+0..$part
#: zh 写到其中的 {part in MB}，发生了 {vmstat.pgfault - faults} 次缺页，`VmRSS` 现在是 {p.status.VmRSS in MB}。
#: en With {part in MB} of it written there were {vmstat.pgfault - faults} faults, and `VmRSS` is {p.status.VmRSS in MB}.
#: note A6
#: zh 讲义说程序开始时什么也没有装入。运行中也是这样：页按用到的先后到来。
#: en The note says that a program starts with nothing loaded. So does the run: pages come in the order of use.
