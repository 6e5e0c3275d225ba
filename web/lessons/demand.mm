#: lesson demand rows=A6 minutes=7
#: zh 按需调页：要用了才来
#: en Demand paging: nothing until it is used
#: about
#: zh 程序启动时一页也不装入；每一页都在第一次被碰到时，由一次缺页带进来。
#: en A program starts with nothing loaded; each page arrives by a fault when it is first touched.
#: slider touched 16..496 step=16
#: zh 写到的页数
#: en pages written
machine memory=16M pcp=off
let touched = 64
spawn app text=256K data=64K bss=64K
let mapped = app.status.VmSize
#: page pin=programs see=spawn
#: zh 启动
#: en The start
#: zh 进程 `app` 刚启动。内核按程序文件画好了它的地址空间：代码、数据、堆、栈，一共 {mapped}。
#:    用 `cat /proc/app/maps` 可以逐行看。
#: en The process `app` has just been started. From the program file the kernel has drawn up its address space: code,
#:    data, heap, stack, {mapped} in all. `cat /proc/app/maps` lists it line by line.
#: ask start
#: zh 这时物理内存里有它的多少内容？（RSS，常驻内存）
#: en How much of it is in physical memory now? (RSS, the resident set)
#: choice when app.status.VmRSS == app.status.VmSize
#: zh 全部，{mapped}：程序必须先装入才能运行
#: en All of it, {mapped}: a program must be loaded before it can run
#: choice when app.status.VmRSS == 256K
#: zh 只有代码，{256K in KB}
#: en The code alone, {256K in KB}
#: choice when app.status.VmRSS == 0
#: zh 一页也没有
#: en Not one page
expect app.status.VmRSS == 0
expect vmstat.pgfault == 0
#: reveal
#: zh RSS 是 {app.status.VmRSS}。地址空间只是一张计划表，说明哪段地址将来放什么。[free 空闲]内存几乎没动。
#: en RSS is {app.status.VmRSS}. The address space is a plan: it says what each range will hold one day. Hardly any [free free]
#:    memory has been used.

app touch text x
let fault_ns = result.ns
#: page see=page_fault
#: zh 第一条指令
#: en The first instruction
#: zh 程序执行第一条指令，马上缺页：代码所在的那一页还没有帧。内核查到这个地址属于代码段，
#:    取一帧，把[file 文件]里的内容放进去，填好[pagetable 页表]，再从同一条指令继续。
#: en The program executes its first instruction and faults at once: the page of code has no frame yet. The kernel finds
#:    that the address belongs to the code, takes a frame, puts the content of the [file file] into it, fills the
#:    [pagetable page table] and goes on at the same instruction.
#: text see=fault_done
#: zh 这一次用了 {fault_ns}，RSS 变成 {app.status.VmRSS}：正好一页。
#: en This took {fault_ns}, and RSS is now {app.status.VmRSS}: exactly one page.
#: text
#: zh 真机第一次运行一个程序时，这一页要先从磁盘读进来，算主缺页，慢几十到几千倍。这台机器还没有磁盘，所以这里记的是次缺页（主缺页 {app.stat.majflt} 次）。
#: en On a real machine the first run of a program reads this page from the disk: a major fault, tens to thousands of times slower.
#:    This machine has no disk yet, so it counts as a minor one here (major faults: {app.stat.majflt}).

app fetch text
app read data
app touch stack w
#: page pin=programs
#: zh 跑起来以后
#: en Up and running
#: zh 走遍代码和数据、用了栈之后，缺页 {app.stat.minflt} 次，RSS 是 {app.status.VmRSS}，仍比映射的 {app.status.VmSize} 小。
#:    没碰到的堆和栈都还没有帧。
#: en After running through its code, reading its data and using its stack the process has faulted {app.stat.minflt} times. RSS is
#:    {app.status.VmRSS}, still less than the {app.status.VmSize} that are mapped: heap and stack it never reached have no frames.

let before = app.status.VmRSS
let size = app.status.VmSize
let faults = app.stat.minflt
app mmap 2M as buf
expect app.status.VmRSS == before
#: page pin=programs see=vma_new
#: zh 要得多，用得少
#: en Ask for much, use little
#: zh 程序用 `mmap` 要了 {2M in MB.0}。VSZ 立刻多了 {app.status.VmSize - size in MB}，RSS 一点没变：内核只是记下了一段地址。
#: en The program asks for {2M in MB.0} with `mmap`. Its VSZ grows by {app.status.VmSize - size in MB} at once, its RSS not at all:
#:    the kernel has only noted a range of addresses.
#: ask few
#: zh 接着它只写前 {touched} 页。RSS 会增加多少？
#: en Next it writes only to the first {touched} pages. By how much does RSS grow?
#: choice when app.status.VmRSS - before == 2M
#: zh {2M in KB}：一次写入就把整段都带进来
#: en {2M in KB}: the first write brings in the whole range
#: choice when app.status.VmRSS - before == touched * 4K
#: zh {touched * 4K in KB}：写到几页就来几页
#: en {touched * 4K in KB}: as many pages as were written
#: choice when app.status.VmRSS == before
#: zh 不变：这些内存已经算给它了
#: en Not at all: the memory was charged to it before
let bytes = $touched * 4096
app write buf+0..$bytes
expect app.status.VmRSS - before == 256
expect app.stat.minflt - faults == 64
#: reveal pin=physical
#: zh RSS 多了 {app.status.VmRSS - before in KB}，缺页多了 {app.stat.minflt - faults} 次，一页一次。{2M in MB.0} 里用到了 {touched * 4K / 2M in %}。
#:    图上新填的[anon 匿名页]就是它们。
#: en RSS grew by {app.status.VmRSS - before in KB}, page faults by {app.stat.minflt - faults}, one a page. Of the {2M in MB.0},
#:    {touched * 4K / 2M in %} are in use. The newly filled [anon anonymous] pages in the picture are these.
#: text
#: zh 拖动滑块：映射的大小不变，常驻的大小跟着你写到的页数走。再写一遍同样的页，缺页不会再增加。
#: en Move the slider: what is mapped stays the same, what is resident follows the pages you write. Writing to the same
#:    pages again causes no more faults.
let again = app.stat.minflt
app write buf+0..$bytes
expect app.stat.minflt == again
