machine profile=i386 memory=512M
# i-i386-pt: page tables of two levels; the page directory is not counted. Figures: i-i386-pt.recorded.txt, Linux 6.1.176,
# the same with 512M and with 2G.
spawn a maps=orc-i386-rand.maps
a touch 0x08049000 x
a touch 0x09bbc000 w
a touch 0xb7f56000 r
a touch 0xbfc40000 w
expect a.status.VmPTE == 16
sysctl vm.overcommit_memory=1
a mmap 2300M as p noreserve at=0x28300000
expect result.addr == 0x28300000
expect a.status.VmPTE == 16
a touch 0x40000000 w
expect a.status.VmPTE == 20
a touch 0x40001000 w
expect a.status.VmPTE == 20
a touch 0x40200000 w
expect a.status.VmPTE == 20
a touch 0x40400000 w
expect a.status.VmPTE == 24
a touch 0x40800000 w
expect a.status.VmPTE == 28
a touch 0x80000000 w
expect a.status.VmPTE == 32
# 50 pages 4 MB apart, 2560 pages in a row
a write 0x46400000..0x52c00000 pattern=stride:4M count=50
expect a.status.VmPTE == 232
a write 0x59000000..0x59a00000
expect a.status.VmPTE == 244
a munmap p
expect a.status.VmPTE == 16
