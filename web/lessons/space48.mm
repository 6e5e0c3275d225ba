#: lesson space48 rows=B4,C2 minutes=8
#: zh 四十八位，以及中间的空洞
#: en Forty-eight bits, and the hole between
#: about
#: zh 六十四位的地址只用四十八位：两头能用，中间不合法；物理内存多大是另一回事。
#: en Of sixty-four address bits forty-eight are used: both ends are legal, the middle is not. Physical memory has a width of its own.
#: slider ram 32M..512M step=32M unit=MB
#: zh 物理内存
#: en physical memory
let ram = 64M
machine memory=$ram
let half = 128T
let highest = 0x7fffffffe000
let beyond = 0x800000000000
let opposite = 0xffff800000000000
let missing = 16T * 1048576
spawn p catch=SEGV
#: page pin=programs
#: zh 两头可用
#: en Usable at both ends
#: zh 寄存器有六十四位，写得下 {missing in TB.0} 的地址。CPU 只翻译低四十八位，共 {half * 2 in TB.0}：
#:    下面 {half in TB.0} 归进程，上面 {half in TB.0} 归内核。
#: en A register has sixty-four bits, enough for {missing in TB.0} of addresses. The CPU translates the lower forty-eight, {half * 2 in TB.0}: {half in TB.0} at the
#:    bottom for the process, {half in TB.0} at the top for the kernel.
p touch $highest w
expect result.signal == 0
#: text
#: zh 写用户部分的最后一页 {highest in hex}：成功，这里是栈。
#: en A write to the last page of the user part, {highest in hex}, works: the stack is there.

#: page pin=programs
#: zh 再往上一点
#: en A little higher
#: ask hole
#: zh 再往上一点，读 {beyond in hex}，也就是刚过 {half in TB.0} 的地方。会怎样？
#: en A little higher, a read of {beyond in hex}, just past {half in TB.0}. What happens?
#: choice when result.signal == 0
#: zh 没事，它折回到低地址
#: en Nothing: it wraps around to a low address
#: choice when result.code == SEGV_MAPERR
#: zh 走表，末尾发现没有映射：`SEGV_MAPERR`
#: en A walk finds nothing mapped there: `SEGV_MAPERR`
#: choice when result.code == SI_KERNEL
#: zh 根本不走表：CPU 直接拒绝这个地址
#: en No walk at all: the CPU rejects the address itself
let walks = events.walk_level + events.walk_empty
let faults = events.page_fault
p touch $beyond r
expect result.code == SI_KERNEL
expect events.page_fault == faults
#: reveal see=signal
#: zh {result.signal}，原因 {result.code}：走表 {events.walk_level + events.walk_empty - walks} 次，缺页 {events.page_fault - faults} 次。高十六位必须和第 {47} 位相同，否则地址不规范，
#:    CPU 报一般保护错，连出错地址都不给（这里是 {result.addr}）。
#: en {result.signal}, with the reason {result.code}: {events.walk_level + events.walk_empty - walks} entries were read, {events.page_fault - faults} page faults. The upper sixteen bits must equal bit {47}; where they do not,
#:    the address is not canonical. The CPU raises a general protection fault and does not even name the address (here: {result.addr}).
p touch $opposite r
expect result.code == SEGV_MAPERR
#: page see=signal
#: zh 上面那一半
#: en The upper half
#: zh {opposite in hex} 是规范的地址，属于内核那一半。用户态一读：{result.signal}，{result.code}，这次有地址 {result.addr}。
#: en {opposite in hex} is canonical and belongs to the kernel's half. A read from user mode: {result.signal}, {result.code}, and this time with its address, {result.addr}.

sysctl vm.overcommit_memory=1
p mmap 64T as lower noreserve
p mmap 40T as upper noreserve
expect p.status.VmSize > 104T
#: page pin=programs
#: zh 虚拟的宽度，物理的宽度
#: en One width virtual, another physical
#: zh 进程映射了 {p.status.VmSize in TB.0} 地址，这台机器的物理内存是 {ram in MB.0}。两个数没有关系：虚拟地址多宽由页表的级数定，
#:    物理地址多宽看 CPU 引出多少根线、页表项里留了多少位。
#: en The process has mapped {p.status.VmSize in TB.0} of addresses; this machine has {ram in MB.0} of physical memory. The two numbers do not depend on each
#:    other: the levels of the page table fix the width of virtual addresses, the CPU and the bits of an entry that of physical ones.
#: text
#: zh 拖动滑块换物理内存：映射多少地址、哪些地址不合法，都不变。
#: en Change the physical memory with the slider: what can be mapped and which addresses are not legal stay the same.
#: note B4 C2
#: zh 笔记写：地址总线 32 位，所以每个进程有 4 GB；64 位 CPU 只用 48 位寻址，所以物理内存最大 256 TB。
#:    机器上：48 位是虚拟地址的宽度，{half * 2 in TB.0} 是虚拟空间的大小，两头各 {half in TB.0}，这部分说得对。物理地址另算：
#:    32 位的 CPU 配 PAE 能用 36 位物理地址，也就是 64 GB；今天的 64 位 CPU 是 46 到 52 位物理地址，配 48 或 57 位虚拟地址。
#: en The note says: an address bus of 32 bits gives each process 4 GB; 64-bit CPUs address with 48 bits only, so physical memory is at most
#:    256 TB. On the machine: 48 bits is the width of virtual addresses, and {half * 2 in TB.0} is the size of the virtual space, {half in TB.0} at either end; that much is
#:    right. Physical addresses are counted apart: with PAE a 32-bit CPU has physical addresses of 36 bits, 64 GB; CPUs of today have 46 to 52
#:    physical bits under 48 or 57 virtual ones.
