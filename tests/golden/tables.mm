# Six kinds of page tables for one address space.
# Origin: rows A8, A9, A10 of the teaching notes' claims (4 B x 2^20 entries, 10/10/12, 9/9/9/9/12); Intel SDM volume 3 for the
# splits of four and five levels.
machine memory=64M

# A8: flat, 4 MB a process whatever it uses; 100 processes 400 MB
lab tables used=1
expect lab.tables.linear.bytes == 4M
expect lab.tables.linear.bytes * 100 == 400M
expect lab.tables.linear.accesses == 1

# A9: all of it in two levels, 4 KB + 4 MB; with 20 % of the top entries used 4 KB + 205 tables
lab tables
expect lab.tables.two_level.bytes == 4100K
expect lab.tables.two_level.tables == 1025
lab tables used=20
expect lab.tables.two_level.bytes == 824K
expect lab.tables.two_level.accesses == 2
expect lab.tables.linear.bytes == 4M
lab tables used=0
expect lab.tables.two_level.bytes == 4K

# A10: one page needs a table of each level; the linear table would take 512 GB, 256 TB
lab tables bits=48 map=0x7f0000000000..0x7f0000001000 at=0x7f0000000abc
expect lab.tables.four_level.bytes == 16K
expect lab.tables.five_level.bytes == 20K
expect lab.tables.linear.bytes == 512G
expect lab.tables.four_level.now == 4
expect lab.tables.four_level.found == 1
lab tables bits=57 used=0
expect lab.tables.linear.bytes == 256T
expect lab.tables.five_level.bytes == 4K

# 2^n pages of another size: 64 KB pages, 16 entry bits: 14 in the lower table
lab tables page=64K
expect lab.tables.linear.bytes == 256K
expect lab.tables.two_level.tables == 5

# one entry a frame: 262,144 frames of 1 GB, 16 bytes each and 4 of an anchor, for a program of any size
lab tables memory=1G map=0x400000..0x800000 at=0x400000
expect lab.tables.inverted.bytes == 5M
expect lab.tables.hashed.bytes == 32K
expect lab.tables.hashed.pages == 1024
expect lab.tables.hashed.expected == 1499
expect lab.tables.hashed.now >= 2
expect lab.tables.hashed.now <= lab.tables.hashed.worst
expect lab.tables.hashed.best == 2

# nothing there: tables of levels say so early, a chain is read to its end
lab tables map=0..4M at=0xc0000000
expect lab.tables.two_level.now == 1
expect lab.tables.two_level.found == 0
expect lab.tables.linear.now == 1
fails lab tables bits=40
fails lab tables map=0..4G used=3
fails lab tables map=4M..4M
fails lab tables bits=32 map=0..8G
fails lab tables page=5000
expect lab.address == 0xc0000000
