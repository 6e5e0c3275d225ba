# Free lists: OSTEP chapter 17's figures and the two kinds of waste, by hand.
# A heap of 100 bytes at 1000 that is never joined falls apart: every byte is free, and 20 do not fit.
lab freelist size=100 base=1000 policy=first order=addr
repeat 10 as i
lab alloc 10 as p$i
end
expect lab.free == 0
repeat 10 as i
lab free p$i
end
expect lab.free == 100
expect lab.largest == 10
expect lab.external == 90
expect lab.pieces == 10
lab alloc 20 as big
expect result.errno == ENOMEM
expect lab.searched == 10

# With joining it is one piece again.
lab freelist size=100 base=1000 policy=first order=addr coalesce
repeat 10 as i
lab alloc 10 as p$i
end
repeat 10 as i
lab free p$i
end
expect lab.pieces == 1
lab alloc 20 as big
expect lab.freelist.big.addr == 1000

# Header and alignment are lost inside the pieces: 5 bytes take 8, and 4 for the header.
lab freelist size=100 base=1000 header=4 align=8
lab alloc 5 as a
expect lab.freelist.a.addr == 1004
expect lab.freelist.a.size == 12
expect lab.internal == 7
lab alloc 8 as b
expect lab.freelist.b.addr == 1016
fails lab alloc 8 as b

# Best fit takes the tightest piece, worst fit the roomiest: holes of 30, 10 and 20.
lab freelist size=100 base=0 policy=best
lab alloc 30 as a
lab alloc 5 as x
lab alloc 10 as b
lab alloc 5 as y
lab alloc 20 as c
lab alloc 30 as z
lab free a
lab free b
lab free c
lab alloc 9 as fit
expect lab.freelist.fit.addr == 35
expect lab.searched == 3
lab free fit
lab freelist size=100 base=0 policy=worst
lab alloc 60 as a
lab alloc 5 as x
lab free a
lab alloc 9 as fit
expect lab.freelist.fit.addr == 0
