// The languages of the page. The shape of the words is in shape.ts; en.ts and zh.ts must both have all of them.

export type Lang = 'en' | 'zh';
