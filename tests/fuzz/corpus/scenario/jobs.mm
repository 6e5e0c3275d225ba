machine cpus=2 memory=2M
spawn a cpu=0
spawn b cpu=1
a mmap 1M as m
b mmap 1M as m
a write m pattern=loop &
b read m pattern=zipf:1.1 count=999999999 &
wait until vmstat.pgfault > 30
stop a
sleep 1s
