machine profile=i386 memory=512M
# i-i386-space-norand: 3 GB for the program, 1 GB for the kernel, filled to the last page. Figures:
# i-i386-space.recorded.txt, Linux 6.1.176 booted with norandmaps, the same with 512M and with 2G.
spawn a maps=orc-i386.maps
sysctl vm.overcommit_memory=1
cat /proc/a/maps
expect output ~ "08048000-08049000 r--p"
expect output ~ "08049000-080e3000 r-xp"
expect output ~ "080e3000-08121000 r--p"
expect output ~ "08121000-08124000 r--p"
expect output ~ "08124000-08126000 rw-p"
expect output ~ "08126000-08179000 rw-p"
expect output ~ "08179000-0819b000 rw-p"
expect output ~ "b7ffa000-b7ffe000 r--p"
expect output ~ "b7ffe000-b8000000 r-xp"
expect output ~ "bffdf000-c0000000 rw-p"
expect a.maps.count == 10

a mmap 1p as one
expect result.addr == 0xb7ff9000
a mmap 1p as two
expect result.addr == 0xb7ff8000
a munmap one
a munmap two
# the largest single mapping: 2814 MB 380 kB
a mmap 2951081984 as big prot=--- noreserve
expect result.errno == 0
a munmap big
a mmap 2951086080 as big prot=--- noreserve
expect result.errno == ENOMEM

repeat 46 as i
a mmap 64M as s64m_$i prot=--- noreserve
expect result.errno == 0
end
a mmap 64M as s64m_end prot=--- noreserve
expect result.errno == ENOMEM

repeat 6 as i
a mmap 16M as s16m_$i prot=--- noreserve
expect result.errno == 0
end
a mmap 16M as s16m_end prot=--- noreserve
expect result.errno == ENOMEM

repeat 28 as i
a mmap 1M as s1m_$i prot=--- noreserve
expect result.errno == 0
end
a mmap 1M as s1m_end prot=--- noreserve
expect result.errno == ENOMEM
cat /proc/a/maps
expect output ~ "00048000-08048000 ---p"
expect output ~ "08048000-08049000 r--p"
expect output ~ "08049000-080e3000 r-xp"
expect output ~ "080e3000-08121000 r--p"
expect output ~ "08121000-08124000 r--p"
expect output ~ "08124000-08126000 rw-p"
expect output ~ "08126000-08179000 rw-p"
expect output ~ "08179000-0819b000 rw-p"
expect output ~ "081fa000-b7ffa000 ---p"
expect output ~ "b7ffa000-b7ffe000 r--p"
expect output ~ "b7ffe000-b8000000 r-xp"
expect output ~ "b8000000-bfe00000 ---p"
expect output ~ "bffdf000-c0000000 rw-p"
expect a.maps.count == 13

repeat 21 as i
a mmap 64K as s64k_$i prot=--- noreserve
expect result.errno == 0
end
a mmap 64K as s64k_end prot=--- noreserve
expect result.errno == ENOMEM

repeat 38 as i
a mmap 4K as s4k_$i prot=--- noreserve
expect result.errno == 0
end
a mmap 4K as s4k_end prot=--- noreserve
expect result.errno == ENOMEM
expect a.status.VmSize == 3144640
cat /proc/a/maps
expect output ~ "00010000-08048000 ---p"
expect output ~ "08048000-08049000 r--p"
expect output ~ "08049000-080e3000 r-xp"
expect output ~ "080e3000-08121000 r--p"
expect output ~ "08121000-08124000 r--p"
expect output ~ "08124000-08126000 rw-p"
expect output ~ "08126000-08179000 rw-p"
expect output ~ "08179000-0819b000 rw-p"
expect output ~ "0819b000-b7ffa000 ---p"
expect output ~ "b7ffa000-b7ffe000 r--p"
expect output ~ "b7ffe000-b8000000 r-xp"
expect output ~ "b8000000-bfedf000 ---p"
expect output ~ "bffdf000-c0000000 rw-p"
expect a.maps.count == 13
