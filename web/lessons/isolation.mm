#: lesson isolation rows=A14 minutes=9
#: zh 为什么要有虚拟内存
#: en Why there is virtual memory
#: about
#: zh 三个理由，逐一试：地址比内存多，进程互相看不见，每一页有自己的权限。
#: en Three reasons, each put to the test: more addresses than memory, processes that cannot see each other, and rights page by page.
#: slider ram 16M..128M step=16M unit=MB
#: zh 物理内存
#: en physical memory
let ram = 32M
machine memory=$ram
spawn a catch=SEGV
spawn b catch=SEGV
sysctl vm.overcommit_memory=1
a mmap 1G as hall
#: page pin=programs
#: zh 一、地址可以比内存多
#: en One: more addresses than memory
#: zh 这台机器有 {ram in MB.0} 物理内存。进程 `a` 映射了 {1G in MB.0}，也成功了，VSZ 是 {a.status.VmSize in MB.0}。
#: en This machine has {ram in MB.0} of physical memory. Process `a` has mapped {1G in MB.0}, and it worked: its VSZ is {a.status.VmSize in MB.0}.
expect result.errno == 0
a write hall pattern=stride:4M
#: text pin=physical
#: zh 它在里面每隔 {4M in MB.0} 写一页，也都行。用到的页才占内存：RSS 是 {a.status.VmRSS in MB}。没用到的地方一帧也不占。
#: en It writes a page every {4M in MB.0} in it, and that works too. Only used pages take memory: RSS is {a.status.VmRSS in MB}. The rest takes no frame.
expect a.status.VmRSS == 1M
#: text
#: zh 要是真用到的比物理内存还多，真机会把久不用的页换到磁盘上。这台机器还没有交换区，内存用光就只能杀进程。
#: en If more is really used than there is, a real machine moves pages long unused to the disk. This one has no swap yet: when memory runs out, a process dies.

b mmap 4K as letter at=0x10000000 fixed
a mmap 4K as letter at=0x10000000 fixed
a touch letter w
let before = page(a,0x10000000).tag
#: page pin=translation
#: zh 二、互相看不见
#: en Two: out of each other's sight
#: zh 两个进程都在地址 {0x10000000 in hex} 映射了一页。`a` 先写了自己的那一页。
#: en Both processes have mapped a page at address {0x10000000 in hex}. `a` has written to its page.
#: ask clash
#: zh 现在 `b` 也写 {0x10000000 in hex}。`a` 的内容会怎样？
#: en Now `b` writes to {0x10000000 in hex} too. What becomes of the content of `a`?
#: choice when result.signal != 0
#: zh `b` 收到段错误：这个地址已经有人用了
#: en `b` gets a segmentation fault: the address is taken
#: choice when page(a,0x10000000).tag != before
#: zh 被 `b` 改掉了
#: en `b` overwrites it
#: choice when page(a,0x10000000).tag == before
#: zh 不变：同一个地址，两个帧
#: en Nothing: one address, two frames
b touch letter w
expect page(a,0x10000000).pfn != page(b,0x10000000).pfn
#: reveal see=pte_set
#: zh 不变。`a` 的这个地址在帧 {page(a,0x10000000).pfn}，`b` 的在帧 {page(b,0x10000000).pfn}。每个进程有自己的[pagetable 页表]，表里没有的帧，它用什么地址都够不着。
#: en Nothing. For `a` this address lies in frame {page(a,0x10000000).pfn}, for `b` in frame {page(b,0x10000000).pfn}. Each process has its own [pagetable page tables], and no
#:    address leads it to a frame that is not in them.
a touch hall w
let address = result.addr
b touch $address r
expect result.code == SEGV_MAPERR
#: text see=signal
#: zh `a` 在 {address in hex} 有数据。`b` 试着读同一个地址：{result.signal}，{result.code}。对 `b` 来说那里什么也没有。
#: en `a` has data at {address in hex}. `b` tries to read that address: {result.signal}, {result.code}. For `b` there is nothing there.

a mmap 8K as book
a touch book w
a mprotect book r--
a touch book r
let seen = result.signal
#: page pin=translation
#: zh 三、每页有自己的权限
#: en Three: rights page by page
#: zh 页表项里除了帧号，还有几个位：在不在、可不可写、用户态能不能碰、可不可执行。`a` 把一页改成只读，再读一次：没事。
#: en Besides the frame number an entry holds a few bits: present, writable, open to user mode, executable or not. `a` makes a page read-only and reads it: no trouble.
expect seen == 0
#: ask readonly
#: zh 接着它往这一页写。页在内存里，表项也在。谁拦住它？
#: en Next it writes to that page. The page is in memory and its entry is there. Who stops it?
#: choice when result.signal == 0
#: zh 没有人拦：页是它自己的
#: en Nobody: the page is its own
#: choice when events.walk_denied - denied > 0
#: zh 硬件：MMU 看到那一位，不让写
#: en The hardware: the MMU sees the bit and refuses
#: choice when events.access - accesses == 0
#: zh C 库：它先检查再写
#: en The C library: it checks before it writes
let denied = events.walk_denied
let accesses = events.access
a touch book w
expect result.code == SEGV_ACCERR
expect page(a,book).present == 1
#: reveal see=walk_denied
#: zh MMU 走到这一项，发现不可写，停下指令交给内核；内核查到这段映射确实不许写，发 {result.signal}，原因 {result.code}。
#:    检查是每次访问都做的，不花一条指令。
#: en The MMU reaches the entry, finds it closed for writing, stops the instruction and calls the kernel. The kernel sees that the mapping does forbid writing and
#:    sends {result.signal}, reason {result.code}. The check is made at every access and costs not one instruction.
a mprotect book rw-
a touch book w
expect result.signal == 0
#: text
#: zh 改回可写，同一个写就成功了，数据还是原来那一帧 {page(a,book).pfn}。
#: en Made writable again, the same write succeeds, in the same frame {page(a,book).pfn}.
#: note A14
#: zh 笔记写：虚拟内存的作用有三：可用的内存能超过物理内存；进程互相隔离；页表项里的权限位带来保护。
#:    机器上：三条都试过了。“超过物理内存”要靠交换区兜底，这台机器只演示了前一半：映射可以超过，用到的不能。
#: en The note says: virtual memory has three uses: a process may have more memory than there is, processes are isolated, and the bits of the entries protect.
#:    On the machine: all three have been tried. Having more needs swap in the end; this machine shows the first half only: more can be mapped, not used.
