machine profile=linux-256M memory=512M randomize=off pcp=off
# l-nola57: four levels, and what a wish for an address does. Figures: l-nola57.recorded.txt, Linux 6.1.192.
# `plug` takes the place between the recorded top of the mmap area, which was random, and this machine's.
# pcp=off: the recorder counted free pages with those on the CPU's lists.
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
sysctl vm.overcommit_memory=1
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
# Each wish in a fresh process: the plug is a neighbour that keeps tables from being freed, the recorded one had none.
a mmap 4K as h0
expect result.addr == 0x7f2f6fa38000
a touch h0 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h1 at=0x7f0000000000
expect result.addr == 0x7f0000000000
a touch h1 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h2 at=0x7ffffffff000
expect result.addr == 0x7f2f6fa38000
a touch h2 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h3 at=0x800000000000
expect result.addr == 0x7f2f6fa38000
a touch h3 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h4 at=0x1000000000000
expect result.addr == 0x7f2f6fa38000
a touch h4 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h5 at=0x7f000000000000
expect result.addr == 0x7f2f6fa38000
a touch h5 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h6 at=0xfffffffff00000
expect result.addr == 0x7f2f6fa38000
a touch h6 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h7 at=0xffffffffffe000
expect result.addr == 0x7f2f6fa38000
a touch h7 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h8 at=0x100000000000000
expect result.addr == 0x7f2f6fa38000
a touch h8 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h9 at=0x8000000000000000
expect result.addr == 0x7f2f6fa38000
a touch h9 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h10 at=0xffffffffffffffff
expect result.addr == 0x7f2f6fa38000
a touch h10 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-nola57.maps
a touch 0x401000 x
a touch 0x3b5bb000 w
a touch 0x7ffde28c0000 w
expect a.status.VmPTE == 28
a mmap 886556884992 as plug at=0x7f2f6fa39000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h11 at=0x7fffffffe000 fixed
expect result.addr == 0x7fffffffe000
a munmap h11
a mmap 4K as h12 at=0x7ffffffff000 fixed
expect result.errno == ENOMEM
a mmap 4K as h13 at=0x800000000000 fixed
expect result.errno == ENOMEM
a mmap 4K as h14 at=0x10000000000000 fixed
expect result.errno == ENOMEM
a mmap 4K as h15 at=0xffffffffffe000 fixed
expect result.errno == ENOMEM
a mmap 4K as h16 at=0xfffffffffff000 fixed
expect result.errno == ENOMEM
a mmap 4K as h17 at=0x100000000000000 fixed
expect result.errno == ENOMEM
a mmap 200T as big prot=--- noreserve
expect result.errno == ENOMEM
a mmap 200T as big prot=--- noreserve at=0xffffffffffffffff
expect result.errno == ENOMEM

# beyond 128 TB nothing can be mapped
repeat 4 as i
let at = $i * 281474976710656 + 281476050452480
a mmap 4K as q$i at=$at fixed
expect result.errno == ENOMEM
end

# 100 pages 512 GB apart: 4 a page
let before = meminfo.MemFree
repeat 100 as i
let at = $i * 549755813888 + 33536178388992
a mmap 4K as s$i at=$at fixed
expect result.addr == $at
a touch $at w
end
expect a.status.VmPTE == 28 + 1200
# 413 pages: 4 tables a page, and 13 pages of vm_area_struct and what goes with it
expect $before - meminfo.MemFree == 413 * 4 within 2%
repeat 60 as i
let at = $i * 549755813888 + 550829555712
a mmap 4K as t$i at=$at fixed
expect result.addr == $at
a touch $at w
end
expect a.status.VmPTE == 1948
