#: lesson freelist minutes=9
#: zh 空闲链表
#: en The free list
#: about
#: zh 堆里的空洞串成一条链：挑哪个洞、找多久、合不合并，决定以后还放不放得下。
#: en The holes of a heap on a list: which one to take, how long to look, whether to join neighbours, decides what will still fit later.
#: slider header 0..16 step=4
#: zh 每块的头部，字节
#: en header of a piece, bytes
let header = 0
let size = 5 * $header + 1000
machine memory=16M
lab freelist size=$size base=4096 header=$header policy=best order=addr
lab alloc 200 as a
lab alloc 50 as x
lab alloc 400 as b
lab alloc 50 as y
lab alloc 300 as c
let full = lab.internal
lab free a
lab free b
lab free c
#: page pin=lab see=lab_insert
#: zh 五块，还了三块
#: en Five pieces, three given back
#: zh 一个 {size} 字节的堆，先后给出 {200}、{50}、{400}、{50}、{300} 字节，正好用完。两个小块还在用，三个大块已经还回来：空闲 {lab.free}，分成 {lab.pieces} 个洞，最大的 {lab.largest}。
#: en A heap of {size} bytes gave out {200}, {50}, {400}, {50} and {300} bytes, which used it up. The two small pieces are still in use, the three large ones have come back: {lab.free} are free, in
#:    {lab.pieces} holes; the largest has {lab.largest}.
#: text
#: zh 每块前面有 {header} 字节的头部，记着这一块多大，`free` 才知道要还多少。五块全在用时，头部一共占 {full}。
#: en Each piece has a header of {header} bytes in front, which holds its size, so that `free` knows how much to give back. With all five in use the headers took {full}.
expect lab.free == 900
expect lab.pieces == 3

#: page pin=lab
#: zh 挑哪个洞
#: en Which hole
#: zh 下一个请求是 {250} 字节。三个洞依次是 {200 + header}、{400 + header}、{300 + header} 字节。
#: en The next request is {250} bytes. The holes have {200 + header}, {400 + header} and {300 + header} bytes, in this order.
#: ask best
#: zh 按“最佳适应”，它会从哪个洞里切？
#: en Best fit: from which hole is it cut?
#: choice when lab.largest - header == 300
#: zh {400 + header} 的：第一个够大的
#: en the one of {400 + header}: the first that is large enough
#: choice when lab.largest - header == 400
#: zh {300 + header} 的：够大的里面最小的
#: en the one of {300 + header}: the smallest that is large enough
#: choice when result.errno == ENOMEM
#: zh 一个也不行
#: en none of them
lab alloc 250 as d
expect lab.largest == 400
expect lab.searched == 3
#: reveal pin=lab see=lab_search
#: zh 最小的那个，切剩下 {50} 字节的碎块。为了知道谁最小，它把 {lab.searched} 个洞都看了一遍。
#: en The smallest; a sliver of {50} bytes remains. To know which is smallest it had to look at all {lab.searched} holes.
lab alloc 400 as e
expect result.errno == 0
#: text see=lab_place pin=lab
#: zh 接着要 {400} 字节，大洞还完整，放得下。
#: en Then {400} bytes are asked for; the large hole is still whole, and they fit.

lab freelist size=$size base=4096 header=$header policy=first order=addr
lab alloc 200 as a
lab alloc 50 as x
lab alloc 400 as b
lab alloc 50 as y
lab alloc 300 as c
lab free a
lab free b
lab free c
lab alloc 250 as d
let looked = lab.searched
#: page pin=lab see=lab_place
#: zh 换成首次适应
#: en First fit instead
#: zh 一切从头，只把规则换成“第一个够大的”。{250} 字节从 {400 + header} 的洞里切，只看了 {looked} 个洞，快一些。
#: en All over again, but with the first hole that is large enough. The {250} bytes are cut from the hole of {400 + header}, after looking at {looked} holes only: quicker.
expect looked == 2
#: ask first
#: zh 现在空闲 {lab.free}。再要 {400} 字节，放得下吗？
#: en {lab.free} are free now. Do {400} bytes more fit?
#: choice when result.errno == 0
#: zh 放得下
#: en They do
#: choice when result.errno == ENOMEM
#: zh 放不下
#: en They do not
lab alloc 400 as e
expect result.errno == ENOMEM
#: reveal pin=lab see=lab_fail
#: zh {result.errno}：空闲 {lab.free}，最大的洞只有 {lab.largest}。大洞被小请求切开了。反过来也有别的请求次序让最佳适应吃亏，没有一种规则总是赢。
#: en {result.errno}: {lab.free} are free, but the largest hole has {lab.largest}. A small request has cut up the large hole. Other orders of requests hurt best fit instead; no rule always wins.

lab free d
lab free x
lab free y
#: page pin=lab see=lab_insert
#: zh 全部还清
#: en Everything given back
#: zh 现在所有的块都还了回来，堆空了：空闲 {lab.free}，链上 {lab.pieces} 个洞。
#: en Now every piece has come back and the heap is empty: {lab.free} are free, in {lab.pieces} holes on the list.
#: ask empty
#: zh 在空空的堆里要 {600} 字节，行吗？
#: en Do {600} bytes fit into the empty heap?
#: choice when result.errno == 0
#: zh 行：全是空的
#: en They do: all of it is free
#: choice when result.errno == ENOMEM
#: zh 不行：洞挨着洞，却没有合起来
#: en They do not: hole lies beside hole, but nobody joined them
lab alloc 600 as whole
expect result.errno == ENOMEM
#: reveal pin=lab see=lab_search
#: zh {result.errno}：最大的洞是 {lab.largest}。归还时要看看左右邻居，是空的就并成一块。
#: en {result.errno}: the largest hole has {lab.largest}. What is given back has to be joined with free neighbours.

lab freelist size=$size base=4096 header=$header policy=first order=addr coalesce
lab alloc 200 as a
lab alloc 400 as b
lab free a
lab free b
lab alloc 600 as whole
expect result.errno == 0
#: page pin=lab see=lab_place
#: zh 合并以后
#: en With joining
#: zh 打开合并，给出两块，再还回来：链上又只有一个洞，{600} 字节一次放下，看了 {lab.searched} 个洞。
#: en With joining switched on, two pieces are given out and come back: the list is a single hole again, and {600} bytes fit at once, after looking at {lab.searched}.
#: text
#: zh glibc 的 `malloc` 也会合并相邻的空块，并把空块按大小分成许多条链，这样不用从头找起。
#: en The `malloc` of glibc joins neighbouring free chunks too, and keeps them on many lists by size, so that it need not look through all.
