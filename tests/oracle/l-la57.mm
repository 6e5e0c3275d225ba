machine profile=la57 memory=512M pcp=off
# l-la57: five levels, and what a wish for an address does. Figures: l-la57.recorded.txt, Linux 6.1.192.
# `plug` takes the place between the recorded top of the mmap area, which was random, and this machine's.
# pcp=off: the recorder counted free pages with those on the CPU's lists.
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
sysctl vm.overcommit_memory=1
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
# Each wish in a fresh process: the plug is a neighbour that keeps tables from being freed, the recorded one had none.
a mmap 4K as h0
expect result.addr == 0x7f8b9f23e000
a touch h0 w
expect a.status.VmPTE == 36
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h1 at=0x7f0000000000
expect result.addr == 0x7f0000000000
a touch h1 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h2 at=0x7ffffffff000
expect result.addr == 0x7f8b9f23e000
a touch h2 w
expect a.status.VmPTE == 36
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h3 at=0x800000000000
expect result.addr == 0x800000000000
a touch h3 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h4 at=0x1000000000000
expect result.addr == 0x1000000000000
a touch h4 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h5 at=0x7f000000000000
expect result.addr == 0x7f000000000000
a touch h5 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h6 at=0xfffffffff00000
expect result.addr == 0xfffffffff00000
a touch h6 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h7 at=0xffffffffffe000
expect result.addr == 0xffffffffffe000
a touch h7 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h8 at=0x100000000000000
expect result.addr == 0xffff8b9f23e000
a touch h8 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h9 at=0x8000000000000000
expect result.addr == 0xffff8b9f23e000
a touch h9 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h10 at=0xffffffffffffffff
expect result.addr == 0xffff8b9f23e000
a touch h10 w
expect a.status.VmPTE == 40
a exit
spawn a maps=orc-la57.maps
a touch 0x401000 x
a touch 0x3d1ef000 w
a touch 0x7fff584e0000 w
expect a.status.VmPTE == 28
a mmap 496893566976 as plug at=0x7f8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 496893566976 as plug2 at=0xffff8b9f23f000 fixed prot=--- noreserve
expect result.errno == 0
a mmap 4K as h11 at=0x7fffffffe000 fixed
expect result.addr == 0x7fffffffe000
a munmap h11
a mmap 4K as h12 at=0x7ffffffff000 fixed
expect result.addr == 0x7ffffffff000
a munmap h12
a mmap 4K as h13 at=0x800000000000 fixed
expect result.addr == 0x800000000000
a munmap h13
a mmap 4K as h14 at=0x10000000000000 fixed
expect result.addr == 0x10000000000000
a munmap h14
a mmap 4K as h15 at=0xffffffffffe000 fixed
expect result.addr == 0xffffffffffe000
a munmap h15
a mmap 4K as h16 at=0xfffffffffff000 fixed
expect result.errno == ENOMEM
a mmap 4K as h17 at=0x100000000000000 fixed
expect result.errno == ENOMEM
a mmap 200T as big prot=--- noreserve
expect result.errno == ENOMEM
a mmap 200T as big prot=--- noreserve at=0xffffffffffffffff
expect result.addr == 0xff378b9f23f000
a munmap big

# 100 pages 256 TB apart: the P4D tables are made but not counted; free frames go down by 5 a page
repeat 100 as i
let at = $i * 281474976710656 + 281476050452480
a mmap 4K as q$i at=$at fixed
expect result.addr == $at
a touch $at w
end
expect a.status.VmPTE == 1228
let before = meminfo.MemFree
let pt = meminfo.PageTables
repeat 100 as i
let at = $i * 281474976710656 + 28428973721518080
a mmap 4K as r$i at=$at fixed
expect result.addr == $at
a touch $at w
end
expect a.status.VmPTE == 1228 + 1200
expect meminfo.PageTables - $pt == 800
# 513 pages: 5 tables a page, and 13 pages of vm_area_struct and what goes with it
expect $before - meminfo.MemFree == 513 * 4 within 2%

# 100 pages 512 GB apart: 4 a page
let before = meminfo.MemFree
repeat 100 as i
let at = $i * 549755813888 + 33536178388992
a mmap 4K as s$i at=$at fixed
expect result.addr == $at
a touch $at w
end
expect a.status.VmPTE == 2428 + 1200
# 413 pages: 4 tables a page, and 13 pages of vm_area_struct and what goes with it
expect $before - meminfo.MemFree == 413 * 4 within 2%
repeat 60 as i
let at = $i * 549755813888 + 550829555712
a mmap 4K as t$i at=$at fixed
expect result.addr == $at
a touch $at w
end
expect a.status.VmPTE == 4348
