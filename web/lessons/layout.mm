#: lesson layout rows=A13 minutes=7
#: zh 一个进程的地址空间
#: en The address space of a process
#: about
#: zh 代码、数据、BSS、堆、映射区、栈：从低到高各在哪里，往哪边长。
#: en Code, data, BSS, heap, mappings, stack: where each lies from low to high, and which way it grows.
machine memory=32M
spawn p text=512K data=128K bss=64K lib=/lib/libc.so:1M catch=SEGV
p touch text x
let code = result.addr
p touch data r
let globals = result.addr
p touch bss w
let zeroed = result.addr
p touch stack w
let page_of_stack = result.addr
#: page pin=programs
#: zh 从低到高
#: en From low to high
#: zh 程序文件决定最低的三段。代码从 {code in hex} 开始，只读、可执行，内容来自[file 文件]。
#: en The program's file decides the lowest three. Code begins at {code in hex}: read and execute only, its content comes from the [file file].
#: text
#: zh 数据从 {globals in hex} 开始，是有初值的全局变量，初值也存在文件里。BSS 从 {zeroed in hex} 开始，是没有初值的全局变量：文件里只记大小，碰到时给一页零。
#: en Data begin at {globals in hex}: global variables with a first value, which is in the file too. BSS begins at {zeroed in hex}: global variables without one. The file
#:    records only its size; a page of zeros is given when it is touched.
#: text
#: zh 用户空间的顶上是栈，这里它最低的一页在 {page_of_stack in hex}。再往上就是内核那一半。
#: en At the top of user space is the stack; its lowest page is at {page_of_stack in hex} here. Above lies the kernel's half.
expect code < globals
expect globals < zeroed
expect zeroed < page_of_stack

p brk +256K
p touch heap w
let heap_at = result.addr
p mmap 256K as first
let first_at = result.addr
p mmap 256K as second
let second_at = result.addr
#: page pin=programs see=vma_place
#: zh 两块会长大的地方
#: en The two that grow
#: zh 堆在 BSS 之后，从 {heap_at in hex} 往高处长，用 `brk` 推它的终点。映射区在栈的下面：库、`mmap` 要来的内存都在这里。
#: en The heap follows the BSS and grows upwards from {heap_at in hex}; `brk` moves its end. The mappings lie below the stack: libraries, and memory asked for
#:    with `mmap`.
#: text
#: zh 刚才先后映射了两块，第一块在 {first_at in hex}，第二块在 {second_at in hex}。
#: en Two mappings were made just now, the first at {first_at in hex}, the second at {second_at in hex}.
expect second_at < first_at

#: page pin=programs
#: zh 再来一块
#: en One more
#: ask third
#: zh 再映射一块同样大的，它会落在哪里？
#: en One more of the same size: where will it go?
#: choice when third_at < second_at
#: zh 第二块的下面：映射区往低处长
#: en Below the second: the mappings grow downwards
#: choice when third_at > first_at
#: zh 第一块的上面：往高处长
#: en Above the first: they grow upwards
#: choice when third_at < code
#: zh 代码的下面，那里最空
#: en Below the code, where there is most room
p mmap 256K as third
let third_at = result.addr
expect second_at - third_at == 256K
#: reveal see=vma_place
#: zh {third_at in hex}，紧贴在第二块下面，差 {second_at - third_at in KB}。堆往上、映射往下，相对着长，中间的空当谁需要谁用。
#: en {third_at in hex}, right below the second, {second_at - third_at in KB} lower. The heap grows up, the mappings grow down, towards each other; the gap between serves
#:    whoever needs it.

let stack_kb = p.status.VmStk
#: page pin=programs
#: zh 栈自己会长
#: en The stack grows by itself
#: zh 栈映射了 {stack_kb}。程序一层层调用函数，用到它下面去了。
#: en The stack has {stack_kb} mapped. The program calls deeper and deeper and comes to use addresses below it.
#: ask grow
#: zh 在栈的映射之下 {64K in KB} 处写一个字节，没有事先要过。会怎样？
#: en It writes a byte {64K in KB} below what is mapped, without having asked. What happens?
#: choice when result.signal != 0
#: zh 段错误：那里没有映射
#: en A segmentation fault: nothing is mapped there
#: choice when p.status.VmStk > stack_kb
#: zh 内核把栈向下扩到那里，然后给一页
#: en The kernel extends the stack down to there and hands out a page
#: choice when p.status.VmStk == stack_kb
#: zh 写进了映射区里的别的内存
#: en It lands in other memory among the mappings
let deeper = $page_of_stack - 65536
p touch $deeper w
expect result.signal == 0
expect p.status.VmStk == 196
#: reveal see=stack_grow
#: zh 栈从 {stack_kb} 长到 {p.status.VmStk}，只缺了一次页。只有栈有这个待遇，上限通常是 {8M in MB.0}。
#: en The stack grew from {stack_kb} to {p.status.VmStk}, with one page fault. Only stacks are treated so, up to a limit of usually {8M in MB.0}.
let lost = $deeper - 16777216
p touch $lost w
expect result.code == SEGV_MAPERR
#: text see=signal
#: zh 隔得太远就不算了：再往下 {16M in MB.0} 处写，结果是 {result.signal}，{result.code}。
#: en Too far away does not count: a write another {16M in MB.0} lower ends in {result.signal}, {result.code}.
#: note A13
#: zh 笔记写：用户态的分布是代码段、全局变量、BSS、函数栈、堆内存、映射区，上面是内核态。
#:    机器上：六段都在，次序从低到高是代码、数据、BSS、堆、映射区、栈。真机还会给每一段加一个随机的偏移，这台机器的地址固定，方便对照。
#: en The note says: user space holds code, global variables, BSS, stack, heap and the mapping area, with the kernel above.
#:    On the machine: all six are there, from low to high: code, data, BSS, heap, mappings, stack. A real system shifts each by a random amount; this
#:    machine keeps its addresses fixed, so that runs can be compared.
