#: lesson address rows=A7,B5 minutes=7
#: zh 一个地址，三步翻译
#: en One address, three steps
#: about
#: zh 把地址拆成页号和偏移，用页号查出帧号，再把帧号和偏移拼起来。
#: en Split an address into page and offset, look the page up, join its frame and the offset.
#: slider number 0..15 step=1
#: zh 页号
#: en page number
#: slider offset 0..4095 step=65
#: zh 页内偏移，字节
#: en offset in the page, bytes
#: slider bits 4..22 step=1
#: zh 页大小 2^n 的 n
#: en n of a page of 2^n bytes
machine profile=i386 memory=16M pcid=off
let number = 3
let offset = 260
let bits = 12
let asked = 0x1000
let address = $number * 4096 + $offset
let size = 1
repeat $bits
let size = $size * 2
end
sysctl vm.mmap_min_addr=0
spawn p
spawn other
p mmap 64K as low at=0 fixed

#: page pin=programs
#: zh 按页管理，按字节访问
#: en Managed by the page, addressed by the byte
#: zh 内核不逐字节记账，那样账本比内存还大。它把内存切成一样大的页，这台机器上一页是 {1p in KB}。
#: en The kernel does not keep a record of every byte: the records would be larger than the memory. It cuts
#:    memory into pages of one size, {1p in KB} each on this machine.
#: text
#: zh 程序照样能访问任何一个字节。地址里其实有两个数：在第几页，在这一页的第几个字节。
#:    `地址 = 页号 × 页大小 + 偏移`，反过来就是除以页大小：商是页号，余数是偏移。
#: en A program still reaches every single byte. An address holds two numbers: which page, and which byte of
#:    that page. `address = page × page size + offset`. Going back is a division by the page size: the quotient
#:    is the page, the remainder is the offset.

#: page pin=programs
#: zh 读一个地址
#: en Reading an address
#: ask hex
#: zh 地址 {asked in hex} 在第几页，偏移是多少？先写下你的答案。
#: en In which page is the address {asked in hex}, and at what offset? Write your answer down first.
#: choice when asked // 4096 == 0
#: zh 第 {0} 页，偏移 {1000}
#: en page {0}, offset {1000}
#: choice when asked // 4096 == 1
#: zh 第 {1} 页，偏移 {0}
#: en page {1}, offset {0}
#: choice when asked // 4096 == 16
#: zh 第 {16} 页，偏移 {0}
#: en page {16}, offset {0}
#: choice when asked // 4096 == 1000
#: zh 第 {1000} 页，偏移 {0}
#: en page {1000}, offset {0}
p write low+0..8K
expect page(p,0x0fff).pfn == page(p,0x0000).pfn
expect page(p,0x1000).pfn == page(p,0x1fff).pfn
expect page(p,0x1000).pfn != page(p,0x0fff).pfn
expect asked // 4096 == 1
expect asked % 4096 == 0
#: reveal
#: zh {asked in hex} 是十六进制，写成十进制是 {asked}，正好等于页大小。所以它是第 {asked // 4096} 页的第一个字节，偏移 {asked % 4096}。
#: en {asked in hex} is hexadecimal; in decimal it is {asked}, exactly one page size. So it is the first byte of page
#:    {asked // 4096}, at offset {asked % 4096}.
#: text
#: zh 页大小是 2 的幂，所以不用真做除法。低 {12} 位是偏移，也就是十六进制的最后三位；前面的都是页号。
#: en The page size is a power of two, so nobody has to divide. The low {12} bits, the last three hex digits, are the
#:    offset. All bits above them are the page number.
#: note B5
#: zh 笔记写：地址 {asked in hex} 是序号 {0} 的页里偏移 {1000} 的字节。那是把十六进制的 {asked in hex} 当十进制读了。
#:    机器上：最后一个还在第 {0x0fff // 4096} 页里的地址是 {0x0fff in hex}，它和地址 {0 in hex} 在同一帧 {page(p,0x0fff).pfn}；
#:    {asked in hex} 已经在另一帧 {page(p,0x1000).pfn}。
#: en The note says: address {asked in hex} is the byte at offset {1000} of page {0}. That reads a hexadecimal number as
#:    if it were decimal. On the machine the last address of page {0x0fff // 4096} is {0x0fff in hex}: it lies in the same frame as
#:    address {0 in hex}, frame {page(p,0x0fff).pfn}. {asked in hex} is already in another frame, {page(p,0x1000).pfn}.

p touch $address w
let found = page(p,$address).pfn
let physical = $found * 4096 + $offset
other touch stack w
p touch 0x0 r
p touch $address r
expect page(p,$address).pfn == $found
expect address // 4096 == number
expect address % 4096 == offset
#: page pin=translation see=walk_level
#: zh 三步
#: en Three steps
#: zh 程序读地址 {address in hex}。第一步，拆开：页号 {address // 4096 in hex}，偏移 {address % 4096 in hex}。
#: en The program reads address {address in hex}. Step one, split: page {address // 4096 in hex}, offset {address % 4096 in hex}.
#: text see=walk_level
#: zh 第二步，查表：拿页号到[pagetable 页表]里找，那一项写着帧号 {found}。这台机器的页表有两级，所以图上查了两次；
#:    页号的高 {10} 位在顶级表里选一项，低 {10} 位在末级表里选一项。
#: en Step two, look up: the page number picks an entry of the [pagetable page table], and the entry holds frame
#:    {found}. The table of this machine has two levels, so the picture shows two look-ups: the upper {10} bits of
#:    the page number pick an entry of the top table, the lower {10} bits one of the last.
#: text see=return_to_program
#: zh 第三步，拼起来：帧号 × 页大小 + 偏移，得到物理地址 {physical in hex}。偏移原样照搬，一位也没变。
#: en Step three, join: frame × page size + offset is the physical address {physical in hex}. The offset is carried
#:    over as it is, not one bit changes.
#: text
#: zh 拖动“页号”和“页内偏移”，看三个数里谁在变。
#: en Move the sliders for page and offset and watch which of the three numbers change.

#: page
#: zh 挨着的页，挨着的帧？
#: en Neighbours here, neighbours there?
#: zh 现在让进程按倒序写四个新页：先写地址最高的，最后写地址最低的。
#: en Now the process writes to four new pages in reverse: first the highest address, last the lowest.
#: ask order
#: zh 写完以后，虚拟地址相邻的两页，在物理内存里一定也相邻、次序也相同吗？
#: en Afterwards, are two pages with neighbouring virtual addresses neighbours in physical memory too, in the same order?
#: choice when page(p,row+4K).pfn == page(p,row).pfn + 1
#: zh 一定：帧号也依次加一
#: en Always: the frame numbers go up by one as well
#: choice when page(p,row+4K).pfn < page(p,row).pfn
#: zh 不一定：帧按写的先后给，这里次序正好反了
#: en No: frames are given in the order of writing, so here they run the other way
#: choice when page(p,row+4K).pfn == page(p,row).pfn
#: zh 都在同一帧里
#: en All of them share one frame
p mmap 16K as row
p write row pattern=rev
#: reveal see=pte_set
#: zh 最高的那一页拿到帧 {page(p,row+12K).pfn}，最低的那一页拿到 {page(p,row).pfn}。
#:    哪页配哪帧，由页表逐页记着，不必连续，也不必同序。程序看到的地址照样是连续的。
#: en The highest page got frame {page(p,row+12K).pfn}, the lowest got {page(p,row).pfn}. The page table
#:    records page by page which frame belongs to it. Frames need be neither together nor in order; the program still
#:    sees one unbroken range.

#: page
#: zh 页大小换成别的 2 的幂
#: en Any other power of two
#: zh 同一个地址 {address in hex}，换一种页大小就有另一种拆法。用滑块选 n：页大小 2^n = {size} 字节时，页号是 {address // size}，偏移是 {address % size}。
#: en The same address {address in hex} splits differently when pages have another size. Choose n with the slider: with
#:    pages of 2^n = {size} bytes it is page {address // size}, offset {address % size}.
#: text
#: zh 页越大，页号越少，表越短，可最后一页里浪费的也越多。模拟的机器本身一直用 {1p in KB} 的页，这里只换了算法里的除数。
#: en Larger pages mean fewer page numbers and a shorter table, but also more waste in the last page. The simulated
#:    machine itself keeps its pages of {1p in KB}; only the divisor of the sum changes here.
expect address // size * size + address % size == address
