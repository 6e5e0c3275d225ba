machine profile=linux-256M memory=256M randomize=off
# a-pagetables-sparse: what page tables cost. Figures: a-pagetables-sparse.recorded.txt, Linux 6.1.192.
# The process is laid out as the recorded one; VmPTE counts leaf, middle and upper tables, not the top one.
spawn a maps=orc.maps
a touch 0x401000 x
a touch 0x15e22000 w
a touch 0x7fff559be000 w
expect a.status.VmPTE == 28
sysctl vm.overcommit_memory=1
a mmap 2T as p noreserve at=0x7da1feca3000
expect result.addr == 0x7da1feca3000
expect a.status.VmPTE == 28
a touch 0x7e0000000000 w
expect a.status.VmPTE == 40
a touch 0x7e0000001000 w
expect a.status.VmPTE == 40
a touch 0x7e0000200000 w
expect a.status.VmPTE == 44
a touch 0x7e0000400000 w
expect a.status.VmPTE == 48
a touch 0x7e0040000000 w
expect a.status.VmPTE == 56
a touch 0x7e0080000000 w
expect a.status.VmPTE == 64
a touch 0x7e8000000000 w
expect a.status.VmPTE == 76
# 512 pages 2 MB apart inside one fresh 1 GB
a write 0x7e0280000000..0x7e02c0000000 pattern=stride:2M count=512
expect a.status.VmPTE == 2128
# 100 pages 1 GB apart
a write 0x7e0500000000..0x7e1e00000000 pattern=stride:1G count=100
expect a.status.VmPTE == 2928
# 2560 pages in a row, then 2560 read
a write 0x7e3200000000..0x7e3200a00000
expect a.status.VmPTE == 2952
a read 0x7e4b00000000..0x7e4b00a00000
expect a.status.VmPTE == 2976
a madvise 0x7e3200000000..0x7e3200a00000 dontneed
expect a.status.VmPTE == 2976
a munmap p
expect a.status.VmPTE == 28
