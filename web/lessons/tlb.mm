#: lesson tlb rows=A11 minutes=10
#: zh TLB 靠局部性吃饭
#: en The TLB lives on locality
#: about
#: zh 工作集装得下就几乎全中，差一点装不下可能一次不中。组数、路数、步长，自己拖着看。
#: en A working set that fits nearly always hits; one that just does not may never hit. Sets, ways and stride are yours to move.
#: slider sets 4..64 step=4
#: zh TLB 的组数
#: en sets of the TLB
#: slider ways 1..8
#: zh 每组的路数
#: en ways of a set
#: slider pages 8..512 step=8
#: zh 工作集，页
#: en working set, pages
#: slider stride 1..32
#: zh 步长，页
#: en stride, pages
let sets = 16
let ways = 4
let pages = 48
let stride = 16
let entries = $sets * $ways
machine memory=32M tlb=l1d:${entries}x$ways
let more = $entries + $sets
let span = $pages * 4096
let wider = $more * 4096
let apart = $stride * 4096
let comb = $stride * 8 * 4096
let count = $pages * 4
let twice = $more * 4
spawn p
p mmap 4M as m
p write m
p read m+0..$span
let hits = tlb.l1d.hits
let misses = tlb.l1d.misses
p read m+0..$span pattern=loop count=$count
let good = tlb.l1d.hits - hits
let bad = tlb.l1d.misses - misses
let good_ns = result.ns / count
#: page pin=translation see=tlb_hit
#: zh 一张小小的答案表
#: en A small table of answers
#: zh TLB 记着最近用过的翻译。这一个有 {entries} 项，分成 {sets} 组，每组 {ways} 路：一页只能放在页号除以组数的余数那一组里。
#: en The TLB remembers the latest translations. This one has {entries} entries in {sets} sets of {ways} ways: a page may stand only in the set that
#:    the remainder of its number by the number of sets picks.
#: text
#: zh 程序在 {pages} 页里转圈读，页表早已填好。热身一圈之后，{count} 次访问命中 {good} 次，未命中 {bad} 次，命中率 {good / count in %}，平均 {good_ns in ns.1} 一次。
#: en A program reads {pages} pages round and round; their tables are filled already. After one round to warm up, of {count} accesses {good} hit and
#:    {bad} miss: a hit rate of {good / count in %}, {good_ns in ns.1} an access on average.
expect good == 192
expect bad == 0

#: page pin=translation
#: zh 多出一点点
#: en A little too much
#: ask loop
#: zh 换成 {more} 页，只比 {entries} 项多出 {sets} 页，还是按顺序一圈一圈地读。命中率会是多少？
#: en Now it takes {more} pages, only {sets} more than the {entries} entries, still in order, round after round. What will the hit rate be?
#: choice when hit * miss > 0
#: zh {entries / more in %}：装得下的那些照样命中
#: en {entries / more in %}: those that fit still hit
#: choice when miss == 0
#: zh {1 in %}：热身之后都认识了
#: en {1 in %}: after the first round all are known
#: choice when hit == 0
#: zh {0 in %}：每一页都在用到之前刚被挤掉
#: en {0 in %}: each page is pushed out just before its turn
p read m+0..$wider
let hits = tlb.l1d.hits
let misses = tlb.l1d.misses
p read m+0..$wider pattern=loop count=$twice
let hit = tlb.l1d.hits - hits
let miss = tlb.l1d.misses - misses
let bad_ns = result.ns / twice
expect hit == 0
expect miss == 320
#: reveal see=tlb_evict
#: zh 命中 {hit} 次，命中率 {hit / twice in %}，平均 {bad_ns} 一次，是刚才的 {bad_ns / good_ns} 倍。每组要放 {more / sets} 页，只有 {ways} 路；
#:    挤掉的总是最久没用的那个，而转圈时它恰好是下一个要用的。
#: en {hit} hits, a rate of {hit / twice in %}, {bad_ns} an access, {bad_ns / good_ns} times as long. {more / sets} pages compete for the {ways} ways of each set. The one
#:    pushed out is the one used longest ago, and going round it is exactly the one needed next.

let hits = tlb.l1d.hits
p read m+0..$wider pattern=random count=2000 seed=5
let any = tlb.l1d.hits - hits
let hits = tlb.l1d.hits
p read m pattern=zipf:1.3 count=6000 seed=5
let near = tlb.l1d.hits - hits
let zipf_ns = result.ns / 6000
#: page pin=translation
#: zh 同样多的页，换个次序
#: en The same pages in another order
#: zh 还是这 {more} 页，改成随机读，命中率变成 {any / 2000 in %}：留下的那些页随时可能再用到。同一个 TLB、同样的页数，结果全看次序。
#: en The same {more} pages, read at random, give a hit rate of {any / 2000 in %}: whatever is kept may be needed again at any time. Same TLB, same
#:    number of pages; the order decides.
#: text
#: zh 真实的程序多半这样：少数页反复用，多数页偶尔用。在 {1024} 页里按这种偏好读，{entries} 项的 TLB 也能命中 {near / 6000 in %}，平均 {zipf_ns in ns.1} 一次。这就是局部性。
#: en Most programs are like this: few pages again and again, most pages now and then. Read with such a preference, {1024} pages still hit
#:    {near / 6000 in %} of the time in {entries} entries, at {zipf_ns in ns.1} an access. That is locality.

#: page pin=translation
#: zh 八页，隔得很开
#: en Eight pages, far apart
#: ask comb
#: zh 现在只用八页，每隔 {stride} 页取一页，转圈读。八页比 {entries} 项少得多。热身之后会怎样？
#: en Now just eight pages, each {stride} pages from the next, read in a loop. Eight is far less than {entries} entries. What happens after the first round?
#: choice when thin == 80
#: zh 全部命中
#: en All hit
#: choice when thin * lost > 0
#: zh 命中一部分
#: en Some hit
#: choice when lost == 80
#: zh 一次也不中
#: en None hits
p read m+0..$comb pattern=stride:$apart count=8
let hits = tlb.l1d.hits
let misses = tlb.l1d.misses
p read m+0..$comb pattern=stride:$apart count=80
let thin = tlb.l1d.hits - hits
let lost = tlb.l1d.misses - misses
expect thin == 0
expect lost == 80
#: reveal see=tlb_evict
#: zh 命中 {thin} 次，未命中 {lost} 次。步长 {stride} 除以 {sets} 组，余数是 {stride % sets}：余数为零时八页全挤在同一组，那一组只有 {ways} 路，别的组空着。
#: en {thin} hits, {lost} misses. The stride {stride} leaves {stride % sets} when divided by the {sets} sets. Where it leaves nothing, all eight pages crowd into one set of {ways}
#:    ways, and the other sets stand idle.
#: text
#: zh 把步长拨到相邻的数，或者把路数调到八，再看一次。
#: en Move the stride one up or down, or the ways to eight, and look again.

#: page pin=translation
#: zh 能罩住多大
#: en How far it reaches
#: zh {entries} 项、每项一页，一共罩得住 {entries * 4K in KB}。工作集超过它，靠局部性；每项管得更多，就要用更大的页：一个 {2M in MB.0} 的大页也只占一项。
#: en {entries} entries of one page each reach {entries * 4K in KB}. A working set beyond that depends on locality, or on larger pages: a huge page of {2M in MB.0} takes
#:    one entry as well.
#: note A11
#: zh 笔记写：CPU 里的 TLB 缓存最近常被访问的页表项，程序的局部性让它大大提高转换速度。
#:    机器上：命中和未命中差 {bad_ns / 1ns} 倍；次序不巧的时候，{entries} 项一次也没帮上忙。
#: en The note says: the TLB of the CPU caches the entries used lately, and the locality of programs lets it speed translation up greatly.
#:    On the machine: a hit is {bad_ns / 1ns} times as fast as a miss, and in an unlucky order all {entries} entries did not help once.
