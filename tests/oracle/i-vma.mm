machine profile=linux-256M memory=256M randomize=off maps=70000
# i-vma: every merge, split and placement. Figures: i-vma.recorded.txt, Linux 6.1.192; addresses are the recorded ones
# moved by a constant (the recorded first mapping, 0x7f7bdbddb000, is at 0x7fff4d97f000 here), the numbers of areas are the recorded ones.
spawn v maps=orc.maps
v mmap 64p as b prot=---
expect result.addr == 0x7fff4d97f000
v munmap b

v mmap 16p as f1 at=b+0p fixed prot=rw-
# map 16 pages rw
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d98f000 rw-p"
expect v.maps.count == 11

v mprotect b+4p..8p r--
# mprotect pages 4..7 r-- : one VMA becomes three
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d983000 rw-p"
expect output ~ "7fff4d983000-7fff4d987000 r--p"
expect output ~ "7fff4d987000-7fff4d98f000 rw-p"
expect v.maps.count == 13

v mprotect b+4p..8p rw-
# mprotect back rw: merges to one
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d98f000 rw-p"
expect v.maps.count == 11

v munmap b+8p..10p
# munmap pages 8..9: split in two
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d987000 rw-p"
expect output ~ "7fff4d989000-7fff4d98f000 rw-p"
expect v.maps.count == 12

v mmap 2p as f2 at=b+8p fixed prot=rw-
# map the hole again rw: merges to one
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d98f000 rw-p"
expect v.maps.count == 11

v mmap 8p as f3 at=b+16p fixed prot=rw-
# map adjacent 8 pages rw: merges
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d997000 rw-p"
expect v.maps.count == 11

v mmap 4p as f4 at=b+24p fixed prot=r--
# map adjacent 4 pages r--: separate VMA
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d997000 rw-p"
expect output ~ "7fff4d997000-7fff4d99b000 r--p"
expect v.maps.count == 12

v mmap 4p as f5 at=b+24p fixed prot=rw-
# MAP_FIXED over it rw: replaced and merged
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d99b000 rw-p"
expect v.maps.count == 11

v madvise b+0p..4p sequential
# MADV_SEQUENTIAL on pages 0..3: flag differs: split
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d983000 rw-p"
expect output ~ "7fff4d983000-7fff4d99b000 rw-p"
expect v.maps.count == 12

v madvise b+0p..4p normal
# MADV_NORMAL: merges again
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d99b000 rw-p"
expect v.maps.count == 11

v mlock b+2p..3p
# mlock page 2: split
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d981000 rw-p"
expect output ~ "7fff4d981000-7fff4d982000 rw-p"
expect output ~ "7fff4d982000-7fff4d99b000 rw-p"
expect v.maps.count == 13

v munlock b+2p..3p
# munlock (page 2 is now touched: anon_vma differs)
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d981000 rw-p"
expect output ~ "7fff4d981000-7fff4d982000 rw-p"
expect output ~ "7fff4d982000-7fff4d99b000 rw-p"
expect v.maps.count == 13

v mremap b+0p..28p 40p
expect result.errno == EFAULT
# after mremap grow
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d981000 rw-p"
expect output ~ "7fff4d981000-7fff4d982000 rw-p"
expect output ~ "7fff4d982000-7fff4d99b000 rw-p"
expect v.maps.count == 13

v mremap b+0p..40p 20p
expect result.errno == 0
# mremap shrink to 20
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d981000 rw-p"
expect output ~ "7fff4d981000-7fff4d982000 rw-p"
expect output ~ "7fff4d982000-7fff4d993000 rw-p"
expect v.maps.count == 13

v munmap b

v mmap 4p as f6 at=b+0p fixed prot=rw-
v touch b w
v mmap 4p as f7 at=b+8p fixed prot=rw-
v touch b+8p w
v mmap 4p as f8 at=b+4p fixed prot=rw-
# two touched VMAs with a hole filled by third: anon_vma compat
cat /proc/v/maps
expect output ~ "7fff4d97f000-7fff4d983000 rw-p"
expect output ~ "7fff4d983000-7fff4d98b000 rw-p"
expect v.maps.count == 12

v munmap b

# placement
v mmap 16p as x1
expect result.addr == 0x7fff4d9af000
v mmap 16p as x2
expect result.addr == 0x7fff4d99f000
v mmap 16p as x3
expect result.addr == 0x7fff4d98f000
v munmap x2
v mmap 8p as x4
expect result.addr == 0x7fff4d9a7000
v mmap 32p as x5
expect result.addr == 0x7fff4d96f000
v mmap 1p as h1 at=0x7fff4dd9707b
expect result.addr == 0x7fff4dd97000

# results
v munmap 0x500000000000..0x500000001000
expect result.errno == 0
v mmap 0 as nothing
expect result.errno == EINVAL
expect result.errno == 22
v mmap 1 as y
let y1 = result.addr + 1
let y2 = $y1 + 4096
v touch y+4095 w
expect result.signal == 0
v mprotect $y1..$y2 r--
expect result.errno == EINVAL
v mprotect 0x500000000000..0x500000001000 r--
expect result.errno == ENOMEM
expect result.errno == 12
v mmap 1p as zero at=0 fixed
expect result.errno == 0
expect result.addr == 0
expect sysctl.vm.mmap_min_addr == 65536
expect sysctl.vm.max_map_count == 65530

# max_map_count: every other page r-- until it fails, at page 65516
sysctl vm.overcommit_memory=1
v mmap 140000p as z prot=--- noreserve
let z = result.addr
repeat 32758 as i
let lo = $z + $i * 8192
let hi = $lo + 4096
v mprotect $lo..$hi r--
end
expect result.errno == 0
let lo = $z + 65516 * 4096
let hi = $lo + 4096
v mprotect $lo..$hi r--
expect result.errno == ENOMEM
v munmap z

# brk
v brk +16K
expect result.addr == 0x15e48000
cat /proc/v/maps
expect output ~ "00000000-00001000 rw-p"
expect output ~ "00400000-00401000 r--p"
expect output ~ "00401000-0049e000 r-xp"
expect output ~ "0049e000-004cc000 r--p"
expect output ~ "004cc000-004d0000 r--p"
expect output ~ "004d0000-004d3000 rw-p"
expect output ~ "004d3000-004f9000 rw-p"
expect output ~ "15e22000-15e48000 rw-p"
expect output ~ "7fff4d96f000-7fff4d99f000 rw-p"
expect output ~ "7fff4d9a6000-7fff4d9bf000 rw-p"
expect output ~ "7fff4dd97000-7fff4dd98000 rw-p"
expect output ~ "7fff5599e000-7fff559bf000 rw-p"
expect output ~ "7fff559f1000-7fff559f5000 r--p"
expect output ~ "7fff559f5000-7fff559f7000 r-xp"
expect v.maps.count == 14
v brk -16383
expect result.addr == 0x15e44001
cat /proc/v/maps
expect output ~ "00000000-00001000 rw-p"
expect output ~ "00400000-00401000 r--p"
expect output ~ "00401000-0049e000 r-xp"
expect output ~ "0049e000-004cc000 r--p"
expect output ~ "004cc000-004d0000 r--p"
expect output ~ "004d0000-004d3000 rw-p"
expect output ~ "004d3000-004f9000 rw-p"
expect output ~ "15e22000-15e45000 rw-p"
expect output ~ "7fff4d96f000-7fff4d99f000 rw-p"
expect output ~ "7fff4d9a6000-7fff4d9bf000 rw-p"
expect output ~ "7fff4dd97000-7fff4dd98000 rw-p"
expect output ~ "7fff5599e000-7fff559bf000 rw-p"
expect output ~ "7fff559f1000-7fff559f5000 r--p"
expect output ~ "7fff559f5000-7fff559f7000 r-xp"
expect v.maps.count == 14
v brk -1

# the stack grows to 2056 kB when 2 MB below its top are touched
expect v.status.VmStk == 132
v write 0x7fff557bd000..0x7fff559bf000 pattern=rev
expect v.status.VmStk == 2056
