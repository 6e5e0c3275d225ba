#: lesson kernel-memory rows=B15,B24b minutes=13
#: zh 内核自己用了多少
#: en What the kernel itself uses
#: about
#: zh 每一页都有去处：内核的映像、卡片、栈、页表、slab。有的 /proc/meminfo 会说，有的它不说。
#: en Every page is somewhere: the kernel's image, its cards, stacks, page tables, slab. /proc/meminfo tells of some and not of others.
#: slider ram 256M..2048M step=256M unit=MB
#: zh 内存
#: en memory
let ram = 256M
machine profile=linux-256M memory=$ram
let boot = ram - meminfo.MemTotal
#: page pin=kernel/census
#: zh 开机就少了一块
#: en Less from the start
#: zh 装了 {ram in MB}，`MemTotal` 却是 {meminfo.MemTotal in MB}，少了 {boot in MB}。内核的代码和数据 {census.image in MB}，每帧一张的卡片 {census.memmap in MB}，开机时按内存大小定下的哈希表 {census.hash in KB}，每个 CPU 自己的数据 {census.percpu in KB}；还有固件占着的和不存在的。
#: en {ram in MB} are built in, but `MemTotal` is {meminfo.MemTotal in MB}, {boot in MB} less. Code and data of the kernel take {census.image in MB}, the cards, one a frame, {census.memmap in MB}, hash tables sized at boot {census.hash in KB}, data of each processor {census.percpu in KB}; the firmware holds some, and some does not exist.
let before = meminfo.MemFree
repeat 10 as i
spawn p$i
end
let at_hand = census.pcp
#: page pin=kernel/slab
#: zh 一个进程要多少
#: en What a process takes
#: zh 启动 {10} 个进程，一个字节也没写，内核已经为它们用了：栈 {meminfo.KernelStack in KB}，每个进程 {meminfo.KernelStack / 10 in KB}；顶级页表 {census.table in KB}，每个 {census.table / 10 in KB}（另一半留给页表隔离，这里空着）；slab {meminfo.Slab in KB}，里面有每个进程的 `task_struct`、`mm_struct`，每个区域的 `vm_area_struct`。
#: en {10} processes start and write nothing, and the kernel has already used for them: stacks {meminfo.KernelStack in KB}, {meminfo.KernelStack / 10 in KB} each; top page tables {census.table in KB}, {census.table / 10 in KB} each, of which half is for page table isolation and empty here; slab {meminfo.Slab in KB}, with the `task_struct` and `mm_struct` of each process and a `vm_area_struct` for each area.
#: text pin=kernel/pcp
#: zh 空闲少了 {before - meminfo.MemFree in KB}，比三样加起来还多一点：各 CPU 手里的链表上存着 {at_hand in KB}，随要随取，它们不算空闲。
#: en Free memory fell by {before - meminfo.MemFree in KB}, somewhat more than the three together: the lists that each CPU keeps at hand hold {at_hand in KB}, ready to be used and not counted as free.
let in_slab = meminfo.Slab
let in_stacks = meminfo.KernelStack
let in_tables = meminfo.PageTables
let left = meminfo.MemFree
#: ask driver
#: zh 一个驱动直接向伙伴系统要了 {64K * 40 in MB} 作缓冲区。/proc/meminfo 的哪一行会多出来？
#: en A driver takes {64K * 40 in MB} for its buffers from the buddy allocator. Which line of /proc/meminfo grows?
#: choice when meminfo.Slab > in_slab
#: zh `Slab`
#: en `Slab`
#: choice when meminfo.KernelStack > in_stacks
#: zh `KernelStack`
#: en `KernelStack`
#: choice when others == 0
#: zh 哪一行也没有
#: en None
alloc_pages 4 as buffers count=40
let more = meminfo.Slab + meminfo.KernelStack + meminfo.PageTables
let less = left - meminfo.MemFree
let others = more - in_slab - in_stacks - in_tables
expect others == 0
#: reveal pin=kernel/buddy see=frame_taken
#: zh 哪一行也没有：`MemFree` 少了 {less in KB}，别的行一点没动。这样要走的页，只有经手的人记得。把 meminfo 各行加起来永远少一块，少的就是它们。
#: en None: `MemFree` fell by {less in KB} and no other line moved. Only those who took such pages know of them. The lines of meminfo never add up to the whole; these are what is missing.
repeat 200 as n
p0 mmap 4K file=/usr/share/doc$n as doc$n
p0 munmap doc$n
end
let remembered = meminfo.SReclaimable
#: page pin=kernel/slab
#: zh 要得回来的那部分
#: en The part that can be got back
#: zh 一个进程打开又关上 {200} 个文件。文件早关了，目录项和 inode 还记着，下次好找：`SReclaimable` 有 {remembered in KB}。它们随时可以丢，丢了再从磁盘读；栈、页表、`task_struct` 不行，记在 `SUnreclaim` 和别的行里。`slabtop` 一个缓存一个缓存地列。
#: en A process opened {200} files and closed them. The files are closed, but their directory entries and inodes are remembered, to be found quickly next time: `SReclaimable` is {remembered in KB}. They can be dropped at any time and read again from disk; stacks, page tables or a `task_struct` cannot, and stand in `SUnreclaim` and other lines. `slabtop` lists cache by cache.
#: ask drop
#: zh `echo 2 > /proc/sys/vm/drop_caches` 丢掉没人用的目录项和 inode。`SReclaimable` 还剩多少？
#: en `echo 2 > /proc/sys/vm/drop_caches` drops the entries and inodes nobody uses. How much is left of `SReclaimable`?
#: choice when still == 0
#: zh 零：全是可回收的
#: en Nothing: all of it is reclaimable
#: choice when still == remembered
#: zh 一点没少：还要用
#: en All of it: it is still needed
#: choice when freed > 0
#: zh 还剩一些：对象丢了，帧不一定还
#: en Some: objects go, their frames not always
echo 2 > /proc/sys/vm/drop_caches
let looked = vmstat.slabs_scanned
let still = meminfo.SReclaimable
let freed = remembered - still
#: reveal pin=kernel/slab see=shrink_slab
#: zh 还剩 {still in KB}，少了 {freed in KB}。看了 {looked} 个对象，没人用的都丢了；可是一个 slab 全空了，它的帧才还得出去，还有几个空的留着备用。
#: en {still in KB} are left, {freed in KB} fewer. {looked} objects were looked at and those nobody uses dropped; but frames go back only when a whole slab is empty, and a few empty ones are kept besides.
#: note B24b
#: zh 笔记写：echo 2 清除可回收的 slab，包括 dentries、inodes。机器上：清掉的是其中没人用的对象，腾出来的帧往往比对象少得多。
#: en The note says: echo 2 clears reclaimable slab, dentries and inodes among it. On the machine: it drops the objects that nobody uses, and far fewer frames come back than that.

p0 mmap 4M as work
p0 write work
let kept = census.image + census.memmap + census.hash + census.percpu + census.firmware + census.initrd + census.zero + census.reserved + census.hole + census.module
let working = census.stack + census.table + census.slab_reclaimable + census.slab_unreclaimable + census.driver
let idle = census.free + census.pcp
let programs = census.anon + census.file
let all = kept + working + idle + programs
#: page pin=kernel/census
#: zh 一页不差
#: en To the page
#: zh 这台模拟的机器知道每一页：开机留下的（连同不存在的）{kept in MB}，内核运行中要的 {working in MB}，程序的 {programs in MB}，空闲的 {idle in MB}。合起来 {all in MB}，就是全部的帧。
#: en This simulated machine knows every page: kept at boot, with what does not exist, {kept in MB}; taken by the kernel at work {working in MB}; of programs {programs in MB}; free {idle in MB}. Together {all in MB}, which is every frame.
expect all == census.total
#: note B15
#: zh 笔记写：内核内存包括模块、struct page、页缓存、slab、页表、16KB 的内核栈、套接字，不全在 meminfo 里。机器上：对。只是页缓存随时可以还，meminfo 另列一行 `Cached`；这台机器还没有页缓存、模块和套接字，别的都在上面的账里。
#: en The note says: kernel memory holds modules, struct page, page cache, slab, page tables, kernel stacks of 16 KB and sockets, and meminfo does not show all of it. On the machine: so it is. But page cache can be given back at any time and has a line of its own, `Cached`. This machine has no page cache, modules and sockets yet; the rest stands in the account above.
