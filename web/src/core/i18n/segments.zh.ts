// 中文：分段实验与页表实验的事件怎么说。

import { labKind } from '../lab';
import type { EventTexts } from './shape';
import type { ENUMS } from '../schema.gen';
import { duration, int, type Story } from './story';

const seg = (s: Story): string => s.segment || '该段';
const owner = (s: Story): string => s.nameOf('name') || '程序';
/** 堆的地址用十进制，和书上一样；段的地址用十六进制。 */
const at = (s: Story, arg = 'start'): string => (labKind(s.model) === 'freelist' ? s.int(arg) : s.hexOf(arg));
const access = { read: '读', write: '写', fetch: '执行' } as const;

const fit: Record<(typeof ENUMS.lab_fit)[number], string> = {
    first: '首次适应：地址最低的、放得下的空闲块。',
    best: '最佳适应：放得下的空闲块中最小的。',
    worst: '最差适应：最大的空闲块，剩下的还能用。',
    next: '循环首次适应：从上次放置之后起，第一个放得下的空闲块。',
};

const ruleNames: Record<(typeof ENUMS.seg_rule)[number], string> = {
    null_selector: '空选择子',
    table_limit: '表的界限',
    type: '类型',
    privilege: '特权级',
    present: '存在位',
    rights: '权限',
    limit: '段界限',
    canonical: '规范地址',
};
const rules: Record<(typeof ENUMS.seg_rule)[number], [string, string]> = {
    null_selector: ['选择子不是空的。', 'GDT 的第 0 项不代表任何段。它的选择子可以拿着，但不能用。'],
    table_limit: ['序号在表内。', '描述符表没有这么长。'],
    type: ['段的种类适合这次访问。', '这种段不能这样用：数据不能执行，空项什么也不是。'],
    privilege: ['特权级足够。', '描述符要求的特权比代码和选择子的都高。'],
    present: ['段在内存里。', 'P 位为 0：段不在内存。系统可以把它调回来再试。'],
    rights: ['类型位允许。', '类型位不允许：代码不能写，数据只有可写的才能写。'],
    limit: ['偏移在界限之内。', '访问超出了段的界限。'],
    canonical: ['地址是规范的。', '地址的高位没有重复第 47 位。'],
};

/** 为什么成立，连同比较的两个数。 */
function holds(s: Story): string {
    const [have, want] = [s.hexOf('have'), s.hexOf('want')];
    switch (s.segRule) {
        case 'table_limit':
            return `序号是 ${s.int('have')}，最后一项是 ${s.int('want')}。再往后没有可读的项。`;
        case 'privilege':
            return `CPL 与 RPL 中较弱的是 ${s.int('have')}，描述符要求 ${s.int('want')} 或更强。0 最强。`;
        case 'limit':
            return `触及的最后一个字节偏移 ${have}，允许的最后一个是 ${want}。`;
        case 'rights':
            return '描述符的类型位说明能不能读、写或执行。';
        case 'present':
            return 'P 位是 1。若是 0，CPU 在此停下，让系统把段调回来。';
        case 'null_selector':
            return 'GDT 的第 0 项表示没有段。可以拿着，但不能用。';
        case 'canonical':
            return '高位重复了第 47 位。64 位模式下由它代替界限检查。';
        default:
            return '这一项描述的是访问所需的代码或数据。';
    }
}

const exceptions: Record<(typeof ENUMS.seg_fault)[number], string> = {
    none: '没有异常',
    GP: '一般保护异常',
    NP: '段不存在',
    SS: '栈异常',
};

const schemeNames: Record<(typeof ENUMS.table_scheme)[number], string> = {
    linear: '线性页表',
    two_level: '两级页表',
    four_level: '四级页表',
    five_level: '五级页表',
    inverted: '反置页表',
    hashed: '散列页表',
};
const schemeWhy: Record<(typeof ENUMS.table_scheme)[number], string> = {
    linear: '地址空间的每一页都有一项，不管用没用到。查找只访存一次。',
    two_level: '低一级的表只在有映射的地方才建立，顶级表总在。',
    four_level: '每级 9 位。空着的地方不需要表，但一次查找要读四张表。',
    five_level: '每级 9 位，共 57 位。一次查找要读五张表。',
    inverted: '内存的每一帧一项，所有地址空间共用，经散列找到。',
    hashed: '每个映射的页一个节点，挂在它的桶的链上。',
};
const scheme = (s: Story): string => schemeNames[s.tableScheme];

export const segmentsZh = {
    lab_search: {
        now: (s) => `${at(s)} 处 ${s.bytes('bytes')}：${s.n('used') ? '已占用' : s.n('fits') ? '空闲，放得下' : '空闲，太小'}。`,
        why: (s) => (s.n('used') ? '那里有程序，继续找。' : s.n('fits') ? '这一块放得下，用不用它由适应算法决定。' : '这一块放不下，继续找。'),
        station: (s) => (s.n('used') ? '已占用' : s.n('fits') ? '放得下' : '太小'),
        chain: (s) => `查看 ${at(s)}`,
    },
    lab_place: {
        now: (s) => `${owner(s)} 放在 ${at(s)}，${s.bytes('bytes')}。`,
        why: (s) => fit[s.labFit],
        station: (s) => `放 ${s.bytes('bytes')}`,
        chain: (s) => `${owner(s)} 在 ${at(s)}`,
    },
    lab_split: {
        now: (s) => `空闲块剩下 ${s.bytes('rest_bytes')}。`,
        why: (s) => `从低端切下所需的部分，${at(s, 'rest_start')} 起另成一个空闲块。`,
        station: (s) => `剩 ${s.bytes('rest_bytes')}`,
        chain: (s) => `切下 ${s.bytes('bytes')}`,
    },
    lab_release: {
        now: (s) => `${owner(s)} 离开 ${at(s)}，空出 ${s.bytes('bytes')}。`,
        why: () => '这一块现在空闲。如果邻居也空闲，就合成一块。',
        station: (s) => `空出 ${s.bytes('bytes')}`,
        chain: (s) => `${at(s)} 空出 ${s.bytes('bytes')}`,
    },
    lab_coalesce: {
        now: (s) => `两个相邻的空闲块合成 ${s.bytes('bytes')}。`,
        why: () => '相邻就是一块。中间隔着程序的空闲块合不起来。',
        station: (s) => `合成 ${s.bytes('bytes')}`,
        chain: (s) => `合成 ${s.bytes('bytes')}`,
    },
    lab_insert: {
        now: (s) => `${at(s)} 处的块挂上空闲链，排在第 ${int(s.n('place') + 1)}，共 ${int(s.n('pieces'))} 块。`,
        why: () => '排在哪里由链的次序决定：按地址、按大小，或按归还先后。',
        station: (s) => `链上第 ${int(s.n('place') + 1)}`,
        chain: (s) => `${at(s)} 挂上空闲链`,
    },
    lab_fail: {
        now: (s) => `没有 ${s.bytes('bytes')} 的空闲块。`,
        why: (s) => (s.n('free_bytes') >= s.n('bytes') ? `共空闲 ${s.bytes('free_bytes')}，但最大的一块只有 ${s.bytes('largest_bytes')}。这就是外部碎片。` : `总共只剩 ${s.bytes('free_bytes')}。`),
        station: () => '放不下',
        chain: (s) => `放不下 ${s.bytes('bytes')}`,
    },
    lab_swap_out: {
        now: (s) => `${seg(s)} 整段写到磁盘：${s.bytes('bytes')}，${s.ns}。`,
        why: (s) => (s.n('pages') ? `段只能整个搬。分页只需写 ${s.int('pages')} 页，${duration(s.n('paged_ns'))}。` : '段只能整个搬。分页什么也不用写：空闲的帧不必相连。'),
        station: (s) => `出 ${s.bytes('bytes')}`,
        chain: (s) => `${seg(s)} 换出`,
    },
    lab_swap_in: {
        now: (s) => `${seg(s)} 读回 ${s.hexOf('start')}：${s.bytes('bytes')}，${s.ns}。`,
        why: (s) => (s.n('pages') ? `只有基址变了。分页只需读 ${s.int('pages')} 页，${duration(s.n('paged_ns'))}。` : '只有基址变了，程序察觉不到。分页本来就没有要读的。'),
        station: (s) => `入 ${s.bytes('bytes')}`,
        chain: (s) => `${seg(s)} 换入`,
    },
    seg_write: {
        now: (s) => (s.zero('descriptor') ? `表项 ${s.hexOf('selector')} 又空了。` : `表项 ${s.hexOf('selector')} 写入 ${seg(s)} 的描述符。`),
        why: (s) => (s.zero('descriptor') ? '八个字节全为零：从此用这个选择子就是错误。' : `八个字节是 ${s.wide('descriptor')}。`),
        station: () => '写描述符',
        chain: (s) => `描述符 ${s.hexOf('selector')}`,
    },
    seg_select: {
        now: (s) => `选择子 ${s.hexOf('selector')}：${s.n('lab_dt') ? 'LDT' : 'GDT'} 第 ${s.int('index')} 项，RPL ${s.n('selector') & 3}。`,
        why: (s) => `CPL ${s.int('cpl')} 要${access[s.access]}偏移 ${s.hexOf('offset')}。第 15–3 位是序号，第 2 位选表，第 1–0 位是 RPL。`,
        station: (s) => `选择子 ${s.hexOf('selector')}`,
        chain: (s) => `选择子 ${s.hexOf('selector')}`,
    },
    seg_descriptor: {
        now: (s) => `${seg(s)}：基址 ${s.hexOf('base')}，界限 ${s.hexOf('limit')}。`,
        why: (s) => `DPL ${s.int('dpl')}，${s.n('present') ? '在内存' : '不在内存'}。八个字节是 ${s.wide('descriptor')}。`,
        station: () => '读描述符',
        chain: (s) => `${seg(s)} 的描述符`,
    },
    seg_check: {
        now: (s) => (s.n('ok') ? rules[s.segRule][0] : `违反了规则：${ruleNames[s.segRule]}。`),
        why: (s) => (s.n('ok') ? holds(s) : rules[s.segRule][1]),
        station: (s) => `查${ruleNames[s.segRule]}`,
        chain: (s) => `${ruleNames[s.segRule]}${s.n('ok') ? '通过' : '不通过'}`,
    },
    seg_linear: {
        now: (s) => (s.n('flat') ? `线性地址 ${s.hexOf('addr')}，就是偏移。` : `${s.hexOf('base')} + ${s.hexOf('offset')} = ${s.hexOf('addr')}。`),
        why: (s) => (s.n('flat') ? '64 位模式下，段的基址和界限不起作用。' : s.n('base') ? '基址加偏移得到线性地址。没有分页时它就是物理地址。' : '基址是 0，加上它等于没加：平坦的段。'),
        station: (s) => s.hexOf('addr'),
        chain: (s) => `线性地址 ${s.hexOf('addr')}`,
    },
    seg_fault: {
        now: (s) => `#${s.segFault}：${exceptions[s.segFault]}，错误码 ${s.hexOf('error_code')}。`,
        why: (s) => rules[s.segRule][1],
        station: (s) => `#${s.segFault}`,
        chain: (s) => `#${s.segFault}`,
    },
    lab_scheme: {
        now: (s) => `${scheme(s)}：${s.bytes('bytes')}，${s.int('tables')} 张表。`,
        why: (s) => schemeWhy[s.tableScheme],
        station: (s) => s.bytes('bytes'),
        chain: (s) => `${scheme(s)}：${s.bytes('bytes')}`,
    },
    lab_lookup: {
        now: (s) => `用${scheme(s)}查找 ${s.hexOf('addr')}。`,
        why: (s) => `它在第 ${s.hexOf('vpn')} 页，地址剩下的部分是页内偏移。`,
        station: (s) => scheme(s),
        chain: (s) => `查${scheme(s)}`,
    },
    lab_entry: {
        now: (s) => `第 ${s.int('level')} 级：表 ${s.int('table')} 的第 ${s.int('index')} 项。`,
        why: (s) => (!s.n('present') ? '这一项是空的，下面什么也没有映射。' : s.n('level') > 1 ? `它指向下一级的表 ${s.int('target')}。` : `这一页在帧 ${s.int('target')}。`),
        station: (s) => `第 ${s.int('index')} 项`,
        chain: (s) => `第 ${s.int('level')} 级第 ${s.int('index')} 项`,
    },
    lab_hash: {
        now: (s) => `页 ${s.hexOf('vpn')} 属于桶 ${s.int('bucket')}。`,
        why: (s) => `散列从 ${s.int('buckets')} 条链中选一条，读链头是第一次访存。`,
        station: (s) => `桶 ${s.int('bucket')}`,
        chain: (s) => `桶 ${s.int('bucket')}`,
    },
    lab_probe: {
        now: (s) => `链上第 ${int(s.n('place') + 1)} 个节点：页 ${s.hexOf('vpn')}。`,
        why: (s) => (s.n('match') ? '就是这一页，节点里写着它在哪一帧。' : '散列值相同的另一页，下一个节点还要访存一次。'),
        station: (s) => (s.n('match') ? '找到' : '另一页'),
        chain: (s) => `第 ${int(s.n('place') + 1)} 个节点`,
    },
    lab_found: {
        now: (s) => (s.n('found') ? `访存 ${s.int('accesses')} 次后得到帧 ${s.int('frame')}。` : `访存 ${s.int('accesses')} 次后知道没有映射。`),
        why: () => 'TLB 命中时这些访存都不需要。未命中时要全部做完，才能读到数据本身。',
        station: (s) => `访存 ${s.int('accesses')} 次`,
        chain: (s) => `${scheme(s)}：${s.int('accesses')} 次访存`,
    },
} satisfies Partial<EventTexts>;
