machine memory=1M pcp=off slab=off kernel=linux paging=2
spawn p node=0
p mmap 64K as a populate
p mprotect a+4K..8K r--
cat /proc/buddyinfo
echo never > /sys/kernel/mm/transparent_hugepage/enabled
echo sometimes > /sys/kernel/mm/transparent_hugepage/enabled
p exit
