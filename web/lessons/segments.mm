#: lesson segments rows=A1,A12 minutes=9
#: zh 分段：基址、界限、特权
#: en Segments: base, limit, privilege
#: about
#: zh 选择子挑出一个段，偏移不超过界限就加上基址；Linux 把基址全设成零，段只剩下权限。
#: en A selector picks a segment; an offset within its limit is added to its base. Linux sets every base to zero, and only the rights are left.
#: slider offset 0..128K step=4K unit=KB
#: zh 段内偏移
#: en offset in the segment
machine memory=16M
let offset = 4K
lab segments memory=1G
lab load code 64K type=code
lab load vars 96K
#: page pin=lab
#: zh 一张段表
#: en A table of segments
#: zh 分段的机器不切页。一个段是物理内存里连续的一块，段表给每个段记着三样：基址、界限、特权级。程序 `code` 的段从 {lab.segments.code.base in hex} 开始，`vars` 从 {lab.segments.vars.base in hex} 开始，长 {96K in KB}。
#: en A machine with segments does not cut pages. A segment is one unbroken piece of physical memory, and the table keeps three things of each: base, limit and
#:    privilege. The segment `code` begins at {lab.segments.code.base in hex}, `vars` at {lab.segments.vars.base in hex}; `vars` is {96K in KB} long.
#: text
#: zh 程序给出的地址有两部分：段寄存器里的选择子和偏移。`vars` 的选择子是 {lab.segments.vars.selector in hex}：高位是段号，低三位里一位选表，两位是请求的特权。
#: en An address of a program has two parts: the selector in a segment register, and an offset. The selector of `vars` is {lab.segments.vars.selector in hex}: its high bits
#:    number the segment; of the low three, one picks the table and two ask for a privilege.
expect lab.segments.vars.base == 64K
lab access vars 4660 w
let linear = lab.linear
expect result.fault == none
#: page pin=lab see=seg_linear
#: zh 查段、比界限、相加
#: en Look up, compare, add
#: zh 程序写 `vars` 里偏移 {4660 in hex} 处。段表里找到基址 {lab.segments.vars.base in hex}，偏移没有超过界限，加起来就是物理地址 {linear in hex}。
#: en The program writes at offset {4660 in hex} of `vars`. The table gives the base {lab.segments.vars.base in hex}, the offset is within the limit, and their sum is the physical
#:    address {linear in hex}.
#: ask limit
#: zh 接着它写偏移 {offset in hex}，要四个字节。会怎样？
#: en Next it writes four bytes at offset {offset in hex}. What happens?
#: choice when result.fault == none
#: zh 成功：偏移在界限之内
#: en It works: the offset is within the limit
#: choice when result.fault == GP
#: zh 一般保护错：越过了界限
#: en A general protection fault: it is beyond the limit
#: choice when result.fault == NP
#: zh 段不存在错：要先装入
#: en Segment not present: it has to be loaded first
lab access vars $offset w
let outcome = result.fault
expect outcome == none
#: reveal pin=lab see=seg_check
#: zh 结果：`fault` = {outcome}。界限是 {lab.segments.vars.limit in hex}，也就是最后一个字节的偏移；最后要写的字节是 {offset + 3 in hex}。
#: en The result: `fault` = {outcome}. The limit is {lab.segments.vars.limit in hex}, the offset of the last byte; the last byte to be written is {offset + 3 in hex}.
#: text
#: zh 拖动偏移，看它在哪里变成错误。
#: en Move the offset and find where it turns into a fault.
lab access vars 98301 w
expect result.fault == GP
#: text see=seg_fault
#: zh 差三个字节到头的地方写四个字节：{result.fault}，没通过的一条是 {lab.rule}。
#: en Four bytes at a place three bytes from the end: {result.fault}; the rule that failed is {lab.rule}.

lab access code 16 w
let on_code = lab.rule
let code_fault = result.fault
expect on_code == rights
lab access kernel_ds 0xc0100000 r
expect result.fault == GP
#: page pin=lab see=seg_fault
#: zh 类型和特权
#: en Type and privilege
#: zh 往代码段里写：{code_fault}，没通过的是 {on_code}。用户态的程序用内核的数据段：{result.fault}，没通过的是 {lab.rule}。
#:    特权级零最高，三最低；请求者不能比段要求的低。
#: en A write to a code segment: {code_fault}, the rule is {on_code}. A program in user mode with the kernel's data segment: {result.fault}, the rule is {lab.rule}. Privilege zero is the
#:    highest, three the lowest; who asks must not stand below what the segment wants.
lab access kernel_ds 0xc0100000 r cpl=0
expect result.fault == none
#: text see=seg_check
#: zh 内核自己（特权级零）做同样的访问：`fault` = {result.fault}。
#: en The kernel itself, at privilege zero, does the same: `fault` = {result.fault}.

lab swapout code
lab access code 16 x
expect result.fault == NP
#: page pin=lab see=seg_fault
#: zh 不在内存的段
#: en A segment that is not there
#: zh 把 `code` 整段写到磁盘，描述符里的“在内存”位清零。再取指：{result.fault}，没通过的是 {lab.rule}。操作系统靠这个错误知道要把段读回来。
#: en The whole of `code` goes to disk, and the present bit of its descriptor is cleared. Fetching from it: {result.fault}, the rule is {lab.rule}. By this fault the system learns that it
#:    must read the segment back.

let address = 0x8100000
lab access user_ds $address r
let flat = lab.linear
let base = lab.segments.user_ds.base
expect flat == address
#: page pin=lab see=seg_descriptor
#: zh Linux 的段
#: en The segments of Linux
#: zh 这是 Linux 自己的描述符表。用户数据段 {lab.segments.user_ds.selector in hex}：基址 {base}，界限 {lab.segments.user_ds.limit in hex}，特权级 {lab.segments.user_ds.dpl}。内核数据段 {lab.segments.kernel_ds.selector in hex}：基址 {lab.segments.kernel_ds.base}，界限一样，特权级 {lab.segments.kernel_ds.dpl}。
#: en This is Linux's own descriptor table. User data, {lab.segments.user_ds.selector in hex}: base {base}, limit {lab.segments.user_ds.limit in hex}, privilege {lab.segments.user_ds.dpl}. Kernel data, {lab.segments.kernel_ds.selector in hex}: base
#:    {lab.segments.kernel_ds.base}, the same limit, privilege {lab.segments.kernel_ds.dpl}.
#: ask flat
#: zh 程序读偏移 {address in hex}。经过这样的段，出来的线性地址是多少？
#: en A program reads offset {address in hex}. Through such a segment, what is the linear address?
#: choice when linear == address
#: zh {address in hex}：加零等于没加
#: en {address in hex}: adding zero changes nothing
#: choice when linear == 0
#: zh {0 in hex}：基址是零
#: en {0 in hex}: the base is zero
#: choice when linear > address
#: zh 更大：还要加上代码段的长度
#: en More: the length of the code segment is added
lab access user_ds $address r
let linear = lab.linear
#: reveal see=seg_linear
#: zh {linear in hex}，原样出来。所有段都盖住全部地址，分段这一步什么也没做；剩下的用处只有特权级：零给内核，三给用户。
#: en {linear in hex}, just as it went in. Every segment covers all addresses, so segmentation has nothing to do; what is left of it is the privilege: zero for the kernel, three for programs.
spawn p
p mmap 4K as data_page at=0x8100000 fixed
p touch data_page w
#: text pin=translation see=pte_set
#: zh 真正的翻译在后面：线性地址 {address in hex} 再经过[pagetable 页表]，到帧 {page(p,0x8100000).pfn}。读写权限和隔离也都由页表来管。
#: en The real translation comes after: linear address {address in hex} goes through the [pagetable page tables] to frame {page(p,0x8100000).pfn}. Rights to read and write, and isolation, are
#:    theirs too.
#: note A12
#: zh 笔记写：Linux 把所有段的基址设为零，等于屏蔽了逻辑地址，段只用于访问控制和内存保护。
#:    机器上：就是如此。六十四位模式里，硬件干脆不看代码段和数据段的基址与界限。
#: en The note says: Linux sets the base of every segment to zero, which hides logical addresses; segments serve access control and protection only.
#:    On the machine: just so. In 64-bit mode the hardware does not even look at base and limit of code and data segments.
