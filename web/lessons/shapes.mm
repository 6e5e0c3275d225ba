#: lesson shapes rows=A10 minutes=8
#: zh 六种页表，同一个程序
#: en Six page tables, one program
#: about
#: zh 平坦、两级、四级、五级、反置、散列：同一个地址空间，各占多少内存，查一次访问几回内存。
#: en Linear, two, four and five levels, inverted, hashed: what each takes for the same address space, and how often a lookup goes to memory.
#: slider memory 1G..16G step=1G unit=GB
#: zh 物理内存
#: en physical memory
#: slider bulk 2M..64M step=2M unit=MB
#: zh 程序的堆
#: en heap of the program
machine memory=16M
let memory = 4G
let bulk = 16M
let end_of_heap = $bulk + 0x10000000
lab tables bits=48 memory=$memory map=0x400000..0x600000,0x10000000..$end_of_heap,0x7ffff7c00000..0x7ffff7e00000,0x7ffffffde000..0x7ffffffff000 at=0x400abc
let four = lab.tables.four_level.bytes
#: page pin=lab see=lab_scheme
#: zh 一个普通的程序
#: en An ordinary program
#: zh 程序有 {2M in MB.0} 代码、{bulk in MB.0} 堆、{2M in MB.0} 库和一个栈，散在四十八位的地址空间里，一共 {lab.refs} 页。六种表都为它建一份。
#: en A program has {2M in MB.0} of code, {bulk in MB.0} of heap, {2M in MB.0} of libraries and a stack, scattered over a space of forty-eight bits, {lab.refs} pages in all. Each of six kinds of table
#:    is made for it.
#: text
#: zh 平坦的表：{lab.tables.linear.bytes in GB.0}，空间多大就多大。两级：{lab.tables.two_level.bytes in MB.0}，末级一张一页，剩下的位全压给顶级表。四级：{four in KB}。五级：{lab.tables.five_level.bytes in KB}。
#: en The linear table: {lab.tables.linear.bytes in GB.0}, as large as the space demands. Two levels: {lab.tables.two_level.bytes in MB.0}, for a lower table is one page and all other bits fall to the top table. Four
#:    levels: {four in KB}. Five: {lab.tables.five_level.bytes in KB}.

#: page pin=lab see=lab_scheme
#: zh 多一级
#: en One level more
#: ask five
#: zh 五级的地址空间是四级的五百多倍大。为什么表只大了一点？
#: en Five levels cover more than five hundred times the space of four. Why are the tables only a little larger?
#: choice when grown == 4K
#: zh 多一级只多一张表：下面几级还是那些
#: en One level more is one table more; those below are the same
#: choice when grown > 4K
#: zh 每张表都变大了一点
#: en Every table grew a little
#: choice when grown == 0
#: zh 没有变大
#: en They are not
lab tables bits=57 memory=$memory map=0x400000..0x600000,0x10000000..$end_of_heap,0x7ffff7c00000..0x7ffff7e00000,0x7ffffffde000..0x7ffffffff000 at=0x400abc
let grown = lab.tables.five_level.bytes - four
expect four == 64K
expect grown == 4K
#: reveal pin=lab
#: zh 只多 {grown in KB}。表的大小跟着用到的地方走，不跟着空间走。平坦的表却涨到了 {lab.tables.linear.bytes in TB.0}。
#: en Only {grown in KB} more. Tables follow the places in use, not the size of the space; the linear table has grown to {lab.tables.linear.bytes in TB.0}.

lab tables bits=48 memory=$memory map=0x400000..0x600000,0x10000000..$end_of_heap,0x7ffff7c00000..0x7ffff7e00000,0x7ffffffde000..0x7ffffffff000 at=0x400abc
#: page pin=lab see=lab_hash
#: zh 反过来记
#: en The other way round
#: zh 反置页表给每一帧记一项：谁的哪一页在这里。大小只看物理内存，{memory in GB.0} 就是 {lab.tables.inverted.bytes in MB.0}，全系统一张，有多少进程都一样。
#: en An inverted table keeps an entry for each frame: whose page is here? Its size depends on physical memory alone, {lab.tables.inverted.bytes in MB.0} for {memory in GB.0}, one table for the system however many
#:    processes there are.
#: text pin=lab see=lab_hash
#: zh 散列页表只记在内存里的页，按页号散列到桶里：{lab.tables.hashed.pages} 页，{lab.tables.hashed.bytes in KB}。
#: en A hashed table keeps only the pages that are mapped, in buckets by a hash of the page number: {lab.tables.hashed.pages} pages, {lab.tables.hashed.bytes in KB}.
#: text pin=lab see=lab_hash
#: zh 拖动两个滑块：反置的跟着物理内存走，散列的和多级的跟着程序走。
#: en Move the two sliders: the inverted table follows the memory, the hashed one and those of levels follow the program.

#: page pin=lab see=lab_scheme
#: zh 查一次
#: en One lookup
#: ask lookup
#: zh TLB 未命中时查一次，四级要访问 {lab.tables.four_level.worst} 回内存。散列的运气好时要几回？
#: en After a TLB miss a lookup in four levels goes to memory {lab.tables.four_level.worst} times. How often for the hashed table, with luck?
#: choice when lab.tables.hashed.best == 1
#: zh 一回：散列直接给出帧号
#: en Once: the hash gives the frame
#: choice when lab.tables.hashed.best == 2
#: zh 两回：先读桶头，再读链上第一个节点
#: en Twice: the head of the bucket, then the first node of its chain
#: choice when lab.tables.hashed.best >= 4
#: zh 和四级一样多
#: en As often as four levels
lab tables bits=48 memory=$memory map=0x400000..0x600000,0x10000000..$end_of_heap,0x7ffff7c00000..0x7ffff7e00000,0x7ffffffde000..0x7ffffffff000 at=0x10000abc
expect lab.tables.hashed.best == 2
expect lab.tables.four_level.now == 4
#: reveal pin=lab
#: zh {lab.tables.hashed.best} 回；链长时要更多。平均要看的节点数取决于装得多满，按理论是 {lab.tables.hashed.expected / 1000} 个。
#: en {lab.tables.hashed.best}; more where a chain is long. How many nodes are looked at on average depends on how full the table is: {lab.tables.hashed.expected / 1000} by theory.
#: text
#: zh x86 和 Arm 用多级的：硬件自己就能走，相邻的页共用表，内核也好按范围操作。早期的 PowerPC 和 Itanium 用过散列的。
#: en x86 and Arm use levels: hardware can walk them, neighbouring pages share tables, and the kernel can work on ranges. Early PowerPC and Itanium used hashed ones.
