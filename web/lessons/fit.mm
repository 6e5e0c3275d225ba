#: lesson fit rows=A2,A3 minutes=9
#: zh 放不下的程序
#: en The program that would not fit
#: about
#: zh 段要连续的内存：空闲够多，却碎得放不下；把一个段换出再换回能腾出地方，代价是整段的读写。
#: en Segments need unbroken memory: there is enough free and yet no place. Swapping a segment out and back makes room, at the price of moving all of it.
#: slider program 64M..256M step=8M unit=MB
#: zh 新程序的大小
#: en size of the new program
machine memory=16M
let program = 200M
lab segments memory=1G fit=first
lab load game 512M
lab load browser 128M
lab load music 256M
#: page pin=lab
#: zh 三个程序
#: en Three programs
#: zh {1G in GB.0} 内存，每个程序是一个段：游戏 {512M in MB.0}，浏览器 {128M in MB.0}，音乐 {256M in MB.0}，挨着放好，还剩 {lab.free in MB.0}。
#: en {1G in GB.0} of memory, each program one segment: a game of {512M in MB.0}, a browser of {128M in MB.0}, music of {256M in MB.0}, side by side, with {lab.free in MB.0} left over.
#: text
#: zh 要多少给多少，段里没有一点浪费：内部碎片 {lab.internal in MB.0}。
#: en Each gets just what it asked for, nothing is wasted inside: internal fragmentation {lab.internal in MB.0}.
lab unload browser
#: page pin=lab see=lab_release
#: zh 关掉浏览器
#: en The browser is closed
#: zh 浏览器退出，还回 {128M in MB.0}。现在空闲一共 {lab.free in MB.0}，分成两块，最大的一块 {lab.largest in MB.0}。
#: en The browser ends and gives {128M in MB.0} back. {lab.free in MB.0} are free now, in two pieces; the largest has {lab.largest in MB.0}.
expect lab.free == 256M
expect lab.largest == 128M
#: ask load
#: zh 装入一个 {program in MB.0} 的程序，行吗？
#: en Can a program of {program in MB.0} be loaded?
#: choice when result.errno == 0
#: zh 行：空闲 {lab.free in MB.0}，放得下
#: en Yes: {lab.free in MB.0} are free, it fits
#: choice when result.errno == ENOMEM
#: zh 不行：没有一块连续的放得下
#: en No: no single piece is large enough
lab load editor $program
let answer = result.errno
expect answer == ENOMEM
#: reveal see=lab_search pin=lab
#: zh 结果 {answer}（零表示成功）。现在空闲 {lab.free in MB.0}，最大一块 {lab.largest in MB.0}：其余 {lab.external in MB.0} 空着却用不上，这叫外部碎片。
#: en The result: {answer} (zero means success). {lab.free in MB.0} are free, the largest piece has {lab.largest in MB.0}. The other {lab.external in MB.0} are free but of no use: external
#:    fragmentation.

lab segments memory=1G fit=first
lab load game 512M
lab load browser 128M
lab load music 256M
lab unload browser
lab swapout music
let out_ns = result.ns
#: page pin=lab see=lab_swap_out
#: zh 腾地方：换出去，再换回来
#: en Making room: out, and back in
#: zh 办法是搬家。先把音乐的 {256M in MB.0} 整段写到磁盘，内存里空出连续的 {lab.largest in MB.0}。
#: en The way out is to move house. First all {256M in MB.0} of the music go to disk, which leaves {lab.largest in MB.0} unbroken.
lab swapin music at=lowest
let in_ns = result.ns
expect lab.largest == 256M
#: text see=lab_swap_in pin=lab
#: zh 再读回来，不放原处，紧跟在游戏后面，从 {lab.segments.music.base in MB.0} 起。两块空闲并成一块，{lab.largest in MB.0}，外部碎片 {lab.external in MB.0}。
#: en Then it is read back, not to where it was but right behind the game, at {lab.segments.music.base in MB.0}. The two free pieces are one now, {lab.largest in MB.0}, external fragmentation
#:    {lab.external in MB.0}.
lab load editor $program
expect result.errno == 0
#: text see=lab_place pin=lab
#: zh 新程序从 {lab.segments.editor.base in MB.0} 起装入，还剩 {lab.free in MB.0}。
#: en The new program is loaded at {lab.segments.editor.base in MB.0}, and {lab.free in MB.0} are left.

#: page pin=lab
#: zh 搬家的账单
#: en The bill
#: zh 为了放进 {program in MB.0}，磁盘写出又读回，一共 {lab.swapped_bytes in MB.0}，用了 {lab.swap_ns in ms.0}。这期间音乐停着。
#: en To fit {program in MB.0}, the disk wrote and read {lab.swapped_bytes in MB.0} in all, which took {lab.swap_ns in ms.0}. The music stood still all the while.
#: ask pages
#: zh 同样的内存、同样的程序，如果按页管理，要换出多少才放得进 {program in MB.0}？
#: en Same memory, same programs, but managed by the page: how much must be swapped out to fit {program in MB.0}?
#: choice when lab.paged_bytes == 0
#: zh 一页也不用：空闲的帧够数就行
#: en Not one page: enough free frames will do
#: choice when lab.paged_bytes == lab.swapped_bytes
#: zh 一样多：{lab.swapped_bytes in MB.0}
#: en The same: {lab.swapped_bytes in MB.0}
#: choice when lab.paged_bytes == program
#: zh 和新程序一样大：{program in MB.0}
#: en As much as the new program: {program in MB.0}
lab access editor 0 r
expect lab.swapped_bytes == 512M
expect lab.paged_bytes == 0
#: reveal
#: zh {lab.paged_bytes in MB.0}。页放在哪一帧都行，空闲的 {256M in MB.0} 够用，用不着搬。
#: en {lab.paged_bytes in MB.0}. A page may lie in any frame; the {256M in MB.0} that were free suffice, nothing has to move.

lab segments memory=1G fit=first
lab load game 512M
lab load browser 128M
lab load music 256M
lab load editor 200M
expect result.errno == ENOMEM
lab swapout music
expect lab.swapped_bytes == 256M
expect lab.paged_bytes == 72M
#: page pin=lab see=lab_swap_out
#: zh 真的不够的时候
#: en When it is really short
#: zh 浏览器没关，四个程序一共要 {512M + 128M + 256M + 200M in MB.0}，确实超过 {1G in MB.0}。分段只能整段换：写出 {lab.swapped_bytes in MB.0}。分页只换差的那些页：{lab.paged_bytes in MB.0}，挑最久没用的。
#: en With the browser still open the four need {512M + 128M + 256M + 200M in MB.0}, really more than {1G in MB.0}. Segments can only be swapped whole: {lab.swapped_bytes in MB.0} are written. Pages are swapped as far as
#:    they lack: {lab.paged_bytes in MB.0}, the least recently used.
#: note A2 A3
#: zh 笔记写：分段没有内部碎片，有外部碎片；交换一整段太慢，于是有了分页。
#:    机器上：两种碎片和搬运的字节都数过了。Linux 从不这样放程序；它的页不必相邻，也就没有这一课的问题。
#: en The note says: segmentation has no internal but external fragmentation, and swapping whole segments is slow; hence paging.
#:    On the machine: both kinds of waste and the bytes moved have been counted. Linux never places programs like this; its pages need not be neighbours, so this lesson's trouble does not arise.
