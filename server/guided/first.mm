# The guided first room: a small C program (first.c), recorded with valgrind, access by access.
# The pieces end where something is to be seen; the machine's TLB is small, so that it fills up.
machine memory=16M seed=1 tlb=l1d:16x4,l2:64x4 pcp=off

note "程序已经装入，但内存里还没有它的一页。第一条指令要取指，看这个地址怎样变成一个物理帧。" "The program is laid out, but none of its pages is in memory. Watch its first instruction: how its address becomes a frame."
trace lackey first.lackey as first limit=1

note "第二次访问：往栈里存一个数。这一页是匿名的，内核给它一个清零的帧。" "The second access stores to the stack. That page is anonymous: the kernel hands out a frame filled with zeros."
trace lackey first.lackey as first limit=1

note "接下来的访问都落在这两页上。TLB 记得它们，不用再查表：这就是局部性。" "The next accesses stay on these two pages. The TLB remembers them and no table is read: that is locality."
trace lackey first.lackey as first limit=11

note "读一个还没写过的全局变量：内核不给新帧，先映射那张共享的零页。" "A global that was never written is read: no new frame yet, the shared page of zeros is mapped."
trace lackey first.lackey as first limit=1

note "main 调用 C 库。新的代码页一页一页地来，只来用到的：按需调页。" "main calls the C library. Its code comes page by page, and only what is used: demand paging."
trace lackey first.lackey as first limit=59
trace lackey first.lackey as first limit=357
trace lackey first.lackey as first limit=580
trace lackey first.lackey as first limit=840
trace lackey first.lackey as first limit=563

note "malloc 已返回一大块，程序开始逐页读它。第一页：没有表项，于是缺页，映射零页。" "malloc has returned a large block, and the program reads it page by page. The first page: no entry, a fault, the page of zeros."
trace lackey first.lackey as first limit=1

note "下一页也一样。两个虚拟页现在指向同一个物理帧。" "The next page does the same. Two pages of the program now share one frame."
trace lackey first.lackey as first limit=7

note "整张表读一遍：每页一次缺页，常驻内存却一点没有增加。" "The whole table is read: a fault a page, and yet the resident set does not grow."
trace lackey first.lackey as first limit=483
trace lackey first.lackey as first limit=14

note "现在写其中一页。零页不能写，于是内核换上一个自己的帧。" "Now one of these pages is written. The page of zeros is read-only, so the kernel puts a frame of its own in its place."
trace lackey first.lackey as first limit=1

note "每隔几页写一页：只有写到的页真正占用内存。看伙伴系统怎样把大块一分再分。" "Every few pages one is written: only those take memory. Watch the buddy allocator cut its blocks."
trace lackey first.lackey as first limit=132

note "程序在堆里串起一条链表：节点挤在几页里，缺页很少。" "The program builds a list on the heap: its nodes lie close together, so there are few faults."
trace lackey first.lackey as first limit=848
trace lackey first.lackey as first limit=900
trace lackey first.lackey as first limit=900

note "排序和清零：又是同样几页，TLB 几乎总命中。" "Sorting and filling: the same few pages again, and the TLB hits nearly always."
trace lackey first.lackey as first limit=412
trace lackey first.lackey as first limit=693

note "函数开始递归，每次调用的局部变量占一整页：栈向下长，一次一页。" "A function calls itself, each time with a page of local variables: the stack reaches down, a page a call."
trace lackey first.lackey as first limit=1
trace lackey first.lackey as first limit=122

note "最后倒着再走一遍表。页都在，但 TLB 装不下这么多：查表，没有缺页。" "At last backwards through the table. Its pages are there, but too many for the TLB: walks, and no faults."
trace lackey first.lackey as first
